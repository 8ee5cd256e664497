using Bunit;
using CommerceEventConsole.Components.Subscriptions;
using CommerceEventConsole.Console.Tests.Overview;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Console.Tests.Subscriptions;

public sealed class SubscriptionScreenTests
{
    [Fact]
    public async Task The_list_says_in_words_what_a_subscription_does()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Viewer);
        var erp = await screens.AddDestinationAsync("ERP");
        await screens.AddSubscriptionAsync("Paid orders", ["increment_id", "state"], [new Rule("state", RuleOperator.Equal, "processing")], erp.Id);

        var list = screens.Page.Render<SubscriptionList>();

        var row = list.WaitForElement("tbody tr").TextContent;
        Assert.Contains("Order saved", row, StringComparison.Ordinal);
        Assert.Contains("state is processing", row, StringComparison.Ordinal);
        Assert.Contains("2 fields", row, StringComparison.Ordinal);
        Assert.Contains("ERP", row, StringComparison.Ordinal);
        Assert.Empty(list.FindAll("input"));
    }

    [Fact]
    public async Task The_preview_shows_only_the_fields_that_are_sent()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        var subscription = await screens.AddSubscriptionAsync("Orders", ["increment_id"], []);

        var page = screens.Page.Render<SubscriptionEdit>(p => p.Add(x => x.Id, subscription.Id));

        var body = page.WaitForElement("pre.wire").TextContent;
        Assert.Contains("\"increment_id\"", body, StringComparison.Ordinal);
        Assert.DoesNotContain("\"grand_total\"", body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_preview_says_why_an_event_would_not_be_sent()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        var subscription = await screens.AddSubscriptionAsync("Orders", [], [new Rule("state", RuleOperator.Equal, "no such state")]);

        var page = screens.Page.Render<SubscriptionEdit>(p => p.Add(x => x.Id, subscription.Id));

        Assert.Contains("It would not be sent", page.WaitForElement(".verdict").TextContent, StringComparison.Ordinal);
        Assert.Contains("\"state\"", page.Find("pre.wire").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_event_type_is_found_by_what_happened_and_chosen_with_a_click()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        var page = screens.Page.Render<SubscriptionEdit>();

        await page.WaitForElement("#field-eventType").TypeAsync("order saved");
        await page.Find(".pick").PressAsync();

        page.WaitForAssertion(() => Assert.Equal("observer.sales_order_save_commit_after", page.Find(".chosen code").TextContent));
    }

    [Fact]
    public async Task A_type_that_the_catalogue_does_not_know_can_be_entered()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        var page = screens.Page.Render<SubscriptionEdit>();

        await page.WaitForElement("#field-eventType").TypeAsync("com.example.parcel.lost");
        await page.FindAll(".pick").Single(b => b.TextContent.Contains("as it is", StringComparison.Ordinal)).PressAsync();

        page.WaitForAssertion(() => Assert.Equal("com.example.parcel.lost", page.Find(".chosen code").TextContent));
    }

    [Fact]
    public async Task A_problem_of_a_rule_stands_below_that_rule()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        var subscription = await screens.AddSubscriptionAsync("Orders", [], [new Rule("state", RuleOperator.Equal, "new")]);
        var page = screens.Page.Render<SubscriptionEdit>(p => p.Add(x => x.Id, subscription.Id));
        page.WaitForElement("[aria-label='Remove rule 1']");

        await page.Find("[id^='field-rules-0'][id$='field']").SetAsync("not a path!");
        await page.Find("form").SubmitAsync();

        page.WaitForAssertion(() => Assert.Contains(page.FindAll("fieldset .field-problem"), p => p.TextContent.Contains("not allowed", StringComparison.Ordinal)));
    }
    [Fact]
    public async Task A_type_shows_how_many_came_lately_and_unknown_ones_that_came_are_offered()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Operator);
        await using (var db = await screens.Contexts.CreateDbContextAsync(Xunit.TestContext.Current.CancellationToken))
        {
            db.AddRange(new EventType { Id = 1, Name = "com.example.parcel.lost" }, new EventType { Id = 2, Name = "observer.sales_order_save_commit_after" });
            db.AddRange(Enumerable.Range(1, 3).Select(i => new StoredEvent
            {
                Seq = i, SourceId = 1, EventTypeId = i == 1 ? 1 : 2, EventId = $"{i}", IdentityHash = [.. Enumerable.Repeat((byte)i, 16)],
                ReceivedAt = TimeProvider.System.GetUtcNow().AddHours(-1), Body = "{}"u8.ToArray(),
            }));
            await db.SaveChangesAsync(Xunit.TestContext.Current.CancellationToken);
        }

        var page = screens.Page.Render<SubscriptionEdit>();

        page.WaitForAssertion(() => Assert.Contains("2 in 7 days", page.FindAll(".pick")[0].TextContent, StringComparison.Ordinal));
        Assert.Contains("Order saved", page.FindAll(".pick")[0].TextContent, StringComparison.Ordinal);
        var stranger = page.FindAll(".pick").Single(p => p.TextContent.Contains("com.example.parcel.lost", StringComparison.Ordinal));
        Assert.Contains("1 in 7 days", stranger.TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fields_can_be_chosen_for_a_new_subscription()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Operator);
        var page = screens.Page.Render<SubscriptionEdit>();
        await page.WaitForElement("#field-eventType").TypeAsync("order saved");
        await page.Find(".pick").PressAsync();
        page.WaitForElement("[role=tree]");

        await page.FindAll("input[type=radio]")[0].SetAsync(true);
        page.WaitForAssertion(() => Assert.Contains("Nothing is ticked yet", page.Find(".field-warning").TextContent, StringComparison.Ordinal));
        await page.Find("[data-path='increment_id'] .tick").PressAsync();

        page.WaitForAssertion(() => Assert.DoesNotContain("grand_total", page.Find("pre.wire").TextContent, StringComparison.Ordinal));
    }
}
