using CommerceEventConsole.EndToEnd.Tests.Processes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceEventConsole.EndToEnd.Tests.Screens;

/// <summary>From the difference between console and shop to one that is put right, in a browser against the sandbox's eventing calls.</summary>
public sealed class CommerceSyncStoryTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private const string ProductRemoved = "observer.catalog_product_delete_commit_after";
    private const string OrderSaved = "observer.sales_order_save_commit_after";

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task What_the_shop_does_not_send_is_seen_reviewed_written_and_read_back(string theme)
    {
        await using var minute = await FirstMinute.StartAsync(
            ("Sandbox:AutoPlay", "false"), ("Access:FirstAdministrator:Email", ConsoleProcess.Email), ("Access:FirstAdministrator:Password", ConsoleProcess.Password));
        await using var window = await browser.OpenAsync(minute.Console.Url);
        var page = window.Page;
        var problems = new List<string>();
        await page.Context.AddCookiesAsync([new Cookie { Name = "theme", Value = theme, Url = minute.Console.Url }]);
        await window.SignInAsync();

        // The sandbox's shop is connected by itself.
        await window.GoToAsync("Commerce");
        var missing = page.GetByRole(AriaRole.Row).Filter(new() { HasText = ProductRemoved });
        await Expect(missing).ToContainTextAsync("only here");
        await ExamineAsync(window, "commerce", theme, problems);

        // Chosen by keyboard; one that lacks fields and has one too many, and one that is not there at all.
        await missing.GetByRole(AriaRole.Checkbox).FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await page.GetByRole(AriaRole.Checkbox, new() { Name = "Choose " + OrderSaved, Exact = true }).CheckAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Review 2 changes" }).ClickAsync();
        var dialog = page.GetByRole(AriaRole.Dialog);
        await Expect(dialog).ToContainTextAsync("lost for good");
        await Expect(dialog).ToContainTextAsync("Stays: Commerce also sends remote_ip");
        await dialog.GetByLabel("End it and make it anew").CheckAsync();
        await Expect(dialog).Not.ToContainTextAsync("Stays:");
        await ExamineAsync(window, "commerce-review", theme, problems);

        await dialog.GetByRole(AriaRole.Button, new() { Name = "Write to Commerce (2 changes)" }).ClickAsync();
        await Expect(dialog.GetByText("Written, and read back as asked.")).ToHaveCountAsync(2);
        await ExamineAsync(window, "commerce-written", theme, problems);
        await dialog.GetByRole(AriaRole.Button, new() { Name = "Close" }).ClickAsync();

        await Expect(missing).ToContainTextAsync("the same");
        var state = (await minute.Sandbox.GetStringAsync(new Uri("/control/eventing", UriKind.Relative), TestContext.Current.CancellationToken))!;
        Assert.Contains(ProductRemoved, state, StringComparison.Ordinal);
        Assert.DoesNotContain("remote_ip", state, StringComparison.Ordinal);
        await page.GetByRole(AriaRole.Link, new() { Name = "Connection" }).ClickAsync();
        await window.ShowsAsync("Sandbox shop");
        await ExamineAsync(window, "commerce-instance", theme, problems);
        window.AssertContent(problems);
    }

    private static async Task ExamineAsync(Window window, string name, string theme, List<string> problems) =>
        problems.AddRange(await window.ExamineAsync($"{name}-{theme}", $"{name}, {theme}"));
}
