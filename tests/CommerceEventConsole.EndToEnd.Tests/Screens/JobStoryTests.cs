using CommerceEventConsole.Db.Sqlite;
using CommerceEventConsole.EndToEnd.Tests.Processes;
using CommerceEventConsole.Engine.Audit;
using CommerceEventConsole.Engine.Jobs.Runs;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace CommerceEventConsole.EndToEnd.Tests.Screens;

/// <summary>An operator and the clean-up: its schedule, its runs, and what a crash leaves of them.</summary>
public sealed class JobStoryTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    // A batch of one row and a long pause after it: a run that lasts.
    private static readonly (string, string?)[] Slow = [("Retention:BatchSize", "1"), ("Retention:Pause", "00:01:00")];

    [Fact]
    public async Task A_rescheduled_job_keeps_its_schedule_over_a_crash_and_gets_its_default_back()
    {
        using var folder = new ConsoleFolder();
        await using (var console = await ConsoleProcess.StartWithAdministratorAsync(folder))
        {
            await using var window = await browser.OpenAsync(console.Url);
            await OpenJobAsync(window);
            var page = window.Page;
            await Expect(page.GetByText("Every day at 03:30 (UTC)").First).ToBeVisibleAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Change the schedule" }).ClickAsync();
            await page.GetByRole(AriaRole.Textbox, new() { Name = "Schedule", Exact = true }).FillAsync("15 4 * * 1-5");
            await page.GetByLabel("Time zone").FillAsync("Europe/Berlin");
            await page.GetByLabel("Time zone").PressAsync("Tab");
            await Expect(page.Locator(".schedule-preview li")).ToHaveCountAsync(5);
            await Expect(page.Locator(".schedule-preview li").First).ToContainTextAsync("04:15:00 +0");
            await window.PictureAsync("job-schedule");
            await page.GetByRole(AriaRole.Button, new() { Name = "Save the schedule" }).ClickAsync();
            await Expect(page.GetByText("Monday to Friday at 04:15 (Europe/Berlin)").First).ToBeVisibleAsync();
            await console.KillAsync();
        }

        await using var restarted = await ConsoleProcess.StartWithAdministratorAsync(folder);
        await using var again = await browser.OpenAsync(restarted.Url);
        await OpenJobAsync(again);
        await Expect(again.Page.GetByText("Monday to Friday at 04:15 (Europe/Berlin)").First).ToBeVisibleAsync();
        await again.Page.GetByRole(AriaRole.Button, new() { Name = "Back to the default" }).ClickAsync();
        await Expect(again.Page.GetByText("Every day at 03:30 (UTC)").First).ToBeVisibleAsync();
        again.AssertContent();
    }

    [Fact]
    public async Task A_job_is_run_and_interrupted_from_the_browser_and_a_run_that_is_killed_is_shown_as_cut_off()
    {
        using var folder = new ConsoleFolder();
        await AddOldEntriesAsync(folder);
        await using (var console = await ConsoleProcess.StartWithAdministratorAsync(folder, Slow))
        {
            await using var window = await browser.OpenAsync(console.Url);
            await OpenJobAsync(window);
            var page = window.Page;
            await page.GetByRole(AriaRole.Button, new() { Name = "Run now: Clean-up" }).ClickAsync();
            await Expect(page.Locator("tbody .badge").Filter(new() { HasText = "running" })).ToBeVisibleAsync();
            await Expect(page.GetByText("1 audit entries removed").First).ToBeVisibleAsync();
            await window.PictureAsync("job-running");
            await page.GetByRole(AriaRole.Button, new() { Name = "Interrupt Clean-up" }).ClickAsync();
            await page.GetByRole(AriaRole.Button, new() { Name = "Interrupt the run" }).ClickAsync();
            await Expect(page.Locator("tbody .badge").Filter(new() { HasText = "interrupted" })).ToBeVisibleAsync();

            await page.GetByRole(AriaRole.Button, new() { Name = "Run now: Clean-up" }).ClickAsync();
            await Expect(page.Locator("tbody .badge").Filter(new() { HasText = "running" })).ToBeVisibleAsync();
            await console.KillAsync();
        }

        await using var restarted = await ConsoleProcess.StartWithAdministratorAsync(folder, Slow);
        await using var again = await browser.OpenAsync(restarted.Url);
        await OpenJobAsync(again);
        await Expect(again.Page.Locator("tbody .badge").Filter(new() { HasText = "cut off" })).ToBeVisibleAsync();
        await again.PictureAsync("job-cut-off");
        await again.Page.GetByRole(AriaRole.Button, new() { Name = "Run now: Clean-up" }).ClickAsync();
        await Expect(again.Page.Locator("tbody .badge").Filter(new() { HasText = "running" })).ToBeVisibleAsync();
        Assert.Equal(0, await restarted.StopAsync());
        Assert.Equal(
            [JobOutcome.Stopped, JobOutcome.CutOff, JobOutcome.Interrupted], await folder.Store.ReadAsync(db => db.JobRuns.OrderByDescending(r => r.Id).Select(r => r.Outcome)));
    }

    private static async Task OpenJobAsync(Window window)
    {
        await window.SignInAsync();
        await window.GoToAsync("Jobs");
        await window.Page.GetByRole(AriaRole.Link, new() { Name = "Clean-up" }).ClickAsync();
        await window.ShowsAsync("Clean-up");
    }

    private static async Task AddOldEntriesAsync(ConsoleFolder folder)
    {
        var (code, output) = await ConsoleProcess.RunAsync(folder, ["--migrate-only"]);
        Assert.True(code == 0, output);
        await using var services = new ServiceCollection().AddLogging().AddSqliteStorage($"Data Source={folder.Database};Pooling=False").BuildServiceProvider();
        await using var db = await services.GetRequiredService<IDbContextFactory<ConsoleDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        var longAgo = TimeProvider.System.GetUtcNow().AddDays(-2_000);
        db.AuditEntries.AddRange(Enumerable.Range(0, 50).Select(_ => new AuditEntry { At = longAgo, Who = "ben", Action = "source.created", Subject = "Source" }));
        await db.SaveChangesAsync(TestContext.Current.CancellationToken);
    }
}
