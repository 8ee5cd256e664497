using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Storage.Tests.Stores;
using CommerceEventConsole.Tests.Shared;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Storage.Tests.Suite;

public abstract class StoreWriterTests(StoreFixture store) : StoreSuite(store)
{
    [Fact]
    public async Task A_write_that_the_database_refuses_does_not_fail_its_neighbours()
    {
        var source = Store.NextId();
        using var writer = Writer(Store.Committer);

        // Queued before the writer starts, so that all three are one group.
        var before = writer.StoreAsync([Batches.Event(source, "before")], []);
        var poison = writer.StoreAsync([Batches.Poison(source)], []);
        var after = writer.StoreAsync([Batches.Event(source, "after")], []);
        await writer.StartAsync(Cancellation);
        await Task.WhenAll(before, after);

        await Assert.ThrowsAsync<StoreUnavailableException>(() => poison);
        Assert.Equal(["after", "before"], await IdsAsync(source));
        await writer.StopAsync(Cancellation);
    }

    [Fact]
    public async Task Writes_that_wait_together_are_committed_together()
    {
        var source = Store.NextId();
        var committer = new Counting(Store.Committer);
        using var writer = Writer(committer);
        var writes = Enumerable.Range(0, 20).Select(i => writer.StoreAsync([Batches.Event(source, $"g{i:D2}")], [])).ToList();

        await writer.StartAsync(Cancellation);
        await Task.WhenAll(writes);

        Assert.Equal(1, committer.Commits);
        Assert.Equal(20, (await IdsAsync(source)).Count);
        await writer.StopAsync(Cancellation);
    }

    [Fact]
    public void A_full_queue_refuses_a_write()
    {
        using var writer = Writer(Store.Committer, o => o.QueueLength = 1);
        _ = writer.StoreAsync([Batches.Event(1, "fits")], []);

        Assert.Throws<StoreUnavailableException>(() => { _ = writer.StoreAsync([Batches.Event(1, "too much")], []); });
    }

    [Fact]
    public void A_queue_full_of_bytes_refuses_a_write()
    {
        using var writer = Writer(Store.Committer, o => o.QueueMegabytes = 1);
        _ = writer.StoreAsync([Batches.Event(1, "fits", new byte[1_000_000])], []);

        Assert.Throws<StoreUnavailableException>(() => { _ = writer.StoreAsync([Batches.Event(1, "too much", new byte[100_000])], []); });
    }

    [Fact]
    public async Task A_stop_writes_what_waits()
    {
        var source = Store.NextId();
        var committer = new Counting(Store.Committer) { Gate = new TaskCompletionSource() };
        using var writer = Writer(committer, o => o.GroupCommitSize = 1);
        var writes = Enumerable.Range(0, 5).Select(i => writer.StoreAsync([Batches.Event(source, $"s{i}")], [])).ToList();
        await writer.StartAsync(Cancellation);

        var stop = writer.StopAsync(Cancellation);
        Assert.Throws<StoreUnavailableException>(() => { _ = writer.StoreAsync([Batches.Event(source, "late")], []); });
        committer.Gate.SetResult();
        await stop;

        await Task.WhenAll(writes);
        Assert.Equal(["s0", "s1", "s2", "s3", "s4"], await IdsAsync(source));
    }

    private static StoreWriter Writer(IBatchCommitter committer, Action<StorageOptions>? configure = null)
    {
        var options = new StorageOptions();
        configure?.Invoke(options);
        return new StoreWriter(committer, Options.Create(options), new ManualTime(), NullLogger<StoreWriter>.Instance);
    }

    private Task<List<string>> IdsAsync(int source) =>
        ReadAsync(c => c.Events.Where(e => e.SourceId == source).OrderBy(e => e.EventId).Select(e => e.EventId));

    /// <summary>The real committer, counted, and waiting where a test says so.</summary>
    private sealed class Counting(IBatchCommitter inner) : IBatchCommitter
    {
        public int Commits { get; private set; }

        public TaskCompletionSource? Gate { get; init; }

        public async Task CommitAsync(WriteBatch batch, CancellationToken cancellationToken)
        {
            if (Gate is not null)
                await Gate.Task;
            Commits++;
            await inner.CommitAsync(batch, cancellationToken);
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}

public sealed class StoreWriterTestsOnSqlite(SqliteStore store) : StoreWriterTests(store), IClassFixture<SqliteStore>;

public sealed class StoreWriterTestsOnSqlServer(SqlServerStore store) : StoreWriterTests(store), IClassFixture<SqlServerStore>;
