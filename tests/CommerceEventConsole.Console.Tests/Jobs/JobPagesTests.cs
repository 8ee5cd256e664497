using Bunit;
using CommerceEventConsole.Components.Jobs;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Jobs;
using CommerceEventConsole.Engine.Jobs.Runs;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Console.Tests.Jobs;

public sealed class JobPagesTests
{
    private static CancellationToken Token => Xunit.TestContext.Current.CancellationToken;

    [Fact]
    public async Task The_list_tells_schedule_result_and_duration_and_lets_a_viewer_change_nothing()
    {
        await using var screens = await JobScreens.OpenAsync(ConsoleRoles.Viewer);
        await screens.AddRunAsync(JobOutcome.Failed, "The folder is full.");

        var page = screens.Page.Render<JobsPage>();

        var row = page.WaitForElement("tbody tr");
        foreach (var text in new[] { "Export of orders", "Every day at 03:30 (Europe/Berlin)", "failed", "1,200 orders written", "The folder is full.", "60 s" })
            Assert.Contains(text, row.TextContent, StringComparison.Ordinal);
        Assert.Single(page.FindAll(".duration-trend rect"));
        Assert.Empty(page.FindAll("button"));
    }

    [Fact]
    public async Task An_operator_pauses_and_resumes()
    {
        await using var screens = await JobScreens.OpenAsync(ConsoleRoles.Operator);
        var page = screens.Page.Render<JobsPage>();

        page.WaitForElement("button[aria-label^=Pause]").Click();
        page.WaitForElement("button[aria-label^=Resume]");
        Assert.True((await screens.JobAsync()).Plan.IsPaused);
        page.WaitForAssertion(() => Assert.Contains("paused", page.Find("tbody tr").TextContent, StringComparison.Ordinal));
        page.Find("button[aria-label^=Resume]").Click();
        page.WaitForElement("button[aria-label^=Pause]");

        Assert.False((await screens.JobAsync()).Plan.IsPaused);
    }

    [Fact]
    public async Task A_run_started_by_hand_is_in_the_audit_log()
    {
        await using var screens = await JobScreens.OpenAsync(ConsoleRoles.Operator);
        var page = screens.Page.Render<JobsPage>();

        page.WaitForElement("button[aria-label^=Run]").Click();

        await using var db = await screens.Contexts.CreateDbContextAsync(Token);
        while (!await db.AuditEntries.AnyAsync(a => a.Action == "job.started" && a.Who == "anna@example.com", Token))
            await Task.Delay(20, Token);
    }

    [Fact]
    public async Task Interrupting_is_confirmed_first_and_the_run_knows_who_asked()
    {
        await using var screens = await JobScreens.OpenAsync(ConsoleRoles.Operator);
        var run = await screens.AddRunAsync(JobOutcome.Running);
        var page = screens.Page.Render<JobsPage>();

        page.WaitForElement("button[aria-label^=Interrupt]").Click();
        Assert.Empty(page.FindAll("button[aria-label^=Run]"));
        await page.InvokeAsync(() => screens.Dialogs.Close(true));

        var history = new JobHistory(screens.Contexts);
        while ((await history.GetAsync(run.Id, Token))!.InterruptedBy is null)
            await Task.Delay(20, Token);
        Assert.Equal("anna@example.com", (await history.GetAsync(run.Id, Token))!.InterruptedBy);
    }

    [Fact]
    public async Task A_job_shows_the_log_of_a_run_and_what_was_left_out_of_it()
    {
        await using var screens = await JobScreens.OpenAsync(ConsoleRoles.Viewer);
        await screens.AddRunAsync(JobOutcome.CutOff, null, "First line", "Last line");

        var page = screens.Page.Render<JobPage>(p => p.Add(x => x.Name, "export:7"));

        page.WaitForElement(".run-lines");
        foreach (var text in new[] { "First line", "9 lines left out", "Last line" })
            Assert.Contains(text, page.Find(".run-lines").TextContent, StringComparison.Ordinal);
        foreach (var text in new[] { "cut off", "started by ben@example.com", "web-1 (4711)", "tried again up to 2 times, each after 5 minutes" })
            Assert.Contains(text, page.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("Change the schedule", page.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public async Task While_a_schedule_is_edited_its_next_runs_are_shown_by_the_clock_of_its_zone()
    {
        await using var screens = await JobScreens.OpenAsync(ConsoleRoles.Operator);
        var page = screens.Page.Render<JobPage>(p => p.Add(x => x.Name, "export:7"));
        Open(page);

        page.Find("#field-cron").Change("0 6 * * 1-5");

        page.WaitForAssertion(() => Assert.Contains("Monday to Friday at 06:00", page.Find(".schedule-preview").TextContent, StringComparison.Ordinal));
        var times = page.FindAll(".schedule-preview li");
        Assert.Equal(5, times.Count);
        Assert.All(times, t => Assert.Contains("06:00:00 +0", t.TextContent, StringComparison.Ordinal));
        Assert.All(times, t => Assert.DoesNotContain("Sun", t.TextContent, StringComparison.Ordinal));
        page.Find("#field-timeZone").Change("Atlantis");
        page.WaitForAssertion(() => Assert.Empty(page.FindAll(".schedule-preview li")));
    }

    [Fact]
    public async Task A_saved_schedule_is_in_force_and_can_be_taken_back()
    {
        await using var screens = await JobScreens.OpenAsync(ConsoleRoles.Operator);
        var page = screens.Page.Render<JobPage>(p => p.Add(x => x.Name, "export:7"));
        Open(page);
        page.Find("#field-cron").Change("15 4 1 * *");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Contains("On the 1st of every month at 04:15 (Europe/Berlin)", page.Markup, StringComparison.Ordinal));
        var job = await screens.JobAsync();
        Assert.Equal(("15 4 1 * *", "anna@example.com"), (job.Plan.Timing.Cron, job.Plan.ChangedBy));
        page.WaitForElement("button:contains('Back to the default')").Click();

        page.WaitForAssertion(() => Assert.Empty(page.FindAll("button:contains('Back to the default')")));
        Assert.Null((await screens.JobAsync()).Plan.Edited);
    }

    [Fact]
    public async Task A_schedule_that_cannot_work_is_not_saved_and_says_why()
    {
        await using var screens = await JobScreens.OpenAsync(ConsoleRoles.Operator);
        var page = screens.Page.Render<JobPage>(p => p.Add(x => x.Name, "export:7"));
        Open(page);
        page.Find("#field-cron").Change("soon");
        page.Find("form").Submit();

        page.WaitForAssertion(() => Assert.Contains("is no schedule", page.Find("form").TextContent, StringComparison.Ordinal));
        Assert.Null((await screens.JobAsync()).Plan.Edited);
    }

    [Fact]
    public async Task A_job_that_is_not_there_is_said_to_be_gone()
    {
        await using var screens = await JobScreens.OpenAsync(ConsoleRoles.Viewer);

        var page = screens.Page.Render<JobPage>(p => p.Add(x => x.Name, "absent"));

        Assert.Contains("no such job", page.WaitForElement(".state-title").TextContent, StringComparison.Ordinal);
    }

    private static void Open(IRenderedComponent<JobPage> page)
    {
        page.WaitForElement("button:contains('Change the schedule')").Click();
        page.WaitForElement("#field-cron");
    }
}
