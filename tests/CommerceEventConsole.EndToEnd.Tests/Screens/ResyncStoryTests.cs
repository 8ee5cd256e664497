using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CommerceEventConsole.EndToEnd.Tests.Processes;
using CommerceEventConsole.Engine.Resync.Runs;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceEventConsole.EndToEnd.Tests.Screens;

/// <summary>An ERP is connected from its preset, and the shop's stock is made to agree with it: what differs is read first, what fails is tried again.</summary>
public sealed class ResyncStoryTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    // Articles that the ERP has and the shop does not.
    private static readonly string[] New = ["SUN-HAT", "SNOW-SHOE"];

    [Fact]
    public async Task An_erp_is_connected_and_shop_and_erp_agree_on_every_stock_level_after_a_dry_run_a_repair_and_a_retry()
    {
        // Nobody shops meanwhile: what differs is what the test makes differ.
        await using var minute = await FirstMinute.StartAsync(
            ("Sandbox:AutoPlay", "false"), ("Access:FirstAdministrator:Email", ConsoleProcess.Email), ("Access:FirstAdministrator:Password", ConsoleProcess.Password));
        await using var window = await browser.OpenAsync(minute.Console.Url);
        var page = window.Page;
        var problems = new List<string>();
        await page.SetViewportSizeAsync(1280, 800);
        await minute.PressAsync($"/erp/articles/{FirstMinute.UnknownSku}");
        await PostAsync(minute, "/control/erp/stock", new { count = 12, seed = 7, plants = new[] { "1000" } });
        await PostAsync(minute, "/erp/api/articles/batch", new { rows = New.Select(a => new { articleNo = a, description = new { @short = a }, blocked = false }) });
        await PostAsync(minute, "/erp/api/stock/batch", new { rows = New.Select(a => new { articleNo = a, plant = "1000", free = 25 }) });
        Assert.True(await StockDifferencesAsync(minute) > 2);
        await window.SignInAsync();

        // Connected: first with a key that is wrong.
        await window.VisitAsync("/systems");
        await page.GetByRole(AriaRole.Link, new() { Name = "Connect a system" }).First.ClickAsync();
        await page.GetByLabel("Begin with").SelectOptionAsync("sandbox-erp");
        await Expect(page.GetByLabel("Name", new() { Exact = true })).ToHaveValueAsync("Sandbox ERP");
        await page.GetByLabel("Address", new() { Exact = true }).FillAsync(new Uri(minute.Sandbox.BaseAddress!, "/erp/api").ToString());
        await page.GetByLabel("Allow addresses inside the network").CheckAsync();
        await page.GetByLabel("Key", new() { Exact = true }).FillAsync("not-the-key");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await window.ShowsAsync("Sandbox ERP");
        await page.GetByRole(AriaRole.Button, new() { Name = "Test the connection" }).ClickAsync();
        await Expect(page.Locator(".system-answer")).ToContainTextAsync("does not accept the credentials");
        await page.GetByRole(AriaRole.Button, new() { Name = "Replace" }).ClickAsync();
        await page.GetByLabel("Key", new() { Exact = true }).FillAsync("sandbox-only-erp-key");
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByText("A secret is stored. It is never shown.")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Test the connection" }).ClickAsync();
        await Expect(page.Locator(".form-summary-good")).ToContainTextAsync("Sandbox ERP answers");

        // Its fields, tried on real records; a row that finds nothing is told, and put right as JSON.
        await page.GetByRole(AriaRole.Button, new() { Name = "4 fields of Stock: edit" }).PressAsync("Enter");
        await Expect(page.GetByLabel("Row 3: path in the system")).ToHaveValueAsync("free");
        await page.GetByRole(AriaRole.Button, new() { Name = "Check against real records" }).ClickAsync();
        await Expect(page.GetByText("every row has a value")).ToBeVisibleAsync();
        await page.GetByLabel("Row 3: path in the system").FillAsync("freeStock");
        await page.GetByLabel("Row 3: path in the system").PressAsync("Tab");
        await Expect(page.GetByText("It is required, but no record of the sample has it")).ToBeVisibleAsync();
        await ExamineAsync(window, "system-fields", problems);
        await page.GetByRole(AriaRole.Button, new() { Name = "Everything as JSON" }).ClickAsync();
        var json = page.GetByLabel("Paths and fields, as JSON");
        await Expect(json).ToHaveValueAsync(new System.Text.RegularExpressions.Regex("freeStock"));
        await json.FillAsync((await json.InputValueAsync()).Replace("freeStock", "free", StringComparison.Ordinal));
        await page.GetByRole(AriaRole.Button, new() { Name = "Table of fields" }).ClickAsync();
        await Expect(page.GetByText("every row has a value")).ToBeVisibleAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Test the connection" })).ToBeEnabledAsync();

        // Two resyncs, the second one by hand only. The first one's blackout hours are not now: its run would wait for their end.
        var (from, to) = Hours();
        await DefineAsync(window, "Stock, every night", "Stock", async () =>
        {
            await page.GetByLabel("Schedule", new() { Exact = true }).FillAsync("30 2 * * *");
            await page.GetByLabel("Time zone").FillAsync("Europe/Berlin");
            await page.GetByLabel("Blackout hours").FillAsync($"{from}-{to}");
            await page.GetByLabel("Blackout hours").PressAsync("Tab");
            await Expect(page.Locator(".schedule-preview li")).ToHaveCountAsync(3);
            await ExamineAsync(window, "resync-edit", problems);
        });
        await DefineAsync(window, "Articles", "Products", () => Task.CompletedTask);
        await Expect(page.Locator("tr", new() { HasText = "Stock, every night" })).ToContainTextAsync($"Every day at 02:30 (Europe/Berlin), not {from} to {to}");

        // The dry run, begun by the keyboard, changes nothing.
        var before = await StockDifferencesAsync(minute);
        await page.GetByRole(AriaRole.Button, new() { Name = "Dry run of Stock, every night" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".page-head .badge").First).ToContainTextAsync("finished");
        await Expect(page.Locator(".differences-table tbody tr").First).ToContainTextAsync("change it in Sandbox shop");
        await window.PictureAsync("resync-dry-run");
        Assert.Equal(before, await StockDifferencesAsync(minute));

        // Repaired: all but the two articles that the shop does not have.
        await page.GetByRole(AriaRole.Button, new() { Name = "Repair" }).ClickAsync();
        await page.Locator(".rz-dialog").GetByRole(AriaRole.Button, new() { Name = "Repair" }).ClickAsync();
        await Expect(page.Locator(".page-head .badge").First).ToContainTextAsync("finished, some failed");
        var repair = page.Url;
        await page.GetByRole(AriaRole.Link, new() { Name = "Failed" }).PressAsync("Enter");
        await Expect(page.Locator(".differences-table tbody tr")).ToHaveCountAsync(2);
        await Expect(page.Locator(".differences-table")).ToContainTextAsync(New[0]);
        await ExamineAsync(window, "resync-failed", problems);
        Assert.Equal(2, await StockDifferencesAsync(minute));

        // They are made, and what failed is tried again.
        await window.GoToAsync("Resync");
        await page.GetByRole(AriaRole.Button, new() { Name = "Run now: Articles" }).ClickAsync();
        await Expect(page.GetByText("2 repaired.")).ToBeVisibleAsync();
        await window.VisitAsync(new Uri(repair).PathAndQuery);
        await page.GetByRole(AriaRole.Button, new() { Name = "Try the 2 failed again" }).ClickAsync();
        await Expect(page.GetByText("2 records compared, 2 differences, 2 repaired.")).ToBeVisibleAsync();
        Assert.Equal(0, await StockDifferencesAsync(minute));

        // The history of the one resync, and what it says of who did it.
        await page.GetByRole(AriaRole.Link, new() { Name = "Its other runs" }).ClickAsync();
        await window.ShowsAsync("Resync");
        var history = page.Locator("table", new() { HasText = "Requests" }).Locator("tbody tr");
        await Expect(history).ToHaveCountAsync(3);
        await Expect(history.First).ToContainTextAsync("to try again what failed");
        await ExamineAsync(window, "resync-history", problems);
        Assert.Equal(
            [ResyncTrigger.Person, ResyncTrigger.Repair, ResyncTrigger.Person, ResyncTrigger.Retry],
            await minute.Folder.Store.ReadAsync(db => db.ResyncRuns.OrderBy(r => r.Id).Select(r => r.Trigger)));
        window.AssertContent(problems);
    }

    // Half a day from now, whenever this is.
    private static (string From, string To) Hours() =>
        TimeZoneInfo.ConvertTime(TimeProvider.System.GetUtcNow(), TimeZoneInfo.FindSystemTimeZoneById("Europe/Berlin")).Hour < 12
            ? ("18:00", "22:00")
            : ("04:00", "08:00");

    private static async Task DefineAsync(Window window, string name, string kind, Func<Task> more)
    {
        var page = window.Page;
        await window.VisitAsync("/resync/new");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync(name);
        await page.GetByLabel("Compare", new() { Exact = true }).SelectOptionAsync(new SelectOptionValue { Label = kind });
        await Expect(page.Locator("[aria-labelledby=summary]")).ToContainTextAsync($"{kind.ToLowerInvariant()} of Sandbox ERP with Sandbox shop");
        await more();
        await page.GetByRole(AriaRole.Button, new() { Name = "Save" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = $"Run now: {name}" })).ToBeVisibleAsync();
    }

    private static async Task PostAsync<T>(FirstMinute minute, string path, T body)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = JsonContent.Create(body) };
        request.Headers.Add("X-ERP-Key", "sandbox-only-erp-key");
        using var answer = await minute.Sandbox.SendAsync(request, TestContext.Current.CancellationToken);
        var said = await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        Assert.True(answer.IsSuccessStatusCode && !said.Contains("\"ok\":false", StringComparison.Ordinal), said);
    }

    private static async Task<int> StockDifferencesAsync(FirstMinute minute) =>
        (int)(await minute.Sandbox.GetFromJsonAsync<JsonNode>("/control/agreement", TestContext.Current.CancellationToken))!["stock"]!["differences"]!;

    private static async Task ExamineAsync(Window window, string name, List<string> problems)
    {
        problems.AddRange(await window.ExamineAsync(name, name));
    }
}
