using Bunit;
using CommerceEventConsole.Components.Subscriptions;
using CommerceEventConsole.Console.Tests.Overview;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Console.Tests.Subscriptions;

/// <summary>Draft, publish, take back: on the page.</summary>
public sealed class DraftScreenTests
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Saving_keeps_a_draft_and_shows_what_it_would_change()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Operator);
        var erp = await screens.AddDestinationAsync("ERP");
        var subscription = await screens.AddSubscriptionAsync("Orders", ["increment_id"], [], erp.Id);
        var page = Open(screens, subscription);
        page.WaitForElement(".draft-banner");

        await page.FindAll("fieldset .check input[type=checkbox]").Single().SetAsync(false);
        await page.Find("form").SubmitAsync();

        page.WaitForAssertion(() => Assert.Contains("with a draft beside it", page.Find(".draft-banner h2").TextContent, StringComparison.Ordinal));
        Assert.Contains("destination ERP", page.Find(".draft-banner .change-removed").TextContent, StringComparison.Ordinal);
        var stored = (await screens.Subscriptions.GetAsync(subscription.Id, Token))!;
        Assert.Equal([erp.Id], SubscriptionDraft.From(stored).DestinationIds);
        Assert.Empty(SubscriptionDraft.WorkingCopy(stored).DestinationIds);
    }

    [Fact]
    public async Task The_page_edits_the_draft_where_there_is_one()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Operator);
        var subscription = await DraftedAsync(screens);

        var page = Open(screens, subscription);

        Assert.Contains("state", page.WaitForElement(".draft-banner .changes-list").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_operator_reads_that_an_administrator_publishes_it()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Operator);
        var subscription = await DraftedAsync(screens);

        var page = Open(screens, subscription);

        Assert.Contains("An administrator publishes it.", page.WaitForElement(".draft-banner").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain(Buttons(page), b => b is "Publish" or "Put back in force" or "Delete");
    }

    [Fact]
    public async Task An_administrator_publishes_the_draft_with_one_click()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        var subscription = await DraftedAsync(screens);
        var page = Open(screens, subscription);
        page.WaitForElement(".draft-banner");

        await page.ClickAsync("Publish");

        page.WaitForAssertion(() => Assert.Equal("In force", page.Find(".draft-banner h2").TextContent));
        var stored = (await screens.Subscriptions.GetAsync(subscription.Id, Token))!;
        Assert.Equal((2, null), (stored.Published()!.Number, stored.Draft()));
    }

    [Fact]
    public async Task What_is_not_saved_is_not_published()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        var subscription = await DraftedAsync(screens);
        var page = Open(screens, subscription);
        page.WaitForElement(".draft-banner");

        await page.Find("#field-name").SetAsync("Paid orders");

        page.WaitForAssertion(() => Assert.Contains("Save the draft first", page.Find(".draft-banner").TextContent, StringComparison.Ordinal));
        Assert.DoesNotContain("Publish", Buttons(page));
    }

    [Fact]
    public async Task A_discarded_draft_leaves_what_is_in_force()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Operator);
        var subscription = await DraftedAsync(screens);
        string? asked = null;
        screens.Dialogs.OnOpen += (title, _, _, _) => asked = title;
        var page = Open(screens, subscription);
        page.WaitForElement(".draft-banner");

        var discarding = page.ClickAsync("Discard draft");
        page.WaitForAssertion(() => Assert.Equal("Discard the draft?", asked));
        await page.InvokeAsync(() => screens.Dialogs.Close(true));
        await discarding;

        page.WaitForAssertion(() => Assert.Equal("In force", page.Find(".draft-banner h2").TextContent));
        var stored = (await screens.Subscriptions.GetAsync(subscription.Id, Token))!;
        Assert.Equal((1, null), (stored.Published()!.Number, stored.Draft()));
    }

    [Fact]
    public async Task An_older_revision_is_back_in_force_after_two_clicks()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        var subscription = await DraftedAsync(screens);
        var published = (await screens.Subscriptions.PublishAsync(subscription.Id, subscription.Version, "anna", Token)).Value!;
        IReadOnlyList<RevisionChange> shown = [];
        screens.Dialogs.OnOpen += (_, _, parameters, _) => shown = (IReadOnlyList<RevisionChange>)parameters["Changes"]!;
        var page = Open(screens, published);
        page.WaitForElement(".revisions");

        var restoring = page.ClickAsync("Put back in force");
        page.WaitForAssertion(() => Assert.Equal((RevisionChangeKind.Removed, "field state"), (Assert.Single(shown).Kind, shown[0].Text)));
        await page.InvokeAsync(() => screens.Dialogs.Close(true));
        await restoring;

        page.WaitForAssertion(() => Assert.Contains("Brought back revision 1", page.Find("#revision-3").TextContent, StringComparison.Ordinal));
        Assert.Equal(3, (await screens.Subscriptions.GetAsync(subscription.Id, Token))!.Published()!.Number);
    }

    [Fact]
    public async Task The_dialog_says_what_the_older_revision_changes()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);

        var dialog = screens.Page.Render<RestoreDialog>(p => p.Add(x => x.Number, 4).Add(x => x.Changes, [new(RevisionChangeKind.Added, "field sku")]));

        Assert.Equal("+added: field sku", dialog.Find("li").TextContent);
        Assert.Contains("Put revision 4 back in force", Buttons(dialog));
    }

    [Fact]
    public async Task Every_revision_says_what_it_changed_and_who_published_it()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Viewer);
        var subscription = await DraftedAsync(screens);

        var page = Open(screens, subscription);

        var rows = page.WaitForElements(".revisions tbody tr");
        Assert.Contains("draft", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("field state", rows[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("in force", rows[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("anna@example.com", rows[1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_new_subscription_is_a_draft_and_goes_to_its_own_page()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Operator);
        var page = screens.Page.Render<SubscriptionEdit>();
        await page.WaitForElement("#field-name").SetAsync("Parcels");
        await page.Find("#field-eventType").TypeAsync("com.example.parcel.lost");
        await page.FindAll(".pick").Single(b => b.TextContent.Contains("as it is", StringComparison.Ordinal)).PressAsync();

        await page.Find("form").SubmitAsync();

        page.WaitForAssertion(() => Assert.Matches("/subscriptions/[0-9]+$", screens.Page.Services.GetAddress()));
        var stored = Assert.Single(await screens.Subscriptions.ListAsync(Token));
        Assert.Null(stored.Published());
        Assert.NotNull(stored.Draft());
    }

    [Fact]
    public async Task The_list_marks_drafts()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Viewer);
        await DraftedAsync(screens);
        await screens.Subscriptions.CreateDraftAsync(
            new SubscriptionDraft("Never", "observer.sales_order_save_commit_after", ["state"], [], [], RouteSending.Default, Enabled: true), "anna", Token);

        var list = screens.Page.Render<SubscriptionList>();

        list.WaitForElement("tbody tr");
        Assert.Equal(["never published", "draft"], list.FindAll("tbody .badge").Select(b => b.TextContent));
        // What is in force is what the list tells, not the draft.
        Assert.Contains("1 field", list.FindAll("tbody tr")[1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_only_Commerce_uses_survives_an_edit()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Operator);
        var draft = new SubscriptionDraft(
            "Orders", "observer.sales_order_save_commit_after", [], [], [], RouteSending.Default, Enabled: true, new CommerceSettings(Priority: true));
        var subscription = (await screens.Subscriptions.CreateAsync(draft, "anna", Token)).Value!;
        var page = Open(screens, subscription);
        await page.WaitForElement("#field-order").SetAsync("Any");

        await page.Find("form").SubmitAsync();

        page.WaitForAssertion(() => Assert.Contains("with a draft", page.Find(".draft-banner h2").TextContent, StringComparison.Ordinal));
        var stored = (await screens.Subscriptions.GetAsync(subscription.Id, Token))!;
        Assert.True(SubscriptionDraft.WorkingCopy(stored).Commerce!.Priority);
    }

    private static async Task<Subscription> DraftedAsync(Screens screens)
    {
        var row = await screens.AddSubscriptionAsync("Orders", ["increment_id"], []);
        var draft = SubscriptionDraft.From(row) with { Fields = ["increment_id", "state"], Rules = [] };
        return (await screens.Subscriptions.SaveDraftAsync(row.Id, row.Version, draft, "anna@example.com", Token)).Value!;
    }

    private static IRenderedComponent<SubscriptionEdit> Open(Screens screens, Subscription subscription) =>
        screens.Page.Render<SubscriptionEdit>(p => p.Add(x => x.Id, subscription.Id));

    private static IEnumerable<string> Buttons<T>(IRenderedComponent<T> page)
        where T : Microsoft.AspNetCore.Components.IComponent => page.FindAll("button").Select(Clicks.Text);
}
