using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Events;

namespace CommerceEventConsole.Storage.Tests.Events;

/// <summary>Each question goes by the index that is there for it.</summary>
public sealed class EventPlanTests : IAsyncLifetime
{
    private readonly EventStore _store = new();

    public ValueTask InitializeAsync() => _store.InitializeAsync();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Fact]
    public async Task Newest_first_needs_no_sorting()
    {
        var plan = await PlanAsync(EventFilter.None);

        Assert.Contains("SEARCH e USING INTEGER PRIMARY KEY", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_type_is_read_in_order_from_its_own_index()
    {
        var plan = await PlanAsync(new EventFilter { Types = [EventStore.OrderSaved] });

        Assert.Contains("IX_Events_EventTypeId_Seq", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_source_is_read_in_order_from_its_own_index()
    {
        var plan = await PlanAsync(new EventFilter { Sources = ["shop"] });

        Assert.Contains("IX_Events_SourceId_Seq", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_types_are_looked_up_and_not_searched_for()
    {
        var plan = await PlanAsync(new EventFilter { Types = [EventStore.OrderSaved, EventStore.ProductSaved] });

        Assert.DoesNotContain("SCAN", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_entity_is_read_from_the_search_keys()
    {
        var plan = await PlanAsync(new EventFilter { Entity = "000000001" });

        Assert.Contains("USING PRIMARY KEY (Value=?)", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("SCAN", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Failed_deliveries_are_read_from_the_small_index()
    {
        var plan = await PlanAsync(new EventFilter { Outcome = EventOutcome.Failed });

        Assert.Contains("IX_Deliveries_Attention", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Waiting_deliveries_are_read_from_the_index_of_the_unfinished()
    {
        var plan = await PlanAsync(new EventFilter { Outcome = EventOutcome.Waiting });

        Assert.Contains("IX_Deliveries_Unfinished", plan, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_time_range_becomes_a_range_of_places()
    {
        await PlanAsync(new EventFilter { From = EventStore.Start, To = EventStore.Start.AddDays(1) });

        var lookups = _store.Sql.Statements.Where(s => s.Contains("ORDER BY \"e\".\"ReceivedAt\"", StringComparison.Ordinal)).ToList();
        Assert.Equal(2, lookups.Count);
        Assert.All(lookups, s => Assert.Contains("LIMIT 1", s, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Suggestions_seek_from_key_to_key()
    {
        await _store.OrderAsync("000000001");
        _store.Sql.Clear();
        await _store.Search.SuggestAsync("0000", TestContext.Current.CancellationToken);

        await using var db = _store.Db();
        var plan = await _store.Sql.PlanAsync(db, "EventSearchKeys");
        Assert.Contains("SEARCH e USING PRIMARY KEY", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
    }

    private async Task<string> PlanAsync(EventFilter filter)
    {
        var seq = await _store.OrderAsync("000000001", "new", _store.To(_store.ErpId), _store.To(_store.CrmId));
        await _store.SetStateAsync(seq, _store.ErpId, DeliveryState.Failed);
        await _store.AddAsync(EventStore.ProductSaved, """{"sku":"MUG-01"}""");
        _store.Sql.Clear();
        Assert.NotEmpty(await _store.SeqsAsync(filter));
        await using var db = _store.Db();
        var plan = await _store.Sql.PlanAsync(db, "Events");
        TestContext.Current.TestOutputHelper?.WriteLine(string.Join("\n", _store.Sql.Statements.Append(plan)));
        return plan;
    }
}
