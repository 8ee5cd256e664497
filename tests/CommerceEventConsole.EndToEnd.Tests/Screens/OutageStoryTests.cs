using System.Net.Http.Json;
using System.Text.RegularExpressions;
using CommerceEventConsole.EndToEnd.Tests.Processes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceEventConsole.EndToEnd.Tests.Screens;

/// <summary>The day the ERP is down: one line says so, nothing is lost, and what is still wrong afterwards goes with one replay.</summary>
public sealed partial class OutageStoryTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private const int Orders = 12;
    private const string KnownSku = "MUG-ENAMEL-35";

    [Fact]
    public async Task An_outage_of_the_ERP_is_told_and_overcome_and_what_it_refused_is_replayed_as_a_group()
    {
        await using var minute = await FirstMinute.StartAsync(("Sandbox:AutoPlay", "false"), ("Access:FirstAdministrator:Email", ConsoleProcess.Email), ("Access:FirstAdministrator:Password", ConsoleProcess.Password));
        await using var window = await browser.OpenAsync(minute.Console.Url);
        var page = window.Page;
        await window.SignInAsync();

        await FaultAsync(minute, "down");
        await minute.PressAsync($"/control/shop/orders?count={Orders}&sku={KnownSku}");
        var refused = await minute.PlaceOrderAsync(FirstMinute.UnknownSku);
        await Expect(page.Locator(".sentence")).ToContainTextAsync(new Regex("ERP does not answer. It holds up [0-9]+ orders worth"));
        await window.PictureAsync("outage-overview");
        await window.GoToAsync("Destinations");
        await Expect(page.Locator(".outage").First).ToContainTextAsync("Unreachable since");
        await window.PictureAsync("outage-destinations");

        await FaultAsync(minute, "none");
        await Until.TrueAsync("the backlog has left", async () => (int)(await AcceptedAsync(minute))! >= Orders);
        await Expect(page.Locator(".outage")).ToHaveCountAsync(0);

        await minute.PressAsync("/erp/articles/" + FirstMinute.UnknownSku);
        await window.GoToAsync("Failure groups");
        await page.GetByRole(AriaRole.Link, new() { NameRegex = UnknownSku() }).ClickAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Replay this group" }).ClickAsync();
        await page.GetByLabel("Why").FillAsync("The article is there now");
        await window.PictureAsync("replay-dialog");
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { NameRegex = ReplayCount() }).ClickAsync();
        await Expect(page.GetByText("because: The article is there now")).ToBeVisibleAsync();

        await Until.TrueAsync("the ERP takes what it refused", async () =>
            (await minute.ErpReceiptsAsync(refused)).Any(r => string.Equals((string?)r["outcome"], "accepted", StringComparison.Ordinal)));
        await Expect(page.Locator(".replay-counts").Last).ToContainTextAsync("Delivered");
        await window.PictureAsync("replay");
        var receipts = await minute.ErpReceiptsAsync(refused);
        Assert.All(receipts.GroupBy(r => (string?)r["webhookId"], StringComparer.Ordinal), same => Assert.Single(same, r => string.Equals((string?)r["outcome"], "accepted", StringComparison.Ordinal)));
        window.AssertContent();
    }

    private static async Task<System.Text.Json.Nodes.JsonNode?> AcceptedAsync(FirstMinute minute) =>
        (await minute.Sandbox.GetFromJsonAsync<System.Text.Json.Nodes.JsonNode>("/erp/summary", TestContext.Current.CancellationToken))!["accepted"];

    private static async Task FaultAsync(FirstMinute minute, string mode)
    {
        using var answer = await minute.Sandbox.PutAsJsonAsync("/control/faults/erp", new { mode }, TestContext.Current.CancellationToken);
        answer.EnsureSuccessStatusCode();
    }

    [GeneratedRegex("unknown SKU")]
    private static partial Regex UnknownSku();

    [GeneratedRegex("^Replay [0-9]+ deliver")]
    private static partial Regex ReplayCount();
}
