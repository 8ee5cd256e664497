using CommerceEventConsole.EndToEnd.Tests.Processes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceEventConsole.EndToEnd.Tests.Screens;

/// <summary>A failure put right by hand: what was sent is edited, and what need not arrive is dismissed and brought back.</summary>
public sealed class EditStoryTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private const string KnownSku = "MUG-ENAMEL-35";

    [Fact]
    public async Task An_order_with_a_wrong_article_is_edited_and_taken()
    {
        await using var minute = await FirstMinute.StartAsync(("Sandbox:AutoPlay", "false"), ("Access:FirstAdministrator:Email", ConsoleProcess.Email), ("Access:FirstAdministrator:Password", ConsoleProcess.Password));
        await using var window = await browser.OpenAsync(minute.Console.Url);
        var page = window.Page;
        await window.SignInAsync();
        var order = await minute.PlaceOrderAsync(FirstMinute.UnknownSku);
        await window.GoToAsync("Failures");
        await page.GetByRole(AriaRole.Row).Filter(new() { HasText = order }).GetByRole(AriaRole.Link).First.ClickAsync();

        await DismissAndRestoreAsync(page);
        await EditAsync(window);

        await Until.TrueAsync("the ERP takes the order", async () =>
            (await minute.ErpReceiptsAsync(order)).Any(r => string.Equals((string?)r["outcome"], "accepted", StringComparison.Ordinal)));
        var receipts = await minute.ErpReceiptsAsync(order);
        Assert.Single(receipts.Select(r => (string?)r["webhookId"]).Distinct(StringComparer.Ordinal));
        var edited = page.GetByRole(AriaRole.Article, new() { Name = "Delivery to ERP", Exact = true }).Filter(new() { HasText = "Edited by" });
        await Expect(edited).ToContainTextAsync("The article was renamed");
        await edited.GetByRole(AriaRole.Button, new() { Name = "What was changed" }).ClickAsync();
        await Expect(edited.Locator(".diff-after").Filter(new() { HasText = KnownSku }).First).ToBeVisibleAsync();
        await window.PictureAsync("edited-delivery");
        window.AssertContent();
    }

    [Fact]
    public async Task All_that_failed_are_dismissed_and_brought_back()
    {
        await using var minute = await FirstMinute.StartAsync(("Sandbox:AutoPlay", "false"), ("Access:FirstAdministrator:Email", ConsoleProcess.Email), ("Access:FirstAdministrator:Password", ConsoleProcess.Password));
        await using var window = await browser.OpenAsync(minute.Console.Url);
        var page = window.Page;
        await window.SignInAsync();
        for (var i = 0; i < 6; i++)
            await minute.PressAsync("/control/shop/orders?count=10&sku=" + FirstMinute.UnknownSku);
        await window.GoToAsync("Failures");
        await Expect(page.Locator(".state-tabs a.active .tab-count")).ToHaveTextAsync("60");

        await page.GetByLabel("Select all on this page").CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Select all 60 matching" }).ClickAsync();
        await Expect(page.Locator(".select-all")).ToContainTextAsync("All 60 matching are selected");
        await window.PictureAsync("failures-all-matching");
        await page.GetByRole(AriaRole.Button, new() { Name = "Dismiss selected" }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Dismiss 60 deliveries" }).ClickAsync();
        await Expect(page.Locator(".undo-notice")).ToContainTextAsync("60 deliveries dismissed");
        await Expect(page.GetByText("Nothing has failed.")).ToBeVisibleAsync();
        await page.Locator(".undo-notice").GetByRole(AriaRole.Button, new() { Name = "Undo" }).ClickAsync();
        await Expect(page.Locator(".state-tabs a.active .tab-count")).ToHaveTextAsync("60");
        await Expect(page.Locator(".undo-notice")).ToHaveCountAsync(0);
        window.AssertContent();
    }

    private static async Task DismissAndRestoreAsync(IPage page)
    {
        var delivery = page.GetByRole(AriaRole.Article, new() { Name = "Delivery to ERP", Exact = true });
        await delivery.GetByRole(AriaRole.Button, new() { Name = "Dismiss" }).ClickAsync();
        await Expect(delivery).ToContainTextAsync("dismissed");

        // The toast's undo, as somebody without a mouse reaches it.
        var undo = page.GetByRole(AriaRole.Button, new() { Name = "Undo", Exact = true });
        await undo.FocusAsync();
        await undo.PressAsync("Enter");
        await Expect(delivery).ToContainTextAsync("failed");
    }

    private static async Task EditAsync(Window window)
    {
        var page = window.Page;
        var delivery = page.GetByRole(AriaRole.Article, new() { Name = "Delivery to ERP", Exact = true });
        await delivery.GetByRole(AriaRole.Button, new() { Name = "Edit and replay" }).ClickAsync();
        var body = page.GetByLabel("Body");
        var sent = await body.InputValueAsync();

        // More than a single message of the connection holds.
        var padded = sent.Replace(FirstMinute.UnknownSku, KnownSku, StringComparison.Ordinal)
            .Replace("\"data\": {", $"\"data\": {{\n    \"note\": \"{new string('x', 100_000)}\",", StringComparison.Ordinal);
        await body.FillAsync(padded);
        await Expect(page.Locator(".diff-before").Filter(new() { HasText = FirstMinute.UnknownSku }).First).ToBeVisibleAsync();
        await Expect(page.Locator(".diff-after").Filter(new() { HasText = KnownSku }).First).ToBeVisibleAsync();
        await page.GetByLabel("Why").FillAsync("The article was renamed");
        await window.PictureAsync("edit-and-replay");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send edited delivery" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToHaveCountAsync(0);
    }
}
