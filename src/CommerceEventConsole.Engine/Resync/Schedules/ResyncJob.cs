using System.Globalization;
using CommerceEventConsole.Engine.Jobs;
using CommerceEventConsole.Engine.Resync.Runs;
using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.Engine.Resync.Schedules;

/// <summary>
/// Starts a run of the resync that its parameter names. The run then goes on by itself, with a page of its own: it outlives a restart, and
/// waits for blackout hours and systems that are down.
/// </summary>
internal sealed class ResyncJob(ResyncRuns runs) : IConsoleJob
{
    public const string JobName = "resync";

    /// <inheritdoc />
    public string Name => JobName;

    /// <summary>The job of a definition.</summary>
    public static JobId Of(int definitionId) => new(JobName, definitionId.ToString(CultureInfo.InvariantCulture));

    /// <inheritdoc />
    public async Task RunAsync(JobContext context, CancellationToken cancellationToken)
    {
        if (!int.TryParse(context.Parameter, NumberStyles.None, CultureInfo.InvariantCulture, out var id))
            throw new InvalidOperationException("A resync is started by its number.");
        var (run, problem) = await runs.StartAsync(id, ResyncTrigger.Schedule, isDryRun: false, ResyncRuns.Scheduler, cancellationToken).ConfigureAwait(false);
        if (run is null)
        {
            // One that still runs, or that a person has paused, is no failure of the schedule: its own page says how it stands.
            context.Logger.LogInformation("Not started: {Problem}", problem);
            return;
        }

        context.Add("resync run started", 1);
        context.Logger.LogInformation("Resync run {Run} is started", run.Id);
    }
}
