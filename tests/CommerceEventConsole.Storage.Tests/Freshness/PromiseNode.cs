using System.Globalization;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Freshness;
using CommerceEventConsole.Engine.Freshness.Running;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Storage.Tests.Alerts;
using CommerceEventConsole.Storage.Tests.Configuration;
using CommerceEventConsole.Storage.Tests.Stores;
using CommerceEventConsole.Tests.Shared;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Storage.Tests.Freshness;

/// <summary>A process that looks at promises on a store, with a clock of the test's own.</summary>
internal sealed class PromiseNode(StoreFixture store, PromiseNode? like = null)
{
    public AlertNode Alerts { get; } = new(store, like?.Alerts);

    public ManualTime Time => Alerts.Time;

    /// <summary>When the clock began.</summary>
    public DateTimeOffset Start => Batches.Noon;

    public FreshnessStore Store => Alerts.Get<FreshnessStore>();

    public FreshnessBoard Board => Alerts.Get<FreshnessBoard>();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>A promise that orders are in a destination of its own within 5 minutes, and the route by which they get there.</summary>
    public async Task<(Route Route, FreshnessPromise Promise)> PromiseAsync(Func<FreshnessDraft, FreshnessDraft>? change = null)
    {
        var route = await RouteAsync((await Alerts.AddDestinationAsync()).Id, Drafts.OrderSaved);
        var draft = new FreshnessDraft(Name("Promise"), PromiseKind.Delivered) { EntityKind = EntityKind.Order, DestinationId = route.DestinationId, Minutes = 5 };
        return (route, await AddAsync(change?.Invoke(draft) ?? draft));
    }

    public async Task<FreshnessPromise> AddAsync(FreshnessDraft draft) => AlertNode.Value(await Store.CreateAsync(draft, "anna", Token));

    /// <summary>The way of a subscription of its own to a destination.</summary>
    public async Task<Route> RouteAsync(int destinationId, string eventType)
    {
        var subscription = AlertNode.Value(await Alerts.Get<SubscriptionStore>().CreateAsync(
            Drafts.Subscription(destinationId) with { Name = Name("Subscription"), EventType = eventType }, "anna", Token));
        await using var db = store.CreateContext();
        return await db.Routes.AsNoTracking().SingleAsync(r => r.SubscriptionId == subscription.Id, Token);
    }

    /// <summary>An event that was received some minutes after the start, with its delivery; returns what it is about.</summary>
    public async Task<string> OrderAsync(
        Route route, DeliveryState state, EntityKind kind = EntityKind.Order, int minutes = 0, string eventType = Drafts.OrderSaved)
    {
        var number = store.NextId().ToString(CultureInfo.InvariantCulture);
        var item = Batches.Event(route.Id, "order " + number, deliveries: Batches.To(route.DestinationId, routeId: route.Id, state: DeliveryState.Pending));
        (item.Row.EntityKind, item.Row.EntityKey, item.Row.ReceivedAt) = (kind, number, Start.AddMinutes(minutes));
        await using var db = store.CreateContext();
        item.Row.EventTypeId = await TypeAsync(db, eventType);
        await store.Committer.CommitAsync(Batches.Of(item), Token);
        await db.Deliveries.Where(d => d.EventSeq == item.Row.Seq).ExecuteUpdateAsync(
            set => set.SetProperty(d => d.State, state).SetProperty(d => d.LastError, "The answer was 503."), Token);
        return number;
    }

    public async Task SetStateAsync(Route route, DeliveryState state)
    {
        await using var db = store.CreateContext();
        await db.Deliveries.Where(d => d.RouteId == route.Id).ExecuteUpdateAsync(set => set.SetProperty(d => d.State, state), Token);
    }

    /// <summary>Looks at all promises, after a while.</summary>
    public async Task<FreshnessPromise> LookAsync(FreshnessPromise promise, TimeSpan later = default)
    {
        Time.Advance(later);
        await Alerts.Get<FreshnessEvaluator>().LookAsync(Token);
        return await ReadAsync(promise);
    }

    public async Task<FreshnessPromise> ReadAsync(FreshnessPromise promise) => (await Store.GetAsync(promise.Id, Token))!;

    public string Name(string what) => string.Create(CultureInfo.InvariantCulture, $"{what} {store.NextId()}");

    private static async Task<int> TypeAsync(Engine.Storage.ConsoleDbContext db, string name)
    {
        if (await db.EventTypes.SingleOrDefaultAsync(t => t.Name == name, Token) is { } known)
            return known.Id;
        var row = new EventType { Name = name };
        db.Add(row);
        await db.SaveChangesAsync(Token);
        return row.Id;
    }
}
