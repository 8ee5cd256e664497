using Bunit;
using CommerceEventConsole.Components.Failures;
using CommerceEventConsole.Console.Tests.Events;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Deliveries;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Console.Tests.Failures;

public sealed class FailuresPageTests : EventScreens
{
    [Fact]
    public async Task Tabs_count_what_failed_is_retried_is_held_is_dismissed_and_is_superseded()
    {
        await OrderAsync("1", DeliveryState.Failed);
        await OrderAsync("2", DeliveryState.Failed);
        await OrderAsync("3", DeliveryState.Held);
        await OrderAsync("4", DeliveryState.Dismissed);
        await OrderAsync("5", DeliveryState.Superseded);

        var page = Render<FailuresPage>();

        page.WaitForAssertion(() => Assert.Equal("2 0 1 1 1", string.Join(' ', page.FindAll(".tab-count").Select(t => t.TextContent))));
        Assert.Equal(2, page.FindAll("tbody tr").Count);
    }

    [Fact]
    public async Task Selected_deliveries_are_replayed_and_the_others_stay()
    {
        await OrderAsync("1", DeliveryState.Failed);
        await OrderAsync("2", DeliveryState.Failed);
        var page = Render<FailuresPage>();
        page.WaitForElement("tbody tr");

        await page.Find("tbody input[type=checkbox]").ChangeAsync(new ChangeEventArgs { Value = true });
        page.FindAll(".bulk button")[0].Click();

        page.WaitForAssertion(() => Assert.Single(page.FindAll("tbody tr")), TimeSpan.FromSeconds(10));
        await using var db = Db();
        Assert.Equal(1, await db.Deliveries.CountAsync(d => d.State == DeliveryState.Pending, Token));
        Assert.Equal(1, await db.Deliveries.CountAsync(d => d.State == DeliveryState.Failed, Token));
    }

    [Fact]
    public async Task A_refresh_keeps_the_selection()
    {
        await OrderAsync("1", DeliveryState.Failed);
        var page = Render<FailuresPage>();
        page.WaitForElement("tbody tr");
        await page.Find("tbody input[type=checkbox]").ChangeAsync(new ChangeEventArgs { Value = true });

        await OrderAsync("2", DeliveryState.Failed);

        page.WaitForAssertion(() => Assert.Equal(2, page.FindAll("tbody tr").Count), TimeSpan.FromSeconds(10));
        Assert.Contains("1 selected", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_on_the_page_are_selected_with_one_click()
    {
        await OrderAsync("1", DeliveryState.Failed);
        await OrderAsync("2", DeliveryState.Failed);
        var page = Render<FailuresPage>();
        page.WaitForElement("tbody tr");

        await page.Find("thead input[type=checkbox]").ChangeAsync(new ChangeEventArgs { Value = true });

        Assert.Contains("2 selected", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void The_groups_are_a_click_away() =>
        Assert.Equal("failures/groups", Render<FailuresPage>().Find(".page-head a").GetAttribute("href"));

    [Fact]
    public async Task A_viewer_sees_what_failed_and_no_action()
    {
        Access.SetPolicies(ConsoleRoles.Viewer);
        await OrderAsync("1", DeliveryState.Failed);

        var page = Render<FailuresPage>();

        page.WaitForElement("tbody tr");
        Assert.Empty(page.FindAll("button"));
        Assert.Empty(page.FindAll("input[type=checkbox]"));
    }
}
