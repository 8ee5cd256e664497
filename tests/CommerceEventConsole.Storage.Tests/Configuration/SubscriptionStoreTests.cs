using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Matching;
using CommerceEventConsole.Engine.Subscriptions.Stages;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Storage.Tests.Configuration;

public class SubscriptionStoreTests
{
    private static CancellationToken Token => ConsoleOnSqlite.Token;

    [Fact]
    public async Task A_new_subscription_is_published_and_routes_events_under_its_canonical_type()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var destination = await DestinationAsync(console);

        var result = await console.Subscriptions.CreateAsync(
            Drafts.Subscription(destination) with { EventType = "com.adobe.commerce." + Drafts.OrderSaved }, "anna", Token);

        var revision = result.Value!.Published()!;
        Assert.Equal((1, Drafts.OrderSaved, "anna"), (revision.Number, revision.EventType, revision.CreatedBy));
        var target = Assert.Single(console.Routing.Current.Routes[Drafts.OrderSaved]);
        Assert.Equal((result.Value.Id, revision.Id, destination), (target.SubscriptionId, target.RevisionId, target.DestinationId));
    }

    [Fact]
    public async Task What_is_read_back_is_what_was_saved()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var draft = Drafts.Subscription(await DestinationAsync(console)) with
        {
            Rules = [new Rule("status", RuleOperator.Regex, "/^\"caf\u00e9\" <b>\\d+$/u"), new Rule("grand_total", RuleOperator.OnChange, "")],
        };

        var id = (await console.Subscriptions.CreateAsync(draft, "anna", Token)).Value!.Id;

        var read = SubscriptionDraft.From((await console.Subscriptions.GetAsync(id, Token))!);
        Assert.Equal(draft.Rules, read.Rules);
        Assert.Equal(draft.Fields, read.Fields, StringComparer.Ordinal);
        Assert.Equal(draft.DestinationIds, read.DestinationIds);
    }

    [Fact]
    public async Task Stages_are_kept_by_destination_and_reach_the_routes()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var (erp, gone) = (await DestinationAsync(console), 4711);
        var draft = Drafts.Subscription(erp) with { Stages = new Dictionary<int, RouteStages> { [erp] = Drafts.Stages, [gone] = Drafts.Stages } };

        var row = (await console.Subscriptions.CreateAsync(draft, "anna", Token)).Value!;

        var read = SubscriptionDraft.From((await console.Subscriptions.GetAsync(row.Id, Token))!);
        Assert.Equal(erp, Assert.Single(read.Stages!).Key);
        Assert.Equivalent(Drafts.Stages, read.StagesOf(erp), strict: true);
        var revision = await console.Routing.RevisionAsync(row.Published()!.Id, Token);
        Assert.Equal("order", Assert.Single(revision!.Stages![erp].Enrich).Stage.Name);
        Assert.Equal(ChangeOutcome.Unchanged, (await console.Subscriptions.UpdateAsync(row.Id, row.Version, read, "ben", Token)).Outcome);
        var changed = read with { Stages = new Dictionary<int, RouteStages> { [erp] = Drafts.Stages with { Enrich = [] , Map = null, WriteBack = [] } } };
        Assert.Equal(2, (await console.Subscriptions.UpdateAsync(row.Id, row.Version, changed, "ben", Token)).Value!.Published()!.Number);
    }

    [Fact]
    public async Task Stages_that_cannot_work_are_refused_by_destination_stage_and_row()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var erp = await DestinationAsync(console);
        var broken = new RouteStages { Map = new MapStage { Rows = [new("a..b", new StageValue { Path = "x" })] } };

        var result = await console.Subscriptions.CreateAsync(
            Drafts.Subscription(erp) with { Stages = new Dictionary<int, RouteStages> { [erp] = broken } }, "anna", Token);

        var problem = Assert.Single(result.Problems);
        Assert.Equal($"stages.{erp}.map.rows[0].target", problem.Field);
        Assert.StartsWith("ERP: Mapping, row 1: the target “a..b”", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_subscription_without_stages_has_none_in_its_row_and_its_routes()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var erp = await DestinationAsync(console);
        var draft = Drafts.Subscription(erp) with { Stages = new Dictionary<int, RouteStages> { [erp] = RouteStages.None } };

        var revision = (await console.Subscriptions.CreateAsync(draft, "anna", Token)).Value!.Published()!;

        Assert.Null(revision.Stages);
        Assert.Null((await console.Routing.RevisionAsync(revision.Id, Token))!.Stages);
    }

    [Fact]
    public async Task Changed_content_makes_a_new_revision_and_the_old_one_can_still_be_asked_for()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var draft = Drafts.Subscription(await DestinationAsync(console));
        var row = (await console.Subscriptions.CreateAsync(draft, "anna", Token)).Value!;
        var first = row.Published()!.Id;

        var changed = await console.Subscriptions.UpdateAsync(row.Id, row.Version, draft with { Fields = ["increment_id"] }, "ben", Token);

        var revisions = await console.Subscriptions.RevisionsAsync(row.Id, Token);
        Assert.Equal([(2, RevisionState.Published), (1, RevisionState.Superseded)], revisions.Select(r => (r.Number, r.State)));
        Assert.Equal(changed.Value!.Published()!.Id, Assert.Single(console.Routing.Current.Routes[Drafts.OrderSaved]).RevisionId);
        var superseded = await console.Routing.RevisionAsync(first, Token);
        Assert.Equal(Drafts.OrderSaved, superseded!.EventType);
        Assert.Same(superseded, await console.Routing.RevisionAsync(first, Token));
        Assert.Null(await console.Routing.RevisionAsync(4711, Token));
    }

    [Fact]
    public async Task A_new_name_makes_no_new_revision_and_an_unchanged_draft_nothing_at_all()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var draft = Drafts.Subscription(await DestinationAsync(console));
        var row = (await console.Subscriptions.CreateAsync(draft, "anna", Token)).Value!;

        var renamed = await console.Subscriptions.UpdateAsync(row.Id, row.Version, draft with { Name = "Large orders" }, "anna", Token);
        var version = await console.VersionAsync();
        var same = await console.Subscriptions.UpdateAsync(row.Id, renamed.Value!.Version, draft with { Name = "Large orders" }, "anna", Token);

        Assert.Equal((ChangeOutcome.Changed, ChangeOutcome.Unchanged), (renamed.Outcome, same.Outcome));
        Assert.Single(await console.Subscriptions.RevisionsAsync(row.Id, Token));
        Assert.Equal(version, await console.VersionAsync());
    }

    [Fact]
    public async Task A_destination_taken_out_leaves_its_route_removed_and_brought_back_revives_it()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var (one, two) = (await DestinationAsync(console), await DestinationAsync(console, "WMS"));
        var row = (await console.Subscriptions.CreateAsync(Drafts.Subscription(one, two), "anna", Token)).Value!;
        var routes = row.Routes.ToDictionary(r => r.DestinationId, r => r.Id);

        row = (await console.Subscriptions.UpdateAsync(row.Id, row.Version, Drafts.Subscription(two), "anna", Token)).Value!;
        var without = console.Routing.Current.Routes[Drafts.OrderSaved].Select(t => t.RouteId);
        row = (await console.Subscriptions.UpdateAsync(row.Id, row.Version, Drafts.Subscription(one, two), "anna", Token)).Value!;

        Assert.Equal([routes[two]], without);
        Assert.Equal([routes[one], routes[two]], console.Routing.Current.Routes[Drafts.OrderSaved].Select(t => t.RouteId));
        Assert.Equal(2, row.Routes.Count);
    }

    [Fact]
    public async Task Problems_of_fields_and_rules_name_their_place()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var draft = Drafts.Subscription(4711) with
        {
            EventType = "",
            Fields = ["increment_id", "items[0].sku"],
            Rules = [new Rule("status", RuleOperator.Regex, "/unclosed(/")],
        };

        var result = await console.Subscriptions.CreateAsync(draft, "anna", Token);

        Assert.Equal("destinations eventType fields[1] rules[0]", Drafts.FieldsOf(result));
    }

    [Fact]
    public async Task A_deleted_subscription_matches_nothing_frees_its_name_and_leaves_its_revision_readable()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var draft = Drafts.Subscription(await DestinationAsync(console));
        var row = (await console.Subscriptions.CreateAsync(draft, "anna", Token)).Value!;

        var deleted = await console.Subscriptions.DeleteAsync(row.Id, "anna", Token);

        Assert.Equal(ChangeOutcome.Changed, deleted.Outcome);
        Assert.Empty(console.Routing.Current.Routes);
        Assert.Empty(await console.Subscriptions.ListAsync(Token));
        Assert.NotNull(await console.Routing.RevisionAsync(row.Published()!.Id, Token));
        Assert.True(await console.QueryAsync(c => c.Routes.AllAsync(r => r.Removed, Token)));
        Assert.Equal(ChangeOutcome.Changed, (await console.Subscriptions.CreateAsync(draft, "anna", Token)).Outcome);
    }

    [Fact]
    public async Task A_subscription_that_is_switched_off_routes_nothing()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var row = (await console.Subscriptions.CreateAsync(Drafts.Subscription(await DestinationAsync(console)), "anna", Token)).Value!;

        await console.Subscriptions.SetEnabledAsync(row.Id, enabled: false, "anna", Token);

        Assert.Empty(console.Routing.Current.Routes);
    }

    private static async Task<int> DestinationAsync(ConsoleOnSqlite console, string name = "ERP") =>
        (await console.Destinations.CreateAsync(Drafts.Destination with { Name = name }, "anna", Token)).Value!.Id;
}
