using CommerceEventConsole.EndToEnd.Tests.Processes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceEventConsole.EndToEnd.Tests.Screens;

/// <summary>The main job as a person does it, from the first link to the replay that puts a failure right.</summary>
public sealed class OperatorStoryTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    [Fact]
    public async Task From_the_first_link_to_a_failure_put_right()
    {
        await using var minute = await FirstMinute.StartAsync(("Sandbox:AutoPlay", "false"));
        await using var window = await browser.OpenAsync(minute.Console.Url);
        var page = window.Page;

        await EnterByLinkAsync(window, minute.Console);

        // A new event shows by itself: nothing is clicked between the order and its row.
        await window.GoToAsync("Events");
        await Expect(page.GetByText("No event has arrived yet.")).ToBeVisibleAsync();
        var order = await minute.PlaceOrderAsync(FirstMinute.UnknownSku);
        var row = page.GetByRole(AriaRole.Row).Filter(new() { HasText = order }).Filter(new() { HasText = "failed" });
        await Expect(row.First).ToBeVisibleAsync();

        // The event says what the ERP refused, and why.
        await row.First.GetByRole(AriaRole.Link).First.ClickAsync();
        var delivery = page.GetByRole(AriaRole.Article, new() { Name = "Delivery to ERP", Exact = true });
        await Expect(delivery).ToContainTextAsync("unknown SKU " + FirstMinute.UnknownSku);
        await Expect(delivery).ToContainTextAsync("answered 422");

        await FindByKeyboardAsync(page, order);
        await PutRightAsync(window, minute, order);
        await SwitchThemesAsync(page);
        await LeaveAsync(page);
        window.AssertContent();
    }

    private static async Task EnterByLinkAsync(Window window, ConsoleProcess console)
    {
        var page = window.Page;
        await page.GotoAsync(console.Output.Labelled("First sign-in")!);
        await page.GetByLabel("E-mail").FillAsync(ConsoleProcess.Email);
        await page.GetByLabel("Password", new() { Exact = true }).FillAsync(ConsoleProcess.Password);
        await page.GetByLabel("The same password again").FillAsync(ConsoleProcess.Password);
        await page.GetByRole(AriaRole.Button, new() { Name = "Create and sign in" }).ClickAsync();
        await window.ShowsAsync("Overview");
    }

    private static async Task FindByKeyboardAsync(IPage page, string order)
    {
        await page.Keyboard.PressAsync("Control+k");
        var search = page.GetByRole(AriaRole.Combobox, new() { Name = "Find an order" });
        await Expect(search).ToBeFocusedAsync();
        await search.PressSequentiallyAsync(order);
        await Expect(page.GetByRole(AriaRole.Option).Filter(new() { HasText = order }).First).ToBeVisibleAsync();
        await search.PressAsync("ArrowDown");
        await search.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync(order);
        await Expect(page.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "The first that is known of it." })).ToBeVisibleAsync();
    }

    private static async Task PutRightAsync(Window window, FirstMinute minute, string order)
    {
        var page = window.Page;
        await minute.PressAsync("/erp/articles/" + FirstMinute.UnknownSku);
        await window.GoToAsync("Failures");
        var failure = page.GetByRole(AriaRole.Row).Filter(new() { HasText = order });
        await failure.GetByRole(AriaRole.Button, new() { Name = "Replay" }).First.ClickAsync();

        await Until.TrueAsync("the ERP takes the order", async () =>
            (await minute.ErpReceiptsAsync(order)).Any(r => string.Equals((string?)r["outcome"], "accepted", StringComparison.Ordinal)));
        var receipts = await minute.ErpReceiptsAsync(order);
        // The ERP knows the replay for what it is: the same delivery once more.
        Assert.Equal(["refused", "accepted"], receipts.Select(r => (string?)r["outcome"]));
        Assert.Single(receipts.Select(r => (string?)r["webhookId"]).Distinct(StringComparer.Ordinal));

        await window.GoToAsync("Events");
        await page.GetByRole(AriaRole.Row).Filter(new() { HasText = order }).First.GetByRole(AriaRole.Link).First.ClickAsync();
        var delivery = page.GetByRole(AriaRole.Article, new() { Name = "Delivery to ERP", Exact = true });
        await Expect(delivery).ToContainTextAsync("delivered");
        await Expect(delivery).ToContainTextAsync("Attempt 2");

        // No second copy is kept of what arrived; it is shown all the same, as it was sent.
        var taken = delivery.GetByRole(AriaRole.Listitem).Filter(new() { HasText = "Attempt 2" });
        await taken.GetByRole(AriaRole.Button, new() { Name = "Request and answer" }).ClickAsync();
        await Expect(taken.GetByLabel("Sent", new() { Exact = true })).ToContainTextAsync(FirstMinute.UnknownSku);
        await Expect(taken.GetByLabel("Came back", new() { Exact = true })).ToContainTextAsync("HTTP/1.1 2");
        await window.PictureAsync("event-delivered");
    }

    private static async Task SwitchThemesAsync(IPage page)
    {
        var backgrounds = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var theme = "auto"; backgrounds.Count < 2;)
        {
            await page.GetByRole(AriaRole.Button, new() { Name = $"Theme: {theme}" }).ClickAsync();
            theme = theme is "light" ? "dark" : "light";
            await Expect(page.Locator("html")).ToHaveAttributeAsync("data-theme", theme);
            backgrounds[theme] = await Until.EndedAsync(
                "the page is measured", page.EvaluateAsync<string>("getComputedStyle(document.body).backgroundColor"));
        }

        Assert.NotEqual(backgrounds["light"], backgrounds["dark"], StringComparer.Ordinal);
    }

    private static async Task LeaveAsync(IPage page)
    {
        await page.GetByLabel("Account").ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Sign out" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
        await page.GotoAsync("/events");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Sign in" })).ToBeVisibleAsync();
    }
}
