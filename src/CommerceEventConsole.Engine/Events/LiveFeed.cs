using System.Collections.Immutable;
using System.Threading.Channels;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.Engine.Events;

/// <summary>
/// The newest events as they are committed, by whatever node: tails <c>Seq</c> in the store, so that one path serves every database.
/// Keeps a bounded number and tells subscribers only that something changed; they pull what they show.
/// </summary>
public sealed class LiveFeed : BackgroundService
{
    private const int Capacity = 1000;
    private const int RowsPerTick = 200;
    private static readonly TimeSpan TickInterval = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan LongestBackOff = TimeSpan.FromSeconds(10);

    // One waiting signal is enough: whoever takes it looks at everything.
    private readonly Channel<bool> _wake = Channel.CreateBounded<bool>(
        new BoundedChannelOptions(1) { FullMode = BoundedChannelFullMode.DropWrite, SingleReader = true });

    private readonly LiveFeedRing _ring = new(Capacity);
    private readonly LiveFeedReader _reader;
    private readonly StoreWriter _writer;
    private readonly TimeProvider _time;
    private readonly ILogger<LiveFeed> _logger;
    private readonly bool _singleNode;
    private ImmutableArray<Action> _subscribers = [];
    private int _attemptsSeen;
    private long _lastAttempt = -1;

    /// <summary>Makes the feed; it starts with the host.</summary>
    public LiveFeed(
        IDbContextFactory<ConsoleDbContext> contexts, StoreWriter writer, StorageInfo storage, TimeProvider time, ILogger<LiveFeed> logger)
    {
        _reader = new LiveFeedReader(contexts);
        _writer = writer;
        _time = time;
        _logger = logger;
        _singleNode = storage.SingleNode;
    }

    /// <summary>The newest <c>Seq</c> that the feed has seen; 0 before the first.</summary>
    public long LastSeq => _ring.LastSeq;

    /// <summary>The newest events, newest first, at most <paramref name="count"/> and at most 1,000.</summary>
    public IReadOnlyList<EventSummary> Latest(int count) => _ring.Latest(count);

    /// <summary>The newest events after <paramref name="seq"/>, oldest first.</summary>
    /// <param name="seq">The last one that the reader has.</param>
    /// <param name="max">How many at most.</param>
    /// <param name="missed">Events after <paramref name="seq"/> that are not in the result; where <c>Seq</c> has gaps, at most so many.</param>
    public IReadOnlyList<EventSummary> Since(long seq, int max, out long missed) => _ring.Since(seq, max, out missed);

    /// <summary>Calls <paramref name="changed"/> after new events and after changed delivery outcomes, until the result is disposed.</summary>
    /// <param name="changed">Sets a flag and returns: it is called on the feed's own loop, which all subscribers share.</param>
    public IDisposable Subscribe(Action changed)
    {
        ImmutableInterlocked.Update(ref _subscribers, (all, one) => all.Add(one), changed);
        return new Subscription(this, changed);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        _writer.Committed += OnCommitted;
        try
        {
            _wake.Writer.TryWrite(true);
            var trouble = 0;
            while (!stoppingToken.IsCancellationRequested)
            {
                await WaitAsync(stoppingToken).ConfigureAwait(false);
                try
                {
                    await TickAsync(stoppingToken).ConfigureAwait(false);
                    trouble = 0;
                }
                catch (Exception e) when (e is not OperationCanceledException)
                {
                    _logger.LogWarning(e, "The live feed could not read the store; trying again");
                    _wake.Writer.TryWrite(true);
                    trouble = Math.Min(trouble + 1, 10);
                }

                var pause = TickInterval * Math.Pow(2, trouble);
                await Task.Delay(pause < LongestBackOff ? pause : LongestBackOff, _time, stoppingToken).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The host stops.
        }
        finally
        {
            _writer.Committed -= OnCommitted;
        }
    }

    private void OnCommitted(WriteBatch batch)
    {
        if (batch.Attempts.Count > 0)
            Volatile.Write(ref _attemptsSeen, 1);
        _wake.Writer.TryWrite(true);
    }

    private async Task WaitAsync(CancellationToken cancellationToken)
    {
        if (_singleNode)
        {
            await _wake.Reader.ReadAsync(cancellationToken).ConfigureAwait(false);
            return;
        }

        // Other nodes commit without a word: look from time to time.
        using var poll = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var signal = _wake.Reader.WaitToReadAsync(poll.Token).AsTask();
        await Task.WhenAny(signal, Task.Delay(PollInterval, _time, poll.Token)).ConfigureAwait(false);
        await poll.CancelAsync().ConfigureAwait(false);
        cancellationToken.ThrowIfCancellationRequested();
        _wake.Reader.TryRead(out _);
    }

    private async Task TickAsync(CancellationToken cancellationToken)
    {
        var changed = Interlocked.Exchange(ref _attemptsSeen, 0) == 1;
        var rows = await _reader.ReadAsync(LastSeq, RowsPerTick, cancellationToken).ConfigureAwait(false);
        if (rows.Count > 0)
        {
            // A full read may have left older ones behind. The first read starts from nothing and skips what was there before.
            _ring.Add(rows, complete: rows.Count < RowsPerTick && LastSeq > 0);
            changed = true;
        }

        if (!_singleNode)
        {
            var attempt = await _reader.LastAttemptAsync(cancellationToken).ConfigureAwait(false);
            changed |= _lastAttempt >= 0 && attempt != _lastAttempt;
            _lastAttempt = attempt;
        }

        if (changed)
            Tell();
    }

    private void Tell()
    {
        foreach (var subscriber in _subscribers)
        {
            try
            {
                subscriber();
            }
            catch (Exception e)
            {
                _logger.LogError(e, "A subscriber of the live feed failed");
            }
        }
    }

    private sealed class Subscription(LiveFeed feed, Action changed) : IDisposable
    {
        public void Dispose() => ImmutableInterlocked.Update(ref feed._subscribers, (all, one) => all.Remove(one), changed);
    }
}
