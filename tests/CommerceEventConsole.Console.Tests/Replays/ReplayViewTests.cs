using Bunit;
using CommerceEventConsole.Components.Replays;
using CommerceEventConsole.Console.Tests.Subscriptions.History;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Replays;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Console.Tests.Replays;

public sealed class ReplayViewTests
{
    private static readonly DeliveryState[] Mixed = [DeliveryState.Delivered, DeliveryState.Delivered, DeliveryState.Failed, DeliveryState.Pending];

    [Fact]
    public async Task It_shows_who_and_why_and_what_came_of_it()
    {
        await using var screens = await HistoryScreens.OpenAsync(ConsoleRoles.Viewer);
        var replay = await screens.AddResendAsync(await screens.AddDeliveriesAsync(Mixed), ReplayState.Running, new ResendOptions { NewestOnly = true });

        var view = Open(screens, replay);

        view.WaitForElement("#outcome");
        foreach (var text in new[] { "4 selected deliveries", "running", "ben@example.com", "The ERP is back.", "4 of 4 deliveries", "only the newest of each order" })
            Assert.Contains(text, view.Markup, StringComparison.Ordinal);
        // What is still in the queue is not done.
        Assert.Equal(("3", "4"), (view.Find("progress").GetAttribute("value"), view.Find("progress").GetAttribute("max")));
        var outcomes = view.FindAll("[aria-labelledby=outcome] dl > div").Select(d => d.TextContent);
        Assert.Equal(["Delivered2", "Failed1", "Waiting1"], outcomes);
        Assert.Empty(view.FindAll("button"));
    }

    [Fact]
    public async Task An_outcome_leads_to_its_deliveries()
    {
        await using var screens = await HistoryScreens.OpenAsync(ConsoleRoles.Viewer);
        var made = await screens.AddDeliveriesAsync(Mixed);
        var replay = await screens.AddResendAsync(made, ReplayState.Running);
        var view = Open(screens, replay);
        var link = view.WaitForElement("a[href*='show=failed']").GetAttribute("href")!;

        screens.Screens.Page.Services.GetRequiredService<NavigationManager>().NavigateTo(link);
        var listed = Open(screens, replay);

        var row = listed.WaitForElement("tbody tr");
        Assert.Contains($"Event {made[2].EventSeq}", row.TextContent, StringComparison.Ordinal);
        Assert.Contains("The answer was 503.", row.TextContent, StringComparison.Ordinal);
        Assert.Single(listed.FindAll("tbody tr"));
    }

    [Fact]
    public async Task One_that_stopped_by_itself_says_why_and_an_operator_lets_it_go_on()
    {
        await using var screens = await HistoryScreens.OpenAsync(ConsoleRoles.Operator);
        var replay = await screens.AddResendAsync(
            await screens.AddDeliveriesAsync(DeliveryState.Failed), ReplayState.Paused, error: "It stopped by itself: 1 of the last 1 failed.");
        var view = Open(screens, replay);
        Assert.Contains("It stopped by itself", view.WaitForElement("[role=alert]").TextContent, StringComparison.Ordinal);

        view.WaitForElement("button[aria-label^=Resume]").Click();

        view.WaitForElement("button[aria-label^=Pause]");
        view.WaitForAssertion(() => Assert.Empty(view.FindAll("[role=alert]")));
        Assert.Equal(ReplayState.Running, (await screens.OnlyReplayAsync())!.State);
    }

    [Fact]
    public async Task Cancelling_says_first_what_becomes_of_what_waits_and_then_does_it()
    {
        await using var screens = await HistoryScreens.OpenAsync(ConsoleRoles.Operator);
        var replay = await screens.AddResendAsync(await screens.AddDeliveriesAsync(DeliveryState.Pending, DeliveryState.Delivered), ReplayState.Running);
        var view = Open(screens, replay);

        view.WaitForElement("button[aria-label^=Cancel]").Click();
        Assert.Equal(ReplayState.Running, (await screens.OnlyReplayAsync())!.State);
        await view.InvokeAsync(() => screens.Screens.Dialogs.Close(true));

        view.WaitForAssertion(() => Assert.Empty(view.FindAll("button")));
        var cancelled = (await screens.OnlyReplayAsync())!;
        Assert.Equal((ReplayState.Cancelled, 1, 1), (cancelled.State, cancelled.Created, cancelled.Skipped));
    }

    [Fact]
    public async Task One_that_is_not_there_is_named_so()
    {
        await using var screens = await HistoryScreens.OpenAsync(ConsoleRoles.Viewer);

        var view = screens.Screens.Page.Render<ReplayView>(p => p.Add(v => v.Id, 99));

        Assert.Contains("no such replay", view.WaitForElement(".state-title").TextContent, StringComparison.Ordinal);
    }

    private static IRenderedComponent<ReplayView> Open(HistoryScreens screens, Replay replay) =>
        screens.Screens.Page.Render<ReplayView>(p => p.Add(v => v.Id, replay.Id));
}
