using Bunit;
using CommerceEventConsole.Components.Commerce;
using CommerceEventConsole.Console.Tests.Overview;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Commerce.Calls;
using CommerceEventConsole.Engine.Commerce.Instances;
using CommerceEventConsole.Engine.Commerce.Rest;
using CommerceEventConsole.Engine.Commerce.Sync;
using CommerceEventConsole.Engine.Subscriptions.Matching;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

using CommercePage = CommerceEventConsole.Components.Commerce.CommercePage;

namespace CommerceEventConsole.Console.Tests.Commerce;

public sealed class CommerceScreenTests
{
    private const string OrderSaved = "observer.sales_order_save_commit_after";

    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task Without_an_instance_the_page_says_what_to_connect()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);

        var page = screens.Page.Render<CommercePage>();

        Assert.Contains("No Commerce instance is connected", page.WaitForElement(".state-title").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("error500", "has a problem of its own (500)")]
    [InlineData("forbidden", "isn't authorized to access Magento_AdobeCommerceEventsClient")]
    [InlineData("wrongAnswer", "not as Commerce does")]
    public async Task When_commerce_refuses_the_page_says_why_and_tries_again(string fault, string reason)
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        await using var shop = await SandboxShop.StartAsync();
        await shop.ConnectAsync(screens);
        await shop.SetFaultAsync(fault);
        var page = screens.Page.Render<CommercePage>();

        Assert.Contains(reason, page.WaitForElement(".state-error").TextContent, StringComparison.Ordinal);
        await shop.SetFaultAsync("none");
        page.Find(".state-error button").Click();

        page.WaitForElement("tbody tr");
    }

    [Fact]
    public async Task Both_sides_stand_beside_each_other_with_the_difference_in_words()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        await using var shop = await SandboxShop.StartAsync();
        await shop.ConnectAsync(screens);
        await screens.AddSubscriptionAsync("Orders", ["increment_id", "weight"], [new Rule("state", RuleOperator.Equal, "processing")]);

        var page = screens.Page.Render<CommercePage>();

        page.WaitForElement("tbody tr");
        var row = page.FindAll("tbody tr").Single(r => r.QuerySelector("code")!.TextContent == OrderSaved);
        Assert.Contains("Orders", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("3 fields", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("Commerce does not send weight.", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("Commerce also sends entity_id, status, store_id, created_at and ", row.TextContent, StringComparison.Ordinal);
        Assert.Equal(6, page.FindAll("tbody tr").Count);
    }

    [Fact]
    public async Task A_filter_shows_one_sort_of_rows()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        await using var shop = await SandboxShop.StartAsync();
        await shop.ConnectAsync(screens);
        await screens.AddSubscriptionAsync("Orders", ["weight"], []);
        screens.Page.Services.GetRequiredService<NavigationManager>().NavigateTo("commerce?show=different");

        var page = screens.Page.Render<CommercePage>();

        page.WaitForElement("tbody tr");
        Assert.Equal(OrderSaved, Assert.Single(page.FindAll("tbody tr")).QuerySelector("code")!.TextContent);
        Assert.Equal("page", page.Find("nav[aria-label='Difference'] a[href$='show=different']").GetAttribute("aria-current"));
    }

    [Fact]
    public async Task Nobody_waits_for_a_shop_that_is_not_looked_at_any_more()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        await using var slow = await SandboxShop.StartAsync();
        await using var quick = await SandboxShop.StartAsync();
        await slow.SetFaultAsync("slow", delayMs: 120_000);
        await slow.ConnectAsync(screens, "Alpha");
        var instance = await quick.ConnectAsync(screens, "Beta");
        var page = screens.Page.Render<CommercePage>();
        page.WaitForAssertion(() => Assert.Contains("Asking Alpha", page.Markup, StringComparison.Ordinal));

        await page.InvokeAsync(() => screens.Page.Services.GetRequiredService<NavigationManager>().NavigateTo($"commerce?instance={instance.Id}"));

        page.WaitForAssertion(() => Assert.Contains("Read from Beta.", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_chosen_change_is_reviewed_written_and_told()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        await using var shop = await SandboxShop.StartAsync();
        var instance = await shop.ConnectAsync(screens);
        await screens.AddSubscriptionAsync("Orders", ["weight"], []);
        var sync = screens.Page.Services.GetRequiredService<CommerceSync>();
        var items = (await sync.ReadAsync(instance.Id, Token))!.Report.Items;
        var chosen = items.Single(i => i.Key == OrderSaved);

        var dialog = screens.Page.Render<ReviewDialog>(p => p
            .Add(d => d.InstanceId, instance.Id).Add(d => d.InstanceName, instance.Name).Add(d => d.Items, new[] { chosen }));
        Assert.Contains("lost for good", dialog.Markup, StringComparison.Ordinal);
        Assert.Contains("Send weight", dialog.FindAll("ins").Select(i => i.TextContent));
        Assert.Empty(dialog.FindAll("del"));
        dialog.FindAll("input[type=radio]")[1].Change(true);
        Assert.Contains("Send remote_ip", dialog.FindAll("del").Select(i => i.TextContent));
        dialog.FindAll("button").Single(b => b.TextContent.Contains("Write to Commerce (1 change)", StringComparison.Ordinal)).Click();

        Assert.Contains("Written, and read back as asked.", dialog.WaitForElement(".verdict").TextContent, StringComparison.Ordinal);
        var after = (await sync.ReadAsync(instance.Id, Token))!.Report.Items.Single(i => i.Key == OrderSaved);
        Assert.Equal(["weight"], after.There!.Fields.Select(f => f.Name));
    }

    [Fact]
    public async Task What_would_only_take_away_is_not_chosen_by_itself()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        await using var shop = await SandboxShop.StartAsync();
        var instance = await shop.ConnectAsync(screens);
        await screens.AddSubscriptionAsync("Orders", ["increment_id"], []);
        var items = (await screens.Page.Services.GetRequiredService<CommerceSync>().ReadAsync(instance.Id, Token))!.Report.Items;

        var dialog = screens.Page.Render<ReviewDialog>(p => p
            .Add(d => d.InstanceId, instance.Id).Add(d => d.InstanceName, instance.Name).Add(d => d.Items, new[] { items.Single(i => i.Key == OrderSaved) }));

        var write = dialog.FindAll("button").Single(b => b.TextContent.Contains("Nothing to write", StringComparison.Ordinal));
        Assert.True(write.HasAttribute("disabled"));
    }

    [Fact]
    public async Task A_subscription_that_only_commerce_has_becomes_a_draft()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        await using var shop = await SandboxShop.StartAsync();
        await shop.ConnectAsync(screens);
        var page = screens.Page.Render<CommercePage>();

        page.WaitForElement("button[aria-label='Take over as a draft: observer.sales_order_shipment_save_after']").Click();

        page.WaitForAssertion(() => Assert.Contains(
            "/subscriptions/", screens.Page.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
        var subscription = Assert.Single(await screens.Subscriptions.ListAsync(Token));
        Assert.NotNull(subscription.Draft());
        Assert.Null(subscription.Published());
    }

    [Fact]
    public async Task The_connection_is_checked_and_the_token_never_rendered()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        await using var shop = await SandboxShop.StartAsync();
        var good = await shop.ConnectAsync(screens);
        var bad = await shop.ConnectAsync(screens, "Wrong", "not-the-token");

        foreach (var (instance, said) in new[] { (good, "Commerce answers. It has 6 event subscriptions."), (bad, "does not accept the credentials (401)") })
        {
            var page = screens.Page.Render<CommerceInstanceEdit>(p => p.Add(x => x.Id, instance.Id));
            page.WaitForElement("#field-name");
            page.FindAll("button").Single(b => b.TextContent.Contains("Check the connection", StringComparison.Ordinal)).Click();

            Assert.Contains(said, page.WaitForElement("[role=status] p").TextContent, StringComparison.Ordinal);
            Assert.DoesNotContain("sandbox-only-commerce-token", page.Markup, StringComparison.Ordinal);
            Assert.DoesNotContain("not-the-token", page.Markup, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task An_instance_is_connected_by_the_form()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        var page = screens.Page.Render<CommerceInstanceEdit>();
        page.WaitForElement("#field-name").Change("Cloud shop");
        page.Find("#field-kind").Change("SaaS");
        page.Find("#field-baseUrl").Change("https://na1.api.commerce.adobe.com/tenant");
        page.WaitForElement("#field-clientId").Change("client");
        page.Find("#field-organizationId").Change("1@AdobeOrg");
        page.Find("form").Submit();
        Assert.Contains("Enter this value", page.WaitForElement(".field-problem").TextContent, StringComparison.Ordinal);

        page.Find("#field-secrets-ClientSecret").Change("client-secret");
        page.Find("#field-callsPerMinute").Change("90");
        page.Find("#field-parallelCalls").Change("3");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.EndsWith("/commerce", screens.Page.Services.GetRequiredService<NavigationManager>().Uri, StringComparison.Ordinal));
        var row = Assert.Single(await screens.Page.Services.GetRequiredService<CommerceInstanceStore>().ListAsync(Token));
        Assert.Equal((CommerceKind.SaaS, CommerceAuthentication.Ims, "V1"), (row.Kind, row.Authentication, row.PathPrefix));
        Assert.Equal((90, 3), (row.CallsPerMinute, row.ParallelCalls));
    }

    [Fact]
    public async Task Calls_made_and_not_needed_are_shown_by_what_they_were_for()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        await using var shop = await SandboxShop.StartAsync();
        var instance = await shop.ConnectAsync(screens);
        var rest = screens.Page.Services.GetRequiredService<CommerceRest>();
        await rest.Open(instance, CommercePurpose.Enrich).Orders.SearchAsync(SearchCriteria.All, Token);
        rest.Open(instance, CommercePurpose.Enrich).Saved(12);

        var page = screens.Page.Render<CommerceInstanceEdit>(p => p.Add(x => x.Id, instance.Id));

        page.WaitForElement("caption");
        var row = page.FindAll("tbody tr").Single(r => r.TextContent.Contains("What events lacked", StringComparison.Ordinal));
        Assert.Equal(["1", "12"], row.QuerySelectorAll("td").Select(c => c.TextContent));
    }
}
