using Bunit;
using CommerceEventConsole.Components.Resync;
using CommerceEventConsole.Console.Tests.Overview;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Jobs;
using CommerceEventConsole.Engine.Resync.Runs;
using CommerceEventConsole.Engine.Storage;
using Microsoft.AspNetCore.Components;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Console.Tests.Resync;

public sealed class ResyncPageTests
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(true, "resync/new")]
    [InlineData(false, "systems/new")]
    public async Task Without_a_resync_it_says_what_they_are_for_and_leads_to_the_next_step(bool isConnected, string step)
    {
        await using var screens = await ResyncScreens.OpenAsync(ConsoleRoles.Administrator, isConnected);

        var page = screens.Page.Render<ResyncPage>();

        Assert.Contains("No resync yet", page.WaitForElement(".state-title").TextContent, StringComparison.Ordinal);
        Assert.NotNull(page.Find($".state-text a[href='{step}']"));
    }

    [Fact]
    public async Task A_store_that_does_not_answer_is_said_not_to()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Viewer, services =>
        {
            var configuration = new Microsoft.Extensions.Configuration.ConfigurationBuilder().Build();
            services.AddJobHosting(configuration);
            Engine.Resync.ResyncServices.AddResync(services, configuration);
        });
        await using (var db = await screens.Contexts.CreateDbContextAsync(Token))
            await db.Database.ExecuteSqlRawAsync("ALTER TABLE ResyncDefinitions RENAME TO Gone", Token);

        var page = screens.Page.Render<ResyncPage>();

        page.WaitForAssertion(() => Assert.Contains("The store did not answer", page.Markup, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_viewer_sees_way_schedule_and_result_in_words_and_can_change_nothing()
    {
        await using var screens = await ResyncScreens.OpenAsync(ConsoleRoles.Viewer);
        var nightly = await screens.AddAsync("Stock, every night", d => d with { Schedule = "30 2 * * *", TimeZone = "Europe/Berlin", Blackout = "08:00-18:00" });
        await screens.AddAsync("By hand");
        await screens.AddRunAsync(nightly, isDryRun: true, r => (r.State, r.Compared, r.Changed, r.Calls, r.NaiveCalls) = (ResyncState.Finished, 826, 3, 36, 826));

        var page = screens.Page.Render<ResyncPage>();

        page.WaitForElement("tbody tr");
        var rows = page.FindAll("table")[0].QuerySelectorAll("tbody tr").Select(r => r.TextContent).ToList();
        foreach (var text in new[] { "Stock", "from ERP to Our shop", "finished", "dry run", "826 records compared, 3 differences.", "Every day at 02:30 (Europe/Berlin), not 08:00 to 18:00" })
            Assert.Contains(text, rows[1], StringComparison.Ordinal);
        foreach (var text in new[] { "By hand", "never", "Only when somebody starts it" })
            Assert.Contains(text, rows[0], StringComparison.Ordinal);
        Assert.Contains("36 instead of 826", page.FindAll("table")[1].TextContent, StringComparison.Ordinal);
        Assert.Contains("42 s", page.FindAll("table")[1].TextContent, StringComparison.Ordinal);
        Assert.Empty(page.FindAll("button"));
        Assert.Empty(page.FindAll("a[href='resync/new'], a[href='resync/1']"));
    }

    [Fact]
    public async Task An_operator_starts_a_dry_run_and_is_led_to_it()
    {
        await using var screens = await ResyncScreens.OpenAsync(ConsoleRoles.Operator);
        await screens.AddAsync("Stock");
        var page = screens.Page.Render<ResyncPage>();

        page.WaitForElement("button[aria-label='Dry run of Stock']").Click();

        page.WaitForAssertion(() => Assert.EndsWith("/resync/runs/1", screens.Get<NavigationManager>().Uri, StringComparison.Ordinal));
        var run = await screens.RunAsync(1);
        Assert.Equal((true, "anna@example.com", ResyncState.Running), (run.IsDryRun, run.StartedBy, run.State));
    }

    [Fact]
    public async Task A_run_is_paused_resumed_and_after_a_question_stopped()
    {
        await using var screens = await ResyncScreens.OpenAsync(ConsoleRoles.Operator);
        var run = await screens.AddRunAsync(await screens.AddAsync("Stock"), isDryRun: false, r => (r.Compared, r.Written) = (10, 4));
        var page = screens.Page.Render<ResyncPage>();

        page.WaitForElement("button[aria-label='Pause Stock']").Click();
        page.WaitForElement("button[aria-label='Resume Stock']");
        Assert.Equal(ResyncState.Paused, (await screens.RunAsync(run.Id)).State);
        page.Find("button[aria-label='Resume Stock']").Click();
        page.WaitForElement("button[aria-label='Pause Stock']");
        page.Find("button[aria-label='Stop Stock']").Click();
        Assert.Equal(ResyncState.Running, (await screens.RunAsync(run.Id)).State);
        await page.InvokeAsync(() => screens.Dialogs.Close(true));

        page.WaitForElement("button[aria-label='Run now: Stock']");
        Assert.Equal(ResyncState.Stopped, (await screens.RunAsync(run.Id)).State);
    }

    [Fact]
    public async Task The_history_of_one_resync_is_shown_page_by_page()
    {
        await using var screens = await ResyncScreens.OpenAsync(ConsoleRoles.Viewer);
        var stock = await screens.AddAsync("Stock");
        var prices = await screens.AddAsync("Prices", d => d with { Kind = Engine.BackOffice.RecordKind.BasePrice });
        await screens.AddRunAsync(prices, isDryRun: false, r => r.State = ResyncState.Stopped);
        for (var i = 0; i < 26; i++)
            await screens.AddRunAsync(stock, isDryRun: false, r => r.State = ResyncState.Finished);
        screens.Get<NavigationManager>().NavigateTo($"/resync?of={stock.Id}");
        var page = screens.Page.Render<ResyncPage>();

        page.WaitForElement("a[rel=next]");
        Assert.Equal(25, page.FindAll("table")[1].QuerySelectorAll("tbody tr").Length);
        Assert.DoesNotContain("Prices", page.FindAll("table")[1].TextContent, StringComparison.Ordinal);
        screens.Get<NavigationManager>().NavigateTo(page.Find("a[rel=next]").GetAttribute("href")!);
        var older = screens.Page.Render<ResyncPage>();

        older.WaitForElement("nav.pager");
        Assert.Single(older.FindAll("table")[1].QuerySelectorAll("tbody tr"));
        Assert.Empty(older.FindAll("a[rel=next]"));
        older.Find("#history-of").Change(prices.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        Assert.EndsWith($"/resync?of={prices.Id}", screens.Get<NavigationManager>().Uri, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_an_operator_made_of_the_schedule_is_what_the_list_says()
    {
        await using var screens = await ResyncScreens.OpenAsync(ConsoleRoles.Viewer);
        var stock = await screens.AddAsync("Stock", d => d with { Schedule = "30 2 * * *" });
        var job = new JobId("resync", stock.Id.ToString(System.Globalization.CultureInfo.InvariantCulture));
        var desk = screens.Get<JobDesk>();
        Assert.True((await desk.RescheduleAsync(job, (await desk.GetAsync(job, Token))!.Plan.Version, new JobTiming("0 6 * * 1-5") { TimeZone = "Europe/Berlin" }, "ben@example.com", Token)).Succeeded);

        var page = screens.Page.Render<ResyncPage>();

        var row = page.WaitForElement("tbody tr").TextContent;
        Assert.Contains("Monday to Friday at 06:00 (Europe/Berlin)", row, StringComparison.Ordinal);
        Assert.Contains("changed by ben@example.com", row, StringComparison.Ordinal);
    }
}
