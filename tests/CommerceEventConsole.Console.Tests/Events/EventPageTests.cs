using Bunit;
using CommerceEventConsole.Components.Events;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Subscriptions;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Console.Tests.Events;

public sealed class EventPageTests : EventScreens
{
    [Fact]
    public async Task An_event_shows_its_payload_its_envelope_and_where_it_went()
    {
        var seq = await OrderAsync("000000001", DeliveryState.Delivered);

        var page = Open(seq);

        Assert.Contains("Order 000000001", page.Find("h1").TextContent, StringComparison.Ordinal);
        Assert.Contains("increment_id", page.Find(".json-tree").TextContent, StringComparison.Ordinal);
        Assert.Contains("Orders to the ERP", page.Find(".delivery").TextContent, StringComparison.Ordinal);
        Assert.Contains("specversion", page.Find(".field-table").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_own_change_says_so_and_where_it_was_not_sent_back()
    {
        var own = await AddAsync(OrderSaved, """{"increment_id":"000000002","status":"processing"}""", ownChange: "1");
        var other = await OrderAsync("000000001");

        var page = Open(own);

        Assert.Contains("own change", page.Find("#own-change").TextContent, StringComparison.Ordinal);
        Assert.Contains("came from ERP. It is stored, and is not sent back there", page.Markup, StringComparison.Ordinal);
        Assert.Empty(Open(other).FindAll("#own-change"));
    }

    [Theory]
    [InlineData(ConsoleRoles.Operator, "subscriptions/1#revision-7")]
    [InlineData(ConsoleRoles.Viewer, null)]
    public async Task A_delivery_names_the_revision_that_made_it(string role, string? link)
    {
        Access.SetPolicies(ConsoleRoles.Viewer, role);
        await using (var db = Db())
        {
            db.Add(new SubscriptionRevision { SubscriptionId = 1, Number = 7, EventType = OrderSaved, Fields = "[]", Rules = "[]", Destinations = "[]", CreatedBy = "anna" });
            await db.SaveChangesAsync(Token);
        }

        var page = Open(await OrderAsync("000000001", DeliveryState.Delivered));

        Assert.Contains("for subscription Orders to the ERP, revision 7", page.Find(".delivery").TextContent, StringComparison.Ordinal);
        Assert.Equal(link, page.FindAll(".delivery .section-head a").SingleOrDefault()?.GetAttribute("href"));
    }

    [Fact]
    public async Task Values_of_protected_health_information_are_hidden_until_asked_for()
    {
        var seq = await OrderAsync("000000001", status: "diagnosed", isProtected: true);

        var page = Open(seq);
        Assert.DoesNotContain("diagnosed", page.Markup, StringComparison.Ordinal);

        page.Find(".notice button").Click();
        Assert.Contains("diagnosed", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failed_delivery_is_replayed_by_an_operator()
    {
        var seq = await OrderAsync("000000001", DeliveryState.Failed);
        var page = Open(seq);

        page.Find(".delivery button").Click();

        page.WaitForAssertion(() => Assert.Contains("pending", page.Find(".delivery .badge").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(10));
        await using var db = Db();
        Assert.Equal("ann@example.test", (await db.AuditEntries.SingleAsync(Token)).Who);
    }

    [Fact]
    public async Task A_viewer_is_offered_no_replay()
    {
        Access.SetPolicies(ConsoleRoles.Viewer);
        var seq = await OrderAsync("000000001", DeliveryState.Failed);

        var page = Open(seq);

        Assert.Empty(page.FindAll(".delivery .section-head button"));
    }

    [Fact]
    public async Task A_long_list_unfolds_in_steps()
    {
        var items = string.Join(',', Enumerable.Range(1, 250).Select(i => $"{{\"sku\":\"S{i}\"}}"));
        var seq = await AddAsync(OrderSaved, $$"""{"increment_id":"1","items":[{{items}}]}""");
        var page = Open(seq);
        Assert.DoesNotContain("S100", page.Markup, StringComparison.Ordinal);

        page.FindAll(".json-toggle").Single(b => b.TextContent.Contains("items", StringComparison.Ordinal)).Click();

        Assert.Equal(100, page.FindAll(".json-toggle").Count(b => b.TextContent.Contains("1 field", StringComparison.Ordinal)));
        Assert.Contains("Show 100 more of 150", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void An_event_that_is_not_there_is_said_so()
    {
        var page = Render<EventPage>(p => p.Add(e => e.Seq, 404));

        page.WaitForAssertion(() => Assert.Contains("no such event", page.Markup, StringComparison.Ordinal));
    }

    private IRenderedComponent<EventPage> Open(long seq)
    {
        var page = Render<EventPage>(p => p.Add(e => e.Seq, seq));
        page.WaitForElement(".json-tree");
        return page;
    }
}
