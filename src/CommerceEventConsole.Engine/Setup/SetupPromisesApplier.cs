using CommerceEventConsole.Engine.Freshness;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Setup;

/// <summary>Applies the promises of a setup file: last, for they name what the rest of it makes.</summary>
internal static class SetupPromisesApplier
{
    private const string List = "promises";

    public static async Task ApplyAsync(
        SetupRun run, List<SetupPromise> items, IReadOnlyDictionary<string, int> destinations, CancellationToken cancellationToken)
    {
        if (items.Count == 0)
            return;
        var context = run.Change.Context;
        var rows = await context.FreshnessPromises.ToListAsync(cancellationToken);
        var resyncs = await ResyncsAsync(run, items, cancellationToken);
        run.RefuseTwins(items, List, "name", p => p.Name);
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            var before = run.Problems.Count;
            var destination = run.Named(destinations, item.Destination, "destination", List, i, "destination");
            var resync = run.Named(resyncs, item.Resync, "resync", List, i, "resync");

            // One that is named and not there, or could not be made, was told of above.
            if (run.Problems.Count > before || destination < 0)
                continue;
            var stored = rows.Find(r => SetupRun.SameName(r.Name, item.Name));
            var result = await FreshnessStore.SaveAsync(run.Change, ToDraft(item, stored, destination, resync), stored, cancellationToken);
            run.Take(result, "promise", List, i, item.Name, isNew: stored is null);
        }
    }

    private static async Task<Dictionary<string, int>> ResyncsAsync(SetupRun run, List<SetupPromise> items, CancellationToken cancellationToken)
    {
        if (items.TrueForAll(p => string.IsNullOrWhiteSpace(p.Resync)))
            return [];

        // New ones get the ids that promises name. Nothing is committed yet.
        if (run.Problems.Count == 0)
            await run.Change.Context.SaveChangesAsync(cancellationToken);
        return await run.Change.Context.ResyncDefinitions.ToDictionaryAsync(r => r.Name, r => r.Id, StringComparer.OrdinalIgnoreCase, cancellationToken);
    }

    private static FreshnessDraft ToDraft(SetupPromise item, FreshnessPromise? stored, int? destination, int? resync)
    {
        var kind = item switch
        {
            { Resync: not null } => PromiseKind.Resync,
            { Job: not null } => PromiseKind.Job,
            { Destination: not null } or { Entity: not null } or { EventType: not null } => PromiseKind.Delivered,
            _ => stored?.Kind ?? PromiseKind.Delivered,
        };

        // Of one that was of another kind nothing stays but its limit.
        var fresh = new FreshnessDraft(item.Name ?? "", kind);
        var basis = stored is null ? fresh : stored.Kind == kind ? FreshnessDraft.From(stored) : fresh with { Minutes = stored.Minutes, Enabled = stored.Enabled };
        var saysWhat = item.Entity is not null || item.EventType is not null;
        return basis with
        {
            EntityKind = saysWhat ? item.Entity : basis.EntityKind,
            EventType = saysWhat ? item.EventType : basis.EventType,
            DestinationId = destination ?? basis.DestinationId,
            ResyncId = resync ?? basis.ResyncId,
            Job = item.Job ?? basis.Job,
            Minutes = item.Minutes ?? basis.Minutes,
            Enabled = item.Enabled ?? basis.Enabled,
        };
    }
}
