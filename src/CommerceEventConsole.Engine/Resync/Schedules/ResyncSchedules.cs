using System.Globalization;
using CommerceEventConsole.Engine.Jobs;
using CommerceEventConsole.Engine.Resync.Definitions;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.Engine.Resync.Schedules;

/// <summary>Has the jobs' engine start resyncs. What an operator edits on the jobs' page stays in force.</summary>
internal sealed class ResyncSchedules(IJobSchedules jobs, IJobHost host) : IResyncSchedules
{
    // What fits a title of a job.
    private const int MaxTitle = 100;

    /// <inheritdoc />
    public Task SetAsync(ResyncDefinition definition, CancellationToken cancellationToken)
    {
        var title = $"Resync: {definition.Name}";
        var timing = new JobTiming(definition.Enabled ? definition.Schedule : null) { TimeZone = definition.TimeZone, Missed = MissedRuns.RunOnce, Retries = 0 };
        return jobs.SetAsync(
            new JobSchedule(ResyncJob.Of(definition.Id), timing)
            {
                Title = ShortText.Cut(title, MaxTitle),
                Description = "Compares Commerce with a back-office system and repairs what differs. How a run went stands on the Resync page.",
            },
            cancellationToken);
    }

    /// <inheritdoc />
    public Task RemoveAsync(int definitionId, CancellationToken cancellationToken) => jobs.RemoveAsync(ResyncJob.Of(definitionId), cancellationToken);

    /// <inheritdoc />
    public async Task<IReadOnlyDictionary<int, DateTimeOffset>> NextAsync(IReadOnlyCollection<int> definitionIds, CancellationToken cancellationToken)
    {
        var next = await host.NextAsync([.. definitionIds.Select(ResyncJob.Of)], cancellationToken).ConfigureAwait(false);
        return next.ToDictionary(n => int.Parse(n.Key.Parameter!, CultureInfo.InvariantCulture), n => n.Value);
    }
}

/// <summary>Sets every schedule again at the start: one whose definition was saved just before a crash follows now.</summary>
internal sealed class ResyncScheduleStart(
    IDbContextFactory<ConsoleDbContext> contexts, IResyncSchedules schedules, ILogger<ResyncScheduleStart> logger) : BackgroundService
{
    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await using var db = await contexts.CreateDbContextAsync(stoppingToken).ConfigureAwait(false);
            var definitions = await db.ResyncDefinitions.AsNoTracking().OrderBy(d => d.Id).Take(ResyncChecks.MaxDefinitions)
                .ToListAsync(stoppingToken).ConfigureAwait(false);
            foreach (var definition in definitions)
                await schedules.SetAsync(definition, stoppingToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops.
        }
        catch (Exception e)
        {
            logger.LogWarning(e, "The schedules of resyncs could not be set again; those that were set before stay in force");
        }
    }
}
