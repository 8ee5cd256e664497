using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Commerce.OwnChanges;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Storage.Tests.Stores;
using CommerceEventConsole.Tests.Shared;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Storage.Tests.Suite;

/// <summary>What the console wrote is remembered: over restarts, on every node, and no longer than it should be.</summary>
public abstract class OwnChangeTests(StoreFixture store) : StoreSuite(store)
{
    private const string OrderSaved = "observer.sales_order_save_commit_after";

    private readonly ManualTime _time = new();
    private readonly OwnChangeOptions _options = new();

    [Fact]
    public async Task After_a_restart_an_echo_is_still_known()
    {
        var (number, change) = Processing();
        await Node().RememberAsync([change], Cancellation);

        var restarted = Node();
        Assert.NotNull(await FindAsync(restarted, number, "processing"));
        await restarted.LookAsync(Cancellation);

        Assert.Equal([3, 5], (await FindAsync(restarted, number, "processing"))!.DestinationIds);
        Assert.Null(await FindAsync(restarted, number, "holded"));
        Assert.Null(await FindAsync(restarted, number + "9", "processing"));
    }

    [Fact]
    public async Task A_node_that_did_not_write_knows_the_echo_before_the_writer_goes_on()
    {
        var (number, change) = Processing();
        var (writer, other) = (Node(singleNode: false), Node(singleNode: false));
        await other.LookAsync(Cancellation);
        var remembering = writer.RememberAsync([change], Cancellation);

        // The other looks every second; the writer waits for two, unless somebody wrote a moment ago and all are watching.
        while (!remembering.IsCompleted)
        {
            if (_time.WaitingTimers > 0)
            {
                _time.Advance(TimeSpan.FromSeconds(1));
                await other.LookAsync(Cancellation);
            }

            await Task.Yield();
        }

        await remembering;
        Assert.True(other.IsWatching);
        Assert.NotNull(await FindAsync(other, number, "processing"));
        Assert.Null(await FindAsync(other, number, "holded"));
    }

    [Fact]
    public async Task A_node_that_has_not_looked_in_time_asks_the_store()
    {
        var (number, change) = Processing();
        var (writer, other) = (Node(), Node(singleNode: false));
        await other.LookAsync(Cancellation);
        await writer.RememberAsync([change], Cancellation);

        _time.Advance(TimeSpan.FromSeconds(2));

        Assert.True(other.IsWatching);
        Assert.NotNull(await FindAsync(other, number, "processing"));
    }

    [Fact]
    public async Task Nothing_is_looked_for_once_the_window_is_over()
    {
        _options.Window = TimeSpan.FromMinutes(3);
        var (number, change) = Processing();
        var node = Node();
        await node.LookAsync(Cancellation);
        await node.RememberAsync([change], Cancellation);
        _time.Advance(TimeSpan.FromMinutes(2));
        Assert.NotNull(await FindAsync(node, number, "processing"));

        _time.Advance(TimeSpan.FromMinutes(1));

        Assert.Null(await FindAsync(node, number, "processing"));
        Assert.Null(await FindAsync(Node(), number, "processing"));
    }

    [Fact]
    public async Task What_memory_has_no_room_for_the_store_still_knows()
    {
        _options.MemoryLimit = 2;
        var node = Node();
        await node.LookAsync(Cancellation);
        var (number, change) = Processing();
        await node.RememberAsync([change], Cancellation);
        await node.RememberAsync([Processing().Change], Cancellation);

        Assert.NotNull(await FindAsync(node, number, "processing"));
    }

    [Fact]
    public async Task A_change_that_a_person_makes_meanwhile_is_compared_with_the_event_before()
    {
        var (number, change) = Processing();
        await StoreAsync(number, """{"status":"new","grand_total":"9.99"}""");
        var node = Node();
        await node.RememberAsync([change], Cancellation);

        Assert.NotNull(await FindAsync(node, number, """{"status":"processing","grand_total":9.9900,"updated_at":"2026-05-04 09:00:01"}"""));
        Assert.Null(await FindAsync(node, number, """{"status":"processing","grand_total":8.99}"""));
    }

    [Fact]
    public async Task Rows_that_have_had_their_time_are_removed()
    {
        var rows = Node();
        var (number, change) = Processing();
        await rows.RememberAsync([change], Cancellation);
        var sweeper = new OwnChangeStore(Store.Contexts(), Store.Services.GetRequiredService<ISearchIndex>());

        await sweeper.SweepAsync(_time.GetUtcNow(), 1000, Cancellation);
        Assert.NotEmpty(await RowsAsync(number));
        await sweeper.SweepAsync(_time.GetUtcNow() + _options.Window, 1000, Cancellation);

        Assert.Empty(await RowsAsync(number));
    }

    private async Task<List<OwnChangeRow>> RowsAsync(string number) => await ReadAsync(db => db.OwnChanges.Where(r => r.Key == number));

    private (string Number, OwnChange Change) Processing()
    {
        var number = $"9{Store.NextId()}";
        return (number, OwnChange.Order(1, id: null, number, new JsonObject { ["status"] = "processing" }) with { DestinationIds = [3, 5] });
    }

    private OwnChangeMemory Node(bool singleNode = true) => new(
        new OwnChangeStore(Store.Contexts(), Store.Services.GetRequiredService<ISearchIndex>()),
        new OwnChangeSources(Store.Contexts(), new CircuitNode.CountingRouting()),
        EventCatalogue.Default,
        new EntityExtractor(EventCatalogue.Default),
        new StorageInfo(StorageProvider.Sqlite, singleNode),
        _time,
        Options.Create(_options),
        NullLogger<OwnChangeMemory>.Instance);

    private static async Task<OwnChangeMatch?> FindAsync(OwnChangeMemory node, string number, string order)
    {
        var fields = order.StartsWith('{') ? JsonNode.Parse(order)!.AsObject() : new JsonObject { ["status"] = order };
        fields["increment_id"] = number;
        using var data = JsonDocument.Parse(new JsonObject { ["key"] = "k", ["value"] = fields }.ToJsonString());
        return await node.FindAsync(EventCatalogue.Default.Describe(OrderSaved), data.RootElement, "shop", Cancellation);
    }

    private async Task StoreAsync(string number, string order)
    {
        var fields = JsonNode.Parse(order)!.AsObject();
        fields["increment_id"] = number;
        var typeId = await TypeIdAsync();
        var item = Batches.Event(
            Store.NextId(), number, Encoding.UTF8.GetBytes(new JsonObject { ["data"] = new JsonObject { ["key"] = "k", ["value"] = fields } }.ToJsonString()),
            [new SearchKey(SearchKeyKind.OrderNumber, number)]);
        item.Row.EventTypeId = typeId;
        item.Row.EntityKind = EntityKind.Order;
        item.Row.EntityKey = number;
        await CommitAsync(item);
    }

    private async Task<int> TypeIdAsync()
    {
        await using var db = Store.CreateContext();
        var type = new Engine.Events.EventType { Name = OrderSaved };
        db.EventTypes.Add(type);
        await db.SaveChangesAsync(Cancellation);
        return type.Id;
    }
}

public sealed class OwnChangeTestsOnSqlite(SqliteStore store) : OwnChangeTests(store), IClassFixture<SqliteStore>;

public sealed class OwnChangeTestsOnSqlServer(SqlServerStore store) : OwnChangeTests(store), IClassFixture<SqlServerStore>;
