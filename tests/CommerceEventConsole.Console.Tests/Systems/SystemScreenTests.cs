using Bunit;
using CommerceEventConsole.Components.Systems;
using CommerceEventConsole.Console.Tests.Overview;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.BackOffice.Systems;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.Console.Tests.Systems;

public sealed class SystemScreenTests
{
    private const string Records = """{ "Stock": { "read": { "path": "stock", "items": "value" }, "fields": [{ "field": "sku", "path": "no" }, { "field": "quantity", "path": "free", "as": "Number" }] } }""";

    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_a_system_the_list_says_what_to_connect()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);

        var page = screens.Page.Render<SystemList>();

        Assert.Contains("No system is connected yet", page.WaitForElement(".state-title").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_list_says_what_is_exchanged_with_whom_in_words()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        var destination = await screens.AddDestinationAsync("ERP events");
        await AddAsync(screens, "https://erp.example.com/api", d => d with { DestinationId = destination.Id, Enabled = false });

        var page = screens.Page.Render<SystemList>();

        var row = page.WaitForElement("tbody tr").TextContent;
        Assert.All(["ERP", "REST", "https://erp.example.com/api", "Stock", "nothing", "ERP events", "switched off"], text => Assert.Contains(text, row, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_preset_fills_the_form_and_what_is_the_customers_own_is_asked_for()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        var page = screens.Page.Render<SystemEdit>();

        page.WaitForElement("#field-preset").Change("sap-s4hana");
        page.WaitForAssertion(() => Assert.Equal("", page.Find("#field-secrets-Password").GetAttribute("value") ?? ""));

        page.WaitForAssertion(() => Assert.Contains("untested against the real system", page.Find("#field-preset-hint").TextContent, StringComparison.Ordinal));
        Assert.Equal("SAP S/4HANA", page.Find("#field-name").GetAttribute("value"));
        Assert.Contains("Orders", page.Find("table").TextContent, StringComparison.Ordinal);
        page.Find("form").Submit();
        page.WaitForAssertion(() => Assert.Contains("between < and >", page.Find("#field-baseUrl-problem").TextContent, StringComparison.Ordinal));

        page.Find("#field-baseUrl").Change("https://sap.example.com/sap/opu/odata/sap");
        page.Find("#field-userName").Change("SHOP");
        page.Find("#field-secrets-Password").Change("pass-of-sap");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.EndsWith("/systems/1", screens.Page.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
        var row = Assert.Single(await Store(screens).ListAsync(Token));
        Assert.Contains("csrfPath", row.Connection, StringComparison.Ordinal);
        Assert.Equal([SystemSecret.Password], row.Secrets().Keys);
        Assert.DoesNotContain("pass-of-sap", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_connection_is_tested_and_the_first_records_stand_beside_what_is_made_of_them()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        await using var erp = await ErpAsync();
        var row = await AddAsync(screens, erp.Urls.First() + "/api", d => d with { AllowPrivateAddress = true });
        var page = screens.Page.Render<SystemEdit>(p => p.Add(x => x.Id, row.Id));

        page.WaitForElement("#field-name");
        Button(page, "Test the connection").Click();
        page.WaitForAssertion(() => Assert.Contains("ERP answers", page.Find(".form-summary-good").TextContent, StringComparison.Ordinal));

        Button(page, "Show me the first records").Click();
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".sample-pair").Count));
        Assert.Contains("\"free\": 3", page.FindAll(".sample-pair pre")[0].TextContent, StringComparison.Ordinal);
        Assert.Contains("\"quantity\": 3", page.FindAll(".sample-pair pre")[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("quantity: “many” is no number", page.FindAll(".sample-pair")[1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_system_that_cannot_be_reached_is_told_in_words()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        var row = await AddAsync(screens, "https://127.0.0.1:9/api", d => d with { AllowPrivateAddress = true });
        await Store(screens).UpdateAsync(row.Id, row.Version, BackOfficeSystemDraft.Of(row) with { Connection = row.Connection.Replace("\"baseUrl\"", "\"timeoutSeconds\": 5, \"baseUrl\"", StringComparison.Ordinal) }, "anna", Token);
        var page = screens.Page.Render<SystemEdit>(p => p.Add(x => x.Id, row.Id));

        page.WaitForElement("#field-name");
        Button(page, "Test the connection").Click();

        page.WaitForAssertion(() => Assert.Contains("takes no connection", page.Find("[role=status] p").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task After_a_change_the_page_stays_so_that_it_can_be_tried_out_and_secrets_stay_secret()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        var row = await AddAsync(screens, "https://erp.example.com/api", d => d with
        {
            Connection = """{ "baseUrl": "https://erp.example.com/api", "authentication": { "kind": "ApiKey", "header": "X-Key" } }""",
            Secrets = new Dictionary<SystemSecret, string?> { [SystemSecret.ApiKey] = "key-of-the-erp" },
        });
        var page = screens.Page.Render<SystemEdit>(p => p.Add(x => x.Id, row.Id));
        page.WaitForElement("#field-name").Change("Our ERP");
        Assert.Contains("A secret is stored. It is never shown.", page.Markup, StringComparison.Ordinal);
        page.WaitForAssertion(() => Assert.True(Button(page, "Test the connection").HasAttribute("disabled")));

        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.False(Button(page, "Test the connection").HasAttribute("disabled")));
        var saved = (await Store(screens).GetAsync(row.Id, Token))!;
        Assert.Equal(("Our ERP", true), (saved.Name, saved.Secrets().ContainsKey(SystemSecret.ApiKey)));
        Assert.Equal("http://localhost/", screens.Page.Services.GetRequiredService<NavigationManager>().Uri);
        page.Find("#field-name").Change("The ERP");
        page.Find("form").Submit();
        while ((await Store(screens).GetAsync(row.Id, Token))!.Name != "The ERP")
            await Task.Delay(20, Token);
    }

    [Fact]
    public async Task A_system_that_is_gone_is_said_to_be()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);

        var page = screens.Page.Render<SystemEdit>(p => p.Add(x => x.Id, 99));

        Assert.Contains("not there", page.WaitForElement(".state-title").TextContent, StringComparison.Ordinal);
    }

    private static AngleSharp.Dom.IElement Button(IRenderedComponent<SystemEdit> page, string text) =>
        page.FindAll("button").First(b => b.TextContent.Contains(text, StringComparison.Ordinal));

    private static BackOfficeSystemStore Store(Screens screens) => screens.Page.Services.GetRequiredService<BackOfficeSystemStore>();

    private static async Task<BackOfficeSystem> AddAsync(Screens screens, string url, Func<BackOfficeSystemDraft, BackOfficeSystemDraft> change)
    {
        var draft = change(new BackOfficeSystemDraft("ERP", SystemConnector.Rest, $$"""{ "baseUrl": "{{url}}" }""", Records));
        var result = await Store(screens).CreateAsync(draft, "anna", Token);
        Assert.True(result.Succeeded, string.Join(' ', result.Problems.Select(p => p.Message)));
        return result.Value!;
    }

    private static async Task<WebApplication> ErpAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var app = builder.Build();
        app.MapGet("/api/stock", () => Results.Text("""{"value":[{"no":"A","free":3},{"no":"B","free":"many"}]}""", "application/json"));
        await app.StartAsync(Token);
        return app;
    }
}
