using CommerceEventConsole.Db.Sqlite;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Storage.Tests.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Storage.Tests.Suite;

/// <summary>What is stored is found, whichever way its keys take into the index.</summary>
public abstract class SearchIndexTests(StoreFixture store) : StoreSuite(store)
{
    [Fact]
    public async Task What_was_committed_is_in_the_index_once_it_has_caught_up()
    {
        var id = Store.NextId();
        var item = Batches.Event(id, "found", keys: [Keys.Order($"{id}-1"), Keys.Sku($"{id}-é\U0001F45F"), new SearchKey(SearchKeyKind.Other, "")]);
        await CommitAsync(item);

        Assert.Equal(
            [(SearchKeyKind.OrderNumber, $"{id}-1"), (SearchKeyKind.Sku, $"{id}-é\U0001F45F"), (SearchKeyKind.Other, "")],
            await KeysAsync(item.Row.Seq));
    }

    [Fact]
    public async Task Keys_of_a_process_that_ended_are_found_by_the_next()
    {
        var id = Store.NextId();
        var node = (ServiceProvider)Store.AddNode();
        var item = Batches.Event(id, "left", keys: [Keys.Sku($"{id}-left")]);
        await node.GetRequiredService<IBatchCommitter>().CommitAsync(Batches.Of(item), Cancellation);
        await node.DisposeAsync();

        await Store.AddNode().GetRequiredService<ISearchIndex>().CatchUpAsync(Cancellation);

        Assert.Equal([(SearchKeyKind.Sku, $"{id}-left")], await KeysAsync(item.Row.Seq));
    }

    [Fact]
    public async Task Nodes_that_catch_up_together_lose_no_key()
    {
        var id = Store.NextId();
        var nodes = new[] { Store.AddNode(), Store.AddNode() };

        await Task.WhenAll(nodes.Select((node, n) => Task.Run(
            async () =>
            {
                for (var i = 0; i < 25; i++)
                {
                    await node.GetRequiredService<IBatchCommitter>().CommitAsync(
                        Batches.Of(Batches.Event(id, $"{n}-{i}", keys: [Keys.Sku($"{id}-{n}-{i}")])), Cancellation);
                    await node.GetRequiredService<ISearchIndex>().CatchUpAsync(Cancellation);
                }
            },
            Cancellation)));

        var from = $"{id}-";
        Assert.Equal(50, (await ReadAsync(c => c.EventSearchKeys.Where(k => k.Value.StartsWith(from)))).Count);
    }

    protected async Task<List<(SearchKeyKind Kind, string Value)>> KeysAsync(long seq) =>
        (await ReadAsync(c => c.EventSearchKeys.Where(k => k.EventSeq == seq).OrderBy(k => k.Kind))).ConvertAll(k => (k.Kind, k.Value));
}

public sealed class SearchIndexTestsOnSqlite(SqliteStore store) : SearchIndexTests(store), IClassFixture<SqliteStore>
{
    [Fact]
    public async Task A_log_that_grows_long_is_merged_along_with_commits_and_the_rest_when_asked()
    {
        const int Batch = 50;
        const int BatchKeys = Batch * SearchKey.MaxPerEvent;
        var id = Store.NextId();
        var prefix = id + "-";
        var batches = (SearchKeyLog.Limit / BatchKeys) + 4;
        for (var batch = 0; batch < batches; batch++)
        {
            await CommitAsync(Enumerable.Range(0, Batch).Select(i => Batches.Event(id, $"{batch}-{i}", keys:
                [.. Enumerable.Range(0, SearchKey.MaxPerEvent).Select(k => Keys.Sku($"{prefix}{k}-{batch}-{i}"))])).ToArray());
        }

        // No commit takes the whole along, and each one takes some.
        await using var context = Store.CreateContext();
        var keys = context.EventSearchKeys.Where(k => k.Value.StartsWith(prefix));
        var merged = await keys.CountAsync(Cancellation);
        Assert.InRange(merged, 2 * BatchKeys, 10 * BatchKeys);

        await Store.Services.GetRequiredService<ISearchIndex>().CatchUpAsync(Cancellation);

        Assert.Equal(batches * BatchKeys, await keys.CountAsync(Cancellation));
        Assert.Equal(0, await context.Database.SqlQueryRaw<int>("SELECT count(*) AS Value FROM UnmergedSearchKeys").SingleAsync(Cancellation));
    }
}

public sealed class SearchIndexTestsOnSqlServer(SqlServerStore store) : SearchIndexTests(store), IClassFixture<SqlServerStore>;
