using System.Globalization;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Freshness;
using CommerceEventConsole.Engine.Sources;
using CommerceEventConsole.Engine.Subscriptions;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Setup;

/// <summary>Brings the store to what a setup file says, in one transaction: all of it, or nothing and every reason why.</summary>
internal sealed class SetupApplier(
    ConfigurationWriter writer, SourceEditor sources, DestinationEditor destinations, SubscriptionEditor subscriptions)
{
    /// <summary>Who the audit log names.</summary>
    public const string Who = "setup file";

    /// <summary>Applies a file that was read with <paramref name="found"/> problems; with any, the rest is still checked, so that all are told.</summary>
    public async Task<SetupResult> ApplyAsync(SetupFile file, IReadOnlyList<ValidationProblem> found, CancellationToken cancellationToken)
    {
        var changes = 0;
        var result = await writer.ChangeAsync(
            Who,
            async (change, token) =>
            {
                var run = new Run(change, [.. found]);
                await ApplySourcesAsync(run, file.Sources ?? [], token);
                var named = await ApplyDestinationsAsync(run, file.Destinations ?? [], token);
                await ApplySubscriptionsAsync(run, file.Subscriptions ?? [], named, token);
                await ApplyPromisesAsync(run, file.Promises ?? [], named, token);
                changes = run.Changes;
                return run.Problems.Count > 0 ? ChangeResult<SetupFile>.Invalid(run.Problems) : ChangeResult<SetupFile>.Changed(file);
            },
            cancellationToken);
        return new SetupResult(result.Problems, result.Succeeded ? changes : 0);
    }

    private async Task ApplySourcesAsync(Run run, List<SetupSource> items, CancellationToken cancellationToken)
    {
        var rows = await run.Change.Context.Sources.ToListAsync(cancellationToken);
        run.RefuseTwins(items, "sources", "slug", s => s.Slug);
        for (var i = 0; i < items.Count; i++)
        {
            var slug = items[i].Slug?.Trim();
            var stored = rows.Find(r => r.Slug == slug);
            var result = sources.Save(run.Change, SetupDrafts.ToDraft(items[i], stored), stored, [.. rows.Where(r => r != stored)]);
            run.Take(result, "sources", i, rows, isNew: stored is null);
        }
    }

    /// <summary>The ids of all destinations by name; 0 for those that could not be made.</summary>
    private async Task<Dictionary<string, int>> ApplyDestinationsAsync(
        Run run, List<SetupDestination> items, CancellationToken cancellationToken)
    {
        var rows = await run.Change.Context.Destinations.ToListAsync(cancellationToken);
        run.RefuseTwins(items, "destinations", "name", d => d.Name);
        for (var i = 0; i < items.Count; i++)
        {
            var stored = rows.Find(r => SameName(r.Name, items[i].Name));
            var result = destinations.Save(run.Change, SetupDrafts.ToDraft(items[i], stored), stored, [.. rows.Where(r => r != stored)]);
            run.Take(result, "destinations", i, rows, isNew: stored is null);
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
        Run run, List<SetupSubscription> items, Dictionary<string, int> named, CancellationToken cancellationToken)
    {
        var rows = await SubscriptionEditor.WithContent(run.Change.Context.Subscriptions).ToListAsync(cancellationToken);
        var ids = named.GroupBy(n => n.Value).ToDictionary(g => g.Key, g => g.First().Key);
        run.RefuseTwins(items, "subscriptions", "name", s => s.Name);
        for (var i = 0; i < items.Count; i++)
        {
            var stored = rows.Find(r => SameName(r.Name, items[i].Name));
            var draft = SetupDrafts.ToDraft(items[i], stored, Destinations(run, i, items[i].Destinations, named));
            var result = await subscriptions.SaveAsync(
                run.Change, draft, stored, [.. rows.Where(r => r != stored)], ids, cancellationToken);
            run.Take(result, "subscriptions", i, rows, isNew: stored is null);
        }
    }

    private static async Task ApplyPromisesAsync(
        Run run, List<SetupPromise> items, Dictionary<string, int> named, CancellationToken cancellationToken)
    {
        var rows = await run.Change.Context.FreshnessPromises.ToListAsync(cancellationToken);
        run.RefuseTwins(items, "promises", "name", p => p.Name);
        for (var i = 0; i < items.Count; i++)
        {
            int? destination = null;
            if (items[i].Destination is { } name && !TryFind(run, i, name, named, out destination))
                continue;
            var stored = rows.Find(r => SameName(r.Name, items[i].Name));
            var result = await FreshnessStore.SaveAsync(run.Change, SetupDrafts.ToDraft(items[i], stored, destination), stored, cancellationToken);
            run.Take(result, "promises", i, rows, isNew: stored is null);
        }
    }

    private static bool TryFind(Run run, int index, string name, Dictionary<string, int> named, out int? id)
    {
        id = named.TryGetValue(name.Trim(), out var found) ? found : null;
        if (id is null)
            run.Problems.Add(
                string.Create(CultureInfo.InvariantCulture, $"$.promises[{index}].destination"),
                $"There is no destination '{name}', neither in this file nor in the console.");
        return id is > 0;
    }

    private static List<int>? Destinations(Run run, int index, List<string>? names, Dictionary<string, int> named)
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

    private static bool SameName(string stored, string? name) => stored.Equals(name?.Trim(), StringComparison.OrdinalIgnoreCase);

    private sealed class Run(ConfigurationChange change, List<ValidationProblem> problems)
    {
        // What could not be read is missing below: that would be the same mistake told twice.
        private readonly string[] _unreadable = [.. problems.Select(p => p.Field)];

        public ConfigurationChange Change => change;

        public List<ValidationProblem> Problems => problems;

        public int Changes { get; private set; }

        public void Take<T>(ChangeResult<T> result, string list, int index, List<T> rows, bool isNew)
            where T : class
        {
            foreach (var problem in result.Problems)
            {
                var path = string.Create(CultureInfo.InvariantCulture, $"$.{list}[{index}]");
                if (problem.Field.Length > 0)
                    path = $"{path}.{problem.Field}";
                if (!_unreadable.Any(u => IsWithin(u, path) || IsWithin(path, u)))
                    problems.Add(new(path, problem.Message));
            }

            if (result.Outcome == ChangeOutcome.Changed)
                Changes++;
            if (isNew && result.Value is { } row)
                rows.Add(row);
        }

        private static bool IsWithin(string inner, string outer) =>
            inner.StartsWith(outer, StringComparison.Ordinal) && (inner.Length == outer.Length || inner[outer.Length] is '.' or '[');

        /// <summary>Two items of one name would change each other back and forth at every start.</summary>
        public void RefuseTwins<T>(List<T> items, string list, string field, Func<T, string?> key)
        {
            var seen = new HashSet<string>(StringComparer.OrdinalIgnoreCase);
            for (var i = 0; i < items.Count; i++)
            {
                if (key(items[i])?.Trim() is { Length: > 0 } name && !seen.Add(name))
                    problems.Add(string.Create(CultureInfo.InvariantCulture, $"$.{list}[{i}].{field}"), $"'{name}' stands in this file twice.");
            }
        }
    }
}
