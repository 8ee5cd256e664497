using AngleSharp.Dom;
using Bunit;
using CommerceEventConsole.Components.Subscriptions.Formats;
using CommerceEventConsole.Console.Tests.Overview;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Console.Tests.Subscriptions.Formats;

public sealed class ExportPageTests
{
    [Fact]
    public async Task Everything_is_chosen_at_first_and_the_commands_are_there_to_copy()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Viewer);
        await screens.AddSubscriptionAsync("Orders", ["increment_id"], [new Rule("state", RuleOperator.Equal, "new")]);

        var page = screens.Page.Render<ExportPage>();

        Assert.Contains("events:subscribe observer.sales_order_save_commit_after --fields=increment_id --fields=state", page.WaitForElement("pre").TextContent, StringComparison.Ordinal);
        Assert.Equal(["subscriptions/export/subscriptions.json", "subscriptions/export/io_events.xml?ruleFields=true"], Links(page));
        Assert.NotEmpty(page.FindAll("[aria-label='Copy the commands']"));
        Assert.Contains("lost to the console for good", page.Find(".export-notes").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Only_what_is_chosen_goes_out()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Viewer);
        var orders = await screens.AddSubscriptionAsync("A orders", ["increment_id"], []);
        await screens.AddSubscriptionAsync("B orders", ["state"], []);
        var page = screens.Page.Render<ExportPage>();

        page.WaitForElements(".export-list input")[1].Change(false);

        page.WaitForAssertion(() => Assert.Equal($"subscriptions/export/subscriptions.json?ids={orders.Id}", Links(page)[0]));
        Assert.DoesNotContain("state", page.Find("pre").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public async Task With_nothing_chosen_there_is_nothing_to_download()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Viewer);
        await screens.AddSubscriptionAsync("Orders", ["increment_id"], []);
        var page = screens.Page.Render<ExportPage>();

        page.WaitForElement("pre");
        Button(page, "Choose none").Click();

        page.WaitForAssertion(() => Assert.Empty(Links(page)));
        Assert.Empty(page.FindAll("pre"));
        Button(page, "Choose all").Click();
        page.WaitForAssertion(() => Assert.Equal(2, Links(page).Count));
    }

    [Fact]
    public async Task A_console_without_subscriptions_says_so()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Viewer);

        var page = screens.Page.Render<ExportPage>();

        page.WaitForAssertion(() => Assert.Contains("no subscription to export", page.Markup, StringComparison.Ordinal));
    }

    private static IElement Button(IRenderedComponent<ExportPage> page, string text) =>
        page.FindAll("button").Single(b => b.TextContent.Contains(text, StringComparison.Ordinal));

    private static List<string?> Links(IRenderedComponent<ExportPage> page) => [.. page.FindAll("a[download]").Select(a => a.GetAttribute("href"))];
}
