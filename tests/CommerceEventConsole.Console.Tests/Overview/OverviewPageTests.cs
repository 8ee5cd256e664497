using Bunit;
using CommerceEventConsole.Components.Overview;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Activity;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Console.Tests.Overview;

public sealed class OverviewPageTests
{
    [Fact]
    public async Task A_fresh_installation_is_told_the_three_steps_and_which_are_done()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
        await screens.AddSourceAsync("Shop", "shop");

        var page = screens.Page.Render<OverviewPage>();

        page.WaitForElement(".first-steps");
        Assert.Equal(["sources/new", "destinations/new", "subscriptions/new"], page.FindAll(".first-steps a").Select(a => a.GetAttribute("href") ?? ""));
        Assert.Single(page.FindAll(".first-steps .done"));
    }

    [Fact]
    public async Task What_was_counted_is_shown_as_figures_and_beside_the_chart_as_words()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Viewer);
        var source = await screens.AddSourceAsync("Shop", "shop");
        var erp = await screens.AddDestinationAsync("ERP");
        await screens.AddSubscriptionAsync("Orders", [], [], erp.Id);
        var minute = ActivityTally.MinuteOf(screens.Page.Services.GetRequiredService<TimeProvider>().GetUtcNow());
        await using (var context = await screens.Contexts.CreateDbContextAsync())
        {
            context.ActivityMinutes.Add(new ActivityMinute { Minute = minute, Measure = ActivityMeasure.Received, ScopeId = source.Id, Count = 1_234 });
            await context.SaveChangesAsync();
        }

        var page = screens.Page.Render<OverviewPage>();

        page.WaitForAssertion(() => Assert.Contains("1,234 events received", page.Find(".chart").GetAttribute("aria-label"), StringComparison.Ordinal));
        Assert.Contains("ERP", page.Find("article").TextContent, StringComparison.Ordinal);
    }
}
