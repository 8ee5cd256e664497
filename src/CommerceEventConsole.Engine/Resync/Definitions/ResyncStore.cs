using CommerceEventConsole.Engine.Jobs;
using CommerceEventConsole.Engine.Resync.Runs;
using CommerceEventConsole.Engine.Resync.Schedules;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Resync.Definitions;

/// <summary>Reads and changes resyncs. Changes are audited; a run that is under way goes on as it was started.</summary>
public sealed class ResyncStore
{
    private readonly IDbContextFactory<ConsoleDbContext> _factory;
    private readonly ConfigurationWriter _writer;
    private readonly ICronSyntax _cron;
    private readonly IResyncSchedules _schedules;

    internal ResyncStore(IDbContextFactory<ConsoleDbContext> factory, ConfigurationWriter writer, ICronSyntax cron, IResyncSchedules schedules)
    {
        _factory = factory;
        _writer = writer;
        _cron = cron;
        _schedules = schedules;
    }

    /// <summary>Every resync by name; at most 100.</summary>
    public async Task<IReadOnlyList<ResyncDefinition>> ListAsync(CancellationToken cancellationToken)
    {
        await using var context = await _factory.CreateDbContextAsync(cancellationToken);
        return await context.ResyncDefinitions.AsNoTracking().OrderBy(d => d.Name).Take(ResyncChecks.MaxDefinitions).ToListAsync(cancellationToken);
    }

    /// <summary>One resync; null where there is none.</summary>
    public async Task<ResyncDefinition?> GetAsync(int id, CancellationToken cancellationToken)
    {
        await using var context = await _factory.CreateDbContextAsync(cancellationToken);
        return await context.ResyncDefinitions.AsNoTracking().SingleOrDefaultAsync(d => d.Id == id, cancellationToken);
    }

    /// <summary>Makes a resync.</summary>
    public Task<ChangeResult<ResyncDefinition>> CreateAsync(ResyncDraft draft, string who, CancellationToken cancellationToken) =>
        FollowAsync(_writer.ChangeAsync(who, (change, token) => SaveAsync(change, draft, stored: null, token), cancellationToken), cancellationToken);

    /// <summary>Changes a resync that was read as <paramref name="version"/>.</summary>
    public Task<ChangeResult<ResyncDefinition>> UpdateAsync(int id, long version, ResyncDraft draft, string who, CancellationToken cancellationToken) =>
        FollowAsync(
            _writer.EditAsync(
                who, context => context.ResyncDefinitions.Where(d => d.Id == id), version, (change, row, token) => SaveAsync(change, draft, row, token), cancellationToken),
            cancellationToken);

    /// <summary>Deletes a resync that is not running. Its runs stay in the history.</summary>
    public async Task<ChangeResult<ResyncDefinition>> DeleteAsync(int id, string who, CancellationToken cancellationToken)
    {
        var result = await _writer.EditAsync<ResyncDefinition>(
            who,
            context => context.ResyncDefinitions.Where(d => d.Id == id),
            seenVersion: null,
            async (change, row, token) =>
            {
                var isRunning = await change.Context.ResyncRuns.AnyAsync(
                    r => r.DefinitionId == id && (r.State == ResyncState.Running || r.State == ResyncState.Paused), token);
                if (isRunning)
                    return ChangeResult<ResyncDefinition>.InUse("It is running, or paused. Stop the run first.");
                change.Context.ResyncDefinitions.Remove(row);
                change.Record("resync.deleted", Subject(row), Describe(row), after: null);
                return ChangeResult<ResyncDefinition>.Changed(null);
            },
            cancellationToken);
        if (result.Succeeded)
            await _schedules.RemoveAsync(id, cancellationToken);
        return result;
    }

    // The schedules are set again at every start: one that could not be reached now follows then.
    private async Task<ChangeResult<ResyncDefinition>> FollowAsync(Task<ChangeResult<ResyncDefinition>> change, CancellationToken cancellationToken)
    {
        var result = await change;
        if (result is { Outcome: ChangeOutcome.Changed, Value: { } row })
            await _schedules.SetAsync(row, cancellationToken);
        return result;
    }

    /// <summary>Makes or changes a resync within a change that does more than that.</summary>
    internal async Task<ChangeResult<ResyncDefinition>> SaveAsync(
        ConfigurationChange change, ResyncDraft typed, ResyncDefinition? stored, CancellationToken cancellationToken)
    {
        var draft = Trim(typed);
        var id = stored?.Id ?? 0;
        var others = await change.Context.ResyncDefinitions.AsNoTracking().Where(d => d.Id != id).ToListAsync(cancellationToken);
        var problems = ResyncChecks.Check(draft, stored is null, others, _cron);
        if (draft.DestinationId is { } to && !await change.Context.Destinations.AnyAsync(d => d.Id == to, cancellationToken))
            problems.Add("destinationId", "That destination is gone. Choose another.");
        if (problems.Count > 0)
            return ChangeResult<ResyncDefinition>.Invalid(problems);
        var before = stored is null ? null : Describe(stored);
        var row = stored ?? new ResyncDefinition { Name = draft.Name };
        // What was compared with another system, or of another kind, says nothing of this one.
        if (row.Kind != draft.Kind || row.Direction != draft.Direction || row.CommerceId != draft.CommerceId || row.SystemId != draft.SystemId)
            row.ComparedUntil = null;
        Fill(row, draft);
        if (stored is null)
            change.Context.ResyncDefinitions.Add(row);
        else if (change.Context.Entry(row).State == EntityState.Unchanged)
            return ChangeResult<ResyncDefinition>.Unchanged(row);
        change.Stamp(row);
        change.Record(stored is null ? "resync.created" : "resync.changed", Subject(row), before, Describe(row));
        return ChangeResult<ResyncDefinition>.Changed(row);
    }

    private static ResyncDraft Trim(ResyncDraft draft) => draft with
    {
        Name = draft.Name.Trim(),
        Schedule = draft.Schedule.Trim(),
        TimeZone = draft.TimeZone.Trim(),
        Blackout = draft.Blackout.Trim(),
        Fields = draft.Fields.ReplaceLineEndings("\n").Trim(),
    };

    private static void Fill(ResyncDefinition row, ResyncDraft draft)
    {
        row.Name = draft.Name;
        row.Kind = draft.Kind;
        row.Direction = draft.Direction;
        row.CommerceId = draft.CommerceId;
        row.SystemId = draft.SystemId;
        row.DestinationId = draft.DestinationId;
        row.Mode = draft.Mode;
        row.Schedule = draft.Schedule.Length > 0 ? draft.Schedule : null;
        row.TimeZone = draft.TimeZone;
        row.Blackout = draft.Blackout.Length > 0 && BlackoutHours.TryParse(draft.Blackout, TimeZones.Of(draft.TimeZone), out var hours) ? hours.ToString() : null;
        row.PageSize = draft.PageSize;
        row.CallBudget = draft.CallBudget;
        row.OverlapMinutes = draft.OverlapMinutes;
        row.SettleMinutes = draft.SettleMinutes;
        row.OrderDays = draft.OrderDays;
        row.ReportOnly = draft.ReportOnly;
        row.CreatesMissing = draft.CreatesMissing;
        row.FindsExtra = draft.FindsExtra;
        row.Fields = draft.Fields.Length > 0 ? draft.Fields : null;
        row.Enabled = draft.Enabled;
    }

    private static string Describe(ResyncDefinition row) => AuditJson.Write(ResyncDraft.Of(row));

    private static string Subject(ResyncDefinition row) => $"Resync {row.Name}";
}
