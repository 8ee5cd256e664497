using CommerceEventConsole.Engine.Jobs;
using CommerceEventConsole.Engine.Jobs.Plans;
using CommerceEventConsole.Engine.Jobs.Runs;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Storage.Tests.Stores;
using CommerceEventConsole.Storage.Tests.Suite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.Storage.Tests.Jobs;

public abstract class JobHostingTests(StoreFixture store) : StoreSuite(store)
{
    private const string EverySecond = "* * * * * ?";
    private const string Never = "0 0 0 1 1 ? 2099";
    private const string AlsoNever = "0 0 0 2 2 ? 2098";

    [Fact]
    public async Task A_job_is_run_when_its_schedule_says_and_the_run_is_kept_with_its_log()
    {
        var id = NewJob();
        var job = new FakeJob(id.Name, (context, _) =>
        {
            context.Add("things done", 1_200);
            context.Logger.LogInformation("Did {Count} things", 1_200);
            context.Logger.LogDebug("Details");
            return Task.CompletedTask;
        });
        await using var node = await JobNode.StartAsync(Store, job, Schedule(id, EverySecond));

        var runs = await node.RunsAsync(id, r => r.Count(x => x.Outcome == JobOutcome.Succeeded) >= 2);

        var run = runs[^1];
        Assert.Equal((JobOutcome.Succeeded, JobTrigger.Schedule, 1), (run.Outcome, run.Trigger, run.Attempt));
        Assert.Equal("1,200 things done", run.Summary);
        Assert.NotEmpty(run.Node);
        Assert.True(run.EndedAt >= run.StartedAt);
        var line = Assert.Single(await node.History.LinesAsync(run.Id, Cancellation));
        Assert.Equal(("Did 1200 things", (byte)LogLevel.Information, 1), (line.Text, line.Level, line.Number));
        var view = await node.Desk.GetAsync(id, Cancellation);
        Assert.NotNull(view!.NextAt);
        Assert.NotEmpty(view.Runs.Recent);
    }

    [Fact]
    public async Task A_run_that_fails_is_tried_again_as_often_as_its_timing_says()
    {
        var id = NewJob();
        var job = new FakeJob(id.Name, (_, _) => throw new InvalidOperationException("The ERP is away."));
        await using var node = await JobNode.StartAsync(
            Store, job, Schedule(id, new JobTiming(Never) { Retries = 2, RetryWait = TimeSpan.FromSeconds(1) }));

        Assert.Null(await node.Desk.StartAsync(id, "anna", Cancellation));
        var runs = await node.RunsAsync(id, r => r.Count(x => x.Outcome == JobOutcome.Failed) == 3);

        Assert.Equal([JobTrigger.Retry, JobTrigger.Retry, JobTrigger.Person], runs.Select(r => r.Trigger));
        Assert.Equal([3, 2, 1], runs.Select(r => r.Attempt));
        Assert.All(runs, r => Assert.Equal(("The ERP is away.", "anna"), (r.Error, r.StartedBy)));
    }

    [Fact]
    public async Task A_stop_cuts_a_running_job_off_and_waits_for_its_end()
    {
        var id = NewJob();
        var ended = false;
        var job = new FakeJob(id.Name, async (_, token) =>
        {
            try
            {
                await Task.Delay(Timeout.Infinite, token);
            }
            finally
            {
                await Task.Yield();
                ended = true;
            }
        });
        await using var node = await JobNode.StartAsync(Store, job, Schedule(id, EverySecond));
        await job.StartedTimes(1);

        await node.StopAsync();

        Assert.True(ended);
        var run = Assert.Single(await ReadAsync(c => c.JobRuns.Where(r => r.Job == id.ToString())));
        Assert.Equal(JobOutcome.Stopped, run.Outcome);
    }

    [Fact]
    public async Task A_running_job_is_not_started_a_second_time_and_ends_when_somebody_interrupts_it()
    {
        var id = NewJob();
        var job = FakeJob.ThatWaits(id.Name);
        await using var node = await JobNode.StartAsync(Store, job, Schedule(id, Never));
        Assert.Equal("It is not running any more.", await node.Desk.InterruptAsync(id, "ben", Cancellation));
        Assert.Null(await node.Desk.StartAsync(id, "anna", Cancellation));
        await job.StartedTimes(1);

        Assert.Equal("It is running already.", await node.Desk.StartAsync(id, "anna", Cancellation));
        Assert.Null(await node.Desk.InterruptAsync(id, "ben", Cancellation));

        var run = Assert.Single(await node.RunsAsync(id, r => r is [{ Outcome: not JobOutcome.Running }]));
        Assert.Equal((JobOutcome.Interrupted, "anna", "ben"), (run.Outcome, run.StartedBy, run.InterruptedBy));
        Assert.Equal(["job.started", "job.interrupted"], await AuditAsync(id));
    }

    [Fact]
    public async Task An_edited_timing_stays_in_force_over_a_restart_until_it_is_taken_back()
    {
        var id = NewJob();
        var edited = new JobTiming(AlsoNever) { TimeZone = "Europe/Berlin", Missed = MissedRuns.Skip, Retries = 0 };
        DateTimeOffset? byDefault;
        await using (var node = await JobNode.StartAsync(Store, FakeJob.ThatSucceeds(id.Name), Schedule(id, Never)))
        {
            var view = await node.Desk.GetAsync(id, Cancellation);
            byDefault = view!.NextAt;
            var result = await node.Desk.RescheduleAsync(id, view.Plan.Version, edited, "anna", Cancellation);
            Assert.Equal(ChangeOutcome.Changed, result.Outcome);
            Assert.Equal(ChangeOutcome.Conflict, (await node.Desk.RescheduleAsync(id, view.Plan.Version, new JobTiming(Never), "ben", Cancellation)).Outcome);
        }

        await using var again = await JobNode.StartAsync(Store, FakeJob.ThatSucceeds(id.Name), Schedule(id, Never));
        var later = await again.Desk.GetAsync(id, Cancellation);

        Assert.Equal(edited, later!.Plan.Timing);
        Assert.Equal(new DateTimeOffset(2098, 2, 1, 23, 0, 0, TimeSpan.Zero), later.NextAt);
        Assert.Equal("anna", later.Plan.ChangedBy);
        await again.Desk.ResetAsync(id, "ben", Cancellation);
        Assert.Equal(byDefault, (await again.Desk.GetAsync(id, Cancellation))!.NextAt);
        Assert.Equal(["job.rescheduled", "job.reset"], await AuditAsync(id));
    }

    [Fact]
    public async Task A_timing_that_cannot_work_is_refused_with_all_that_is_wrong()
    {
        var id = NewJob();
        await using var node = await JobNode.StartAsync(Store, FakeJob.ThatSucceeds(id.Name), Schedule(id, Never));

        var result = await node.Desk.RescheduleAsync(
            id, 0, new JobTiming("soon") { TimeZone = "Atlantis", Retries = 99, RetryWait = TimeSpan.Zero }, "anna", Cancellation);

        Assert.Equal(["timeZone", "cron", "retries", "retryWait"], result.Problems.Select(p => p.Field));
        Assert.Null((await node.Desk.GetAsync(id, Cancellation))!.Plan.Edited);
    }

    [Fact]
    public async Task A_paused_job_stays_paused_over_a_restart_and_can_still_be_started_by_hand()
    {
        var id = NewJob();
        await using (var node = await JobNode.StartAsync(Store, FakeJob.ThatSucceeds(id.Name), Schedule(id, EverySecond)))
            await node.Desk.PauseAsync(id, "anna", Cancellation);

        var job = FakeJob.ThatSucceeds(id.Name);
        await using var again = await JobNode.StartAsync(Store, job, Schedule(id, EverySecond));
        var before = (await again.History.PageAsync(id, before: null, 50, Cancellation)).Rows.Count;

        Assert.Null((await again.Desk.GetAsync(id, Cancellation))!.NextAt);
        await again.Desk.StartAsync(id, "anna", Cancellation);
        var runs = await again.RunsAsync(id, r => r.Count > before);

        Assert.Equal(before + 1, runs.Count);
        Assert.Equal(JobTrigger.Person, runs[0].Trigger);
        await again.Desk.ResumeAsync(id, "anna", Cancellation);
        await again.RunsAsync(id, r => r[0].Trigger is JobTrigger.Schedule or JobTrigger.Missed);
    }

    [Theory]
    [InlineData(MissedRuns.RunOnce, JobTrigger.Missed)]
    [InlineData(MissedRuns.Skip, JobTrigger.Person)]
    public async Task A_run_that_was_due_while_the_console_was_off_is_made_up_for_or_left_out(MissedRuns missed, JobTrigger first)
    {
        var id = NewJob();
        var schedule = Schedule(id, new JobTiming(Never) { Missed = missed });
        await using (await JobNode.StartAsync(Store, FakeJob.ThatSucceeds(id.Name), schedule))
        {
        }

        // An hour ago, as the scheduler writes it.
        var ago = TimeProvider.System.GetUtcNow().AddHours(-1).UtcTicks;
        await using (var context = Store.CreateContext())
        {
            Assert.Equal(1, await context.Database.ExecuteSqlAsync(
                $"UPDATE QRTZ_TRIGGERS SET NEXT_FIRE_TIME = {ago}, START_TIME = {ago} WHERE JOB_NAME = {id.ToString()}", Cancellation));
        }

        var job = FakeJob.ThatSucceeds(id.Name);
        await using var node = await JobNode.StartAsync(Store, job, schedule);
        if (missed == MissedRuns.Skip)
        {
            // It has been looked at when the next time is in the future again; then nothing is left that could run by itself.
            while ((await node.Desk.GetAsync(id, Cancellation))!.NextAt < TimeProvider.System.GetUtcNow())
                await Task.Delay(50, Cancellation);
            await node.Desk.StartAsync(id, "anna", Cancellation);
        }

        var run = (await node.RunsAsync(id, r => r.Any(x => x.Outcome == JobOutcome.Succeeded)))[^1];
        Assert.Equal(first, run.Trigger);
    }

    [Fact]
    public async Task A_run_whose_process_is_gone_is_shown_as_cut_off()
    {
        var id = NewJob();
        var seen = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);
        await using (var context = Store.CreateContext())
        {
            context.JobRuns.Add(new JobRun
            {
                Job = id.ToString(), Node = "gone (1)", StartedAt = seen.AddMinutes(-1), SeenAt = seen, Outcome = JobOutcome.Running, Trigger = JobTrigger.Schedule,
            });
            await context.SaveChangesAsync(Cancellation);
        }

        await using var node = await JobNode.StartAsync(Store, FakeJob.ThatSucceeds(id.Name), Schedule(id, Never));

        var run = Assert.Single((await node.History.PageAsync(id, before: null, 50, Cancellation)).Rows);
        Assert.Equal((JobOutcome.CutOff, seen), (run.Outcome, run.EndedAt));
        Assert.Null(await node.Desk.StartAsync(id, "anna", Cancellation));
    }

    [Fact]
    public async Task Schedules_with_a_parameter_come_and_go_while_the_console_runs_and_last_over_a_restart()
    {
        var name = NewJob().Name;
        var (third, fourth) = (new JobId(name, "3"), new JobId(name, "4"));
        var seen = new List<string?>();
        var job = new FakeJob(name, (context, _) =>
        {
            lock (seen)
                seen.Add(context.Parameter);
            return Task.CompletedTask;
        });
        await using (var node = await JobNode.StartAsync(Store, job))
        {
            IJobSchedules schedules = node.Desk;
            await schedules.SetAsync(Schedule(third, Never), Cancellation);
            await schedules.SetAsync(Schedule(fourth, new JobTiming(null)), Cancellation);
            await schedules.SetAsync(Schedule(third, AlsoNever), Cancellation);
            await Assert.ThrowsAsync<ArgumentException>(() => schedules.SetAsync(Schedule(new JobId("absent"), Never), Cancellation));
            await Assert.ThrowsAsync<ArgumentException>(() => schedules.SetAsync(Schedule(third, "soon"), Cancellation));
        }

        await using var again = await JobNode.StartAsync(Store, job);
        var listed = (await again.Desk.ListAsync(Cancellation)).Where(v => v.Plan.Id.Name == name).ToList();
        Assert.Equal([third, fourth], listed.Select(v => v.Plan.Id));
        Assert.Equal(2098, listed[0].NextAt?.Year);
        Assert.Null(listed[1].NextAt);
        await again.Desk.StartAsync(fourth, "anna", Cancellation);
        await again.RunsAsync(fourth, r => r is [{ Outcome: JobOutcome.Succeeded }]);
        Assert.Equal(["4"], seen);

        await again.Desk.RemoveAsync(third, Cancellation);
        Assert.Null(await again.Desk.GetAsync(third, Cancellation));
        Assert.Equal("This job is not there any more.", await again.Desk.StartAsync(third, "anna", Cancellation));
    }

    [Fact]
    public async Task A_job_that_the_configuration_switches_off_is_not_hosted_and_keeps_what_was_edited()
    {
        var id = NewJob();
        await using (var node = await JobNode.StartAsync(Store, FakeJob.ThatSucceeds(id.Name), Schedule(id, Never)))
            await node.Desk.RescheduleAsync(id, 0, new JobTiming(EverySecond), "anna", Cancellation);
        var before = await CountAsync(id);
        await using (var node = await JobNode.StartAsync(Store, FakeJob.ThatSucceeds(id.Name), Schedule(id, Never) with { Enabled = false }))
        {
            before = await CountAsync(id);
            Assert.Null(await node.Desk.GetAsync(id, Cancellation));
        }

        Assert.Equal(before, await CountAsync(id));
        await using var again = await JobNode.StartAsync(Store, FakeJob.ThatSucceeds(id.Name), Schedule(id, Never));
        Assert.Equal(EverySecond, (await again.Desk.GetAsync(id, Cancellation))!.Plan.Timing.Cron);
    }

    [Fact]
    public async Task Of_a_long_log_the_beginning_and_the_end_are_kept()
    {
        var id = NewJob();
        var job = new FakeJob(id.Name, (context, _) =>
        {
            for (var i = 1; i <= 1000; i++)
                context.Logger.LogInformation("Line {Number}", i);
            return Task.CompletedTask;
        });
        await using var node = await JobNode.StartAsync(Store, [job], [Schedule(id, Never)], ("Jobs:LogLines", "20"));
        await node.Desk.StartAsync(id, "anna", Cancellation);

        var run = Assert.Single(await node.RunsAsync(id, r => r is [{ Outcome: JobOutcome.Succeeded }]));

        var lines = await node.History.LinesAsync(run.Id, Cancellation);
        Assert.Equal([.. Enumerable.Range(1, 10), .. Enumerable.Range(991, 10)], lines.Select(l => l.Number));
        Assert.Equal("Line 1000", lines[^1].Text);
    }

    [Fact]
    public async Task Runs_are_read_a_page_at_a_time()
    {
        var id = NewJob();
        await using (var context = Store.CreateContext())
        {
            var at = new DateTimeOffset(2026, 3, 4, 5, 6, 7, TimeSpan.Zero);
            context.JobRuns.AddRange(Enumerable.Range(1, 5).Select(i => new JobRun
            {
                Job = id.ToString(), Node = "a", StartedAt = at, SeenAt = at, EndedAt = at.AddSeconds(i), Outcome = JobOutcome.Succeeded, Trigger = JobTrigger.Schedule, Attempt = 1,
            }));
            await context.SaveChangesAsync(Cancellation);
        }

        var history = new JobHistory(new Factory(Store));
        var first = await history.PageAsync(id, before: null, 3, Cancellation);
        var second = await history.PageAsync(id, first.Next, 3, Cancellation);
        var trend = (await history.SummariesAsync([id], Cancellation))[id];

        Assert.Equal([5, 4, 3], first.Rows.Select(r => r.Duration!.Value.Seconds));
        Assert.Equal([2, 1], second.Rows.Select(r => r.Duration!.Value.Seconds));
        Assert.Null(second.Next);
        Assert.Equal([1, 2, 3, 4, 5], trend.Recent.Select(d => d.Seconds));
    }

    protected static JobSchedule Schedule(JobId id, string cron) => Schedule(id, new JobTiming(cron));

    private static JobSchedule Schedule(JobId id, JobTiming timing) => new(id, timing) { Title = $"Test {id}" };

    private JobId NewJob() => new($"job-{Store.NextId()}");

    private async Task<int> CountAsync(JobId id) => (await ReadAsync(c => c.JobRuns.Where(r => r.Job == id.ToString()))).Count;

    private Task<List<string>> AuditAsync(JobId id)
    {
        var subject = $"Job {id}:";
        return ReadAsync(c => c.AuditEntries.Where(a => a.Subject.StartsWith(subject)).OrderBy(a => a.Id).Select(a => a.Action));
    }

    private sealed class Factory(StoreFixture store) : IDbContextFactory<Engine.Storage.ConsoleDbContext>
    {
        public Engine.Storage.ConsoleDbContext CreateDbContext() => store.CreateContext();
    }
}

public sealed class JobHostingTestsOnSqlite(SqliteStore store) : JobHostingTests(store), IClassFixture<SqliteStore>;

public sealed class JobHostingTestsOnSqlServer(SqlServerStore store) : JobHostingTests(store), IClassFixture<SqlServerStore>
{
    [Fact]
    public async Task Two_nodes_run_a_job_once_and_either_interrupts_what_the_other_runs()
    {
        var id = new JobId($"job-{Store.NextId()}");
        var (one, two) = (FakeJob.ThatWaits(id.Name), FakeJob.ThatWaits(id.Name));
        await using var first = await JobNode.StartAsync(Store, one, Schedule(id, "* * * * * ?"));
        await using var second = await JobNode.StartAsync(Store, two, Schedule(id, "* * * * * ?"));
        await Task.WhenAny(one.StartedTimes(1), two.StartedTimes(1));

        Assert.Single((await first.History.PageAsync(id, before: null, 10, Cancellation)).Rows);
        await first.Desk.PauseAsync(id, "anna", Cancellation);
        Assert.Null(await first.Desk.InterruptAsync(id, "anna", Cancellation));
        await first.RunsAsync(id, r => r[0].Outcome == JobOutcome.Interrupted);
    }
}
