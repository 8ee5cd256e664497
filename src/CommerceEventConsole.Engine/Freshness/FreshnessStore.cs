using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Freshness.Running;
using CommerceEventConsole.Engine.Resync.Schedules;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Freshness;

/// <summary>Reads and changes promises. Changes are audited; what was changed is looked at at once.</summary>
public sealed class FreshnessStore
{
    private readonly IDbContextFactory<ConsoleDbContext> _factory;
    private readonly ConfigurationWriter _writer;
    private readonly FreshnessEvaluator _evaluator;
    private readonly FreshnessBoard _board;

    internal FreshnessStore(
        IDbContextFactory<ConsoleDbContext> factory, ConfigurationWriter writer, FreshnessEvaluator evaluator, FreshnessBoard board)
    {
        _factory = factory;
        _writer = writer;
        _evaluator = evaluator;
        _board = board;
    }

    /// <summary>One promise; null where there is none.</summary>
    public async Task<FreshnessPromise?> GetAsync(int id, CancellationToken cancellationToken)
    {
        await using var context = await _factory.CreateDbContextAsync(cancellationToken);
        return await context.FreshnessPromises.AsNoTracking().SingleOrDefaultAsync(p => p.Id == id, cancellationToken);
    }

    /// <summary>What there is to promise something about.</summary>
    public async Task<PromiseNames> NamesAsync(CancellationToken cancellationToken)
    {
        await using var context = await _factory.CreateDbContextAsync(cancellationToken);
        return await NamesAsync(context, cancellationToken);
    }

    /// <summary>Makes a promise.</summary>
    public Task<ChangeResult<FreshnessPromise>> CreateAsync(FreshnessDraft draft, string who, CancellationToken cancellationToken) =>
        FollowAsync(_writer.ChangeAsync(who, (change, token) => SaveAsync(change, draft, stored: null, token), cancellationToken), cancellationToken);

    /// <summary>Changes a promise that was read as <paramref name="version"/>.</summary>
    public Task<ChangeResult<FreshnessPromise>> UpdateAsync(
        int id, long version, FreshnessDraft draft, string who, CancellationToken cancellationToken) => FollowAsync(
        _writer.EditAsync(
            who, context => context.FreshnessPromises.Where(p => p.Id == id), version, (change, row, token) => SaveAsync(change, draft, row, token), cancellationToken),
        cancellationToken);

    /// <summary>Deletes a promise. An alert about it is over with the next look.</summary>
    public Task<ChangeResult<FreshnessPromise>> DeleteAsync(int id, string who, CancellationToken cancellationToken) => FollowAsync(
        _writer.EditAsync<FreshnessPromise>(
            who,
            context => context.FreshnessPromises.Where(p => p.Id == id),
            seenVersion: null,
            (change, row, _) =>
            {
                change.Context.FreshnessPromises.Remove(row);
                change.Record("promise.deleted", Subject(row), Describe(row), after: null);
                return Task.FromResult(ChangeResult<FreshnessPromise>.Changed(null));
            },
            cancellationToken),
        cancellationToken);

    /// <summary>Checks a draft and writes it to <paramref name="stored"/>, or to a new row.</summary>
    internal static async Task<ChangeResult<FreshnessPromise>> SaveAsync(
        ConfigurationChange change, FreshnessDraft typed, FreshnessPromise? stored, CancellationToken cancellationToken)
    {
        var draft = typed with
        {
            Name = typed.Name.Trim(),
            EventType = typed.EventType is null ? null : EventTypeName.Canonicalize(typed.EventType.Trim()),
        };
        var id = stored?.Id ?? 0;
        var others = await change.Context.FreshnessPromises.AsNoTracking().Where(p => p.Id != id).ToListAsync(cancellationToken);
        var names = await NamesAsync(change.Context, cancellationToken);
        var problems = FreshnessChecks.Check(draft, stored is null, others, names);
        return problems.Count > 0 ? ChangeResult<FreshnessPromise>.Invalid(problems) : Write(change, draft, stored);
    }

    internal static async Task<PromiseNames> NamesAsync(ConsoleDbContext context, CancellationToken cancellationToken)
    {
        var destinations = await context.Destinations.Select(d => new { d.Id, d.Name }).ToDictionaryAsync(d => d.Id, d => d.Name, cancellationToken);
        var resyncs = await context.ResyncDefinitions.Select(d => new { d.Id, d.Name }).ToDictionaryAsync(d => d.Id, d => d.Name, cancellationToken);

        // Every resync is a job, too: as such it succeeds as soon as its run is started.
        var jobs = await context.JobPlans.Where(p => !p.Job.StartsWith(ResyncJobs)).Select(p => new { p.Job, p.Title })
            .ToDictionaryAsync(p => p.Job, p => p.Title, StringComparer.Ordinal, cancellationToken);
        return new PromiseNames(destinations, resyncs, jobs);
    }

    private const string ResyncJobs = ResyncJob.JobName + ":";

    private static ChangeResult<FreshnessPromise> Write(ConfigurationChange change, FreshnessDraft draft, FreshnessPromise? stored)
    {
        var before = stored is null ? null : Describe(stored);
        var row = stored ?? new FreshnessPromise { Name = draft.Name };
        Fill(row, draft);
        var after = Describe(row);
        if (before == after)
            return ChangeResult<FreshnessPromise>.Unchanged(row);
        if (stored is null)
            change.Context.FreshnessPromises.Add(row);
        change.Stamp(row);

        // What was found is no answer to what is asked now.
        (row.State, row.StateSince, row.LookedAt) = (PromiseState.Unknown, null, null);
        PromiseVerdict.Of(PromiseState.Unknown).WriteTo(row);
        change.Record(stored is null ? "promise.created" : "promise.changed", Subject(row), before, after);
        return ChangeResult<FreshnessPromise>.Changed(row);
    }

    private static void Fill(FreshnessPromise row, FreshnessDraft draft)
    {
        var isDelivered = draft.Kind == PromiseKind.Delivered;
        row.Name = draft.Name;
        row.Kind = draft.Kind;
        row.EntityKind = isDelivered ? draft.EntityKind : null;
        row.EventType = isDelivered ? draft.EventType : null;
        row.DestinationId = isDelivered ? draft.DestinationId : null;
        row.ResyncId = draft.Kind == PromiseKind.Resync ? draft.ResyncId : null;
        row.Job = draft.Kind == PromiseKind.Job ? draft.Job : null;
        row.Minutes = draft.Minutes;
        row.Enabled = draft.Enabled;
    }

    private static string Describe(FreshnessPromise row) => AuditJson.Write(new
    {
        row.Name,
        row.Kind,
        row.EntityKind,
        row.EventType,
        row.DestinationId,
        row.ResyncId,
        row.Job,
        row.Minutes,
        row.Enabled,
    });

    private static string Subject(FreshnessPromise row) => $"Promise {row.Name}";

    private async Task<ChangeResult<FreshnessPromise>> FollowAsync(Task<ChangeResult<FreshnessPromise>> change, CancellationToken cancellationToken)
    {
        var result = await change;
        if (result.Outcome != ChangeOutcome.Changed)
            return result;
        if (result.Value is { Enabled: true } row)
            await _evaluator.LookAsync(row, cancellationToken);
        await _board.RefreshAsync(cancellationToken);
        return result;
    }
}
