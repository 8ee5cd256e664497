using CommerceEventConsole.EndToEnd.Tests.Processes;
using CommerceEventConsole.Engine.Replays;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceEventConsole.EndToEnd.Tests.Screens;

/// <summary>A subscription from the first tick to the past events that it sends, in a real browser.</summary>
public sealed class SubscriptionStoryTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task A_subscription_is_made_with_the_keyboard_previewed_published_changed_put_back_and_backfilled()
    {
        await using var minute = await FirstMinute.StartAsync(
            ("Sandbox:OrdersPerMinute", "600"), ("Access:FirstAdministrator:Email", ConsoleProcess.Email), ("Access:FirstAdministrator:Password", ConsoleProcess.Password));
        await using var window = await browser.OpenAsync(minute.Console.Url);
        var page = window.Page;
        await Until.TrueAsync("an order has come", async () => (await minute.Folder.Store.ReadAsync(db => db.Events.Select(e => e.Seq).Take(20))).Count == 20);
        await window.SignInAsync();

        // Made with the keyboard.
        await window.VisitAsync("/subscriptions/new");
        await page.GetByLabel("Name", new() { Exact = true }).FocusAsync();
        await page.Keyboard.TypeAsync("Orders to look at");
        await page.Keyboard.PressAsync("Tab");
        await page.Keyboard.TypeAsync("order saved");
        await Expect(page.Locator(".pick").First).ToContainTextAsync("Order saved");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("[role=treeitem]").First).ToBeVisibleAsync();
        await page.GetByLabel("Only what is ticked below").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await Expect(page.GetByText("Nothing is ticked yet")).ToBeVisibleAsync();
        await Row(page, "increment_id").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await page.Keyboard.PressAsync("End");
        await page.Keyboard.PressAsync("Home");
        await Expect(Row(page, "increment_id")).ToBeFocusedAsync();
        await Expect(Row(page, "increment_id")).ToHaveAttributeAsync("aria-checked", "true");
        await Expect(page.GetByLabel("Payload as it is sent")).ToContainTextAsync("increment_id");
        await Expect(page.GetByLabel("Payload as it is sent")).Not.ToContainTextAsync("grand_total");
        await page.GetByLabel("ERP", new() { Exact = true }).FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save draft" }).PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Draft, never published" })).ToBeVisibleAsync();
        await window.PictureAsync("story-draft");
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish" }).PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "In force", Exact = true })).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Link, new() { Name = "Send past events, too" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Send past events" })).ToBeInViewportAsync();

        // Changed with the mouse: a rule whose pattern takes too long, then one that stops everything.
        await page.GetByRole(AriaRole.Button, new() { Name = "As text" }).ClickAsync();
        await page.GetByLabel("Rules and fields, a line each").FillAsync("state regex /^(.+)+\\1!$/\nincrement_id\ngrand_total");
        // What would change is listed above, and moves what is clicked next.
        await Expect(page.GetByText("added: field grand_total")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "As a form" }).ClickAsync();
        await Expect(page.GetByLabel("Value of rule 1")).ToHaveValueAsync("/^(.+)+\\1!$/");
        await page.GetByLabel("Value of rule 1").FillAsync("/^nothing is like this$/");
        await page.GetByLabel("Value of rule 1").BlurAsync();
        await Expect(page.Locator(".preview-figures")).ToContainTextAsync("0 of the last");
        await page.GetByRole(AriaRole.Button, new() { Name = "Run", Exact = true }).ClickAsync();
        await Expect(page.Locator(".run-sentence")).ToContainTextAsync("fewer");
        await window.PictureAsync("story-changed");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save draft" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
        await Expect(page.Locator("#revision-2")).ToContainTextAsync("in force");

        // And taken back in two clicks.
        await page.GetByRole(AriaRole.Button, new() { Name = "Put revision 1 back in force" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("field grand_total");
        await window.PictureAsync("story-dialog");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Put revision 1 back in force" }).ClickAsync();
        await Expect(page.Locator("#revision-3")).ToContainTextAsync("Brought back revision 1");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "In force", Exact = true })).ToBeVisibleAsync();
        await window.PictureAsync("story-back");

        // What came before it was published, sent now.
        await page.GetByRole(AriaRole.Button, new() { Name = "Count them" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { NameRegex = new("^Send [0-9,]+ past event") }).ClickAsync();
        await Expect(page.Locator(".rz-dialog")).ToContainTextAsync("older than what the receiving system got since");
        await page.Locator(".rz-dialog").GetByRole(AriaRole.Button, new() { NameRegex = new("^Send [0-9,]+ past event") }).ClickAsync();
        await Until.TrueAsync("the backfill has ended", async () =>
            (await minute.Folder.Store.ReadAsync(db => db.Replays)) is [{ State: ReplayState.Done }]);
        var replay = (await minute.Folder.Store.ReadAsync(db => db.Replays))[0];
        Assert.True(replay.Created > 0);
        Assert.Equal(replay.Created, (await minute.Folder.Store.ReadAsync(db => db.Deliveries.Where(d => d.ReplayId == replay.Id))).Count);
        await window.VisitAsync("/replays");
        await Expect(page.Locator(".badge-success")).ToContainTextAsync("done");
        await window.PictureAsync("story-replays");

        window.AssertContent();
    }

    private static ILocator Row(IPage page, string path) => page.Locator($"[role=treeitem][data-path='{path}']");
}
