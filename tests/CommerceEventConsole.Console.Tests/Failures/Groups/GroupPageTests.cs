using Bunit;
using CommerceEventConsole.Components.Failures.Groups;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Failures;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Console.Tests.Failures.Groups;

public sealed class GroupPageTests
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_group_shows_orders_examples_and_deliveries()
    {
        await using var screens = await GroupScreens.OpenAsync(ConsoleRoles.Viewer);
        var group = await screens.AddGroupAsync();
        await screens.AddOrderAsync(group, 100m);
        await screens.AddOrderAsync(group, 50m);

        var page = Open(screens, group.Id);

        Assert.Equal("ERP answered 422: Article … is not known", page.WaitForElement("h1").TextContent);
        Assert.StartsWith("It holds up 2 orders worth 150.00 EUR, since ", page.Find(".group-stake").TextContent.Trim(), StringComparison.Ordinal);
        Assert.Equal("entity/order/000001001", page.Find(".held-up a").GetAttribute("href"));
        Assert.Contains("100.00 EUR", page.Find(".held-up li").TextContent, StringComparison.Ordinal);
        Assert.Equal(2, page.FindAll(".example").Count);
        Assert.Contains("article-unknown", page.Find(".example").TextContent, StringComparison.Ordinal);
        Assert.Contains("NEW-MUG", page.Find("details").TextContent, StringComparison.Ordinal);
        Assert.Equal(2, page.FindAll(".failure-table tbody tr").Count);
    }

    [Fact]
    public async Task A_viewer_sees_who_looks_after_it_and_no_action()
    {
        await using var screens = await GroupScreens.OpenAsync(ConsoleRoles.Viewer);
        var group = await screens.AddGroupAsync();
        await screens.ChangeAsync(group.Id, g => (g.Owner, g.Note) = ("ben@example.com", "The ERP team knows."));

        var page = Open(screens, group.Id);

        Assert.Contains("ben@example.com", page.WaitForElement("#group-notes").ParentElement!.TextContent, StringComparison.Ordinal);
        Assert.Contains("The ERP team knows.", page.Markup, StringComparison.Ordinal);
        Assert.Empty(page.FindAll(".group-actions, form, input"));
    }

    [Fact]
    public async Task An_operator_takes_it_over_resolves_it_and_opens_it_again()
    {
        await using var screens = await GroupScreens.OpenAsync(ConsoleRoles.Operator);
        var group = await screens.AddGroupAsync();
        var page = Open(screens, group.Id);

        Press(page, "I look after it");
        page.WaitForAssertion(() => Assert.Contains("acknowledged", page.Find(".group-head .badge").TextContent, StringComparison.Ordinal));
        Assert.Equal("anna@example.com", (await screens.ReadAsync(group.Id)).Owner);
        Press(page, "Resolve");
        page.WaitForAssertion(() => Assert.Contains("resolved", page.Find(".group-head .badge").TextContent, StringComparison.Ordinal));
        Press(page, "Open again");
        page.WaitForAssertion(() => Assert.Contains("open", page.Find(".group-head .badge").TextContent, StringComparison.Ordinal));

        await using var db = await screens.Screens.Contexts.CreateDbContextAsync(Token);
        var entries = await db.AuditEntries.Where(a => a.Action.StartsWith("failures.")).OrderBy(a => a.Id).Select(a => a.Action).ToListAsync(Token);
        Assert.Equal(["failures.acknowledged", "failures.resolved", "failures.reopened"], entries);
    }

    [Fact]
    public async Task An_operator_snoozes_it_for_a_while()
    {
        await using var screens = await GroupScreens.OpenAsync(ConsoleRoles.Operator);
        var group = await screens.AddGroupAsync();
        var page = Open(screens, group.Id);

        page.WaitForElement("#snooze-for").Change("hours");
        Press(page, "Snooze");

        page.WaitForAssertion(() => Assert.Contains("snoozed", page.Find(".group-head .badge").TextContent, StringComparison.Ordinal));
        var until = (await screens.ReadAsync(group.Id)).SnoozedUntil;
        Assert.InRange(until!.Value - TimeProvider.System.GetUtcNow(), TimeSpan.FromHours(3.5), TimeSpan.FromHours(4));
    }

    [Fact]
    public async Task A_ticket_must_be_a_web_address()
    {
        await using var screens = await GroupScreens.OpenAsync(ConsoleRoles.Operator);
        var group = await screens.AddGroupAsync();
        var page = Open(screens, group.Id);

        page.WaitForElement("input[type=url]").Change("javascript:alert(1)");
        page.Find("form.group-notes").Submit();
        page.WaitForAssertion(() => Assert.DoesNotContain(page.FindAll("form.group-notes button"), b => b.HasAttribute("disabled")));
        Assert.Null((await screens.ReadAsync(group.Id)).TicketUrl);
        page.Find("input[type=url]").Change("https://tickets.example.com/7");
        page.Find("form.group-notes").Submit();

        Assert.Equal("https://tickets.example.com/7", page.WaitForElement("form.group-notes a").GetAttribute("href"));
    }

    [Fact]
    public async Task What_somebody_else_changed_meanwhile_is_not_overwritten()
    {
        await using var screens = await GroupScreens.OpenAsync(ConsoleRoles.Operator);
        var group = await screens.AddGroupAsync();
        var page = Open(screens, group.Id);
        page.WaitForElement("form.group-notes textarea").Change("mine");
        await screens.ChangeAsync(group.Id, g => g.Note = "theirs");

        page.Find("form.group-notes").Submit();

        page.WaitForElement("form.group-notes .link-button").Click();
        Assert.Equal("theirs", (await screens.ReadAsync(group.Id)).Note);
        page.WaitForAssertion(() => Assert.Equal("theirs", page.Find("form.group-notes textarea").GetAttribute("value")));
    }

    [Fact]
    public async Task What_is_protected_is_hidden()
    {
        await using var screens = await GroupScreens.OpenAsync(ConsoleRoles.Viewer);
        var group = await screens.AddGroupAsync();
        await screens.AddOrderAsync(group, 100m, isProtected: true);

        var page = Open(screens, group.Id);

        Assert.Contains("Hidden", page.WaitForElement(".example").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("article-unknown", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_of_which_nothing_fails_says_so()
    {
        await using var screens = await GroupScreens.OpenAsync(ConsoleRoles.Viewer);
        var group = await screens.AddGroupAsync();

        Assert.Equal("Nothing of this fails any more.", Open(screens, group.Id).WaitForElement(".group-stake").TextContent.Trim());
    }

    [Fact]
    public async Task A_group_that_is_not_there_is_said_to_be_missing()
    {
        await using var screens = await GroupScreens.OpenAsync(ConsoleRoles.Viewer);

        Assert.Equal("There is no such failure group.", Open(screens, 77).WaitForElement(".state-title").TextContent);
    }

    [Fact]
    public async Task While_it_reads_it_says_so_and_when_the_store_does_not_answer_too()
    {
        await using var screens = await GroupScreens.OpenAsync(ConsoleRoles.Viewer);

        Assert.NotNull(screens.Screens.Page.Render<Waiting>().WaitForElement(".spinner"));
        Assert.NotNull(screens.Screens.Page.Render<Broken>().WaitForElement(".state-error button"));
    }

    private static IRenderedComponent<GroupPage> Open(GroupScreens screens, int id) => screens.Screens.Page.Render<GroupPage>(p => p.Add(g => g.Id, id));

    private static void Press(IRenderedComponent<GroupPage> page, string text)
    {
        page.WaitForAssertion(() => Assert.Contains(page.FindAll(".group-actions button"), b => b.TextContent.Contains(text, StringComparison.Ordinal) && !b.HasAttribute("disabled")));
        page.FindAll(".group-actions button").First(b => b.TextContent.Contains(text, StringComparison.Ordinal)).Click();
    }

    private sealed class Waiting : GroupPage
    {
        protected override async Task<GroupPageData> ReadAsync(CancellationToken cancellationToken)
        {
            await Task.Delay(Timeout.Infinite, cancellationToken);
            return new GroupPageData(null);
        }
    }

    private sealed class Broken : GroupPage
    {
        protected override Task<GroupPageData> ReadAsync(CancellationToken cancellationToken) => throw new InvalidOperationException("The store is gone.");
    }
}
