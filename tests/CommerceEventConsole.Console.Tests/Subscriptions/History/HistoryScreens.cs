using CommerceEventConsole.Console.Tests.Overview;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Intake;
using CommerceEventConsole.Engine.Replays;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Matching;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Console.Tests.Subscriptions.History;

/// <summary>Screens over stored events, beside a subscription to paid orders. No runner is started: replays stay as they are.</summary>
internal sealed class HistoryScreens : IAsyncDisposable
{
    public const string OrderSaved = "observer.sales_order_save_commit_after";

    private int _count;

    private HistoryScreens(Screens screens) => Screens = screens;

    public Screens Screens { get; }

    public Subscription Subscription { get; private set; } = null!;

    public ReplayStore Replays => Screens.Page.Services.GetRequiredService<ReplayStore>();

    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    public static SubscriptionDefinition States(string states) => new(OrderSaved, [], [new Rule("state", RuleOperator.In, states)]);

    public static async Task<HistoryScreens> OpenAsync(string role)
    {
        var screens = new HistoryScreens(await Screens.OpenAsync(role));
        var erp = await screens.Screens.AddDestinationAsync("ERP");
        screens.Subscription = await screens.Screens.AddSubscriptionAsync("Paid orders", [], States("paid").Rules, erp.Id);
        return screens;
    }

    /// <summary>Stores an order event in a state, received now; with a route it was sent on it.</summary>
    public async Task<long> OrderAsync(string state, Route? sentOn = null)
    {
        var services = Screens.Page.Services;
        var id = $"event-{++_count}";
        var item = new NewEvent
        {
            Row = new StoredEvent
            {
                SourceId = 1,
                EventTypeId = await services.GetRequiredService<EventTypeIds>().GetAsync(OrderSaved, Token),
                IdentityHash = EventIdentity.OfAdobeEvent(id),
                EventId = id,
                ReceivedAt = TimeProvider.System.GetUtcNow().AddMinutes(-1),
                Body = System.Text.Encoding.UTF8.GetBytes($$$"""{"data":{"key":"k","value":{"state":"{{{state}}}"} } }"""),
            },
            Deliveries = sentOn is null ? [] : [new NewDelivery(sentOn.Id, sentOn.DestinationId, 1, null, DeliveryState.Delivered)],
        };
        var batch = new WriteBatch { At = item.Row.ReceivedAt };
        batch.Events.Add(item);
        await services.GetRequiredService<IBatchCommitter>().CommitAsync(batch, Token);
        return item.Row.Seq;
    }

    public async Task<Replay> AddReplayAsync(ReplayState state)
    {
        await using var db = await Screens.Contexts.CreateDbContextAsync(Token);
        var replay = new Replay
        {
            Kind = ReplayKind.Backfill, Title = "Past events of Paid orders", State = state, CreatedBy = "ben@example.com", CreatedAt = TimeProvider.System.GetUtcNow(),
            SubscriptionId = Subscription.Id, RevisionId = 1, FromSeq = 1, ToSeq = 2000, Position = 501, Estimated = 2000, Examined = 500, Created = 310, Skipped = 12,
        };
        db.Add(replay);
        await db.SaveChangesAsync(Token);
        return replay;
    }

    public async Task<Replay?> OnlyReplayAsync() => (await Replays.PageAsync(before: null, 2, Token)).Rows.SingleOrDefault();

    public ValueTask DisposeAsync() => Screens.DisposeAsync();
}
