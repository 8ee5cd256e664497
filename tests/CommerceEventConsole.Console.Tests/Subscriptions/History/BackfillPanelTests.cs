using Bunit;
using CommerceEventConsole.Components.Subscriptions.History;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Replays;

namespace CommerceEventConsole.Console.Tests.Subscriptions.History;

public sealed class BackfillPanelTests
{
    [Fact]
    public async Task Counting_tells_what_was_sent_and_what_would_be()
    {
        await using var screens = await HistoryScreens.OpenAsync(ConsoleRoles.Operator);
        await screens.OrderAsync("paid", screens.Subscription.Routes[0]);
        await screens.OrderAsync("paid");
        await screens.OrderAsync("paid");
        await screens.OrderAsync("new");
        var panel = Render(screens);

        Press(panel, "Count them");

        Assert.Equal("3 of 4 events in that time match. 1 was sent already, 2 were not.", panel.WaitForElement(".run-sentence").TextContent);
        Assert.NotNull(Button(panel, "Send 2 past events"));
        Assert.Null(await screens.OnlyReplayAsync());
    }

    [Fact]
    public async Task Nothing_is_started_before_the_count_is_confirmed()
    {
        await using var screens = await HistoryScreens.OpenAsync(ConsoleRoles.Operator);
        await screens.OrderAsync("paid");
        var panel = Render(screens);
        Press(panel, "Count them");
        panel.WaitForElement(".run-sentence");
        string? asked = null;
        screens.Screens.Dialogs.OnOpen += (title, _, _, _) => asked = title;

        Press(panel, "Send 1 past event");
        Assert.NotNull(asked);
        Assert.Null(await screens.OnlyReplayAsync());
        await panel.InvokeAsync(() => screens.Screens.Dialogs.Close(false));

        panel.WaitForAssertion(() => Assert.NotNull(Button(panel, "Send 1 past event")));
        Assert.Null(await screens.OnlyReplayAsync());
    }

    [Fact]
    public async Task A_confirmed_backfill_becomes_a_replay_of_the_person_who_asked()
    {
        await using var screens = await HistoryScreens.OpenAsync(ConsoleRoles.Operator);
        await screens.OrderAsync("paid");
        var panel = Render(screens);
        Press(panel, "Count them");
        panel.WaitForElement(".run-sentence");

        Press(panel, "Send 1 past event");
        await panel.InvokeAsync(() => screens.Screens.Dialogs.Close(true));

        panel.WaitForElement("a[href=replays]");
        var replay = await screens.OnlyReplayAsync();
        Assert.Equal((ReplayState.Running, "anna@example.com", 1), (replay!.State, replay.CreatedBy, replay.Estimated));
    }

    [Fact]
    public async Task A_time_that_ends_before_it_begins_is_refused()
    {
        await using var screens = await HistoryScreens.OpenAsync(ConsoleRoles.Operator);
        var panel = Render(screens);
        panel.Find("select").Change(nameof(BackfillRange.Custom));
        panel.FindAll("input")[0].Change("2026-05-04T12:00");
        panel.FindAll("input")[1].Change("2026-05-04T11:00");

        Press(panel, "Count them");

        Assert.Contains("earlier one first", panel.Find(".field-problem").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_being_sent_already_is_pointed_to()
    {
        await using var screens = await HistoryScreens.OpenAsync(ConsoleRoles.Operator);
        await screens.AddReplayAsync(ReplayState.Paused);

        Assert.NotNull(Render(screens).WaitForElement("a[href=replays]"));
    }

    [Fact]
    public async Task A_viewer_can_send_nothing()
    {
        await using var screens = await HistoryScreens.OpenAsync(ConsoleRoles.Viewer);

        Assert.Empty(Render(screens).FindAll("button"));
    }

    private static void Press(IRenderedComponent<BackfillPanel> panel, string text) => Button(panel, text)!.Click();

    private static AngleSharp.Dom.IElement? Button(IRenderedComponent<BackfillPanel> panel, string text) =>
        panel.FindAll("button").SingleOrDefault(b => b.TextContent.Contains(text, StringComparison.Ordinal));

    private static IRenderedComponent<BackfillPanel> Render(HistoryScreens screens) =>
        screens.Screens.Page.Render<BackfillPanel>(p => p.Add(x => x.SubscriptionId, screens.Subscription.Id));
}
