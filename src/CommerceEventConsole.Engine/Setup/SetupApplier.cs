using System.Globalization;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Sources;
using CommerceEventConsole.Engine.Subscriptions;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Setup;

/// <summary>Brings the store to what a setup file says, in one transaction: all of it, or nothing and every reason why.</summary>
internal sealed class SetupApplier(
    ConfigurationWriter writer, SourceEditor sources, DestinationEditor destinations, SubscriptionEditor subscriptions, SetupSystemsApplier systems)
{
    /// <summary>Who the audit log names.</summary>
    public const string Who = "setup file";

    /// <summary>Applies a file that was read with <paramref name="found"/> problems; with any, the rest is still checked, so that all are told.</summary>
    /// <param name="file">The file.</param>
    /// <param name="found">What was wrong on reading it.</param>
    /// <param name="isDryRun">Whether everything is undone at the end: only what would be done is told.</param>
    /// <param name="cancellationToken">Gives it up; then nothing is applied.</param>
    public async Task<SetupResult> ApplyAsync(SetupFile file, IReadOnlyList<ValidationProblem> found, bool isDryRun, CancellationToken cancellationToken)
    {
        IReadOnlyList<SetupStep> steps = [];
        var result = await writer.ChangeAsync(
            Who,
            async (change, token) =>
            {
                var run = new SetupRun(change, [.. found]);
                await ApplySourcesAsync(run, file.Sources ?? [], token);
                await systems.ApplyInstancesAsync(run, file.Commerce ?? [], token);
                var named = await ApplyDestinationsAsync(run, file.Destinations ?? [], token);
                await ApplySubscriptionsAsync(run, file.Subscriptions ?? [], named, token);
                var systemsNamed = await systems.ApplySystemsAsync(run, file.Systems ?? [], named, token);
                await systems.ApplyResyncsAsync(run, file.Resyncs ?? [], named, systemsNamed, token);
                await SetupPromisesApplier.ApplyAsync(run, file.Promises ?? [], named, token);
                steps = run.Steps;

                // What does not succeed is undone, and a dry run with it.
                return run.Problems.Count > 0 || isDryRun ? ChangeResult<SetupFile>.Invalid(run.Problems) : ChangeResult<SetupFile>.Changed(file);
            },
            cancellationToken);
        return new SetupResult(result.Problems, result.Problems.Count > 0 ? [] : steps) { IsDryRun = isDryRun };
    }

    private async Task ApplySourcesAsync(SetupRun run, List<SetupSource> items, CancellationToken cancellationToken)
    {
        var rows = await run.Change.Context.Sources.ToListAsync(cancellationToken);
        run.RefuseTwins(items, "sources", "slug", s => s.Slug);
        for (var i = 0; i < items.Count; i++)
        {
            var slug = items[i].Slug?.Trim();
            var stored = rows.Find(r => r.Slug == slug);
            var result = sources.Save(run.Change, SetupDrafts.ToDraft(items[i], stored), stored, [.. rows.Where(r => r != stored)]);
            run.Take(result, "source", "sources", i, slug, isNew: stored is null);
            if (stored is null && result.Value is { } made)
                rows.Add(made);
        }

        // Commerce instances name them. Nothing is committed yet.
        if (run.Problems.Count == 0)
            await run.Change.Context.SaveChangesAsync(cancellationToken);
    }

    /// <summary>The ids of all destinations by name; 0 for those that could not be made.</summary>
    private async Task<Dictionary<string, int>> ApplyDestinationsAsync(
        SetupRun run, List<SetupDestination> items, CancellationToken cancellationToken)
    {
        var rows = await run.Change.Context.Destinations.ToListAsync(cancellationToken);
        run.RefuseTwins(items, "destinations", "name", d => d.Name);
        for (var i = 0; i < items.Count; i++)
        {
            var stored = rows.Find(r => SetupRun.SameName(r.Name, items[i].Name));
            var result = destinations.Save(run.Change, SetupDrafts.ToDraft(items[i], stored), stored, [.. rows.Where(r => r != stored)]);
            run.Take(result, "destination", "destinations", i, items[i].Name, isNew: stored is null);
            if (stored is null && result.Value is { } made)
                rows.Add(made);
        }

        // New destinations get the ids that routes name. Nothing is committed yet.
        if (run.Problems.Count == 0)
            await run.Change.Context.SaveChangesAsync(cancellationToken);

        var named = rows.ToDictionary(r => r.Name, r => r.Id, StringComparer.OrdinalIgnoreCase);
        foreach (var name in items.Select(d => d.Name?.Trim()).OfType<string>())
            named.TryAdd(name, 0);
        return named;
    }

    private async Task ApplySubscriptionsAsync(
        SetupRun run, List<SetupSubscription> items, Dictionary<string, int> named, CancellationToken cancellationToken)
    {
        var rows = await SubscriptionEditor.WithContent(run.Change.Context.Subscriptions).ToListAsync(cancellationToken);
        var ids = named.GroupBy(n => n.Value).ToDictionary(g => g.Key, g => g.First().Key);
        run.RefuseTwins(items, "subscriptions", "name", s => s.Name);
        for (var i = 0; i < items.Count; i++)
        {
            var stored = rows.Find(r => SetupRun.SameName(r.Name, items[i].Name));
            var place = string.Create(CultureInfo.InvariantCulture, $"$.subscriptions[{i}]");
            var stages = items[i].Stages is { } given ? SetupStages.Read(given, named, run.Instances, $"{place}.stages", run.Problems) : null;
            var commerce = items[i].Commerce is { } said ? SetupStages.ReadCommerce(said, $"{place}.commerce", run.Problems) : null;
            var draft = SetupDrafts.ToDraft(items[i], stored, Destinations(run, i, items[i].Destinations, named), stages, commerce);
            var result = await subscriptions.SaveAsync(
                run.Change, draft, stored, [.. rows.Where(r => r != stored)], ids, cancellationToken);
            run.Take(result, "subscription", "subscriptions", i, items[i].Name, isNew: stored is null, field => Spelled(field, ids));
            if (stored is null && result.Value is { } made)
                rows.Add(made);
        }
    }

    // Stages are told apart by the destination's id within, by its name in the file.
    private static string Spelled(string field, Dictionary<int, string> names)
    {
        var parts = field.Split('.', 3);
        return parts is ["stages", var id, ..] && int.TryParse(id, CultureInfo.InvariantCulture, out var number) && names.TryGetValue(number, out var name)
            ? string.Join('.', ["stages", name, .. parts[2..]])
            : field;
    }

    private static List<int>? Destinations(SetupRun run, int index, List<string>? names, Dictionary<string, int> named)
    {
        if (names is null)
            return null;
        var ids = new List<int>(names.Count);
        for (var i = 0; i < names.Count; i++)
        {
            if (named.TryGetValue(names[i].Trim(), out var id))
                ids.Add(id);
            else
                run.Problems.Add(
                    string.Create(CultureInfo.InvariantCulture, $"$.subscriptions[{index}].destinations[{i}]"),
                    $"There is no destination '{names[i]}', neither in this file nor in the console.");
        }

        return ids;
    }
}
