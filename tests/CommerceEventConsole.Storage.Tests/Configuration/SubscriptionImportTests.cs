using System.Text;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Formats;
using CommerceEventConsole.Engine.Subscriptions.Formats.Export;

namespace CommerceEventConsole.Storage.Tests.Configuration;

public class SubscriptionImportTests
{
    private const string Events = """
        <config>
          <event name="observer.sales_order_save_commit_after"><fields><field name="increment_id"/><field name="state"/></fields></event>
          <event name="erp.observer.customer_login" parent="observer.customer_login" priority="1">
            <fields><field name="email" converter="C"/></fields>
            <rules><rule><field>email</field><operator>regex</operator><value>/@example\.com$/</value></rule></rules>
          </event>
          <event name="observer.bad"><fields><field name="a b"/></fields></event>
        </config>
        """;

    private static CancellationToken Token => ConsoleOnSqlite.Token;

    [Fact]
    public async Task A_plan_changes_nothing()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();

        var plan = await Import(console).PlanAsync([File(Events)], Token);

        Assert.Equal([ImportAction.Create, ImportAction.Create, ImportAction.Refuse], plan.Items.Select(i => i.Action));
        Assert.Empty(await console.Subscriptions.ListAsync(Token));
        Assert.Empty(await console.AuditAsync());
    }

    [Fact]
    public async Task What_is_saved_is_a_draft_that_matches_nothing_and_is_audited()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var plan = await Import(console).PlanAsync([File(Events)], Token);

        var outcomes = await Import(console).SaveAsync(plan.Items, "anna", Token);

        Assert.Equal(2, outcomes.Count);
        Assert.All(outcomes, o => Assert.Null(o.Problem));
        var rows = await console.Subscriptions.ListAsync(Token);
        Assert.All(rows, r => Assert.True(r.Published() is null && r.Draft() is not null));
        Assert.Empty(console.Routing.Current.Routes);
        Assert.Equal(["subscription.drafted", "subscription.drafted"], (await console.AuditAsync()).Select(a => a.Action));
        Assert.All(await console.AuditAsync(), a => Assert.Equal("anna", a.Who));
    }

    [Fact]
    public async Task A_second_import_of_the_same_file_has_nothing_to_do()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        await ImportAsync(console, File(Events));

        var again = await Import(console).PlanAsync([File(Events)], Token);

        Assert.Equal([ImportAction.Same, ImportAction.Same, ImportAction.Refuse], again.Items.Select(i => i.Action));
    }

    [Fact]
    public async Task What_is_in_force_stays_in_force_beside_the_imported_draft()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var destination = (await console.Destinations.CreateAsync(Drafts.Destination, "anna", Token)).Value!.Id;
        var there = (await console.Subscriptions.CreateAsync(Drafts.Subscription(destination), "anna", Token)).Value!;

        await ImportAsync(console, File(Events));

        var row = (await console.Subscriptions.GetAsync(there.Id, Token))!;
        Assert.Equal(Drafts.Subscription().Fields, SubscriptionDraft.From(row).Fields, StringComparer.Ordinal);
        var draft = SubscriptionDraft.WorkingCopy(row);
        Assert.Equal(["increment_id", "state"], draft.Fields);
        Assert.Empty(draft.Rules);
        Assert.Equal([destination], draft.DestinationIds);
        Assert.Equal(there.Published()!.Id, Assert.Single(console.Routing.Current.Routes[Drafts.OrderSaved]).RevisionId);
    }

    [Fact]
    public async Task A_subscription_that_somebody_changed_after_the_plan_is_left_alone_and_the_others_are_saved()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var there = (await console.Subscriptions.CreateAsync(Drafts.Subscription(), "anna", Token)).Value!;
        var plan = await Import(console).PlanAsync([File(Events)], Token);
        await console.Subscriptions.UpdateAsync(there.Id, there.Version, Drafts.Subscription() with { Fields = ["grand_total"] }, "ben", Token);

        var outcomes = await Import(console).SaveAsync(plan.Items, "anna", Token);

        Assert.Contains("ben", outcomes[0].Problem, StringComparison.Ordinal);
        Assert.Null(outcomes[1].Problem);
        Assert.Null((await console.Subscriptions.GetAsync(there.Id, Token))!.Draft());
    }

    [Fact]
    public async Task Only_what_was_chosen_is_saved()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var plan = await Import(console).PlanAsync([File(Events)], Token);

        await Import(console).SaveAsync([plan.Items[1], plan.Items[2]], "anna", Token);

        var row = Assert.Single(await console.Subscriptions.ListAsync(Token));
        var commerce = SubscriptionDraft.WorkingCopy(row).Commerce!;
        Assert.Equal(("erp.observer.customer_login", "observer.customer_login", true), (commerce.Name, commerce.Parent, commerce.Priority));
    }

    [Fact]
    public async Task A_set_taken_to_another_console_makes_the_same_subscriptions_there()
    {
        await using var here = await ConsoleOnSqlite.StartAsync();
        await using var there = await ConsoleOnSqlite.StartAsync();
        var erp = (await here.Destinations.CreateAsync(Drafts.Destination, "anna", Token)).Value!.Id;
        await there.Destinations.CreateAsync(Drafts.Destination with { Name = "Another first" }, "anna", Token);
        await there.Destinations.CreateAsync(Drafts.Destination, "anna", Token);
        await here.Subscriptions.CreateAsync(
            Drafts.Subscription(erp) with { Enabled = false, Sending = new RouteSending { Order = RouteOrder.Any }, Commerce = new CommerceSettings(Priority: true) }, "anna", Token);
        await here.Subscriptions.CreateDraftAsync(Drafts.Subscription() with { Name = "Only a draft" }, "anna", Token);
        var set = SubscriptionExport.ToSet(await here.Get<SubscriptionExport>().ReadAsync([], Token));

        var outcomes = await ImportAsync(there, File(set));

        Assert.All(outcomes, o => Assert.Null(o.Problem));
        Assert.Equal(set, SubscriptionExport.ToSet(await there.Get<SubscriptionExport>().ReadAsync([], Token)));
        Assert.All(await there.Subscriptions.ListAsync(Token), s => Assert.Null(s.Published()));
        Assert.Equal([ImportAction.Same, ImportAction.Same], (await Import(here).PlanAsync([File(set)], Token)).Items.Select(i => i.Action));
    }

    [Fact]
    public async Task What_is_in_force_goes_out_not_the_draft_beside_it_and_only_what_was_chosen()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var row = (await console.Subscriptions.CreateAsync(Drafts.Subscription(), "anna", Token)).Value!;
        await console.Subscriptions.SaveDraftAsync(row.Id, row.Version, Drafts.Subscription() with { Fields = ["draft_field"] }, "anna", Token);
        await console.Subscriptions.CreateAsync(Drafts.Subscription() with { Name = "Other" }, "anna", Token);

        var chosen = Assert.Single(await console.Get<SubscriptionExport>().ReadAsync([row.Id], Token));

        var xml = SubscriptionExport.ToXml([chosen], new ExportOptions()).Text;
        Assert.Contains("grand_total", xml, StringComparison.Ordinal);
        Assert.DoesNotContain("draft_field", xml, StringComparison.Ordinal);
    }

    private static SubscriptionImport Import(ConsoleOnSqlite console) => console.Get<SubscriptionImport>();

    private static ImportFile File(string content) => new("file", Encoding.UTF8.GetBytes(content));

    private static async Task<IReadOnlyList<ImportOutcome>> ImportAsync(ConsoleOnSqlite console, ImportFile file) =>
        await Import(console).SaveAsync((await Import(console).PlanAsync([file], Token)).Items, "anna", Token);
}
