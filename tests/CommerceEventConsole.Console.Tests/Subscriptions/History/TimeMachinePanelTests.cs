using Bunit;
using CommerceEventConsole.Components.Subscriptions.History;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Subscriptions.Matching;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Console.Tests.Subscriptions.History;

public sealed class TimeMachinePanelTests
{
    [Fact]
    public async Task A_run_says_in_a_sentence_what_would_change_and_leads_to_each_event()
    {
        await using var screens = await HistoryScreens.OpenAsync(ConsoleRoles.Administrator);
        await screens.OrderAsync("paid");
        var (gained, lost) = (await screens.OrderAsync("new"), await screens.OrderAsync("closed"));
        var panel = Render(screens, HistoryScreens.States("paid, new"), HistoryScreens.States("paid, closed"));

        Run(panel);

        var sentence = panel.WaitForElement(".run-sentence");
        Assert.Equal("Of 3 events of the last 7 days 1 more would be sent and 1 fewer.", sentence.TextContent);
        var links = panel.FindAll("tbody a").Select(a => a.GetAttribute("href"));
        Assert.Equal([$"events/{gained}", $"events/{lost}"], links);
        Assert.Equal("status", sentence.GetAttribute("role"));
    }

    [Fact]
    public async Task A_first_draft_is_told_of_without_a_comparison()
    {
        await using var screens = await HistoryScreens.OpenAsync(ConsoleRoles.Administrator);
        await screens.OrderAsync("paid");
        await screens.OrderAsync("new");
        var panel = Render(screens, HistoryScreens.States("paid"), published: null);

        Run(panel);

        Assert.Equal("Of 2 events of the last 7 days 1 would be sent.", panel.WaitForElement(".run-sentence").TextContent);
    }

    [Fact]
    public async Task Where_nothing_came_it_says_so()
    {
        await using var screens = await HistoryScreens.OpenAsync(ConsoleRoles.Administrator);
        var panel = Render(screens, HistoryScreens.States("paid"), published: null);
        panel.FindAll("button.tab")[1].Click();

        Run(panel);

        Assert.Equal("No event of this type came in the last 30 days.", panel.WaitForElement(".run-sentence").TextContent);
        Assert.Empty(panel.FindAll("table"));
    }

    [Fact]
    public async Task A_draft_that_changed_after_the_run_makes_the_result_old()
    {
        await using var screens = await HistoryScreens.OpenAsync(ConsoleRoles.Administrator);
        await screens.OrderAsync("paid");
        var panel = Render(screens, HistoryScreens.States("paid"), published: null);
        Run(panel);
        panel.WaitForElement(".run-sentence");

        panel.Render(p => p.Add(x => x.Draft, HistoryScreens.States("paid")));
        Assert.Empty(panel.FindAll(".field-warning"));
        panel.Render(p => p.Add(x => x.Draft, HistoryScreens.States("new")));

        Assert.Contains("has changed since", panel.Find(".field-warning").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_draft_with_errors_cannot_be_run()
    {
        await using var screens = await HistoryScreens.OpenAsync(ConsoleRoles.Administrator);

        var panel = Render(screens, HistoryScreens.States("paid") with { Rules = [new Rule("state", RuleOperator.Regex, "/(/")] }, published: null);

        Assert.Empty(panel.FindAll("button"));
        Assert.Contains("as soon as fields and rules are in order", panel.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_told_of_and_asked_again()
    {
        await using var screens = await HistoryScreens.OpenAsync(ConsoleRoles.Administrator);
        await screens.OrderAsync("paid");
        await RenameAsync(screens, "Events", "Away");
        var panel = Render(screens, HistoryScreens.States("paid"), published: null);
        Run(panel);
        panel.WaitForElement(".state-error");

        await RenameAsync(screens, "Away", "Events");
        panel.Find(".state-error button").Click();

        Assert.StartsWith("Of 1 event ", panel.WaitForElement(".run-sentence").TextContent, StringComparison.Ordinal);
    }

    private static async Task RenameAsync(HistoryScreens screens, string from, string to)
    {
        await using var db = await screens.Screens.Contexts.CreateDbContextAsync(Xunit.TestContext.Current.CancellationToken);
#pragma warning disable EF1002 // Names of this test only.
        await db.Database.ExecuteSqlRawAsync($"ALTER TABLE \"{from}\" RENAME TO \"{to}\"", Xunit.TestContext.Current.CancellationToken);
#pragma warning restore EF1002
    }

    private static void Run(IRenderedComponent<TimeMachinePanel> panel) =>
        panel.FindAll("button").Single(b => b.TextContent.Contains("Run", StringComparison.Ordinal)).Click();

    private static IRenderedComponent<TimeMachinePanel> Render(HistoryScreens screens, SubscriptionDefinition draft, SubscriptionDefinition? published) =>
        screens.Screens.Page.Render<TimeMachinePanel>(p => p.Add(x => x.Draft, draft).Add(x => x.Published, published));
}
