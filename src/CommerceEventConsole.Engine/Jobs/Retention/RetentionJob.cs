using CommerceEventConsole.Engine.Audit;
using CommerceEventConsole.Engine.Intake;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Jobs.Retention;

/// <summary>
/// Removes what is older than it is to be kept, oldest first, a batch at a time. Each batch is a short transaction of its own and leaves
/// the store whole, so that a run may end after any of them; the next finds what is left by itself. Two nodes that clean up together
/// cost one another a batch now and then, nothing else.
/// </summary>
/// <remarks>The space is used again by what comes in; a SQLite file does not shrink.</remarks>
internal sealed class RetentionJob(
    IDbContextFactory<ConsoleDbContext> contexts, EventSweep events, TimeProvider time, IOptions<RetentionOptions> options) : IConsoleJob
{
    public const string JobName = "clean-up";

    public string Name => JobName;

    /// <summary>When to run.</summary>
    public static JobSchedule ScheduleOf(RetentionOptions options) => new(new JobId(JobName), new JobTiming(options.Schedule))
    {
        Title = "Clean-up",
        Description = "Removes what is older than it is to be kept: events with their deliveries, rejected requests, alerts, and the history of jobs.",
        Enabled = options.Enabled,
    };

    public async Task RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        var kept = options.Value;
        var now = time.Now();
        (ISweep Sweep, int Days)[] sweeps =
        [
            (events, kept.EventDays),
            (new OldRowsSweep<RejectedRequest>(contexts, "rejected requests", nameof(RejectedRequest.ReceivedAt)), kept.RejectedDays),
            (new OldRowsSweep<AuditEntry>(contexts, "audit entries", nameof(AuditEntry.At)), kept.AuditDays),
            (new ActivitySweep(contexts), kept.ActivityDays),
            (new AlertSweep(contexts), kept.AlertDays),
            (new JobRunSweep(contexts), kept.JobRunDays),
        ];
        foreach (var (sweep, days) in sweeps)
            await SweepAsync(sweep, now.AddDays(-days), context, cancellationToken).ConfigureAwait(false);
    }

    private async Task SweepAsync(ISweep sweep, DateTimeOffset before, JobContext context, CancellationToken cancellationToken)
    {
        long? after = 0;
        while (after is { } from)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var started = time.GetTimestamp();
            var step = await sweep.StepAsync(from, before, options.Value.BatchSize, cancellationToken).ConfigureAwait(false);
            context.Add(sweep.What + " removed", step.Removed);
            if (step.Kept > 0)
                context.Add(sweep.What + " kept for their unfinished deliveries", step.Kept);
            after = step.Next;
            if (after is not null)
                await PauseAsync(time.GetElapsedTime(started), cancellationToken).ConfigureAwait(false);
        }
    }

    // SQLite lets writers in by chance, not in turn: intake finds the door open at least half of the time.
    private Task PauseAsync(TimeSpan batch, CancellationToken cancellationToken) =>
        Task.Delay(batch > options.Value.Pause ? batch : options.Value.Pause, time, cancellationToken);
}
