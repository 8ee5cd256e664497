using System.Threading.Channels;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Intake;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Storage;

/// <summary>The store cannot take a write now: the queue is full, or the database is in trouble. The sender should come again.</summary>
public sealed class StoreUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// Group commit: the one writer of the node gathers what waits and commits it in one transaction, so that concurrent requests share a
/// flush to disk. A call returns only after its own commit is durable.
/// </summary>
public sealed class StoreWriter : BackgroundService
{
    private readonly Channel<Pending> _queue;
    private readonly IBatchCommitter _committer;
    private readonly TimeProvider _time;
    private readonly ILogger<StoreWriter> _logger;
    private readonly int _groupSize;
    private readonly long _maxBytes;
    private long _queuedBytes;

    /// <summary>Makes the writer; it starts with the host.</summary>
    public StoreWriter(IBatchCommitter committer, IOptions<StorageOptions> options, TimeProvider time, ILogger<StoreWriter> logger)
    {
        _committer = committer;
        _time = time;
        _logger = logger;
        _groupSize = options.Value.GroupCommitSize;
        _maxBytes = options.Value.QueueMegabytes * 1024L * 1024L;
        _queue = Channel.CreateBounded<Pending>(new BoundedChannelOptions(options.Value.QueueLength) { SingleReader = true });
    }

    /// <summary>
    /// Raised after each commit, on the writer's own thread: a handler sets a flag and returns.
    /// </summary>
    public event Action<WriteBatch>? Committed;

    /// <summary>Writes waiting now.</summary>
    public int QueueLength => _queue.Reader.Count;

    /// <summary>Stores events and keeps what was unreadable beside them, in one transaction.</summary>
    /// <exception cref="StoreUnavailableException">The queue is full, the store refused, or the writer has stopped. Nothing was stored.</exception>
    public Task StoreAsync(IReadOnlyList<NewEvent> events, IReadOnlyList<RejectedRequest> rejected)
    {
        long bytes = 0;
        foreach (var e in events)
            bytes += e.Row.Body.Length + 256;
        foreach (var r in rejected)
            bytes += r.Body.Length + 256;
        var pending = new Pending { Events = events, Rejected = rejected, Bytes = bytes };
        if (Interlocked.Add(ref _queuedBytes, bytes) > _maxBytes || !_queue.Writer.TryWrite(pending))
        {
            Interlocked.Add(ref _queuedBytes, -bytes);
            throw new StoreUnavailableException("The write queue is full.");
        }

        return pending.Completion.Task;
    }

    /// <summary>Records an attempt and moves its delivery on. Waits for room where the queue is full.</summary>
    /// <exception cref="StoreUnavailableException">The store refused, or the writer has stopped.</exception>
    public async Task RecordAsync(AttemptResult attempt, CancellationToken cancellationToken)
    {
        var pending = new Pending { Attempt = attempt };
        try
        {
            await _queue.Writer.WriteAsync(pending, cancellationToken).ConfigureAwait(false);
        }
        catch (ChannelClosedException e)
        {
            throw new StoreUnavailableException("The writer has stopped.", e);
        }

        // Not given up any more: it is written, or fails, within a moment.
        await pending.Completion.Task.ConfigureAwait(false);
    }

    /// <inheritdoc />
    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        // No more is taken, what waits is written: then the loop ends by itself.
        _queue.Writer.TryComplete();
        if (ExecuteTask is { } loop)
            await loop.WaitAsync(cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await base.StopAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc />
    protected override Task ExecuteAsync(CancellationToken stoppingToken) =>
        Task.Factory.StartNew(() => LoopAsync(stoppingToken), CancellationToken.None, TaskCreationOptions.DenyChildAttach, _committer.Scheduler).Unwrap();

    // Stays on the committer's scheduler.
    private async Task LoopAsync(CancellationToken stoppingToken)
    {
        var batch = new WriteBatch();
        var group = new List<Pending>(_groupSize);
        while (await _queue.Reader.WaitToReadAsync(stoppingToken).ConfigureAwait(true))
        {
            Gather(batch, group);
            await CommitAsync(batch, group).ConfigureAwait(true);
            batch.Clear();
            group.Clear();
            // Whatever else the committer has to do gets its turn.
            await Task.Yield();
        }
    }

    private void Gather(WriteBatch batch, List<Pending> group)
    {
        while (batch.Events.Count + batch.Rejected.Count + batch.Attempts.Count < _groupSize && _queue.Reader.TryRead(out var next))
        {
            group.Add(next);
            next.AddTo(batch);
        }
    }

    private async Task CommitAsync(WriteBatch batch, List<Pending> group)
    {
        batch.At = _time.Now();
        try
        {
            // Without a token: once begun, a commit is finished, so that nobody is told "not stored" of something that was.
            await _committer.CommitAsync(batch, CancellationToken.None).ConfigureAwait(true);
        }
        catch (Exception e)
        {
            if (group.Count > 1)
            {
                // One row that the database refuses must not take its neighbours with it.
                _logger.LogWarning(e, "A transaction of {Count} writes failed; trying them one by one", group.Count);
                await CommitOneByOneAsync(group).ConfigureAwait(true);
                return;
            }

            _logger.LogError(e, "A write failed");
            Fail(group[0], e);
            return;
        }

        foreach (var pending in group)
            Succeed(pending);
        Announce(batch);
    }

    private void Announce(WriteBatch batch)
    {
        try
        {
            Committed?.Invoke(batch);
        }
        catch (Exception e)
        {
            // What was committed stays committed; whoever listens badly must not stop the writer.
            _logger.LogError(e, "A listener to commits failed");
        }
    }

    private async Task CommitOneByOneAsync(List<Pending> group)
    {
        var batch = new WriteBatch();
        var failures = 0;
        foreach (var pending in group)
        {
            pending.AddTo(batch);
            batch.At = _time.Now();
            try
            {
                // A store that is down fails each time: after a few it is not asked again for the rest of the group.
                if (failures >= 3)
                    throw new StoreUnavailableException("The store is not answering.");
                await _committer.CommitAsync(batch, CancellationToken.None).ConfigureAwait(true);
                failures = 0;
                Succeed(pending);
                Announce(batch);
            }
            catch (Exception e)
            {
                failures++;
                _logger.LogError(e, "A write failed");
                Fail(pending, e);
            }

            batch.Clear();
        }
    }

    private void Succeed(Pending pending)
    {
        Interlocked.Add(ref _queuedBytes, -pending.Bytes);
        pending.Completion.SetResult();
    }

    private void Fail(Pending pending, Exception e)
    {
        Interlocked.Add(ref _queuedBytes, -pending.Bytes);
        pending.Completion.SetException(e as StoreUnavailableException ?? new StoreUnavailableException("The store refused the write.", e));
    }

    private sealed class Pending
    {
        public IReadOnlyList<NewEvent> Events { get; init; } = [];

        public IReadOnlyList<RejectedRequest> Rejected { get; init; } = [];

        public AttemptResult? Attempt { get; init; }

        public long Bytes { get; init; }

        public TaskCompletionSource Completion { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public void AddTo(WriteBatch batch)
        {
            batch.Events.AddRange(Events);
            batch.Rejected.AddRange(Rejected);
            if (Attempt is not null)
                batch.Attempts.Add(Attempt);
        }
    }
}
