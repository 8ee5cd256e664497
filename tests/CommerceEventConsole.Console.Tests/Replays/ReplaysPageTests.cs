using Bunit;
using CommerceEventConsole.Components.Replays;
using CommerceEventConsole.Console.Tests.Subscriptions.History;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Replays;

namespace CommerceEventConsole.Console.Tests.Replays;

public sealed class ReplaysPageTests
{
    [Fact]
    public async Task A_replay_shows_how_far_it_is_and_who_started_it()
    {
        await using var screens = await HistoryScreens.OpenAsync(ConsoleRoles.Viewer);
        await screens.AddReplayAsync(ReplayState.Running);

        var page = screens.Screens.Page.Render<ReplaysPage>();

        var row = page.WaitForElement("tbody tr");
        foreach (var text in new[] { "Past events of Paid orders", "running", "500 of 2,000 events", "310", "12", "ben@example.com" })
            Assert.Contains(text, row.TextContent, StringComparison.Ordinal);
        var bar = page.Find("progress");
        Assert.Equal(("500", "2000"), (bar.GetAttribute("value"), bar.GetAttribute("max")));
        Assert.Empty(page.FindAll("button"));
    }

    [Fact]
    public async Task An_operator_pauses_and_resumes()
    {
        await using var screens = await HistoryScreens.OpenAsync(ConsoleRoles.Operator);
        await screens.AddReplayAsync(ReplayState.Running);
        var page = screens.Screens.Page.Render<ReplaysPage>();

        page.WaitForElement("button[aria-label^=Pause]").Click();
        page.WaitForElement("button[aria-label^=Resume]").Click();
        page.WaitForElement("button[aria-label^=Pause]");

        Assert.Equal(ReplayState.Running, (await screens.OnlyReplayAsync())!.State);
    }

    [Fact]
    public async Task Cancelling_is_confirmed_first()
    {
        await using var screens = await HistoryScreens.OpenAsync(ConsoleRoles.Operator);
        await screens.AddReplayAsync(ReplayState.Running);
        var page = screens.Screens.Page.Render<ReplaysPage>();

        page.WaitForElement("button[aria-label^=Cancel]").Click();
        Assert.Equal(ReplayState.Running, (await screens.OnlyReplayAsync())!.State);
        await page.InvokeAsync(() => screens.Screens.Dialogs.Close(true));

        page.WaitForAssertion(() => Assert.Contains("cancelled", page.Find("tbody tr").TextContent, StringComparison.Ordinal));
        Assert.Empty(page.FindAll("button"));
    }

    [Fact]
    public async Task Without_replays_it_says_where_one_is_started()
    {
        await using var screens = await HistoryScreens.OpenAsync(ConsoleRoles.Viewer);

        var page = screens.Screens.Page.Render<ReplaysPage>();

        Assert.Contains("No replay yet", page.WaitForElement(".state-title").TextContent, StringComparison.Ordinal);
    }
}
