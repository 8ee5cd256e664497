using System.Threading.Channels;

namespace CommerceEventConsole.Engine.Deliveries;

/// <summary>Wakes one waiter; set while nobody waits, it wakes the next who does. Setting it twice is setting it once.</summary>
internal sealed class AutoResetSignal
{
    private readonly Channel<byte> _channel = Channel.CreateBounded<byte>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    public void Set() => _channel.Writer.TryWrite(0);

    /// <summary>Returns when it is set or the time is over. Does not throw when cancelled.</summary>
    public async Task WaitAsync(TimeSpan atMost, TimeProvider time, CancellationToken cancellationToken)
    {
        if (!_channel.Reader.TryRead(out _) && atMost > TimeSpan.Zero)
        {
            using var timer = new CancellationTokenSource(atMost, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(timer.Token, cancellationToken);
            Task wait = _channel.Reader.WaitToReadAsync(either.Token).AsTask();
            await wait.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            _channel.Reader.TryRead(out _);
        }
    }
}
