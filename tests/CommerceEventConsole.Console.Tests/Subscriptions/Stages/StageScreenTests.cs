using Bunit;
using CommerceEventConsole.Components.Subscriptions;
using CommerceEventConsole.Components.Subscriptions.Stages;
using CommerceEventConsole.Console.Tests.Overview;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Fields;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Console.Tests.Subscriptions.Stages;

/// <summary>Stages on the subscription's page, saved by the real store.</summary>
public sealed class StageScreenTests
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    public async Task Every_preset_is_taken_as_it_is(int preset)
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Operator);
        var erp = await screens.AddDestinationAsync("ERP");
        var draft = new SubscriptionDraft("Orders", "observer.sales_order_save_commit_after", [], [], [erp.Id], RouteSending.Default, Enabled: true)
        {
            Stages = new Dictionary<int, RouteStages> { [erp.Id] = StagePreset.All[preset].Make(FieldTree.Empty) },
        };

        var result = await screens.Subscriptions.CreateDraftAsync(draft, "anna", Token);

        Assert.Empty(result.Problems);
    }

    [Theory]
    [InlineData(WriteBackKind.ExternalId)]
    [InlineData(WriteBackKind.OrderComment)]
    [InlineData(WriteBackKind.OrderStatus)]
    [InlineData(WriteBackKind.Shipment)]
    [InlineData(WriteBackKind.Invoice)]
    [InlineData(WriteBackKind.Stock)]
    public async Task What_is_proposed_for_a_change_in_Commerce_is_taken_as_it_is(WriteBackKind kind)
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Operator);
        var erp = await screens.AddDestinationAsync("ERP");
        var draft = new SubscriptionDraft("Orders", "observer.sales_order_save_commit_after", [], [], [erp.Id], RouteSending.Default, Enabled: true)
        {
            Stages = new Dictionary<int, RouteStages> { [erp.Id] = new() { WriteBack = [WriteBackProposal.For(kind, "it", "event.entity_id").ToStage()] } },
        };

        Assert.Empty((await screens.Subscriptions.CreateDraftAsync(draft, "anna", Token)).Problems);
    }

    [Fact]
    public async Task Stages_are_saved_with_the_draft_and_told_as_a_change()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Operator);
        var erp = await screens.AddDestinationAsync("ERP");
        var subscription = await screens.AddSubscriptionAsync("Orders", [], [], erp.Id);
        var page = screens.Page.Render<SubscriptionEdit>(p => p.Add(x => x.Id, subscription.Id));
        page.WaitForElement(".stages");
        Assert.Contains("ERP: Each event goes out just as it is.", page.Find(".stage-lines").TextContent, StringComparison.Ordinal);

        await page.FindAll(".stages .chip").Single(c => c.TextContent.Contains("Order to ERP", StringComparison.Ordinal)).PressAsync();
        await page.ClickAsync("Save all as a draft");

        page.WaitForAssertion(() => Assert.Contains("with a draft beside it", page.Find(".draft-banner h2").TextContent, StringComparison.Ordinal));
        Assert.Contains("asks Commerce for orders/{entity_id}", page.Find(".draft-banner .changes-list").TextContent, StringComparison.Ordinal);
        Assert.Contains("Asks Commerce for the order", page.Find(".stage-lines").TextContent, StringComparison.Ordinal);
        var stored = SubscriptionDraft.WorkingCopy((await screens.Subscriptions.GetAsync(subscription.Id, Token))!).StagesOf(erp.Id);
        Assert.Equal("order", Assert.Single(stored.Enrich).Name);
    }

    [Fact]
    public async Task What_the_store_refuses_stands_at_its_row()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Operator);
        var erp = await screens.AddDestinationAsync("ERP");
        var subscription = await screens.AddSubscriptionAsync("Orders", [], [], erp.Id);
        var page = screens.Page.Render<SubscriptionEdit>(p => p.Add(x => x.Id, subscription.Id));
        page.WaitForElement(".stages");
        await page.FindAll(".stages .chip").Single(c => c.TextContent.Contains("Order to ERP", StringComparison.Ordinal)).PressAsync();
        await page.FindAll(".stage-toggle")[1].PressAsync();

        await page.Find($"#field-stages-{erp.Id}-map-rows-2--value").SetAsync("order.status is what");
        await page.Find($"#field-stages-{erp.Id}-map-rows-3--target").SetAsync("[wrong");
        await page.Find("form").SubmitAsync();

        page.WaitForAssertion(() => Assert.NotEmpty(page.FindAll(".map-block")[2].QuerySelectorAll(".field-problem")));
        Assert.NotEmpty(page.FindAll(".map-block")[3].QuerySelectorAll(".field-problem"));
        Assert.Empty(page.FindAll(".map-block")[1].QuerySelectorAll(".field-problem"));
        Assert.Contains("2 entries to put right", page.FindAll(".stage")[1].TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_destination_that_is_taken_out_takes_its_stages_along_and_brings_them_back()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Operator);
        var (page, _, _) = await StagedAsync(screens);
        var box = "fieldset .check input[type=checkbox]";

        await page.FindAll(box)[0].SetAsync(false);
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".stages")));
        await page.FindAll(box)[0].SetAsync(true);

        page.WaitForAssertion(() => Assert.Contains("Asks Commerce for the order", page.Find(".stages-sentence").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_viewer_reads_what_happens_on_the_way_and_can_change_nothing()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Viewer);
        var (_, subscription, _) = await StagedAsync(screens, render: false);

        var list = screens.Page.Render<SubscriptionList>();
        Assert.Equal($"subscriptions/{subscription.Id}/stages", list.WaitForElement("tbody a").GetAttribute("href"));
        var page = screens.Page.Render<StagesPage>(p => p.Add(x => x.Id, subscription.Id));

        Assert.Contains("Asks Commerce for the order", page.WaitForElement(".stages-sentence").TextContent, StringComparison.Ordinal);
        Assert.Contains("lines[].sku", page.Find("table").TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("input, textarea, select, button"));
    }

    [Fact]
    public async Task Of_a_subscription_that_is_gone_there_is_nothing_to_read()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Viewer);

        var page = screens.Page.Render<StagesPage>(p => p.Add(x => x.Id, 4711));

        Assert.Contains("no such subscription", page.WaitForElement(".state-title").TextContent, StringComparison.Ordinal);
    }

    private static async Task<(IRenderedComponent<SubscriptionEdit> Page, Subscription Row, int Destination)> StagedAsync(Screens screens, bool render = true)
    {
        var erp = await screens.AddDestinationAsync("ERP");
        var draft = new SubscriptionDraft("Orders", "observer.sales_order_save_commit_after", [], [], [erp.Id], RouteSending.Default, Enabled: true)
        {
            Stages = new Dictionary<int, RouteStages> { [erp.Id] = StagePreset.All[0].Make(FieldTree.Empty) },
        };
        var row = (await screens.Subscriptions.CreateAsync(draft, "anna", Token)).Value!;
        if (!render)
            return (null!, row, erp.Id);
        var page = screens.Page.Render<SubscriptionEdit>(p => p.Add(x => x.Id, row.Id));
        page.WaitForElement(".stages");
        return (page, row, erp.Id);
    }
}
