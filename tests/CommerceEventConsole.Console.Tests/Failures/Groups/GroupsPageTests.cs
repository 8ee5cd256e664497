using Bunit;
using CommerceEventConsole.Components.Failures.Groups;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Failures;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Console.Tests.Failures.Groups;

public sealed class GroupsPageTests
{
    [Fact]
    public async Task A_group_says_what_goes_wrong_and_what_it_holds_up()
    {
        await using var screens = await GroupScreens.OpenAsync(ConsoleRoles.Viewer);
        var group = await screens.AddGroupAsync();
        await screens.AddOrderAsync(group, 18_000m);
        await screens.AddOrderAsync(group, 204.5m);

        var page = screens.Screens.Page.Render<GroupsPage>();

        var row = page.WaitForElement("tbody tr");
        foreach (var text in new[] { "ERP answered 422: Article … is not known", "2 orders worth 18,204.50 EUR", "since ", "open" })
            Assert.Contains(text, row.TextContent, StringComparison.Ordinal);
        Assert.Equal($"failures/groups/{group.Id}", row.QuerySelector("a")!.GetAttribute("href"));
        Assert.Contains("5 failed attempts in the last 24 hours", row.QuerySelector("svg")!.GetAttribute("aria-label"), StringComparison.Ordinal);
        Assert.Equal(["2", "0"], row.QuerySelectorAll("td.number").Select(n => n.TextContent.Trim()));
    }

    [Fact]
    public async Task Tabs_count_the_groups_of_each_state_and_show_one()
    {
        await using var screens = await GroupScreens.OpenAsync(ConsoleRoles.Viewer);
        await screens.AddGroupAsync("open");
        await screens.AddGroupAsync("settled", FailureGroupState.Resolved);
        var navigation = screens.Screens.Page.Services.GetRequiredService<NavigationManager>();
        navigation.NavigateTo("failures/groups?state=resolved");

        var page = screens.Screens.Page.Render<GroupsPage>();

        Assert.Contains("settled", page.WaitForElement("tbody tr").TextContent, StringComparison.Ordinal);
        Assert.Single(page.FindAll("tbody tr"));
        Assert.Equal(["1", "0", "0", "1", "2"], page.FindAll(".tab-count").Select(c => c.TextContent));
        Assert.Equal("Resolved 1", page.Find(".state-tabs [aria-current=page]").TextContent);
    }

    [Fact]
    public async Task Without_groups_it_says_that_nothing_fails()
    {
        await using var screens = await GroupScreens.OpenAsync(ConsoleRoles.Viewer);

        var page = screens.Screens.Page.Render<GroupsPage>();

        Assert.Equal("Nothing is failing that nobody looks after.", page.WaitForElement(".state-title").TextContent);
    }

    [Fact]
    public async Task While_it_reads_it_says_so()
    {
        await using var screens = await GroupScreens.OpenAsync(ConsoleRoles.Viewer);

        var page = screens.Screens.Page.Render<Waiting>();

        Assert.NotNull(page.WaitForElement(".spinner"));
        Assert.Empty(page.FindAll("table"));
    }

    [Fact]
    public async Task When_the_store_does_not_answer_it_says_so_and_offers_to_try_again()
    {
        await using var screens = await GroupScreens.OpenAsync(ConsoleRoles.Viewer);

        var page = screens.Screens.Page.Render<Broken>();

        Assert.NotNull(page.WaitForElement(".state-error button"));
    }

    private sealed class Waiting : GroupsPage
    {
        protected override async Task<FailureGroupList> ReadAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            throw new InvalidOperationException();
        }
    }

    private sealed class Broken : GroupsPage
    {
        protected override Task<FailureGroupList> ReadAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("The store is gone.");
    }
}
