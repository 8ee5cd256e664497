using Bunit;
using CommerceEventConsole.Components.Systems;
using CommerceEventConsole.Components.Systems.Fields;
using CommerceEventConsole.Console.Tests.Overview;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.BackOffice.Mapping;
using CommerceEventConsole.Engine.BackOffice.Systems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.Console.Tests.Systems.Fields;

public sealed class FieldMapEditorTests
{
    private const string Records = """
        { "Stock": { "read": { "path": "stock", "items": "value" }, "fields": [{ "field": "sku", "path": "no", "required": true }, { "field": "quantity", "path": "free", "as": "Number" }] },
          "Product": { "read": { "path": "products", "items": "value" }, "fields": [{ "field": "sku", "path": "no" }] } }
        """;

    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Rows_are_added_moved_removed_and_saved_as_json()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        var (page, row) = await OpenAsync(screens, "https://erp.example.com/api");
        page.WaitForElement("#fields-kind").Change(nameof(RecordKind.Stock));
        page.WaitForAssertion(() => Assert.Equal(["sku", "quantity"], Fields(page)));

        Button(page, "Add a row").Click();
        page.WaitForElement("input[id='field-fields-2--field']").Change("status");
        Select(page, 2, "source").Change(nameof(FieldSource.Constant));
        page.WaitForElement("input[id='field-fields-2--constant']").Change("1");
        page.Find("button[aria-label='Move row 3 up']").Click();
        page.WaitForAssertion(() => Assert.Equal(["sku", "status", "quantity"], Fields(page)));
        page.Find("button[aria-label='Remove row 3']").Click();
        page.WaitForAssertion(() => Assert.Equal(["sku", "status"], Fields(page)));
        page.Find("form").Submit();

        var rules = await SavedAsync(screens, row, r => r.Count == 2 && r[1].Field == "status");
        Assert.Equal(("no", true), (rules[0].Path, rules[0].Required));
        Assert.Equal((1, "", FieldDirection.Read), (rules[1].Constant!.GetValue<int>(), rules[1].Path, rules[1].Direction));
        Assert.Single(Read(await Store(screens).GetAsync(row.Id, Token))[RecordKind.Product]);
    }

    [Fact]
    public async Task A_conversion_shows_what_it_needs_and_a_row_that_cannot_work_says_why()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        var (page, row) = await OpenAsync(screens, "https://erp.example.com/api");
        page.WaitForElement("#fields-kind").Change(nameof(RecordKind.Stock));
        page.WaitForAssertion(() => Assert.Equal(2, Fields(page).Count));

        Select(page, 0, "as").Change(nameof(FieldConversion.LookUp));
        page.WaitForElement(".look-up");
        page.Find("input[aria-label='Row 1: word 1 of the system']").Change("10");
        page.Find("input[aria-label='Row 1: what word 1 is in Commerce']").Change("A-10");
        Select(page, 1, "as").Change(nameof(FieldConversion.Date));
        page.WaitForElement("input[id='field-fields-1--format']").Change("yyyyMMdd");
        page.Find("input[id='field-fields-1--path']").Change("free..at");

        page.WaitForAssertion(() => Assert.Contains("is no path", Block(page, 1), StringComparison.Ordinal));
        page.Find("input[id='field-fields-1--path']").Change("changed");
        page.Find("input[id='field-fields-0--field']").Change("article");
        page.WaitForAssertion(() => Assert.Contains("No row says where sku is", page.Markup.Replace("<code>", "", StringComparison.Ordinal).Replace("</code>", "", StringComparison.Ordinal), StringComparison.Ordinal));
        page.Find("input[id='field-fields-0--field']").Change("sku");
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".map-block .field-problem")));
        page.Find("form").Submit();

        var rules = await SavedAsync(screens, row, r => r[0].As == FieldConversion.LookUp);
        Assert.Equal("A-10", rules[0].Table!["10"]!.GetValue<string>());
        Assert.Equal((FieldConversion.Date, "yyyyMMdd", "changed"), (rules[1].As, rules[1].Format, rules[1].Path));
    }

    [Fact]
    public async Task Rows_are_tried_on_real_records_while_they_are_edited()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        await using var erp = await ErpAsync();
        var (page, _) = await OpenAsync(screens, erp.Urls.First() + "/api");
        page.WaitForElement("#fields-kind").Change(nameof(RecordKind.Stock));
        page.WaitForAssertion(() => Assert.Equal(2, Fields(page).Count));

        Button(page, "Check against real records").Click();

        page.WaitForAssertion(() => Assert.Contains("Checked against 2 records of the system: every row has a value.", page.Markup, StringComparison.Ordinal));
        Assert.Contains("for example 3.5", Block(page, 1), StringComparison.Ordinal);
        Assert.Contains("place.plant", page.Find("#fields-theirs").InnerHtml, StringComparison.Ordinal);

        // What is typed is tried at once; what no row uses is a click away.
        page.Find("input[id='field-fields-1--path']").Change("no");
        page.WaitForAssertion(() => Assert.Contains("“A-1” is no number", Block(page, 1), StringComparison.Ordinal));
        page.Find("input[id='field-fields-1--path']").Change("frei");
        page.WaitForAssertion(() => Assert.Contains("No record of the sample has this.", Block(page, 1), StringComparison.Ordinal));
        page.Find("button[aria-label='Add a row for place.plant']").Click();
        page.WaitForAssertion(() => Assert.Contains("Enter which field of Commerce it is. The value is “1000”.", Block(page, 2), StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_system_that_does_not_answer_is_told_where_it_was_asked()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        var (page, _) = await OpenAsync(screens, "https://127.0.0.1:9/api");

        page.WaitForElement("#fields-kind");
        Button(page, "Check against real records").Click();

        page.WaitForAssertion(() => Assert.Contains("takes no connection", page.Find("[aria-labelledby=fields] [role=alert]").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Json_and_table_follow_each_other_and_json_that_cannot_be_read_is_said_to_be_so()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        var text = Records;
        var editor = screens.Page.Render<FieldMapEditor>(p => p.Add(e => e.Connector, SystemConnector.Rest).Add(e => e.Records, text).Add(e => e.RecordsChanged, (string t) => text = t));
        editor.Find("#fields-kind").Change(nameof(RecordKind.Stock));

        editor.Find("input[id='field-fields-0--path']").Change("articleNo");
        Assert.Equal("articleNo", FieldMapText.Read(SystemConnector.Rest, text)[RecordKind.Stock][0].Path);

        editor.Render(p => p.Add(e => e.Records, text.Replace("articleNo", "number", StringComparison.Ordinal)));
        Assert.Equal("number", editor.Find("input[id='field-fields-0--path']").GetAttribute("value"));
        editor.Render(p => p.Add(e => e.Records, "{ \"Stock\": "));
        Assert.Contains("The JSON cannot be read.", editor.Find("[role=alert]").TextContent, StringComparison.Ordinal);
        editor.Render(p => p.Add(e => e.Records, Records));
        Assert.Equal("no", editor.Find("input[id='field-fields-0--path']").GetAttribute("value"));
    }

    private static async Task<(IRenderedComponent<SystemEdit> Page, BackOfficeSystem Row)> OpenAsync(Screens screens, string url)
    {
        var made = await Store(screens).CreateAsync(
            new BackOfficeSystemDraft("ERP", SystemConnector.Rest, $$"""{ "baseUrl": "{{url}}", "timeoutSeconds": 5 }""", Records) { AllowPrivateAddress = true }, "anna", Token);
        Assert.True(made.Succeeded, string.Join(' ', made.Problems.Select(p => p.Message)));
        return (screens.Page.Render<SystemEdit>(p => p.Add(x => x.Id, made.Value!.Id)), made.Value!);
    }

    private static async Task<IReadOnlyList<FieldRule>> SavedAsync(Screens screens, BackOfficeSystem row, Func<IReadOnlyList<FieldRule>, bool> isSaved)
    {
        while (true)
        {
            var rules = Read(await Store(screens).GetAsync(row.Id, Token))[RecordKind.Stock];
            if (isSaved(rules))
                return rules;
            await Task.Delay(20, Token);
        }
    }

    private static IReadOnlyDictionary<RecordKind, IReadOnlyList<FieldRule>> Read(BackOfficeSystem? row) => FieldMapText.Read(SystemConnector.Rest, row!.Records);

    private static BackOfficeSystemStore Store(Screens screens) => screens.Page.Services.GetRequiredService<BackOfficeSystemStore>();

    private static List<string?> Fields(IRenderedComponent<SystemEdit> page) => [.. page.FindAll(".map-block input[id$='--field']").Select(i => i.GetAttribute("value"))];

    private static string Block(IRenderedComponent<SystemEdit> page, int index) => page.FindAll(".map-block")[index].TextContent;

    private static AngleSharp.Dom.IElement Select(IRenderedComponent<SystemEdit> page, int index, string what) => page.Find($"select[id='field-fields-{index}--{what}']");

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<SystemEdit> page, string text) =>
        page.FindAll("button").First(b => b.TextContent.Contains(text, StringComparison.Ordinal));

    private static async Task<WebApplication> ErpAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/api/stock", () => Results.Text("""{"value":[{"no":"A-1","free":3.5,"place":{"plant":"1000"}},{"no":"B","free":4,"place":{"plant":"2000"}}]}""", "application/json"));
        await app.StartAsync(Token);
        return app;
    }
}
