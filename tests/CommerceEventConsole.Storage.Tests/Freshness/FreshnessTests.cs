using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Freshness;
using CommerceEventConsole.Engine.Freshness.Running;
using CommerceEventConsole.Engine.Intake;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Storage.Tests.Alerts;
using CommerceEventConsole.Storage.Tests.Configuration;
using CommerceEventConsole.Storage.Tests.Stores;
using CommerceEventConsole.Storage.Tests.Suite;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Storage.Tests.Freshness;

/// <summary>Promises that events arrive in time.</summary>
public abstract class FreshnessTests(StoreFixture store) : StoreSuite(store)
{
    private PromiseNode? _node;

    private PromiseNode Node => _node ??= new PromiseNode(Store);

    [Theory]
    [InlineData(DeliveryState.Pending, "It waits to be sent.")]
    [InlineData(DeliveryState.Sending, "It is being sent.")]
    [InlineData(DeliveryState.Retrying, "It failed so far and is tried again: The answer was 503.")]
    [InlineData(DeliveryState.Failed, "It was given up: The answer was 503.")]
    [InlineData(DeliveryState.Held, "It was held, and goes as soon as")]
    public async Task What_has_not_arrived_within_the_limit_breaks_a_promise_and_is_named_with_its_reason(DeliveryState state, string why)
    {
        var (route, promise) = await Node.PromiseAsync();
        var number = await Node.OrderAsync(route, state);

        Assert.Equal(PromiseState.Kept, (await Node.LookAsync(promise, TimeSpan.FromMinutes(5))).State);
        var broken = await Node.LookAsync(promise, TimeSpan.FromMilliseconds(1));

        Assert.Equal((PromiseState.Broken, 1, $"Order {number}"), (broken.State, broken.Late, FreshnessWords.Oldest(broken)));
        Assert.StartsWith(why, broken.Why, StringComparison.Ordinal);
        Assert.Equal((Node.Start, Node.Start.AddMinutes(5), Node.Start.AddMinutes(5).AddMilliseconds(1)), (broken.OldestAt, broken.BrokenSince, broken.StateSince));
        var delivery = Assert.Single(await ReadAsync(db => db.Deliveries.Where(d => d.RouteId == route.Id)));
        Assert.Equal((delivery.Id, delivery.EventSeq), (broken.OldestDeliveryId, broken.OldestSeq));
    }

    [Theory]
    [InlineData(DeliveryState.Delivered)]
    [InlineData(DeliveryState.Superseded)]
    [InlineData(DeliveryState.Dismissed)]
    public async Task What_arrived_or_need_not_arrive_breaks_none(DeliveryState state)
    {
        var (route, promise) = await Node.PromiseAsync();
        await Node.OrderAsync(route, state);

        var kept = await Node.LookAsync(promise, TimeSpan.FromDays(1));

        Assert.Equal((PromiseState.Kept, 0, (string?)null, (long?)null), (kept.State, kept.Late, kept.Why, kept.OldestSeq));
    }

    [Theory]
    [InlineData(DestinationState.Paused, "is paused.")]
    [InlineData(DestinationState.Unreachable, "is unreachable.")]
    public async Task What_is_held_is_late_and_says_what_holds_it(DestinationState state, string why)
    {
        var (route, promise) = await Node.PromiseAsync();
        await Node.OrderAsync(route, DeliveryState.Held);
        await using (var db = Store.CreateContext())
            await db.Destinations.Where(d => d.Id == route.DestinationId).ExecuteUpdateAsync(u => u.SetProperty(d => d.State, state), Cancellation);

        var broken = await Node.LookAsync(promise, TimeSpan.FromMinutes(6));

        Assert.Equal(PromiseState.Broken, broken.State);
        Assert.StartsWith("It is held: ", broken.Why, StringComparison.Ordinal);
        Assert.EndsWith(why, broken.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_oldest_of_all_states_and_routes_is_named_and_the_others_are_counted_until_they_arrive()
    {
        var (route, promise) = await Node.PromiseAsync();
        var second = await Node.RouteAsync(route.DestinationId, "observer.sales_order_place_after");
        var oldest = await Node.OrderAsync(second, DeliveryState.Held, minutes: 1, eventType: "observer.sales_order_place_after");
        await Node.OrderAsync(route, DeliveryState.Pending, minutes: 2);
        await Node.OrderAsync(route, DeliveryState.Failed, minutes: 3);
        await Node.OrderAsync(route, DeliveryState.Retrying, minutes: 30);

        var broken = await Node.LookAsync(promise, TimeSpan.FromMinutes(10));
        Assert.Equal((3, $"Order {oldest}"), (broken.Late, FreshnessWords.Oldest(broken)));

        await Node.SetStateAsync(second, DeliveryState.Delivered);
        broken = await Node.LookAsync(promise);
        Assert.Equal((2, Node.Start.AddMinutes(2)), (broken.Late, broken.OldestAt));
        await Node.SetStateAsync(route, DeliveryState.Delivered);
        var kept = await Node.LookAsync(promise, TimeSpan.FromMinutes(1));
        Assert.Equal((PromiseState.Kept, Node.Time.GetUtcNow(), (DateTimeOffset?)null), (kept.State, kept.StateSince, kept.BrokenSince));
    }

    [Fact]
    public async Task Things_of_another_kind_and_other_destinations_are_no_matter_of_a_promise()
    {
        var (route, promise) = await Node.PromiseAsync();
        var (elsewhere, _) = await Node.PromiseAsync();
        var products = await Node.RouteAsync(route.DestinationId, "observer.catalog_product_save_commit_after");
        var unknown = await Node.RouteAsync(route.DestinationId, "observer.house_special");
        await Node.OrderAsync(elsewhere, DeliveryState.Failed);
        await Node.OrderAsync(products, DeliveryState.Failed, EntityKind.Product);
        await Node.OrderAsync(unknown, DeliveryState.Failed, EntityKind.Other);

        Assert.Equal(PromiseState.Kept, (await Node.LookAsync(promise, TimeSpan.FromHours(1))).State);

        // A type that the catalogue does not know may tell of an order all the same.
        await Node.OrderAsync(unknown, DeliveryState.Failed, EntityKind.Order);
        Assert.Equal(1, (await Node.LookAsync(promise)).Late);
    }

    [Fact]
    public async Task A_promise_about_one_event_type_leaves_the_others_out()
    {
        const string placed = "observer.sales_order_place_after";
        var (route, promise) = await Node.PromiseAsync(d => d with { EntityKind = null, EventType = "com.adobe.commerce." + placed });
        var other = await Node.RouteAsync(route.DestinationId, placed);
        await Node.OrderAsync(route, DeliveryState.Failed);

        Assert.Equal(PromiseState.Kept, (await Node.LookAsync(promise, TimeSpan.FromHours(1))).State);
        await Node.OrderAsync(other, DeliveryState.Failed, eventType: placed);
        Assert.Equal(1, (await Node.LookAsync(promise)).Late);
    }

    [Fact]
    public async Task What_arrived_once_and_is_sent_again_is_there_and_not_late()
    {
        var (route, promise) = await Node.PromiseAsync();
        await Node.OrderAsync(route, DeliveryState.Pending);
        Assert.Equal(PromiseState.Broken, (await Node.LookAsync(promise, TimeSpan.FromHours(1))).State);
        await using (var db = Store.CreateContext())
        {
            var id = await db.Deliveries.Where(d => d.RouteId == route.Id).Select(d => d.Id).SingleAsync(Cancellation);
            db.Add(new DeliveryAttempt { DeliveryId = id, Number = 1, StartedAt = Node.Start, Outcome = AttemptOutcome.Delivered });
            await db.SaveChangesAsync(Cancellation);
        }

        Assert.Equal(PromiseState.Kept, (await Node.LookAsync(promise)).State);
    }

    [Fact]
    public async Task A_route_that_was_removed_is_looked_at_as_long_as_it_has_not_delivered_all()
    {
        var (route, promise) = await Node.PromiseAsync();
        await Node.OrderAsync(route, DeliveryState.Failed);
        await using (var db = Store.CreateContext())
            await db.Routes.Where(r => r.Id == route.Id).ExecuteUpdateAsync(u => u.SetProperty(r => r.Removed, true), Cancellation);

        Assert.Equal(PromiseState.Broken, (await Node.LookAsync(promise, TimeSpan.FromHours(1))).State);
    }

    [Fact]
    public async Task A_clock_that_is_set_back_makes_nothing_late()
    {
        var (route, promise) = await Node.PromiseAsync();
        await Node.OrderAsync(route, DeliveryState.Pending, minutes: 60);

        Assert.Equal(PromiseState.Kept, (await Node.LookAsync(promise)).State);
    }

    [Fact]
    public async Task Of_very_many_late_ones_so_many_are_counted_as_people_need_to_know()
    {
        var (route, promise) = await Node.PromiseAsync();
        await CommitAsync([.. Enumerable.Range(0, LateDeliveries.MaxLooked + 20).Select(i =>
        {
            var item = Batches.Event(route.Id, $"many {route.Id} {i}", deliveries: Batches.To(route.DestinationId, routeId: route.Id, state: DeliveryState.Held));
            (item.Row.EntityKind, item.Row.EntityKey) = (EntityKind.Order, $"{i}");
            return item;
        })]);

        var broken = await Node.LookAsync(promise, TimeSpan.FromHours(1));

        Assert.Equal((LateDeliveries.MaxLooked, "Order 0"), (broken.Late, FreshnessWords.Oldest(broken)));
        Assert.EndsWith(" 1,000 or more are late.", FreshnessWords.Offence(broken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_is_audited_looked_at_at_once_and_refused_where_somebody_was_faster()
    {
        var (route, promise) = await Node.PromiseAsync();
        await Node.OrderAsync(route, DeliveryState.Failed);
        Node.Time.Advance(TimeSpan.FromMinutes(4));
        var draft = FreshnessDraft.From(promise);

        var tighter = AlertNode.Value(await Node.Store.UpdateAsync(promise.Id, promise.Version, draft with { Minutes = 3 }, "ben", Cancellation));
        Assert.Equal(PromiseState.Broken, (await Node.ReadAsync(promise)).State);
        var late = await Node.Store.UpdateAsync(promise.Id, promise.Version, draft with { Minutes = 1 }, "cleo", Cancellation);
        Assert.Equal(ChangeOutcome.Conflict, late.Outcome);
        Assert.Equal(ChangeOutcome.Unchanged, (await Node.Store.UpdateAsync(promise.Id, tighter.Version, FreshnessDraft.From(tighter), "ben", Cancellation)).Outcome);
        AlertNode.Value(await Node.Store.DeleteAsync(promise.Id, "ben", Cancellation));

        var audit = await ReadAsync(db => db.AuditEntries.Where(a => a.Subject == $"Promise {promise.Name}").OrderBy(a => a.Id));
        Assert.Equal([("promise.created", "anna"), ("promise.changed", "ben"), ("promise.deleted", "ben")], audit.Select(a => (a.Action, a.Who)));
        Assert.Contains("\"minutes\":3", audit[1].After, StringComparison.Ordinal);
        Assert.DoesNotContain("state", audit[1].After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_switched_off_is_neither_kept_nor_broken()
    {
        var (route, promise) = await Node.PromiseAsync(d => d with { Enabled = false });
        await Node.OrderAsync(route, DeliveryState.Failed);

        var off = await Node.LookAsync(promise, TimeSpan.FromHours(1));
        Assert.Equal((PromiseState.Unknown, false, (DateTimeOffset?)null), (off.State, off.IsBroken, off.LookedAt));

        AlertNode.Value(await Node.Store.UpdateAsync(promise.Id, promise.Version, FreshnessDraft.From(promise) with { Enabled = true }, "anna", Cancellation));
        var on = await Node.ReadAsync(promise);
        Assert.True(on.IsBroken);
        AlertNode.Value(await Node.Store.UpdateAsync(promise.Id, on.Version, FreshnessDraft.From(promise), "anna", Cancellation));
        Assert.False((await Node.ReadAsync(promise)).IsBroken);
    }

    [Fact]
    public async Task A_draft_is_told_everything_that_is_wrong_with_it()
    {
        Assert.Equal("destination entity minutes name", await ProblemsAsync(new FreshnessDraft(" ", PromiseKind.Delivered) { Minutes = 0 }));
        Assert.Equal("destination entity", await ProblemsAsync(new FreshnessDraft("a", PromiseKind.Delivered) { EntityKind = EntityKind.Other, DestinationId = -1 }));
        Assert.Equal("destination eventType", await ProblemsAsync(new FreshnessDraft("a", PromiseKind.Delivered) { EventType = " " }));
        Assert.Equal("destination entity", await ProblemsAsync(new FreshnessDraft("a", PromiseKind.Delivered) { EventType = "a.b", EntityKind = EntityKind.Order }));
        Assert.Equal("minutes resync", await ProblemsAsync(new FreshnessDraft("a", PromiseKind.Resync) { ResyncId = -1, Minutes = 44_641 }));
        Assert.Equal("job", await ProblemsAsync(new FreshnessDraft("a", PromiseKind.Job) { Job = "none" }));
        Assert.Equal("kind", await ProblemsAsync(new FreshnessDraft("a", (PromiseKind)9)));

        var (_, promise) = await Node.PromiseAsync();
        Assert.Equal("name", await ProblemsAsync(FreshnessDraft.From(promise) with { Name = promise.Name.ToUpperInvariant() }));
    }

    [Fact]
    public async Task A_destination_that_is_gone_leaves_nothing_to_look_at()
    {
        var (route, promise) = await Node.PromiseAsync();
        await using (var db = Store.CreateContext())
            await db.FreshnessPromises.Where(p => p.Id == promise.Id).ExecuteUpdateAsync(u => u.SetProperty(p => p.DestinationId, -route.DestinationId), Cancellation);

        var gone = await Node.LookAsync(promise);

        Assert.Equal((PromiseState.Groundless, false), (gone.State, gone.IsBroken));
        Assert.StartsWith("The destination is gone.", gone.Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_node_shows_what_one_has_found_and_is_told_only_of_what_is_new()
    {
        var (route, promise) = await Node.PromiseAsync();
        var other = new PromiseNode(Store, Node);
        await Node.LookAsync(promise);
        await other.Board.RefreshAsync(Cancellation);
        var told = 0;
        other.Board.Changed += () => told++;
        await Node.LookAsync(promise);
        await other.Board.RefreshAsync(Cancellation);
        Assert.Equal(0, told);

        await Node.OrderAsync(route, DeliveryState.Failed);
        await Node.LookAsync(promise, TimeSpan.FromMinutes(6));
        await other.Board.RefreshAsync(Cancellation);

        Assert.Equal(1, told);
        Assert.True(other.Board.Current!.Single(r => r.Promise.Id == promise.Id).Promise.IsBroken);
        Assert.True(other.Board.Current![0].Promise.IsBroken);
    }

    private async Task<string> ProblemsAsync(FreshnessDraft draft) => Drafts.FieldsOf(await Node.Store.CreateAsync(draft, "anna", Cancellation));
}

public sealed class FreshnessTestsOnSqlite(SqliteStore store) : FreshnessTests(store), IClassFixture<SqliteStore>;

public sealed class FreshnessTestsOnSqlServer(SqlServerStore store) : FreshnessTests(store), IClassFixture<SqlServerStore>;
