using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Replays;
using CommerceEventConsole.Storage.Tests.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Storage.Tests.Suite;

public abstract class DeliveryScopeTests(StoreFixture store) : StoreSuite(store)
{
    private static readonly DeliveryState[] EveryState = Enum.GetValues<DeliveryState>();

    private DeliveryScopes Scopes => _scopes ??= Store.AddNode(services =>
    {
        services.AddEventQueries();
        services.AddReplays();
    }).GetRequiredService<DeliveryScopes>();

    private DeliveryScopes? _scopes;

    [Fact]
    public async Task A_selection_is_what_was_picked()
    {
        var made = await StoreAsync([.. EveryState]);

        await HoldsAsync(DeliveryScope.OfIds(made[1].Id, made[4].Id, made[4].Id), made[1], made[4]);
    }

    [Fact]
    public async Task A_group_is_what_failed_or_is_retried_in_it()
    {
        var made = await StoreAsync([.. EveryState]);
        var group = Store.NextId();
        await ChangeAsync(made, d => d.FailureGroupId = group);

        await HoldsAsync(DeliveryScope.OfGroup(group), made.Of(DeliveryState.Failed), made.Of(DeliveryState.Retrying));
    }

    [Fact]
    public async Task A_list_of_failures_shows_what_failed_is_retried_or_held_unless_asked_otherwise()
    {
        var made = await StoreAsync([.. EveryState]);
        var filter = new FailureFilter { DestinationId = made[0].DestinationId };

        await HoldsAsync(
            DeliveryScope.OfFailures(filter), made.Of(DeliveryState.Failed), made.Of(DeliveryState.Retrying), made.Of(DeliveryState.Held));
        await HoldsAsync(
            DeliveryScope.OfFailures(filter with { States = [DeliveryState.Dismissed, DeliveryState.Superseded] }),
            made.Of(DeliveryState.Dismissed), made.Of(DeliveryState.Superseded));
    }

    [Fact]
    public async Task A_list_of_failures_goes_over_all_destinations_in_one_order()
    {
        await using (var db = Store.CreateContext())
        {
            db.Destinations.Add(new Destination { Name = $"ERP {Guid.NewGuid():N}", Url = "https://erp.test" });
            db.Destinations.Add(new Destination { Name = $"WMS {Guid.NewGuid():N}", Url = "https://wms.test" });
            await db.SaveChangesAsync(Cancellation);
        }

        var destinations = await ReadAsync(c => c.Destinations.OrderByDescending(d => d.Id).Select(d => d.Id).Take(2));
        var made = await StoreAsync([.. Enumerable.Repeat(DeliveryState.Failed, 6)]);
        await ChangeAsync(made, d => d.DestinationId = destinations[(int)(d.Id % 2)]);

        var walked = await WalkAsync(DeliveryScope.OfFailures(new FailureFilter()), count: 2);

        var ours = walked.Where(id => made.Exists(d => d.Id == id)).ToList();
        Assert.Equal(made.Select(d => d.Id), ours);
    }

    [Fact]
    public async Task A_list_of_failures_of_a_type_leaves_other_types_out()
    {
        var type = new EventType { Name = $"test.{Guid.NewGuid():N}" };
        await using (var db = Store.CreateContext())
        {
            // The first id is the one of all other events here.
            db.EventTypes.Add(new EventType { Name = $"test.{Guid.NewGuid():N}" });
            await db.SaveChangesAsync(Cancellation);
            db.EventTypes.Add(type);
            await db.SaveChangesAsync(Cancellation);
        }

        var made = await StoreAsync([DeliveryState.Failed, DeliveryState.Failed]);
        var seq = made[1].EventSeq;
        await using (var db = Store.CreateContext())
            await db.Events.Where(e => e.Seq == seq).ExecuteUpdateAsync(set => set.SetProperty(e => e.EventTypeId, type.Id), Cancellation);

        var filter = new FailureFilter { DestinationId = made[0].DestinationId, EventType = type.Name };
        await HoldsAsync(DeliveryScope.OfFailures(filter), made[1]);
    }

    [Fact]
    public async Task A_list_of_failures_of_an_entity_holds_all_its_deliveries_in_those_states()
    {
        var sku = $"sku-{Guid.NewGuid():N}";
        var destination = Store.NextId();
        var item = Batches.Event(Store.NextId(), "a", keys: [Keys.Sku(sku)], deliveries: [Batches.To(destination), Batches.To(destination, routeId: Store.NextId())]);
        await CommitAsync(item);
        var made = await ReadAsync(c => c.Deliveries.Where(d => d.DestinationId == destination).OrderBy(d => d.Id));
        await ChangeAsync(made, d => d.State = d.Id == made[0].Id ? DeliveryState.Failed : DeliveryState.Delivered);

        await HoldsAsync(DeliveryScope.OfFailures(new FailureFilter { Entity = $" {sku.ToUpperInvariant()}", States = [DeliveryState.Failed] }), made[0]);
    }

    [Fact]
    public async Task Events_are_asked_for_with_all_their_deliveries()
    {
        var sku = $"sku-{Guid.NewGuid():N}";
        var destination = Store.NextId();
        await CommitAsync([.. Enumerable.Range(0, 5).Select(i => Batches.Event(
            destination, $"e{i}", keys: i == 2 ? [] : [Keys.Sku(sku)], deliveries: [Batches.To(destination), Batches.To(destination, routeId: Store.NextId())]))]);
        var made = await ReadAsync(c => c.Deliveries.Where(d => d.DestinationId == destination).OrderBy(d => d.Id));

        await HoldsAsync(DeliveryScope.OfEvents(new EventFilter { Entity = sku }), [.. made[..4], .. made[6..]]);
    }

    [Fact]
    public async Task Everything_since_an_event_begins_with_it()
    {
        var made = await StoreAsync([.. EveryState]);
        var scope = await Scopes.FreezeAsync(DeliveryScope.Since(made[2].EventSeq), Cancellation);
        await StoreAsync([DeliveryState.Failed]);

        await HoldsAsync(scope, [.. made[2..]]);
        await HoldsAsync(scope with { States = [DeliveryState.Failed] }, made.Of(DeliveryState.Failed));
    }

    [Fact]
    public async Task An_event_with_more_deliveries_than_a_stretch_is_taken_whole()
    {
        var destination = Store.NextId();
        var many = Enumerable.Range(0, 7).Select(_ => Batches.To(destination, routeId: Store.NextId())).ToArray();
        await CommitAsync(Batches.Event(destination, "many", deliveries: many), Batches.Event(destination, "one", deliveries: Batches.To(destination)));
        var made = await ReadAsync(c => c.Deliveries.Where(d => d.DestinationId == destination).OrderBy(d => d.Id));

        await HoldsAsync(await Scopes.FreezeAsync(DeliveryScope.Since(made[0].EventSeq), Cancellation), [.. made]);
    }

    [Fact]
    public async Task What_was_received_in_a_time_is_found_by_its_time()
    {
        var made = await StoreAsync([DeliveryState.Delivered, DeliveryState.Failed, DeliveryState.Pending]);
        var at = Batches.Noon.AddYears(1).AddDays(Store.NextId());
        foreach (var (d, i) in made.Select((d, i) => (d, i)))
        {
            await using var db = Store.CreateContext();
            await db.Events.Where(e => e.Seq == d.EventSeq).ExecuteUpdateAsync(
                set => set.SetProperty(e => e.ReceivedAt, at.AddMinutes(i)), Cancellation);
        }

        await HoldsAsync(DeliveryScope.OfTime(at.AddMinutes(1), at.AddMinutes(2)), made[1]);
    }

    [Fact]
    public async Task A_scope_is_the_same_after_it_was_stored()
    {
        var made = await StoreAsync([DeliveryState.Failed, DeliveryState.Delivered]);
        var scope = DeliveryScope.OfEvents(new EventFilter { Outcome = EventOutcome.Failed, Category = EventCategory.Orders, Types = ["a"] }) with
        {
            Ids = [made[0].Id], UpToId = made[1].Id, States = [DeliveryState.Failed],
        };

        var text = JsonSerializer.Serialize(scope);

        Assert.Equal(text, JsonSerializer.Serialize(JsonSerializer.Deserialize<DeliveryScope>(text)));
        await HoldsAsync(JsonSerializer.Deserialize<DeliveryScope>(text)!, made[0]);
    }

    [Fact]
    public void A_selection_has_a_bound()
    {
        Assert.Throws<ArgumentException>(() => DeliveryScope.OfIds());
        Assert.Throws<ArgumentException>(() => DeliveryScope.OfIds(Enumerable.Range(0, DeliveryScope.MaxIds + 1).Select(i => (long)i)));
    }

    // Counted and walked in strides of every size, it is the same.
    private async Task HoldsAsync(DeliveryScope scope, params List<Delivery> expected)
    {
        var ids = expected.Select(d => d.Id).Order().ToList();
        foreach (var count in new[] { 1, 3, DeliveryScopes.MaxCount })
            Assert.Equal(ids, await WalkAsync(scope, count));
        var counts = await Scopes.CountAsync(scope, progress: null, Cancellation);
        var states = await ReadAsync(c => c.Deliveries.Where(d => ids.Contains(d.Id)));
        Assert.Equal(expected.Count, counts.Total);
        Assert.All(states.CountBy(d => d.State), s => Assert.Equal(s.Value, counts.In(s.Key)));
    }

    private async Task<List<long>> WalkAsync(DeliveryScope scope, int count)
    {
        var found = new List<long>();
        var page = new ScopePage([], 0, IsEnd: false);
        while (!page.IsEnd)
        {
            var next = await Scopes.NextAsync(scope, page.Position, count, Cancellation);
            Assert.True(next.IsEnd || next.Position > page.Position, "The walk stands still.");
            found.AddRange(next.Rows.Select(r => r.Id));
            page = next;
        }

        return found;
    }

    private async Task<List<Delivery>> StoreAsync(DeliveryState[] states)
    {
        var destination = Store.NextId();
        await CommitAsync([.. states.Select((_, i) => Batches.Event(destination, $"e{i}", deliveries: Batches.To(destination)))]);
        var made = await ReadAsync(c => c.Deliveries.Where(d => d.DestinationId == destination).OrderBy(d => d.Id));
        await ChangeAsync(made, d => d.State = states[made.IndexOf(d)]);
        return made;
    }

    private async Task ChangeAsync(List<Delivery> made, Action<Delivery> change)
    {
        await using var db = Store.CreateContext();
        db.UpdateRange(made);
        made.ForEach(change);
        await db.SaveChangesAsync(Cancellation);
    }
}

internal static class DeliveryLists
{
    public static Delivery Of(this List<Delivery> deliveries, DeliveryState state) => deliveries.Single(d => d.State == state);
}

public sealed class DeliveryScopeTestsOnSqlite(SqliteStore store) : DeliveryScopeTests(store), IClassFixture<SqliteStore>;

public sealed class DeliveryScopeTestsOnSqlServer(SqlServerStore store) : DeliveryScopeTests(store), IClassFixture<SqlServerStore>;
