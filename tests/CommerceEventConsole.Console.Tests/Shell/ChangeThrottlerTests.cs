using System.Threading.Channels;
using CommerceEventConsole.Components.Shell;
using CommerceEventConsole.Tests.Shared;

namespace CommerceEventConsole.Console.Tests.Shell;

public sealed class ChangeThrottlerTests
{
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);
    private readonly ManualTime _time = new();
    private readonly Channel<int> _calls = Channel.CreateUnbounded<int>();
    private int _count;

    [Fact]
    public async Task The_first_change_calls_at_once()
    {
        await using var throttler = Make();
        throttler.Notify();
        Assert.Equal(1, await NextCallAsync());
    }

    [Fact]
    public async Task Changes_within_the_interval_become_one_call_after_it()
    {
        await using var throttler = Make();
        throttler.Notify();
        await NextCallAsync();
        await WaitingAsync();
        throttler.Notify();
        throttler.Notify();
        throttler.Notify();
        Assert.False(_calls.Reader.TryRead(out _));
        _time.Advance(Interval);
        Assert.Equal(2, await NextCallAsync());
        await WaitingAsync();
        _time.Advance(Interval);
        await throttler.DisposeAsync();
        Assert.False(_calls.Reader.TryRead(out _));
    }

    [Fact]
    public async Task A_change_after_a_quiet_interval_calls_at_once_again()
    {
        await using var throttler = Make();
        throttler.Notify();
        await NextCallAsync();
        await WaitingAsync();
        _time.Advance(Interval);
        throttler.Notify();
        Assert.Equal(2, await NextCallAsync());
    }

    [Fact]
    public async Task A_refresh_that_throws_is_reported_and_the_next_change_still_calls()
    {
        var failures = Channel.CreateUnbounded<Exception>();
        await using var throttler = new ChangeThrottler(
            Interval, _ => throw new InvalidOperationException("first"), _time, e => failures.Writer.TryWrite(e));
        throttler.Notify();
        Assert.Equal("first", (await ReadAsync(failures)).Message);
        await WaitingAsync();
        throttler.Notify();
        _time.Advance(Interval);
        Assert.Equal("first", (await ReadAsync(failures)).Message);
    }

    [Fact]
    public async Task Disposing_cancels_the_refresh_under_way_and_waits_for_its_end()
    {
        var ended = false;
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var throttler = new ChangeThrottler(Interval, async token =>
        {
            begun.SetResult();
            try
            {
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                ended = true;
            }
        }, _time);
        throttler.Notify();
        await begun.Task.WaitAsync(Patience);
        await throttler.DisposeAsync();
        Assert.True(ended);
        throttler.Notify();
        await throttler.DisposeAsync();
    }

    private ChangeThrottler Make() => new(Interval, _ =>
    {
        _calls.Writer.TryWrite(Interlocked.Increment(ref _count));
        return Task.CompletedTask;
    }, _time);

    private ValueTask<int> NextCallAsync() => ReadAsync(_calls);

    private static async ValueTask<T> ReadAsync<T>(Channel<T> channel)
    {
        using var patience = new CancellationTokenSource(Patience);
        return await channel.Reader.ReadAsync(patience.Token);
    }

    // Until the throttler waits for its interval: only then does moving the clock mean anything.
    private async Task WaitingAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        while (_time.WaitingTimers == 0)
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
