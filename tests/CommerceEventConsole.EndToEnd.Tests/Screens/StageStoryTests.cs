using System.Globalization;
using System.Text.Json;
using CommerceEventConsole.EndToEnd.Tests.Processes;
using CommerceEventConsole.Engine.Subscriptions;
using Microsoft.EntityFrameworkCore;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceEventConsole.EndToEnd.Tests.Screens;

/// <summary>A route with stages, built from nothing in a browser and tried on a stored order against the sandbox's shop.</summary>
public sealed class StageStoryTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    // The smaller window and the darker theme: what fits and can be read there does so in the others.
    private const string Theme = "dark";
    private const int Width = 1024;

    [Fact]
    public async Task A_route_with_stages_is_built_from_nothing_tried_put_right_and_published()
    {
        await using var minute = await FirstMinute.StartAsync(
            ("Sandbox:OrdersPerMinute", "600"), ("Access:FirstAdministrator:Email", ConsoleProcess.Email), ("Access:FirstAdministrator:Password", ConsoleProcess.Password));
        await using var window = await browser.OpenAsync(minute.Console.Url);
        var page = window.Page;
        var problems = new List<string>();
        await page.SetViewportSizeAsync(Width, 800);
        await page.Context.AddCookiesAsync([new Cookie { Name = "theme", Value = Theme, Url = minute.Console.Url }]);
        await Until.TrueAsync("orders have come, whole ones among them", async () =>
            (await minute.Folder.Store.ReadAsync(db => db.Events.Where(e => db.EventTypes.Any(t => t.Id == e.EventTypeId && t.Name.EndsWith("sales_order_save_commit_after"))))).Count(e => HasId(e.Body)) >= 5);
        await minute.PressAsync("/control/shop/pause");
        await window.SignInAsync();

        await window.VisitAsync("/subscriptions/new");
        await page.GetByLabel("Name", new() { Exact = true }).FillAsync("Orders as the ERP wants them");
        await page.Locator("#field-eventType").FillAsync("order saved");
        await page.Locator(".pick", new() { HasText = "observer.sales_order_save_commit_after" }).First.ClickAsync();
        await page.GetByLabel("ERP", new() { Exact = true }).CheckAsync();
        var card = page.Locator(".stages");
        await Expect(card.Locator(".stages-sentence")).ToHaveTextAsync("Each event goes out just as it is.");

        // Asked: the order. With the keyboard.
        await card.GetByRole(AriaRole.Button, new() { Name = "From nothing" }).PressAsync("Enter");
        await card.GetByRole(AriaRole.Button, new() { Name = "The order", Exact = true }).PressAsync("Enter");
        await Expect(card.GetByLabel("Asks Commerce for", new() { Exact = true })).ToHaveValueAsync("orders/{entity_id}");

        // Made: a row from the tree, one that is wrong, and the rest from a sample.
        await card.GetByRole(AriaRole.Button, new() { Name = "Make the document" }).PressAsync("Enter");
        await card.GetByLabel("A document made from a table of fields").FocusAsync();
        await page.Keyboard.PressAsync("Space");
        await card.GetByRole(AriaRole.Button, new() { Name = "Add a row" }).ClickAsync();
        await card.GetByLabel("Row 1: target").FillAsync("number");
        await card.GetByRole(AriaRole.Button, new() { Name = "Row 1: value: choose from the known fields" }).PressAsync("Enter");
        await card.GetByLabel("Search what is known").FillAsync("order.increment");
        var found = card.Locator("[role=treeitem][data-path='order.increment_id']");
        await found.FocusAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(card.GetByLabel("Row 1: value", new() { Exact = true })).ToHaveValueAsync("order.increment_id");
        await card.GetByRole(AriaRole.Button, new() { Name = "Add a row" }).ClickAsync();
        await card.GetByLabel("Row 2: target").FillAsync("buyer");
        await card.GetByLabel("Row 2: value", new() { Exact = true }).FillAsync("order.customer_nickname");
        await card.GetByLabel("Row 2: required").CheckAsync();
        await card.GetByText("A sample of the document that ERP wants").ClickAsync();
        await card.GetByLabel("Sample, as JSON").FillAsync("""{"number":"1","buyer":"b","total":9.95,"lines":[{"sku":"A","quantity":1}]}""");
        await card.GetByRole(AriaRole.Button, new() { Name = "Add 3 rows for them" }).ClickAsync();
        await Expect(card.GetByLabel("Row 5: value", new() { Exact = true })).ToHaveValueAsync("order.items[].qty_ordered");

        // Written back: the number that the ERP gives.
        await card.GetByRole(AriaRole.Button, new() { Name = "Write back" }).First.ClickAsync();
        await card.GetByRole(AriaRole.Button, new() { Name = "Order: id in the other system" }).ClickAsync();
        await Expect(card.GetByLabel("Of the order with this id", new() { Exact = true })).ToHaveValueAsync("order.entity_id");
        await card.GetByLabel("Its answer, as JSON").FillAsync("""{"erpNumber":"4711"}""");
        await card.GetByLabel("Field 1: value", new() { Exact = true }).FillAsync("answer.erpNumber");
        await card.GetByLabel("Field 1: value", new() { Exact = true }).BlurAsync();
        await Expect(card.Locator(".stages-sentence")).ToHaveTextAsync(
            "Asks Commerce for the order, makes a document of 5 fields for ERP, sends it, writes the external id back to Commerce.");
        await ExamineAsync(window, $"stages-built-{Theme}", problems);

        // Some of the sandbox's orders come without their id: one that has it.
        long? whole = null;
        await Until.TrueAsync("an order with its id is among those that it can be tried on", async () =>
        {
            var seqs = (await card.Locator(".try select option").EvaluateAllAsync<string[]>("options => options.map(o => o.value)")).Select(v => long.Parse(v, CultureInfo.InvariantCulture)).ToList();
            whole = (await minute.Folder.Store.ReadAsync(db => db.Events.Where(e => seqs.Contains(e.Seq)))).FirstOrDefault(e => HasId(e.Body))?.Seq;
            return whole is not null;
        });
        await card.GetByLabel("Event", new() { Exact = true }).SelectOptionAsync(whole!.Value.ToString(CultureInfo.InvariantCulture));

        // Tried: it would fail, the way to the row, and then not any more.
        await card.GetByRole(AriaRole.Button, new() { Name = "Try it", Exact = true }).ClickAsync();
        await Expect(card.Locator(".run-sentence")).ToHaveTextAsync("It would fail. Commerce was asked once.");
        await ExamineAsync(window, $"stages-failed-{Theme}", problems);
        await card.GetByRole(AriaRole.Button, new() { Name = "Show where" }).ClickAsync();
        await Expect(card.GetByLabel("Row 2: target")).ToBeFocusedAsync();
        await Expect(card.Locator(".map-block").Nth(1).Locator(".field-problem")).ToContainTextAsync("customer_nickname");
        await card.GetByLabel("Row 2: value", new() { Exact = true }).FillAsync("order.customer_email");
        await card.GetByLabel("Row 2: value", new() { Exact = true }).BlurAsync();
        await card.GetByRole(AriaRole.Button, new() { Name = "Try it again" }).ClickAsync();
        await Expect(card.Locator(".run-sentence")).ToHaveTextAsync("It would go through. Commerce was asked once.");
        await Expect(card.Locator(".try-step").First.Locator("code").First).ToContainTextAsync("/orders/");
        await Expect(card.GetByLabel("The document", new() { Exact = true })).ToContainTextAsync("\"buyer\"");
        await Expect(card.Locator(".try-step").Last).ToContainTextAsync("4711");
        await ExamineAsync(window, $"stages-tried-{Theme}", problems);

        // Kept and put in force, and told in words to whoever looks.
        await card.Page.GetByRole(AriaRole.Button, new() { Name = "Save all as a draft" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Draft, never published" })).ToBeVisibleAsync();
        await Expect(page.Locator(".draft-banner")).ToContainTextAsync("asks Commerce for orders/{entity_id}");
        await page.GetByRole(AriaRole.Button, new() { Name = "Publish" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "In force", Exact = true })).ToBeVisibleAsync();
        var row = await minute.Folder.Store.ReadAsync(db => db.Subscriptions.Where(s => s.Name == "Orders as the ERP wants them").Include(s => s.Revisions));
        var stages = SubscriptionDraft.From(Assert.Single(row)).Stages!.Values.Single();
        Assert.Equal(["number", "buyer", "total", "lines[].sku", "lines[].quantity"], stages.Map!.Rows.Select(r => r.Target));
        await window.VisitAsync($"/subscriptions/{row[0].Id}/stages");
        await Expect(page.Locator(".stages-sentence")).ToContainTextAsync("Asks Commerce for the order");
        await ExamineAsync(window, $"stages-read-{Theme}", problems);

        window.AssertContent(problems);
    }

    // The order's own: its addresses and its payment have one, too.
    private static bool HasId(byte[] body)
    {
        using var sent = JsonDocument.Parse(body);
        var data = sent.RootElement.TryGetProperty("data", out var inside) ? inside : sent.RootElement;
        return (data.TryGetProperty("value", out var value) ? value : data).TryGetProperty("entity_id", out _);
    }

    private static async Task ExamineAsync(Window window, string name, List<string> problems)
    {
        // Tall enough for all of it.
        var size = window.Page.ViewportSize!;
        await window.Page.SetViewportSizeAsync(size.Width, 3600);
        problems.AddRange(await window.ExamineAsync(name, name));
        await window.Page.SetViewportSizeAsync(size.Width, size.Height);
    }
}
