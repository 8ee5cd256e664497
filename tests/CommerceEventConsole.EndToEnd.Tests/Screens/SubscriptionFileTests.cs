using System.Text;
using CommerceEventConsole.EndToEnd.Tests.Processes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceEventConsole.EndToEnd.Tests.Screens;

/// <summary>Files in and out as a person handles them, in both themes.</summary>
public sealed class SubscriptionFileTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private const string First = """
        <?xml version="1.0"?>
        <config xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:noNamespaceSchemaLocation="urn:magento:module-commerce-events-client/etc/io_events.xsd">
          <event name="observer.sales_order_state_changed" parent="observer.sales_order_save_commit_after" frequency="daily">
            <fields><field name="increment_id"/><field name="state"/></fields>
            <rules><rule><field>state</field><operator>regex</operator><value>/^(complete|closed)$/</value></rule></rules>
          </event>
        </config>
        """;

    private const string Second = """
        <config>
          <event name="observer.sales_order_state_changed"><fields><field name="grand_total"/></fields></event>
          <event name="observer.broken"><fields><field name="pro*"/></fields></event>
        </config>
        """;

    [Theory]
    [InlineData("light")]
    [InlineData("dark")]
    public async Task Files_go_in_as_drafts_and_come_out_the_same(string theme)
    {
        await using var minute = await FirstMinute.StartAsync(
            ("Sandbox:AutoPlay", "false"), ("Access:FirstAdministrator:Email", ConsoleProcess.Email), ("Access:FirstAdministrator:Password", ConsoleProcess.Password));
        await using var window = await browser.OpenAsync(minute.Console.Url);
        await window.Page.Context.AddCookiesAsync([new Cookie { Name = "theme", Value = theme, Url = minute.Console.Url }]);
        var page = window.Page;
        await window.SignInAsync();
        await window.GoToAsync("Subscriptions");

        await page.GetByRole(AriaRole.Link, new() { Name = "Import" }).ClickAsync();
        await window.ShowsAsync("Import subscriptions");
        await DropAsync(page, [Payload("io_events.xml", First), Payload("io_events.xml", Second)]);
        await Expect(page.GetByText("1 new, 1 refused. Nothing is saved yet.")).ToBeVisibleAsync();
        await Expect(page.GetByText("io_events.xml (2):3").First).ToBeVisibleAsync();
        await Expect(page.GetByText("'frequency'")).ToBeVisibleAsync();
        await ExamineAsync(window, $"import-{theme}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save 1 draft" }).PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "1 draft saved" })).ToBeFocusedAsync();

        await page.GotoAsync("/subscriptions/export");
        await Expect(page.Locator("pre")).ToContainTextAsync("--rules='state|regex|/^(complete|closed)$/'");
        await ExamineAsync(window, $"export-{theme}");
        Assert.Contains("grand_total", await DownloadAsync(page, "Download io_events.xml"), StringComparison.Ordinal);
        var set = await DownloadAsync(page, "Download subscriptions.json");

        await page.GotoAsync("/subscriptions/import");
        await DropAsync(page, [Payload("subscriptions.json", set)]);
        await Expect(page.GetByText("the same. Nothing is saved yet.")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Save 0 drafts" })).ToBeDisabledAsync();
        window.AssertContent();
    }

    // No person is so quick that the page does not listen yet: Blazor marks the element once it does.
    private static async Task DropAsync(IPage page, FilePayload[] files)
    {
        await Until.TrueAsync("the page listens", () => page.EvaluateAsync<bool>(
            "document.querySelector('input[type=file]')?._blazorInputFileNextFileId !== undefined"));
        await page.GetByLabel("Drop files here, or choose them").SetInputFilesAsync(files);
    }

    private static FilePayload Payload(string name, string content) =>
        new() { Name = name, MimeType = "application/octet-stream", Buffer = Encoding.UTF8.GetBytes(content) };

    private static async Task<string> DownloadAsync(IPage page, string link)
    {
        var download = await page.RunAndWaitForDownloadAsync(() => page.GetByRole(AriaRole.Link, new() { Name = link }).ClickAsync());
        await using var stream = await download.CreateReadStreamAsync();
        using var reader = new StreamReader(stream);
        return await reader.ReadToEndAsync(TestContext.Current.CancellationToken);
    }

    private static async Task ExamineAsync(Window window, string name)
    {
        foreach (var (width, height) in new[] { (1024, 768), (1280, 800) })
        {
            await window.Page.SetViewportSizeAsync(width, height);
            Assert.Empty(await window.ExamineAsync($"{name}-{width}x{height}", $"{name}, {width} px"));
        }
    }
}
