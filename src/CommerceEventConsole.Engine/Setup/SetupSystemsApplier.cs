using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice.Systems;
using CommerceEventConsole.Engine.Commerce.Instances;
using CommerceEventConsole.Engine.Resync.Definitions;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Setup;

/// <summary>Brings Commerce instances, back-office systems and resyncs to what a setup file says, within its one transaction.</summary>
/// <param name="instances">Commerce instances.</param>
/// <param name="systems">Back-office systems.</param>
/// <param name="resyncs">Resyncs, asked for when a file names one: they come with the jobs.</param>
internal sealed class SetupSystemsApplier(CommerceInstanceStore instances, BackOfficeSystemStore systems, Func<ResyncStore> resyncs)
{
    // Named, but not made, because something is wrong with it: what names it is not to blame.
    private const int NotMade = -1;

    private static readonly JsonDocumentOptions Lenient = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public async Task ApplyInstancesAsync(SetupRun run, List<SetupCommerce> items, CancellationToken cancellationToken)
    {
        run.RefuseTwins(items, "commerce", "name", c => c.Name);
        for (var i = 0; i < items.Count; i++)
        {
            RefuseUnknown<CommerceSecret>(run, items[i].Secrets, "commerce", i);
            var stored = (await CommerceInstanceDocument.ReadAsync(run.Change.Context, cancellationToken)).Find(r => SetupRun.SameName(r.Name, items[i].Name));
            var draft = SetupPartDrafts.ToDraft(items[i], stored);

            // Sources of the file are there only while nothing is wrong.
            if (run.Problems.Count > 0)
                draft = draft with { Sources = stored?.Sources ?? [] };
            var result = await instances.SaveAsync(run.Change, draft, stored?.Id, stored?.Version, cancellationToken);
            run.Take(result, "Commerce instance", "commerce", i, items[i].Name, isNew: stored is null);

            // They are one document, which the next one reads. Nothing is committed yet.
            if (result.Outcome == ChangeOutcome.Changed)
                await run.Change.Context.SaveChangesAsync(cancellationToken);
        }

        foreach (var row in await CommerceInstanceDocument.ReadAsync(run.Change.Context, cancellationToken))
            run.Instances[row.Name] = row.Id;
        foreach (var name in items.Select(c => c.Name?.Trim()).OfType<string>())
            run.Instances.TryAdd(name, NotMade);
    }

    /// <returns>The ids of all systems by name.</returns>
    public async Task<Dictionary<string, int>> ApplySystemsAsync(
        SetupRun run, List<SetupSystem> items, IReadOnlyDictionary<string, int> destinations, CancellationToken cancellationToken)
    {
        var rows = await run.Change.Context.BackOfficeSystems.ToListAsync(cancellationToken);
        run.RefuseTwins(items, "systems", "name", s => s.Name);
        for (var i = 0; i < items.Count; i++)
        {
            RefuseUnknown<SystemSecret>(run, items[i].Secrets, "systems", i);
            var stored = rows.Find(r => SetupRun.SameName(r.Name, items[i].Name));
            var draft = SetupPartDrafts.ToDraft(items[i], stored) with
            {
                DestinationId = items[i].Destination is { } name ? Made(run.Named(destinations, name, "destination", "systems", i, "destination")) : stored?.DestinationId,
            };
            var result = await systems.SaveAsync(run.Change, draft, stored, cancellationToken);
            run.Take(result, "back-office system", "systems", i, items[i].Name, isNew: stored is null);
            if (stored is null && result.Value is { } made)
                rows.Add(made);
        }

        // New ones get the ids that resyncs name. Nothing is committed yet.
        if (run.Problems.Count == 0)
            await run.Change.Context.SaveChangesAsync(cancellationToken);
        var named = rows.ToDictionary(r => r.Name, r => r.Id, StringComparer.OrdinalIgnoreCase);
        foreach (var name in items.Select(d => d.Name?.Trim()).OfType<string>())
            named.TryAdd(name, NotMade);
        return named;
    }

    public async Task ApplyResyncsAsync(
        SetupRun run, List<SetupResync> items, IReadOnlyDictionary<string, int> destinations, IReadOnlyDictionary<string, int> named, CancellationToken cancellationToken)
    {
        if (items.Count == 0)
            return;
        var rows = await run.Change.Context.ResyncDefinitions.ToListAsync(cancellationToken);
        run.RefuseTwins(items, "resyncs", "name", r => r.Name);
        for (var i = 0; i < items.Count; i++)
        {
            var item = items[i];
            var stored = rows.Find(r => SetupRun.SameName(r.Name, item.Name));
            var commerce = run.Named(run.Instances, item.Commerce, "Commerce instance", "resyncs", i, "commerce");
            var system = run.Named(named, item.System, "back-office system", "resyncs", i, "system");
            var draft = SetupPartDrafts.ToDraft(item, stored) with
            {
                // One that is named and not there was told of above.
                CommerceId = commerce ?? (item.Commerce is null ? stored?.CommerceId ?? 0 : NotMade),
                SystemId = system ?? (item.System is null ? stored?.SystemId ?? 0 : NotMade),
                DestinationId = item.Destination is { } name ? Made(run.Named(destinations, name, "destination", "resyncs", i, "destination")) : stored?.DestinationId,
            };
            var result = await resyncs().SaveAsync(run.Change, draft, stored, cancellationToken);
            run.Take(result, "resync", "resyncs", i, item.Name, isNew: stored is null, Spelled);
        }
    }

    /// <summary>The JSON that is kept: what is stored where that says the same, so that nothing changes by writing it otherwise.</summary>
    internal static string Json(JsonObject? given, string? stored)
    {
        if (given is null)
            return stored ?? "{}";
        return stored is not null && JsonNode.DeepEquals(Parse(stored), given) ? stored : SystemJson.Write(given);
    }

    /// <summary>Stored JSON; null where nobody can read it.</summary>
    internal static JsonObject? Parse(string stored)
    {
        try
        {
            return JsonNode.Parse(stored, documentOptions: Lenient) as JsonObject;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void RefuseUnknown<T>(SetupRun run, Dictionary<string, string>? secrets, string list, int index)
        where T : struct, Enum
    {
        foreach (var name in SetupPartDrafts.UnknownSecrets<T>(secrets))
            run.Problems.Add(string.Create(CultureInfo.InvariantCulture, $"$.{list}[{index}].secrets.{name}"), $"is not known here. Known are: {string.Join(", ", Enum.GetNames<T>())}.");
    }

    private static int? Made(int? id) => id is > 0 ? id : null;

    private static string Spelled(string field) => field switch
    {
        "commerceId" => "commerce",
        "systemId" => "system",
        "destinationId" => "destination",
        _ => field,
    };
}
