using CommerceEventConsole.Engine.Jobs.Plans;
using CommerceEventConsole.Engine.Jobs.Runs;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.Engine.Jobs;

/// <summary>
/// Before the first job runs: says of what was running when a process died that it was cut off, writes the defaults of the configuration,
/// and has the host run every job as its plan says. While the console runs it looks for nodes that died.
/// </summary>
internal sealed class JobStart(
    IEnumerable<JobSchedule> schedules, JobPlanStore plans, JobRunStore runs, JobRunner runner, IJobHost host, JobSignals signals, TimeProvider time,
    ILogger<JobStart> logger) : BackgroundService
{
    private static readonly TimeSpan Interval = TimeSpan.FromMinutes(1);

    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        var cut = await runs.CutOffAsync(atStart: true, cancellationToken).ConfigureAwait(false);
        if (cut > 0)
            logger.LogWarning("{Count} runs of jobs were cut off when their process ended", cut);
        await PlanAsync(cancellationToken).ConfigureAwait(false);
        await base.StartAsync(cancellationToken).ConfigureAwait(false);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Task.Delay(Interval, time, stoppingToken).ConfigureAwait(false);
            try
            {
                if (await runs.CutOffAsync(atStart: false, stoppingToken).ConfigureAwait(false) > 0)
                    signals.RaiseChanged();
            }
            catch (Exception e) when (e is not OperationCanceledException)
            {
                logger.LogWarning(e, "Runs that were cut off could not be looked for; the next look does it");
            }
        }
    }

    private async Task PlanAsync(CancellationToken cancellationToken)
    {
        var wanted = new HashSet<JobId>();
        foreach (var schedule in schedules.Where(s => s.Enabled))
        {
            await plans.SetDefaultAsync(schedule, isDynamic: false, cancellationToken).ConfigureAwait(false);
            wanted.Add(schedule.Job);
        }

        var kept = new HashSet<JobId>();
        foreach (var plan in await plans.ListAsync(cancellationToken).ConfigureAwait(false))
        {
            var id = plan.Id;
            if (!wanted.Contains(id) && !(plan.IsDynamic && runner.Has(id.Name)))
            {
                // Switched off in the configuration: what an operator edited is kept for the day when it is switched on again.
                if (!runner.Has(id.Name))
                    await plans.RemoveAsync(id, cancellationToken).ConfigureAwait(false);
                continue;
            }

            kept.Add(id);
            await host.ApplyAsync(plan, cancellationToken).ConfigureAwait(false);
        }

        await host.KeepOnlyAsync(kept, cancellationToken).ConfigureAwait(false);
    }
}
