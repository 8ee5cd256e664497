using System.Globalization;
using System.Text.Json;
using CommerceEventConsole.Engine.Audit;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Resync.Definitions;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Resync.Runs;

/// <summary>A page of runs, the newest first.</summary>
/// <param name="Rows">The runs.</param>
/// <param name="Next">Where older ones begin; null where there are none.</param>
public sealed record ResyncRunPage(IReadOnlyList<ResyncRun> Rows, int? Next);

/// <summary>
/// Reads, starts and stops runs. Each change is one transaction with the audit entry that names who asked; what a run has repaired stays
/// repaired. A definition has one unfinished run at a time.
/// </summary>
public sealed class ResyncRuns(IDbContextFactory<ConsoleDbContext> contexts, ResyncSignals signals, TimeProvider time)
{
    /// <summary>Who the log says it was where a schedule started a run.</summary>
    public const string Scheduler = "schedule";

    private const string Busy = "It is running already, or paused. Wait for that run to end, or stop it.";

    /// <summary>A page of runs older than <paramref name="before"/>, of one definition or of all.</summary>
    public async Task<ResyncRunPage> PageAsync(int? definitionId, int? before, int count, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var rows = db.ResyncRuns.AsNoTracking();
        if (definitionId is { } id) rows = rows.Where(r => r.DefinitionId == id);
        if (before is { } newer) rows = rows.Where(r => r.Id < newer);
        var page = await rows.OrderByDescending(r => r.Id).Take(count + 1).ToListAsync(cancellationToken).ConfigureAwait(false);
        return page.Count <= count ? new ResyncRunPage(page, null) : new ResyncRunPage(page[..count], page[count - 1].Id);
    }

    /// <summary>One run; null where there is none.</summary>
    public async Task<ResyncRun?> GetAsync(int id, CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await db.ResyncRuns.AsNoTracking().SingleOrDefaultAsync(r => r.Id == id, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The newest run of each definition, by definition.</summary>
    public async Task<IReadOnlyDictionary<int, ResyncRun>> LastAsync(CancellationToken cancellationToken)
    {
        await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var last = db.ResyncDefinitions.Select(d => db.ResyncRuns.Where(r => r.DefinitionId == d.Id).Max(r => (int?)r.Id));
        return await db.ResyncRuns.AsNoTracking().Where(r => last.Contains(r.Id))
            .ToDictionaryAsync(r => r.DefinitionId, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Starts a run.</summary>
    /// <param name="definitionId">Of which resync.</param>
    /// <param name="trigger"><see cref="ResyncTrigger.Schedule"/> or <see cref="ResyncTrigger.Person"/>.</param>
    /// <param name="isDryRun">Whether it only lists differences.</param>
    /// <param name="who">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The run, or why it was not started.</returns>
    public Task<(ResyncRun? Run, string? Problem)> StartAsync(
        int definitionId, ResyncTrigger trigger, bool isDryRun, string who, CancellationToken cancellationToken) => BeginAsync(
        definitionId,
        who,
        async (db, definition, run, token) =>
        {
            (run.Trigger, run.IsDryRun) = (trigger, isDryRun);
            await ContinueAsync(db, definition, run, token).ConfigureAwait(false);
            return null;
        },
        cancellationToken);

    /// <summary>Repairs what a run has listed and left: both sides are read again, for those keys only. With more than was listed, everything.</summary>
    /// <returns>The new run, or why it was not started.</returns>
    public Task<(ResyncRun? Run, string? Problem)> RepairAsync(int runId, string who, CancellationToken cancellationToken) =>
        OfRunAsync(runId, ResyncTrigger.Repair, [], who, cancellationToken);

    /// <summary>Tries what failed in a run again: both sides are read again, for those keys only.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="selected">The differences that were picked, by id, at most 500; empty for all.</param>
    /// <param name="who">Who asks.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <returns>The new run, or why it was not started.</returns>
    public async Task<(ResyncRun? Run, string? Problem)> RetryAsync(
        int runId, IReadOnlyCollection<long> selected, string who, CancellationToken cancellationToken) => selected.Count > ResyncKeys.MaxSelected
        ? (null, $"At most {ResyncKeys.MaxSelected} can be picked. Try all of them again instead.")
        : await OfRunAsync(runId, ResyncTrigger.Retry, selected, who, cancellationToken).ConfigureAwait(false);

    /// <summary>Stops a running run until it is resumed; null, or why not.</summary>
    public Task<string?> PauseAsync(int id, string who, CancellationToken cancellationToken) => ChangeAsync(
        id, who, "resync.paused", [ResyncState.Running], ResyncState.Paused, "It is not running any more.", cancellationToken);

    /// <summary>Lets a paused run go on, or one that waits go on at once; null, or why not.</summary>
    public Task<string?> ResumeAsync(int id, string who, CancellationToken cancellationToken) => ChangeAsync(
        id, who, "resync.resumed", [ResyncState.Paused, ResyncState.Running], ResyncState.Running, "It has ended already.", cancellationToken);

    /// <summary>Stops a run for good; null, or why not. What it has repaired stays repaired.</summary>
    public Task<string?> StopAsync(int id, string who, CancellationToken cancellationToken) => ChangeAsync(
        id, who, "resync.stopped", [ResyncState.Running, ResyncState.Paused], ResyncState.Stopped, "It has ended already.", cancellationToken);

    private async Task<(ResyncRun? Run, string? Problem)> OfRunAsync(
        int runId, ResyncTrigger trigger, IReadOnlyCollection<long> selected, string who, CancellationToken cancellationToken)
    {
        if (await GetAsync(runId, cancellationToken).ConfigureAwait(false) is not { } parent) return (null, "That run is gone.");
        if (parent.IsUnfinished) return (null, "It has not ended yet.");
        return await BeginAsync(
            parent.DefinitionId,
            who,
            async (db, _, run, token) =>
            {
                run.Trigger = trigger;
                // Where the list does not hold all that was found, only a whole run repairs it all.
                if (trigger == ResyncTrigger.Repair && parent.Unlisted > 0) return null;
                run.KeysOfRunId = parent.Id;
                run.OnlyFailed = trigger == ResyncTrigger.Retry;
                run.Selection = selected.Count == 0 ? null : JsonSerializer.Serialize(selected.Order());
                var any = await ResyncKeys.Of(db, parent.Id, run.OnlyFailed, [.. selected]).AnyAsync(token).ConfigureAwait(false);
                return any ? null : run.OnlyFailed ? "Nothing of this failed." : "This run found nothing that could be repaired.";
            },
            cancellationToken).ConfigureAwait(false);
    }

    private async Task<(ResyncRun? Run, string? Problem)> BeginAsync(
        int definitionId,
        string who,
        Func<ConsoleDbContext, ResyncDefinition, ResyncRun, CancellationToken, Task<string?>> fill,
        CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(who);
        (ResyncRun? Run, string? Problem) result;
        try
        {
            result = await contexts.InTransactionAsync<(ResyncRun? Run, string? Problem)>(
                async (db, token) =>
                {
                    var definition = await db.ResyncDefinitions.AsNoTracking().SingleOrDefaultAsync(d => d.Id == definitionId, token).ConfigureAwait(false);
                    if (definition is null) return (null, "This resync is gone: somebody has deleted it.");
                    if (await Unfinished(db, definitionId).AnyAsync(token).ConfigureAwait(false)) return (null, Busy);
                    var run = NewRun(definition, who);
                    if (await fill(db, definition, run, token).ConfigureAwait(false) is { } problem) return (null, problem);
                    db.ResyncRuns.Add(run);
                    await db.SaveChangesAsync(token).ConfigureAwait(false);
                    db.AuditEntries.Add(Entry(run, who, "resync.started", new { run.Trigger, run.IsDryRun, run.KeysOfRunId, run.OnlyFailed, run.ContinuesRunId }));
                    return (run, null);
                },
                cancellationToken).ConfigureAwait(false);
        }
        catch (DbUpdateException)
        {
            // The index that allows one unfinished run of a definition: another node, or another person, was faster.
            await using var db = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            if (!await Unfinished(db, definitionId).AnyAsync(cancellationToken).ConfigureAwait(false)) throw;
            return (null, Busy);
        }

        if (result.Run is not null) signals.RaiseStarted();
        return result;
    }

    private ResyncRun NewRun(ResyncDefinition definition, string who)
    {
        var now = time.Now();
        var until = now.AddMinutes(-definition.SettleMinutes);
        DateTimeOffset? since = definition.Mode == ResyncMode.Incremental ? definition.ComparedUntil?.AddMinutes(-definition.OverlapMinutes) : null;
        if (definition.Kind == RecordKind.Order)
            since ??= until.AddDays(-definition.OrderDays);
        return new ResyncRun
        {
            DefinitionId = definition.Id,
            Name = definition.Name,
            DefinitionVersion = definition.Version,
            Plan = ResyncPlan.Of(definition).ToJson(),
            State = ResyncState.Running,
            StartedBy = who,
            CreatedAt = now,
            Since = since,
            Until = until,
        };
    }

    // Where the one before has made all the requests that it might, this one goes on at its place, with the times that it began with.
    private static async Task ContinueAsync(ConsoleDbContext db, ResyncDefinition definition, ResyncRun run, CancellationToken cancellationToken)
    {
        var last = await db.ResyncRuns.AsNoTracking().Where(r => r.DefinitionId == definition.Id && r.KeysOfRunId == null)
            .OrderByDescending(r => r.Id).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
        if (last is null || last.State != ResyncState.CutOff || last.DefinitionVersion != definition.Version || last.IsDryRun != run.IsDryRun)
            return;
        run.ContinuesRunId = last.Id;
        (run.Since, run.Until, run.Phase, run.Position) = (last.Since, last.Until, last.Phase, last.Position);
    }

    private static IQueryable<ResyncRun> Unfinished(ConsoleDbContext db, int definitionId) =>
        db.ResyncRuns.Where(r => r.DefinitionId == definitionId && (r.State == ResyncState.Running || r.State == ResyncState.Paused));

    private async Task<string?> ChangeAsync(
        int id, string who, string action, ResyncState[] from, ResyncState to, string otherwise, CancellationToken cancellationToken)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(who);
        var problem = await contexts.InTransactionAsync(
            async (db, token) =>
            {
                // Without its lease: whoever runs it finds out, and who takes it up again need not wait.
                DateTimeOffset? finished = to == ResyncState.Stopped ? time.Now() : null;
                var resumes = to == ResyncState.Running;
                var changed = await db.ResyncRuns.Where(r => r.Id == id && from.Contains(r.State)).ExecuteUpdateAsync(
                    set => set
                        .SetProperty(r => r.State, to)
                        .SetProperty(r => r.FinishedAt, finished)
                        .SetProperty(r => r.Error, r => resumes ? null : r.Error)
                        .SetProperty(r => r.Waiting, (string?)null)
                        .SetProperty(r => r.NotBefore, (DateTimeOffset?)null)
                        .SetProperty(r => r.TroubleSince, (DateTimeOffset?)null)
                        .SetProperty(r => r.Troubles, 0)
                        .SetProperty(r => r.LeaseOwner, (string?)null)
                        .SetProperty(r => r.LeaseUntil, (DateTimeOffset?)null),
                    token).ConfigureAwait(false);
                if (changed == 0) return otherwise;
                var run = await db.ResyncRuns.AsNoTracking().SingleAsync(r => r.Id == id, token).ConfigureAwait(false);
                db.AuditEntries.Add(Entry(run, who, action, new { run.Compared, run.Written, run.Failed }));
                return null;
            },
            cancellationToken).ConfigureAwait(false);
        if (problem is null) signals.RaiseStarted();
        return problem;
    }

    private AuditEntry Entry(ResyncRun run, string who, string action, object after) => new()
    {
        At = time.Now(),
        Who = who,
        Action = action,
        Subject = string.Create(CultureInfo.InvariantCulture, $"resync run {run.Id}: {run.Name}"),
        After = AuditJson.Write(after),
    };
}
