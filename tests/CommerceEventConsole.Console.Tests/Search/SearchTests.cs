using Bunit;
using CommerceEventConsole.Components.Search;
using CommerceEventConsole.Console.Tests.Events;
using CommerceEventConsole.Engine.Deliveries;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Console.Tests.Search;

public sealed class SearchTests : EventScreens
{
    private string Address
    {
        get
        {
            var navigation = Services.GetRequiredService<NavigationManager>();
            return navigation.ToBaseRelativePath(navigation.Uri);
        }
    }

    [Fact]
    public async Task Typing_offers_what_begins_so_and_the_arrows_choose()
    {
        await OrderAsync("000000011");
        await OrderAsync("000000012");
        var box = Render<SearchBox>();

        box.Find("input").Input("00000001");
        box.WaitForAssertion(() => Assert.Equal(2, box.FindAll("[role=option]").Count));
        await box.Find("input").KeyDownAsync(new KeyboardEventArgs { Key = "ArrowDown" });
        await box.Find("input").KeyDownAsync(new KeyboardEventArgs { Key = "ArrowDown" });
        Assert.Equal("search-hit-1", box.Find("input").GetAttribute("aria-activedescendant"));
        await box.Find("input").KeyDownAsync(new KeyboardEventArgs { Key = "Enter" });

        Assert.Equal("entity/order/000000012", Address);
    }

    [Fact]
    public async Task Enter_opens_the_best_hit_without_waiting_for_the_list()
    {
        await OrderAsync("000000012");
        var box = Render<SearchBox>();

        box.Find("input").Input("000000012");
        await box.Find("input").KeyDownAsync(new KeyboardEventArgs { Key = "Enter" });

        box.WaitForAssertion(() => Assert.Equal("entity/order/000000012", Address));
    }

    [Fact]
    public async Task Escape_closes_the_list()
    {
        await OrderAsync("000000012");
        var box = Render<SearchBox>();
        box.Find("input").Input("0000");
        box.WaitForElement("[role=option]");

        await box.Find("input").KeyDownAsync(new KeyboardEventArgs { Key = "Escape" });

        Assert.Empty(box.FindAll("[role=listbox]"));
        Assert.Equal("false", box.Find("input").GetAttribute("aria-expanded"));
    }

    [Fact]
    public async Task The_story_of_an_order_tells_what_changed_and_follows_what_comes()
    {
        await OrderAsync("000000012", DeliveryState.Delivered, "new");
        await OrderAsync("000000012", DeliveryState.Failed, "paid");
        var page = Render<EntityPage>(p => p.Add(e => e.Kind, "order").Add(e => e.Key, "000000012"));
        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll(".timeline-entry").Count));

        var newest = page.Find(".timeline-entry").TextContent;
        Assert.Contains("paid", newest, StringComparison.Ordinal);
        Assert.Contains("failed", newest, StringComparison.Ordinal);

        await OrderAsync("000000012", status: "sent");
        page.WaitForAssertion(() => Assert.Contains("sent", page.Find(".timeline-entry").TextContent, StringComparison.Ordinal), TimeSpan.FromSeconds(10));
    }

    [Fact]
    public void A_thing_nobody_knows_says_so()
    {
        var page = Render<EntityPage>(p => p.Add(e => e.Kind, "order").Add(e => e.Key, "404"));

        page.WaitForAssertion(() => Assert.Contains("Nothing is known of Order 404", page.Markup, StringComparison.Ordinal));
    }
}
