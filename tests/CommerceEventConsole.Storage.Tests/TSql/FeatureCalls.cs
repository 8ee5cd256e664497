using System.Xml.Linq;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Activity;
using CommerceEventConsole.Engine.Alerts;
using CommerceEventConsole.Engine.Alerts.Channels;
using CommerceEventConsole.Engine.Alerts.Conditions;
using CommerceEventConsole.Engine.Alerts.Notices;
using CommerceEventConsole.Engine.Alerts.Registrations;
using CommerceEventConsole.Engine.Alerts.Rules;
using CommerceEventConsole.Engine.Alerts.Running;
using CommerceEventConsole.Engine.Audit;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.BackOffice.Exports;
using CommerceEventConsole.Engine.BackOffice.Systems;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Commerce.Instances;
using CommerceEventConsole.Engine.Commerce.OwnChanges;
using CommerceEventConsole.Engine.Commerce.Sync;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Deliveries.Circuits;
using CommerceEventConsole.Engine.Deliveries.Edits;
using CommerceEventConsole.Engine.Deliveries.Stages;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Failures;
using CommerceEventConsole.Engine.Freshness;
using CommerceEventConsole.Engine.Freshness.Running;
using CommerceEventConsole.Engine.Intake;
using CommerceEventConsole.Engine.Jobs;
using CommerceEventConsole.Engine.Jobs.Plans;
using CommerceEventConsole.Engine.Jobs.Retention;
using CommerceEventConsole.Engine.Jobs.Runs;
using CommerceEventConsole.Engine.Replays;
using CommerceEventConsole.Engine.Resync.Definitions;
using CommerceEventConsole.Engine.Resync.Running;
using CommerceEventConsole.Engine.Resync.Runs;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Sources;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.History;
using CommerceEventConsole.Engine.Subscriptions.Stages;
using CommerceEventConsole.Storage.Tests.Configuration;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Storage.Tests.TSql;

/// <summary>
/// Every call by which a feature reads or changes the store through EF Core, by feature and call. Whoever adds such a method adds a call
/// of it here, one for each shape of statement that its arguments can make.
/// </summary>
internal static class FeatureCalls
{
    private const string Type = EventTypeIds.Rest;

    private static readonly long[] Ids = [.. Enumerable.Range(1, 40)];

    private static readonly DateTimeOffset Morning = new(2026, 5, 4, 6, 0, 0, TimeSpan.Zero);

    public static IReadOnlyDictionary<string, Func<OfflineConsole, CancellationToken, Task>> All { get; } = Collect(
        Events, Searches, Feed, Deliveries, Edits, Failures, Queue, Circuits, Overview, Intake, Configuration, Commerce, Accounts, Retention, History, Replays,
        Alerts, Promises, Jobs, BackOffice, Exports, Resyncs);

    private static void Events(Calls calls)
    {
        (string Name, EventFilter Filter)[] filters =
        [
            ("any", EventFilter.None),
            ("a time", new EventFilter { From = Morning, To = Morning.AddHours(1) }),
            ("a type", new EventFilter { Types = ["[]"] }),
            ("a source", new EventFilter { Sources = ["[]"] }),
            ("an entity", new EventFilter { Entity = "000000001" }),
            ("warnings", new EventFilter { WithWarnings = true }),
            ("own changes", new EventFilter { OwnChanges = true }),
            .. Enum.GetValues<EventOutcome>().Select(o => (o.ToString(), new EventFilter { Outcome = o })),
            .. Enum.GetValues<EventOutcome>().Select(o => (o + ", an entity", new EventFilter { Outcome = o, Entity = "000000001" })),
        ];
        foreach (var (name, filter) in filters)
        {
            calls.Add<EventQueries>($"newest, {name}", (q, t) => q.PageAsync(filter, EventCursor.Newest, 50, t));
            calls.Add<EventQueries>($"older, {name}", (q, t) => q.PageAsync(filter, EventCursor.OlderThan(1000), 50, t));
            calls.Add<EventQueries>($"newer, {name}", (q, t) => q.PageAsync(filter, EventCursor.NewerThan(0), 50, t));
        }

        calls.Add<EventQueries>("one", (q, t) => q.FindAsync(7, t));
        calls.Add<EventQueries>("body", (q, t) => q.ReadBodyAsync(7, t));
        calls.Add<EventQueries>("marks", (q, t) => q.MarksAsync(Ids, t));
    }

    private static void Searches(Calls calls)
    {
        calls.Add<SearchQueries>("suggest", (q, t) => q.SuggestAsync("0000001", t));
        foreach (var oldestFirst in new[] { false, true })
        {
            var order = oldestFirst ? "oldest first" : "newest first";
            calls.Add<EntityTimeline>(order, (q, t) => q.PageAsync(Order, oldestFirst, withRelated: false, from: null, 50, t));
            calls.Add<EntityTimeline>($"related, {order}", (q, t) => q.PageAsync(Order, oldestFirst, withRelated: true, EventCursor.OlderThan(9), 50, t));
        }
    }

    private static EntityRef Order { get; } = new(EntityKind.Order, "000000001");

    private static void Feed(Calls calls)
    {
        calls.Add<LiveFeedReader>("since", (r, t) => r.ReadAsync(7, 200, t));
        calls.Add<LiveFeedReader>("last attempt", (r, t) => r.LastAttemptAsync(t));
    }

    private static void Deliveries(Calls calls)
    {
        calls.Add<DeliveryQueries>("of an event", (q, t) => q.ForEventAsync(7, t));
        calls.Add<AttemptReader>("attempt", (r, t) => r.ReadAsync(7, t));
        calls.Add<DeliveryQueries>("failures", (q, t) => q.FailuresAsync(new FailureFilter(), before: null, 50, t));
        calls.Add<DeliveryQueries>("failures, filtered", (q, t) => q.FailuresAsync(
            new FailureFilter { DestinationId = 1, EventType = Type, Entity = "000000001", States = [DeliveryState.Dismissed] }, before: 9, 50, t));
        calls.Add<DeliveryQueries>("counts", (q, t) => q.CountsAsync(t));
        calls.Add<DeliveryQueries>("oldest unsent", (q, t) => q.OldestUnsentAsync(t));
        calls.Add<DeliveryActions>("replay", (a, t) => a.ReplayAsync(Ids, "anna", deliveredToo: true, t));
        calls.Add<DeliveryActions>("retry now", (a, t) => a.RetryNowAsync(Ids, "anna", t));
        calls.Add<DeliveryActions>("dismiss", (a, t) => a.DismissAsync(Ids, "anna", t));
        calls.Add<DeliveryActions>("restore", (a, t) => a.RestoreAsync(Ids, "anna", t));
        calls.Add<DeliveryActions>("undo", async (a, t) =>
        {
            using var once = CancellationTokenSource.CreateLinkedTokenSource(t);
            await EndsAfterAChunkAsync(p => a.UndoDismissalAsync(7, "anna", p, once.Token), once);
        });
        calls.Add<DeliveryActions>("dismiss a scope", (a, t) => a.DismissAsync(DeliveryScope.OfIds(Ids), "anna", progress: null, t));
        calls.Add<DeliveryActions>("restore a scope", (a, t) => a.RestoreAsync(DeliveryScope.OfIds(Ids), "anna", progress: null, t));
        calls.Add<DeliveryActions>("retry a scope", (a, t) => a.RetryNowAsync(DeliveryScope.OfIds(Ids), "anna", progress: null, t));
        calls.AddPart("restored from dismissed", (c, t) => c.Deliveries.Where(d => Ids.Contains(d.Id))
            .ExecuteUpdateAsync(DeliveryActions.RestoreOf(Morning), t));
        calls.AddPart("forget a dismissal of nothing", (c, t) => c.Dismissals.Where(d => d.Id == 7 && d.Count == 0).ExecuteDeleteAsync(t));
    }

    private static void Edits(Calls calls)
    {
        calls.Add<DeliveryEditor>("open", (e, t) => e.OpenAsync(7, t));
        calls.Add<DeliveryEditor>("compare", async (e, t) =>
        {
            try
            {
                await e.CompareAsync(7, t);
            }
            catch (System.Text.Json.JsonException)
            {
                // The made-up text is no headers. Nothing is read after them.
            }
        });
        calls.Add<DeliveryEditor>("make", (e, t) => e.MakeAsync(
            new Delivery { Id = 1, State = DeliveryState.Failed },
            new DeliveryEdit { OriginalId = 1, Body = [1], EditedBy = "anna", Reason = "Why", EditedAt = Morning },
            isBodyChanged: true,
            ["X-Shop"],
            t));
        calls.AddPart("content of a delivery", (c, t) => ClaimedDeliveries.Events(c, [7]).FirstOrDefaultAsync(t));
        calls.AddPart("edits of deliveries that go", (c, t) => EventSweep.Edits(c, Ids).ExecuteDeleteAsync(t));
    }

    // Made-up rows never end: a walk is stopped once it has sent all it sends.
    private static async Task EndsAfterAChunkAsync(Func<IProgress<DeliveryActionResult>, Task> walk, CancellationTokenSource once)
    {
        try
        {
            await walk(new Stop(once));
        }
        catch (OperationCanceledException) when (once.IsCancellationRequested)
        {
        }
    }

    private static void Failures(Calls calls)
    {
        calls.Add<FailureGroups>("find or add", async (g, t) => await g.GetAsync(1, new FailureSignature(FailureClass.Refused, 422, "…"), t));
        calls.Add<FailureFigures>("count", (f, t) => f.ReadAsync(t));
        calls.Add<HeldStakes>("of a destination", (h, t) => h.ReadAsync(1, t));
        calls.Add<FailureGroupQueries>("list", (q, t) => q.ListAsync(new FailureGroupFilter(), 0, 25, t));
        calls.Add<FailureGroupQueries>("list, filtered", (q, t) => q.ListAsync(new FailureGroupFilter(FailureGroupState.Open, 1), 25, 25, t));
        calls.Add<FailureGroupQueries>("worst", (q, t) => q.WorstAsync(t));
        calls.Add<FailureGroupPages>("one", (p, t) => p.ReadAsync(1, before: null, 25, t));
        calls.Add<FailureGroupPages>("one, older deliveries", (p, t) => p.ReadAsync(1, before: 9, 25, t));
        calls.Add<FailureGroupStore>("acknowledge", (s, t) => s.AcknowledgeAsync(1, 1, "anna", t));
        calls.Add<FailureGroupStore>("snooze", (s, t) => s.SnoozeAsync(1, 1, Morning.AddDays(1), "anna", t));
        calls.Add<FailureGroupStore>("resolve", (s, t) => s.ResolveAsync(1, 1, "anna", t));
        calls.Add<FailureGroupStore>("reopen", (s, t) => s.ReopenAsync(1, 1, "anna", t));
        calls.Add<FailureGroupStore>("write", (s, t) => s.WriteAsync(1, 1, new FailureGroupNotes("anna", "a note", "https://tickets.example.com/7"), "anna", t));
    }

    private static void Queue(Calls calls)
    {
        calls.Add<ClaimedDeliveries>("claim", async (c, t) =>
        {
            var (leased, until) = await c.LeaseAsync(1, 8, "a", TimeSpan.FromMinutes(1), t);
            await c.LoadAsync([.. leased, leased[0] with { Edits = EditMarks.IsEdited }], "a", until, t);
        });
        calls.Add<SupersededDeliveries>("waiting for the same", (s, t) => s.SupersedeOlderAsync([.. Ids], "a", t));
        calls.Add<SupersededDeliveries>("superseded", (s, t) => s.SupersedeAsync(Ids, "a", t));
        calls.Add<ClaimedDeliveries>("next due", (c, t) => c.NextDueAsync(1, Morning, t));
        calls.Add<DeliveryLeases>("expired", (l, t) => l.TakeBackExpiredAsync(t));
        calls.Add<DeliveryLeases>("all", (l, t) => l.TakeBackAllAsync(t));
        calls.Add<DeliveryLeases>("give back", (l, t) => l.ReleaseAsync(Ids, "a", t));
        calls.Add<StageProgress>("of one", (p, t) => p.ReadAsync(7, t));
        calls.Add<StageProgress>("of several", (p, t) => p.ReadAsync(Ids, t));
        calls.Add<StageProgress>("done", (p, t) => p.DoneAsync(
            new DeliveryStage { DeliveryId = 7, Attempt = 1, Stage = StageKind.Send, Name = "", At = Morning }, "a", Morning, Morning, t));
        calls.AddPart("a stage that is done", (c, t) => StageProgress.IsThereAsync(c, new DeliveryStage { DeliveryId = 7, Attempt = 1, Stage = StageKind.Send, Name = "" }, t));
        calls.AddPart("stages of deliveries that go", (c, t) => EventSweep.Stages(c, Ids).ExecuteDeleteAsync(t));
        calls.Add<IStageDryRun>("dry run", (d, t) => d.RunAsync(new DryRunRequest(RouteStages.None, [], 1, 7, null), t));
        calls.Add<HeldDeliveries>("hold", (h, t) => h.HoldAsync(1, t));
        calls.Add<HeldDeliveries>("release", (h, t) => h.ReleaseAsync(1, 500, t));
    }

    private static void Circuits(Calls calls)
    {
        calls.Add<CircuitStore>("read", (s, t) => s.ReadAsync(1, t));
        calls.Add<CircuitStore>("open", (s, t) => s.OpenAsync(Erp, "No connection.", retryAfter: null, t));
        calls.Add<CircuitStore>("close", (s, t) => s.CloseAsync(Erp, t));
        calls.Add<CircuitStore>("take a probe", (s, t) => s.TakeProbeAsync(1, "a", TimeSpan.FromMinutes(1), t));
        calls.Add<CircuitStore>("end a probe", (s, t) => s.EndProbeAsync(1, "a", ProbeResult.Works, TimeSpan.FromMinutes(1), t));
        calls.Add<CircuitStore>("take probes back", (s, t) => s.TakeBackProbesAsync(t));
        calls.Add<ProbeDeliveries>("take", (p, t) => p.TakeAsync(1, after: 7, "a", TimeSpan.FromMinutes(1), t));
        calls.Add<DestinationStore>("outages", (s, t) => s.OutagesAsync(t));
        calls.Add<DestinationStore>("check now", (s, t) => s.CheckNowAsync(1, "anna", t));
        calls.Add<DestinationStore>("resume", (s, t) => s.ResumeAsync(1, "anna", t));
    }

    private static DestinationConfiguration Erp { get; } = new(
        1, "ERP", DestinationKind.Erp, new Uri("https://erp.example"), Secret: null, [], AllowPrivateAddress: false, DestinationState.Active,
        MaxConcurrency: 8, TimeSpan.FromSeconds(30), MaxAttempts: 12, TimeSpan.FromSeconds(5), TimeSpan.FromHours(1));

    private static void Overview(Calls calls)
    {
        calls.Add<ActivityQueries>("hour", (q, t) => q.ChartAsync(ActivitySpan.Hour, t));
        calls.Add<ActivityQueries>("day", (q, t) => q.ChartAsync(ActivitySpan.Day, t));
        calls.Add<ActivityQueries>("totals", (q, t) => q.TotalsAsync(Morning, t));
        calls.Add<OverviewQueries>("all", (q, t) => q.ReadAsync(ActivitySpan.Hour, Morning, t));
        calls.Add<UndeliveredQueries>("failed", (q, t) => q.FailedAsync([1], t));
        calls.Add<LastAnswers>("all", (q, t) => q.ReadAsync(t));
        calls.Add<SubscriptionPreview>("newest", (q, t) => q.EventsAsync(Drafts.OrderSaved, t));
        calls.Add<EventTypeArrivals>("all", (q, t) => q.ReadAsync(t));
    }

    private static void Intake(Calls calls)
    {
        calls.Add<EventTypeIds>("find or add", async (i, t) => await i.GetAsync(Drafts.OrderSaved, t));
        calls.Add<RejectedQueries>("newest", (q, t) => q.PageAsync(sourceSlug: null, before: null, 50, t));
        calls.Add<RejectedQueries>("older, of a source", (q, t) => q.PageAsync("[]", before: 9, 50, t));
        calls.Add<RejectedQueries>("one", (q, t) => q.FindAsync(7, t));
    }

    private static void Configuration(Calls calls)
    {
        calls.Add<RoutingTableReader>("table", (r, t) => r.ReadAsync(t));
        calls.Add<LiveRouting>("revision", async (r, t) => await r.RevisionAsync(7, t));
        calls.Add<SourceStore>("list", (s, t) => s.ListAsync(t));
        calls.Add<SourceStore>("one", (s, t) => s.GetAsync(1, t));
        calls.Add<SourceStore>("create", (s, t) => s.CreateAsync(Drafts.Source, "anna", t));
        calls.Add<SourceStore>("update", (s, t) => s.UpdateAsync(1, 1, Drafts.Source, "anna", t));
        calls.Add<SourceStore>("disable", (s, t) => s.SetEnabledAsync(1, enabled: false, "anna", t));
        calls.Add<SourceStore>("delete", (s, t) => s.DeleteAsync(1, "anna", t));
        calls.Add<DestinationStore>("list", (s, t) => s.ListAsync(t));
        calls.Add<DestinationStore>("one", (s, t) => s.GetAsync(1, t));
        calls.Add<DestinationStore>("create", (s, t) => s.CreateAsync(Drafts.Destination, "anna", t));
        calls.Add<DestinationStore>("update", (s, t) => s.UpdateAsync(1, 1, Drafts.Destination, "anna", t));
        calls.Add<DestinationStore>("pause", (s, t) => s.PauseAsync(1, "anna", t));
        calls.Add<DestinationStore>("delete", (s, t) => s.DeleteAsync(1, "anna", t));
        calls.Add<SubscriptionStore>("list", (s, t) => s.ListAsync(t));
        calls.Add<SubscriptionStore>("one", (s, t) => s.GetAsync(1, t));
        calls.Add<SubscriptionStore>("revisions", (s, t) => s.RevisionsAsync(1, t));
        calls.Add<SubscriptionStore>("create", (s, t) => s.CreateAsync(Drafts.Subscription(1), "anna", t));
        calls.Add<SubscriptionStore>("update", (s, t) => s.UpdateAsync(1, 1, Drafts.Subscription(1), "anna", t));
        calls.Add<SubscriptionStore>("create draft", (s, t) => s.CreateDraftAsync(Drafts.Subscription(1), "anna", t));
        calls.Add<SubscriptionStore>("save draft", (s, t) => s.SaveDraftAsync(1, 1, Drafts.Subscription(1), "anna", t));
        calls.Add<SubscriptionStore>("publish", (s, t) => s.PublishAsync(1, 1, "anna", t));
        calls.Add<SubscriptionStore>("discard draft", (s, t) => s.DiscardDraftAsync(1, 1, "anna", t));
        calls.Add<SubscriptionStore>("restore", RestoreAsync);
        calls.Add<SubscriptionStore>("disable", (s, t) => s.SetEnabledAsync(1, enabled: false, "anna", t));
        calls.Add<SubscriptionStore>("delete", (s, t) => s.DeleteAsync(1, "anna", t));
        calls.Add<SetupRunner>("apply", (s, t) => s.ApplyAsync("""{ "sources": [{ "slug": "till", "name": "Till", "verification": "none" }] }""", t));
        calls.Add<SetupRunner>("apply a Commerce instance", (s, t) => s.ApplyAsync("""{ "commerce": [{ "name": "Main", "baseUrl": "https://shop.example.com", "secrets": { "AccessToken": "t" } }] }""", t));
        calls.Add<SetupRunner>("apply a system", (s, t) => s.ApplyAsync("""{ "systems": [{ "name": "Books", "connector": "Rest", "connection": { "baseUrl": "https://erp.example.com" }, "records": { "Stock": { "read": { "path": "s" }, "fields": [{ "field": "sku", "path": "no" }] } } }] }""", t));
        calls.Add<SetupRunner>("apply a resync", (s, t) => s.ApplyAsync("""{ "resyncs": [{ "name": "Stock", "kind": "Stock", "direction": "ToCommerce" }] }""", t));
        calls.Add<SetupExporter>("write", (s, t) => s.WriteAsync(t));
    }

    private static void Commerce(Calls calls)
    {
        calls.Add<CommerceAudit>("record", (a, t) => a.RecordAsync("anna", "a", "b", before: "c", after: "d", t));
        calls.AddPart("keep the Commerce instances", async (c, t) =>
        {
            await CommerceInstanceDocument.WriteAsync(c, [], t);
            await c.SaveChangesAsync(t);
        });
        calls.Add<CommerceInstanceStore>("list", (s, t) => s.ListAsync(t));
        calls.Add<CommerceInstanceStore>("create", (s, t) => s.CreateAsync(Drafts.Commerce, "anna", t));
        calls.Add<CommerceInstanceStore>("update", (s, t) => s.UpdateAsync(1, 1, Drafts.Commerce, "anna", t));
        calls.Add<CommerceInstanceStore>("delete", (s, t) => s.DeleteAsync(1, "anna", t));
        var row = new OwnChangeRow { Key = "a", Fields = "b", WrittenAt = Morning, ExpiresAt = Morning };
        calls.Add<OwnChangeStore>("add own changes", (s, t) => s.AddAsync([row], t));
        calls.Add<OwnChangeStore>("newest event", (s, t) => s.NewestAsync(
            [new BaselineQuestion(1, EntityKind.Order, new SearchKey(SearchKeyKind.OrderNumber, "1"))], _ => ["shop"], ["observer.sales_order_item_save_after"], t));
        calls.Add<OwnChangeStore>("find own changes", (s, t) => s.FindAsync(EntityKind.Order, [new SearchKey(SearchKeyKind.OrderNumber, "1")], Morning, t));
        calls.Add<OwnChangeStore>("current own changes", (s, t) => s.CurrentAsync(Morning, 10, t));
        calls.Add<OwnChangeStore>("last expiry", (s, t) => s.LastExpiryAsync(Morning, t));
        calls.Add<OwnChangeStore>("was watched", (s, t) => s.WasWatchedAsync(Morning, Morning, t));
        calls.Add<OwnChangeStore>("sweep own changes", (s, t) => s.SweepAsync(Morning, 10, t));
        calls.Add<OwnChangeStore>("baseline", (s, t) => s.BaselineAsync(1, t));
    }

    private static void Accounts(Calls calls)
    {
        calls.Add<People>("list", (p, t) => p.ListAsync(t));
        calls.Add<People>("add", (p, t) => p.AddAsync("anna@example.test", ConsoleRoles.Viewer, "ben", t));
        calls.Add<People>("role", (p, t) => p.ChangeRoleAsync("1", ConsoleRoles.Viewer, "ben", t));
        calls.Add<People>("lock", (p, t) => p.SetLockedAsync("1", locked: true, "ben", t));
        calls.Add<People>("unlock", (p, t) => p.SetLockedAsync("1", locked: false, "ben", t));
        calls.Add<People>("remove", (p, t) => p.RemoveAsync("1", "ben", t));
        calls.Add<People>("link", (p, t) => p.IssueLinkAsync("1", "ben", t));
        calls.Add<EntryLinks>("issue", (l, t) => l.IssueAsync("1", t));
        calls.Add<EntryLinks>("void", (l, t) => l.VoidAsync(userId: null, t));
        calls.AddPart("use a link up", (c, t) => EntryLinks.UseAsync(c, "a", t));
        calls.Add<OfflineServer>("keep a key", (s, _) =>
        {
            StoredKeyRing.RepositoryOn(s).StoreElement(new XElement("key"), "key-1");
            return Task.CompletedTask;
        });
        calls.Add<FirstStart>("run", (s, t) => s.RunAsync(t));
    }

    // Made-up deliveries are not finished: what a whole step would not come to is called by itself.
    private static void Retention(Calls calls)
    {
        calls.Add<EventSweep>("step", (s, t) => s.StepAsync(0, Morning, 500, t));
        calls.Add<ActivitySweep>("step", (s, t) => s.StepAsync(0, Morning, 500, t));
        calls.Add<OfflineServer>("old requests", (s, t) => new OldRowsSweep<RejectedRequest>(s, "requests", nameof(RejectedRequest.ReceivedAt))
            .StepAsync(0, Morning.AddDays(1), 500, t));
        calls.Add<OfflineServer>("old audit entries", (s, t) => new OldRowsSweep<AuditEntry>(s, "entries", nameof(AuditEntry.At))
            .StepAsync(0, Morning.AddDays(1), 500, t));
        calls.AddPart("finished deliveries", (c, t) => EventSweep.Finished(c, Ids).ExecuteDeleteAsync(t));
        calls.AddPart("their attempts", (c, t) => EventSweep.Attempts(c, Ids).ExecuteDeleteAsync(t));
        calls.AddPart("events", (c, t) => EventSweep.Events(c, [.. Ids]).ExecuteDeleteAsync(t));
        calls.AddPart("search keys", (c, t) => StoredSearchKeys.RemoveAsync(
            c, [new EventSearchKey { Value = "a", Kind = SearchKeyKind.Sku, EventSeq = 1 }], t));
    }

    private static void History(Calls calls)
    {
        var range = new SeqRange(1, 100);
        calls.Add<EventSlices>("type", (s, t) => s.TypeIdAsync(Type, t));
        calls.Add<EventSlices>("since", (s, t) => s.RangeAsync(Morning, to: null, t));
        calls.Add<EventSlices>("between", (s, t) => s.RangeAsync(Morning, Morning.AddHours(1), t));
        calls.Add<EventSlices>("count", (s, t) => s.CountAsync(1, range, t));
        calls.Add<EventSlices>("oldest", (s, t) => s.NextAsync(1, range, newestFirst: false, 500, t));
        calls.Add<EventSlices>("newest", (s, t) => s.NextAsync(1, range, newestFirst: true, 500, t));
    }

    private static void Replays(Calls calls)
    {
        (string Name, DeliveryScope Scope)[] scopes =
        [
            ("a selection", DeliveryScope.OfIds(Ids)),
            ("a group", DeliveryScope.OfGroup(7)),
            ("a group, a destination", DeliveryScope.OfGroup(7) with { DestinationId = 1, UpToId = 9 }),
            ("failures", DeliveryScope.OfFailures(new FailureFilter())),
            ("failures, filtered", DeliveryScope.OfFailures(new FailureFilter { DestinationId = 1, EventType = Type, States = [DeliveryState.Dismissed] })),
            ("failures of an entity", DeliveryScope.OfFailures(new FailureFilter { Entity = "000000001" })),
            ("events", DeliveryScope.OfEvents(EventFilter.None)),
            ("events, filtered", DeliveryScope.OfEvents(new EventFilter { Types = ["[]"], Entity = "000000001", From = Morning, To = Morning.AddHours(1) })),
            .. Enum.GetValues<EventOutcome>().Select(o => (o.ToString(), DeliveryScope.OfEvents(new EventFilter { Outcome = o }))),
            ("since", DeliveryScope.Since(7)),
            ("since, of a type", DeliveryScope.Since(7) with { EventType = Type }),
        ];
        foreach (var (name, scope) in scopes)
        {
            calls.Add<DeliveryScopes>($"next of {name}", (s, t) => s.NextAsync(scope, 3, 500, t));
            calls.Add<DeliveryScopes>($"count of {name}", (s, t) => s.CountAsync(scope, progress: null, t));
        }

        calls.Add<DeliveryScopes>("freeze", (s, t) => s.FreezeAsync(DeliveryScope.Since(7), t));
        calls.Add<ReplayStore>("newest", (s, t) => s.PageAsync(before: null, 50, t));
        calls.Add<ReplayStore>("older", (s, t) => s.PageAsync(before: 9, 50, t));
        calls.Add<ReplayStore>("one", (s, t) => s.GetAsync(7, t));
        calls.Add<ReplayStore>("unfinished", (s, t) => s.UnfinishedAsync(7, t));
        calls.Add<ReplayStore>("pause", (s, t) => s.PauseAsync(7, "anna", t));
        calls.Add<ReplayStore>("resume", (s, t) => s.ResumeAsync(7, "anna", t));
        calls.Add<ReplayStore>("cancel", (s, t) => s.CancelAsync(7, "anna", t));
        calls.Add<ReplayStore>("start a resend", (s, t) => s.StartResendAsync(
            new ResendRequest(DeliveryScope.OfGroup(7) with { DestinationId = 1 }, new ResendOptions { DestinationId = 1 }, 9), "anna", t));
        calls.Add<ReplayOutcomes>("counts", (o, t) => o.CountAsync(7, t));
        calls.Add<ReplayOutcomes>("failed", (o, t) => o.FailedAsync([7, 8], t));
        calls.Add<ReplayOutcomes>("list", (o, t) => o.PageAsync(7, DeliveryState.Failed, after: 3, 50, t));
        calls.Add<ReplayOutcomes>("queued", (o, t) => o.QueuedAsync(7, 5000, t));
        calls.Add<ResendPlanner>("estimate", (p, t) => p.EstimateAsync(DeliveryScope.OfGroup(7), progress: null, t));
        calls.AddPart("newer deliveries", (c, t) => NewerDeliveries.Candidates(c, ["a"], [1, 2], [3, 4], 5).Distinct().ToListAsync(t));
        calls.Add<NewerDeliveries>("older", (n, t) => n.OlderAsync(
            [new ScopeRow(1, 1, 1, 1, 1, DeliveryState.Failed, 5)], DeliveryScope.Since(1), new ResendOptions(), 7, t));
        calls.Add<ResendCommitter>("send again", (r, t) => r.CommitAsync(Step, t));
        calls.Add<ResendCommitter>("send to another destination", (r, t) => r.CommitAsync(
            Step with { Sent = [], Superseded = [], Copied = [new ScopeRow(1, 2, 3, 4, 5, DeliveryState.Failed, 6)], CopyTo = 9 }, t));
        calls.Add<ReplayLeases>("take", (l, t) => l.TakeAsync("a", [8, 9], t));
        calls.Add<ReplayLeases>("take back", (l, t) => l.TakeBackAllAsync(t));
        calls.Add<ReplayLeases>("keep", (l, t) => l.KeepAsync(7, "a", t));
        calls.Add<ReplayLeases>("held", (l, t) => l.IsHeldAsync(7, "a", t));
        calls.Add<ReplayLeases>("release", (l, t) => l.ReleaseAsync(7, "a", t));
        calls.Add<ReplayLeases>("pause", (l, t) => l.PauseAsync(7, "a", "Too many failed.", t));
        calls.Add<ReplayLeases>("judged", (l, t) => l.JudgedAsync(7, "a", 11, 2, t));
        calls.Add<ReplayLeases>("fail", (l, t) => l.FailAsync(7, "a", "Gone.", t));
        calls.AddPart("deliveries that are there", (c, t) => BackfillPlanner.Made(c, 1, new SeqRange(1, 100), [1, 2]).ToListAsync(t));
        calls.AddPart("deliveries waiting", (c, t) => BackfillWork.Waiting(c, [1, 2]).Take(10).CountAsync(t));
        calls.AddPart("insert a replay", (c, t) =>
        {
            c.Replays.Add(new Replay { Title = "Past events", CreatedBy = "anna" });
            return c.SaveChangesAsync(t);
        });
    }

    private static ResendStep Step { get; } = new(
        7, "a", 0, 9, IsLast: true, 3, [new(1, DeliveryState.Failed, null), new(2, DeliveryState.Retrying, 8)], [new(3, DeliveryState.Failed, null)],
        [], CopyTo: null, CopyAgain: false, Morning, Morning);

    private static void Jobs(Calls calls)
    {
        var id = new JobId("resync", "3");
        var schedule = new JobSchedule(id, new JobTiming("0 3 * * *"));
        calls.Add<JobPlanStore>("list", (s, t) => s.ListAsync(t));
        calls.Add<JobPlanStore>("one", (s, t) => s.GetAsync(id, t));
        calls.Add<JobPlanStore>("default", (s, t) => s.SetDefaultAsync(schedule, isDynamic: true, t));
        calls.Add<JobPlanStore>("remove", (s, t) => s.RemoveAsync(id, t));
        calls.AddPart("edit a plan", async (c, t) =>
        {
            var plan = new JobPlan { Job = "a", Title = "a", Default = "{}" };
            c.JobPlans.Attach(plan);
            (plan.Version, plan.Edited) = (1, "{}");
            try
            {
                await c.SaveChangesAsync(t);
            }
            catch (DbUpdateConcurrencyException)
            {
                // No such row: somebody else was faster.
            }
        });
        calls.Add<JobPlanStore>("record", (s, t) => s.RecordAsync(new JobPlan { Job = "a", Title = "a", Default = "{}" }, "anna", "job.started", t));
        calls.Add<JobRunStore>("begin", (s, t) => s.BeginAsync(id, new JobCause(JobTrigger.Schedule), t));
        calls.Add<JobRunStore>("progress", (s, t) => s.ProgressAsync(7, "3 things", [new JobLogLine { RunId = 7, Number = 900, Text = "a" }], t));
        calls.Add<JobRunStore>("end", (s, t) => s.EndAsync(7, JobOutcome.Failed, "3 things", "Why", [], t));
        calls.Add<JobRunStore>("who ends it", (s, t) => s.InterruptedByAsync(7, t));
        calls.Add<JobRunStore>("cut off", (s, t) => s.CutOffAsync(atStart: true, t));
        calls.Add<JobHistory>("summaries", (h, t) => h.SummariesAsync([id], t));
        calls.Add<JobHistory>("newest", (h, t) => h.PageAsync(id, before: null, 50, t));
        calls.Add<JobHistory>("older", (h, t) => h.PageAsync(id, before: 9, 50, t));
        calls.Add<JobHistory>("one", (h, t) => h.GetAsync(7, t));
        calls.Add<JobHistory>("running", (h, t) => h.RunningAsync(id, t));
        calls.Add<JobHistory>("lines", (h, t) => h.LinesAsync(7, t));
        calls.Add<JobHistory>("ask to end", (h, t) => h.AskToEndAsync(7, "anna", t));
        calls.Add<OfflineServer>("old runs", (s, t) => new JobRunSweep(s).StepAsync(0, Morning.AddDays(1), 500, t));
        calls.AddPart("lines of runs that go", (c, t) => JobRunSweep.Lines(c, [1, 2]).ExecuteDeleteAsync(t));
        calls.AddPart("runs that go", (c, t) => JobRunSweep.RunsOf(c, [1, 2]).ExecuteDeleteAsync(t));
    }

    private static void BackOffice(Calls calls)
    {
        calls.Add<BackOfficeSystemStore>("list", (s, t) => s.ListAsync(t));
        calls.Add<BackOfficeSystemStore>("one", (s, t) => s.GetAsync(1, t));
        calls.Add<BackOfficeSystemStore>("create", (s, t) => s.CreateAsync(Drafts.System with { DestinationId = 1 }, "anna", t));
        calls.Add<BackOfficeSystemStore>("update", (s, t) => s.UpdateAsync(1, 1, Drafts.System, "anna", t));
        calls.Add<BackOfficeSystemStore>("delete", (s, t) => s.DeleteAsync(1, "anna", t));
    }

    private static void Exports(Calls calls)
    {
        var state = new ExportState(7, 1, [1, 2, 3]);
        calls.Add<ExportRows>("events", (r, t) => r.EventsAsync(state, 10, t));
        calls.Add<ExportRows>("deliveries", (r, t) => r.DeliveriesAsync(state, 10, t));
        calls.Add<ExportStates>("read", async (s, t) =>
        {
            try
            {
                await s.ReadAsync("a", t);
            }
            catch (FormatException)
            {
                // The made-up text is no state.
            }
        });
        calls.Add<ExportStates>("first", (s, t) => s.SaveAsync("a", state, seen: null, t));
        calls.Add<ExportStates>("next", (s, t) => s.SaveAsync("a", state, seen: "b", t));
    }

    private static void Alerts(Calls calls)
    {
        var rule = new AlertRule { Id = 1, Name = "a", Kind = AlertKind.Backlog, Minutes = 5, Channels = "1", TellsEnd = true };
        var one = new AlertRule { Name = "b", DestinationId = 1, SourceId = 1, Minutes = 5 };
        foreach (var kind in Enum.GetValues<AlertKind>())
        {
            calls.Add<IEnumerable<IAlertCondition>>($"{kind}, any", (c, t) => c.Single(x => x.Kind == kind).FindAsync(rule, t));
            calls.Add<IEnumerable<IAlertCondition>>($"{kind}, one", (c, t) => c.Single(x => x.Kind == kind).FindAsync(one, t));
        }

        var draft = new AlertRuleDraft("Waiting", AlertKind.Backlog) { Channels = [1] };
        calls.Add<AlertRuleStore>("list", (s, t) => s.ListAsync(t));
        calls.Add<AlertRuleStore>("one", (s, t) => s.GetAsync(1, t));
        calls.Add<AlertRuleStore>("create", (s, t) => s.CreateAsync(draft, "anna", t));
        calls.Add<AlertRuleStore>("update", (s, t) => s.UpdateAsync(1, 1, draft, "anna", t));
        calls.Add<AlertRuleStore>("delete", (s, t) => s.DeleteAsync(1, "anna", t));
        var channel = new AlertChannelDraft("Chat", AlertChannelKind.Webhook) { Url = "https://chat.example.com/" };
        calls.Add<AlertChannelStore>("list", (s, t) => s.ListAsync(t));
        calls.Add<AlertChannelStore>("one", (s, t) => s.GetAsync(1, t));
        calls.Add<AlertChannelStore>("create", (s, t) => s.CreateAsync(channel, "anna", t));
        calls.Add<AlertChannelStore>("update", (s, t) => s.UpdateAsync(1, 1, channel, "anna", t));
        calls.Add<AlertChannelStore>("delete", (s, t) => s.DeleteAsync(1, "anna", t));
        calls.Add<AlertStore>("active", (s, t) => s.ActiveAsync(t));
        calls.Add<AlertStore>("newest history", (s, t) => s.HistoryAsync(before: null, 50, t));
        calls.Add<AlertStore>("older history", (s, t) => s.HistoryAsync(before: 9, 50, t));
        calls.Add<AlertStore>("take", (s, t) => s.AcknowledgeAsync(7, "anna", t));
        calls.Add<AlertBoard>("refresh", (b, t) => b.RefreshAsync(t));
        calls.Add<AlertDefaults>("make", (d, t) => d.EnsureAsync(t));
        calls.Add<AlertLease>("take", (l, t) => l.TakeAsync("a", t));
        calls.Add<AlertLease>("release", (l, t) => l.ReleaseAsync("a", t));
        calls.Add<AlertPass>("look", (p, t) => p.RunAsync("a", t));
        calls.Add<AlertSweep>("step", (s, t) => s.StepAsync(0, Morning.AddDays(1), 500, t));
        calls.AddPart("count answers", (c, t) => IntakeAnswerLog.AddAsync(c, 1, (1, 2, 1), t));
        calls.AddPart("old answers", (c, t) => c.Set<IntakeAnswerHour>().Where(h => h.Hour < 1).ExecuteDeleteAsync(t));
        var alert = new Alert { Id = 7, RuleId = 1, RuleName = "a", Subject = "b", Title = "c", Text = "d", Path = "e" };
        (string Name, AlertChanges Changes)[] changes =
        [
            ("opened", new([alert], [], [], [])), ("resolved", new([], [alert], [], [])), ("ended", new([], [], [alert], [])), ("reminded", new([], [], [], [alert])),
        ];
        foreach (var (name, change) in changes)
            calls.Add<AlertRecorder>(name, (r, t) => r.WriteAsync(change, [rule], new HashSet<int> { 1 }, Morning, t));
        foreach (var (name, from) in new[] { ("begin", (int?)null), ("in quiet hours", 0) })
        {
            var way = new AlertChannel { Id = 1, Name = "Chat", Kind = AlertChannelKind.Webhook, QuietFrom = from, QuietTo = from is null ? null : 1439, CriticalAnyTime = true };
            calls.Add<NoticeQueue>($"next, {name}", (q, t) => q.NextAsync(way, t));
        }

        calls.Add<NoticeQueue>("drop", (q, t) => q.DropAsync([1, 2], t));
        calls.Add<NoticeQueue>("sent", (q, t) => q.SentAsync("a", t));
        calls.Add<NoticeQueue>("failed", (q, t) => q.FailedAsync("a", t));
        calls.Add<ChannelLog>("taken", (l, t) => l.WriteAsync(1, NoticeOutcome.Taken, t));
        calls.Add<ChannelLog>("failed", (l, t) => l.WriteAsync(1, NoticeOutcome.Failed("a"), t));
    }

    private static void Promises(Calls calls)
    {
        var orders = new FreshnessDraft("Orders", PromiseKind.Delivered) { EntityKind = EntityKind.Order, DestinationId = 1 };
        calls.Add<FreshnessStore>("one", (s, t) => s.GetAsync(1, t));
        calls.Add<FreshnessStore>("names", (s, t) => s.NamesAsync(t));
        calls.Add<FreshnessStore>("create", (s, t) => s.CreateAsync(orders, "anna", t));
        calls.Add<FreshnessStore>("update", (s, t) => s.UpdateAsync(1, 1, orders, "anna", t));
        calls.Add<FreshnessStore>("delete", (s, t) => s.DeleteAsync(1, "anna", t));
        calls.Add<FreshnessBoard>("refresh", (b, t) => b.RefreshAsync(t));
        calls.Add<FreshnessEvaluator>("look", (e, t) => e.LookAsync(t));
        FreshnessPromise[] promises =
        [
            new() { Id = 1, Name = "entity", Kind = PromiseKind.Delivered, EntityKind = EntityKind.Order, DestinationId = 1, Minutes = 5 },
            new() { Id = 1, Name = "event type", Kind = PromiseKind.Delivered, EventType = Type, DestinationId = 1, Minutes = 5 },
            new() { Id = 1, Name = "resync", Kind = PromiseKind.Resync, ResyncId = 1, Minutes = 5 },
            new() { Id = 1, Name = "job", Kind = PromiseKind.Job, Job = "clean-up", Minutes = 5 },
        ];
        foreach (var promise in promises)
            calls.Add<FreshnessEvaluator>($"look at one, {promise.Name}", (e, t) => e.LookAsync(promise, t));
        calls.AddPart("stuck for a promise", (c, t) => LateDeliveries.Late(c, LateDeliveries.Stuck(c, 1).Take(9), EntityKind.Order, 1, Morning).ToListAsync(t));
        calls.AddPart("waiting for a promise", (c, t) => LateDeliveries.Late(c, LateDeliveries.Waiting(c, 1, 1).Take(9), EntityKind.Order, null, Morning).ToListAsync(t));
        calls.AddPart("sending for a promise", (c, t) => LateDeliveries.Late(c, LateDeliveries.Sending(c, 1).Take(9), null, 1, Morning).ToListAsync(t));
    }

    private static void Resyncs(Calls calls)
    {
        var draft = new ResyncDraft("Stock", RecordKind.Stock, ResyncDirection.ToCommerce, 1, 1) { DestinationId = 1 };
        calls.Add<ResyncStore>("list", (s, t) => s.ListAsync(t));
        calls.Add<ResyncStore>("one", (s, t) => s.GetAsync(1, t));
        calls.Add<ResyncStore>("create", (s, t) => s.CreateAsync(draft, "anna", t));
        calls.Add<ResyncStore>("update", (s, t) => s.UpdateAsync(1, 1, draft, "anna", t));
        calls.Add<ResyncStore>("delete", (s, t) => s.DeleteAsync(1, "anna", t));
        calls.Add<ResyncRuns>("newest", (r, t) => r.PageAsync(definitionId: null, before: null, 50, t));
        calls.Add<ResyncRuns>("older of one", (r, t) => r.PageAsync(1, before: 9, 50, t));
        calls.Add<ResyncRuns>("one", (r, t) => r.GetAsync(7, t));
        calls.Add<ResyncRuns>("last", (r, t) => r.LastAsync(t));
        calls.Add<ResyncRuns>("start", (r, t) => r.StartAsync(1, ResyncTrigger.Person, isDryRun: true, "anna", t));
        calls.Add<ResyncRuns>("repair", (r, t) => r.RepairAsync(7, "anna", t));
        calls.Add<ResyncRuns>("retry", (r, t) => r.RetryAsync(7, [1, 2], "anna", t));
        calls.Add<ResyncRuns>("pause", (r, t) => r.PauseAsync(7, "anna", t));
        calls.Add<ResyncRuns>("resume", (r, t) => r.ResumeAsync(7, "anna", t));
        calls.Add<ResyncRuns>("stop", (r, t) => r.StopAsync(7, "anna", t));
        calls.Add<ResyncDifferences>("page", (d, t) => d.PageAsync(7, new DifferenceFilter(), after: null, 50, t));
        calls.Add<ResyncDifferences>("page, filtered", (d, t) => d.PageAsync(
            7, new DifferenceFilter("SKU", ResyncOutcome.Failed, ResyncAction.Update), after: 3, 50, t));
        calls.Add<ResyncDifferences>("counts", (d, t) => d.CountAsync(7, t));
        var run = new ResyncRun { Id = 7, DefinitionId = 1, Name = "Stock", Plan = "{}", StartedBy = "anna", KeysOfRunId = 6, OnlyFailed = true };
        var picked = new ResyncRun { Id = 7, DefinitionId = 1, Name = "Stock", Plan = "{}", StartedBy = "anna", KeysOfRunId = 6, Selection = "[1,2]" };
        calls.Add<ResyncKeys>("next", (k, t) => k.NextAsync(run, after: 0, 1, t));
        calls.Add<ResyncKeys>("next of a selection", (k, t) => k.NextAsync(picked, after: 3, 100, t));
        calls.Add<ResyncKeys>("count", (k, t) => k.CountAsync(run, t));
        calls.Add<ResyncLeases>("take", (l, t) => l.TakeAsync("a", [8, 9], t));
        calls.Add<ResyncLeases>("take back", (l, t) => l.TakeBackAllAsync(t));
        calls.Add<ResyncLeases>("keep", (l, t) => l.KeepAsync(7, "a", t));
        calls.Add<ResyncLeases>("release", (l, t) => l.ReleaseAsync(7, "a", t));
        calls.Add<ResyncLeases>("wait", (l, t) => l.WaitAsync(run, "a", Morning, "Blackout hours.", t));
        calls.Add<ResyncLeases>("end", (l, t) => l.EndAsync(run, "a", ResyncState.Paused, "It is down.", t));
        calls.Add<ResyncCommitter>("unsettled", (c, t) => c.UnsettledAsync(7, t));
        calls.Add<ResyncCommitter>("list", (c, t) => c.ListAsync(run, "a", [Difference(0)], t));
        calls.Add<ResyncCommitter>("settle", (c, t) => c.SettleAsync(run, "a", [Difference(1)], [Difference(2)], new ResyncCounts(), t));
        calls.Add<ResyncCommitter>("commit the last page", (c, t) => c.CommitAsync(
            new ResyncRun { Id = 7, DefinitionId = 1, Name = "Stock", Plan = "{}", StartedBy = "anna" }, "a", [Difference(0)], [],
            new ResyncCounts(), new ResyncPlace(ResyncPhase.Compare, "9", IsEnd: true), t));
        calls.AddPart("orders' deliveries", (c, t) => OrderDeliveries.Of(c, 1, ["000000001"]).ToListAsync(t));
        calls.AddPart("oldest differences", (c, t) => ResyncHistory.Oldest(c, 7).ToListAsync(t));
        calls.AddPart("remove differences", (c, t) => c.ResyncDifferences.Where(d => d.RunId == 7 && d.Id <= 9).ExecuteDeleteAsync(t));
        calls.AddPart("remove a run", (c, t) => c.ResyncRuns.Where(r => r.Id == 7).ExecuteDeleteAsync(t));
        calls.AddPart("old resync runs", (c, t) => ResyncHistory.Old(c, 1, 9, 50).ToListAsync(t));
    }

    private static ResyncDifference Difference(long id) => new() { Id = id, RunId = 7, Key = "SKU" };

    private static Dictionary<string, Func<OfflineConsole, CancellationToken, Task>> Collect(params Action<Calls>[] features)
    {
        var calls = new Calls();
        foreach (var feature in features)
            feature(calls);
        return calls.All;
    }

    private static async Task RestoreAsync(SubscriptionStore store, CancellationToken cancellationToken)
    {
        try
        {
            await store.RestoreAsync(1, 1, 1, "anna", cancellationToken);
        }
        catch (System.Text.Json.JsonException)
        {
            // The made-up text is no settings of Commerce. What is written after that, an update writes, too.
        }
    }

    private sealed class Stop(CancellationTokenSource walk) : IProgress<DeliveryActionResult>
    {
        public void Report(DeliveryActionResult value) => walk.Cancel();
    }

    private sealed class Calls
    {
        public Dictionary<string, Func<OfflineConsole, CancellationToken, Task>> All { get; } = new(StringComparer.Ordinal);

        public void Add<T>(string name, Func<T, CancellationToken, Task> call)
            where T : notnull => All.Add($"{typeof(T).Name}: {name}", (console, token) => call(console.Get<T>(), token));

        /// <summary>A part of a feature that works in its caller's context.</summary>
        public void AddPart(string name, Func<ConsoleDbContext, CancellationToken, Task> call) =>
            Add<OfflineServer>(name, async (server, token) =>
            {
                await using var context = server.CreateDbContext();
                await call(context, token);
            });
    }
}
