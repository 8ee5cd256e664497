using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Subscriptions;

namespace CommerceEventConsole.Storage.Tests.Configuration;

/// <summary>Draft, publish, restore.</summary>
public class DraftTests
{
    private static CancellationToken Token => ConsoleOnSqlite.Token;

    [Fact]
    public async Task A_draft_matches_nothing_until_it_is_published()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var row = (await console.Subscriptions.CreateDraftAsync(await DraftAsync(console), "anna", Token)).Value!;
        Assert.Empty(console.Routing.Current.Routes);

        var published = (await console.Subscriptions.PublishAsync(row.Id, row.Version, "ben", Token)).Value!;

        var revision = published.Published()!;
        Assert.Null(published.Draft());
        Assert.Equal((1, "anna", "ben"), (revision.Number, revision.CreatedBy, revision.PublishedBy));
        Assert.Equal(revision.Id, Assert.Single(console.Routing.Current.Routes[Drafts.OrderSaved]).RevisionId);
    }

    [Fact]
    public async Task A_draft_beside_what_is_in_force_changes_nothing_of_it_but_the_name()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var draft = await DraftAsync(console);
        var row = (await console.Subscriptions.CreateAsync(draft, "anna", Token)).Value!;
        var inForce = row.Published()!.Id;

        var changed = await console.Subscriptions.SaveDraftAsync(
            row.Id, row.Version, draft with { Name = "Renamed", Fields = ["increment_id"], DestinationIds = [] }, "ben", Token);

        Assert.Equal(ChangeOutcome.Changed, changed.Outcome);
        Assert.Equal(inForce, Assert.Single(console.Routing.Current.Routes[Drafts.OrderSaved]).RevisionId);
        var read = (await console.Subscriptions.GetAsync(row.Id, Token))!;
        Assert.Equal(("Renamed", 2, "ben"), (read.Name, read.Draft()!.Number, read.Draft()!.CreatedBy));
        Assert.Equal(["increment_id"], SubscriptionDraft.WorkingCopy(read).Fields);
        Assert.Equal(draft.Fields, SubscriptionDraft.From(read).Fields);
        Assert.Empty(SubscriptionDraft.WorkingCopy(read).DestinationIds);
    }

    [Fact]
    public async Task A_draft_that_says_what_is_in_force_already_is_none()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var draft = await DraftAsync(console);
        var row = (await console.Subscriptions.CreateAsync(draft, "anna", Token)).Value!;
        row = (await console.Subscriptions.SaveDraftAsync(row.Id, row.Version, draft with { Fields = ["state"] }, "anna", Token)).Value!;
        Assert.NotNull(row.Draft());

        row = (await console.Subscriptions.SaveDraftAsync(row.Id, row.Version, draft, "anna", Token)).Value!;

        Assert.Null(row.Draft());
        Assert.Single(await console.Subscriptions.RevisionsAsync(row.Id, Token));
    }

    [Fact]
    public async Task With_four_eyes_nobody_publishes_what_they_changed_last()
    {
        await using var console = await ConsoleOnSqlite.StartAsync(("Subscriptions:FourEyes", "true"));
        var row = (await console.Subscriptions.CreateDraftAsync(await DraftAsync(console), "anna", Token)).Value!;

        var refused = await console.Subscriptions.PublishAsync(row.Id, row.Version, "Anna", Token);
        var taken = await console.Subscriptions.PublishAsync(row.Id, row.Version, "ben", Token);

        Assert.Equal((ChangeOutcome.Invalid, ChangeOutcome.Changed), (refused.Outcome, taken.Outcome));
        Assert.NotNull(taken.Value!.Published());
    }

    [Fact]
    public async Task An_older_revision_is_put_in_force_again_as_a_new_one_and_the_draft_stays()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var draft = await DraftAsync(console);
        var row = (await console.Subscriptions.CreateAsync(draft, "anna", Token)).Value!;
        row = (await console.Subscriptions.UpdateAsync(row.Id, row.Version, draft with { Fields = ["state"] }, "anna", Token)).Value!;
        row = (await console.Subscriptions.SaveDraftAsync(row.Id, row.Version, draft with { Fields = ["status"] }, "anna", Token)).Value!;

        row = (await console.Subscriptions.RestoreAsync(row.Id, row.Version, 1, "ben", Token)).Value!;

        Assert.Equal((4, 1, draft.Fields[0]), (row.Published()!.Number, row.Published()!.RestoredFrom, SubscriptionDraft.From(row).Fields[0]));
        Assert.Equal(["status"], SubscriptionDraft.WorkingCopy(row).Fields);

        // And the draft, published after it, is the newer one.
        row = (await console.Subscriptions.PublishAsync(row.Id, row.Version, "ben", Token)).Value!;
        Assert.Equal([(5, RevisionState.Published), (4, RevisionState.Superseded), (2, RevisionState.Superseded), (1, RevisionState.Superseded)],
            (await console.Subscriptions.RevisionsAsync(row.Id, Token)).Select(r => (r.Number, r.State)));
    }

    [Fact]
    public async Task A_revision_that_never_was_in_force_is_not_restored()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var row = (await console.Subscriptions.CreateDraftAsync(await DraftAsync(console), "anna", Token)).Value!;

        Assert.Equal(ChangeOutcome.NotFound, (await console.Subscriptions.RestoreAsync(row.Id, row.Version, 1, "ben", Token)).Outcome);
    }

    [Fact]
    public async Task A_discarded_draft_leaves_what_is_in_force_and_takes_along_what_never_was()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var draft = await DraftAsync(console);
        var kept = (await console.Subscriptions.CreateAsync(draft, "anna", Token)).Value!;
        kept = (await console.Subscriptions.SaveDraftAsync(kept.Id, kept.Version, draft with { Fields = [] }, "anna", Token)).Value!;
        var never = (await console.Subscriptions.CreateDraftAsync(draft with { Name = "Never" }, "anna", Token)).Value!;

        await console.Subscriptions.DiscardDraftAsync(kept.Id, kept.Version, "anna", Token);
        await console.Subscriptions.DiscardDraftAsync(never.Id, never.Version, "anna", Token);

        var left = Assert.Single(await console.Subscriptions.ListAsync(Token));
        Assert.Equal((kept.Id, true), (left.Id, left.Draft() is null));
        Assert.Equal(
            ["subscription.draft-discarded", "subscription.draft-discarded"], (await console.AuditAsync()).TakeLast(2).Select(a => a.Action));
    }

    [Fact]
    public async Task A_renamed_field_is_kept_as_it_was_asked_for_and_two_under_one_name_are_refused()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var draft = await DraftAsync(console);

        var refused = await console.Subscriptions.CreateDraftAsync(draft with { Fields = ["grand_total as total", "subtotal as total"] }, "anna", Token);
        var row = (await console.Subscriptions.CreateDraftAsync(draft with { Fields = ["grand_total as total", "items[].sku as article"] }, "anna", Token)).Value!;
        row = (await console.Subscriptions.PublishAsync(row.Id, row.Version, "anna", Token)).Value!;

        Assert.Equal("fields[1]", Drafts.FieldsOf(refused));
        Assert.Equal(["grand_total as total", "items[].sku as article"], SubscriptionDraft.From(row).Fields);
        Assert.Equal(Drafts.OrderSaved, Assert.Single(console.Routing.Current.Routes).Key);
    }

    [Fact]
    public async Task What_only_Commerce_understands_is_kept()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var settings = new CommerceSettings("observer.sales_order_save_commit_after", Priority: true, Fields: [new("store.code", null, "context_store.get_store.get_code")]);

        var row = (await console.Subscriptions.CreateAsync(await DraftAsync(console) with { Commerce = settings }, "anna", Token)).Value!;

        var read = SubscriptionDraft.From((await console.Subscriptions.GetAsync(row.Id, Token))!).Commerce!;
        Assert.Equal((settings.Parent, true), (read.Parent, read.Priority));
        Assert.Equal(settings.Fields, read.Fields);
    }

    private static async Task<SubscriptionDraft> DraftAsync(ConsoleOnSqlite console) =>
        Drafts.Subscription((await console.Destinations.CreateAsync(Drafts.Destination, "anna", Token)).Value!.Id);
}
