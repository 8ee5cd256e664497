using Bunit;
using CommerceEventConsole.Components.Events;
using CommerceEventConsole.Engine.Deliveries;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Console.Tests.Events;

public sealed class EventsPageTests : EventScreens
{
    [Fact]
    public void Without_any_event_the_page_says_what_to_wait_for()
    {
        var page = Render<EventsPage>();

        page.WaitForAssertion(() => Assert.Contains("No event has arrived yet", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_event_that_arrives_appears_by_itself_at_the_top()
    {
        await OrderAsync("000000001");
        var page = Render<EventsPage>();
        page.WaitForAssertion(() => Assert.Single(page.FindAll(".event-row")));

        var seq = await OrderAsync("000000002", DeliveryState.Delivered);

        page.WaitForAssertion(() => Assert.Equal($"events/{seq}", page.Find(".event-row .row-link").GetAttribute("href")), TimeSpan.FromSeconds(10));
        page.WaitForAssertion(() => Assert.Contains("delivered", page.Find(".event-row").TextContent, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Own_changes_are_marked_and_can_be_listed_alone()
    {
        await OrderAsync("000000001");
        var own = await AddAsync(OrderSaved, """{"increment_id":"000000002","status":"processing"}""", ownChange: "");
        Services.GetRequiredService<NavigationManager>().NavigateTo("events?own=true");

        var page = Render<EventsPage>();

        page.WaitForElement(".event-row");
        var row = Assert.Single(page.FindAll(".event-row"));
        Assert.Equal($"events/{own}", row.QuerySelector(".row-link")!.GetAttribute("href"));
        Assert.Equal("own change", row.QuerySelector(".badge")!.TextContent);
    }

    [Fact]
    public async Task A_paused_page_counts_what_came_and_shows_it_when_asked()
    {
        await OrderAsync("000000001");
        var page = Render<EventsPage>();
        page.WaitForElement(".event-row");
        await page.Find(".page-head button").ClickAsync(new());

        await OrderAsync("000000002");
        page.WaitForAssertion(() => Assert.Contains("1 new event", page.Find(".new-events").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(10));
        Assert.Single(page.FindAll(".event-row"));

        page.Find(".new-events").Click();
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".event-row").Count));
    }

    [Fact]
    public async Task The_address_decides_what_is_shown()
    {
        await OrderAsync("000000001");
        var product = await AddAsync(ProductSaved, """{"sku":"MUG-01"}""");
        Services.GetRequiredService<NavigationManager>().NavigateTo($"events?type={ProductSaved}");

        var page = Render<EventsPage>();

        page.WaitForAssertion(() => Assert.Equal($"events/{product}", Assert.Single(page.FindAll(".event-row .row-link")).GetAttribute("href")));
    }

    [Fact]
    public async Task Choosing_a_filter_changes_the_address()
    {
        await OrderAsync("000000001");
        var page = Render<EventsPage>();
        page.WaitForElement(".event-row");

        await page.Find("input[type=search]").ChangeAsync(new ChangeEventArgs { Value = " 000000001 " });

        var navigation = Services.GetRequiredService<NavigationManager>();
        Assert.Equal("events?entity=000000001", navigation.ToBaseRelativePath(navigation.Uri));
    }

    [Fact]
    public async Task When_nothing_matches_the_filters_can_be_cleared()
    {
        await OrderAsync("000000001");
        Services.GetRequiredService<NavigationManager>().NavigateTo("events?entity=nothing");

        var page = Render<EventsPage>();

        page.WaitForAssertion(() => Assert.Contains("No event matches", page.Markup, StringComparison.Ordinal));
        Assert.Contains("Clear filters", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_last_hour_is_chosen_by_name_and_kept_as_a_moment()
    {
        await OrderAsync("000000001");
        var page = Render<EventsPage>();
        page.WaitForElement(".event-row");
        Assert.Empty(page.FindAll("input[type=datetime-local]"));

        await page.FindAll(".filters select").Single(s => s.QuerySelector("option[value=hour]") is not null).ChangeAsync(new ChangeEventArgs { Value = "hour" });

        var navigation = Services.GetRequiredService<NavigationManager>();
        Assert.StartsWith("events?from=", navigation.ToBaseRelativePath(navigation.Uri), StringComparison.Ordinal);
        Assert.Empty(page.FindAll("input[type=datetime-local]"));
    }

    [Fact]
    public async Task A_range_of_the_address_can_be_edited()
    {
        await OrderAsync("000000001");
        Services.GetRequiredService<NavigationManager>().NavigateTo("events?from=2026-01-01T00:00:00Z");

        var page = Render<EventsPage>();

        Assert.Equal(2, page.FindAll("input[type=datetime-local]").Count);
    }
}
