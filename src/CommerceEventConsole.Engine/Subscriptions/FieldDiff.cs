using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Subscriptions;

/// <summary>What differs between two lists of fields.</summary>
internal static class FieldDiff
{
    /// <param name="before">The earlier list; null where there was none.</param>
    /// <param name="after">The later list.</param>
    public static IEnumerable<RevisionChange> Between(IReadOnlyList<string>? before, IReadOnlyList<string> after)
    {
        if (before is not null && before.SequenceEqual(after, StringComparer.Ordinal))
            yield break;
        if (after.Count == 0)
        {
            yield return new(before is null ? RevisionChangeKind.Added : RevisionChangeKind.Changed, before is null ? "all fields" : "all fields are sent, not chosen ones");
            yield break;
        }

        if (before is { Count: 0 })
            yield return new(RevisionChangeKind.Changed, "only chosen fields are sent, not all");

        var (old, now) = (ByPath(before ?? []), ByPath(after));
        var isSame = true;
        foreach (var (path, name) in now.Where(f => !old.ContainsKey(f.Key)))
        {
            isSame = false;
            yield return new(RevisionChangeKind.Added, name is null ? Field(path) : $"{Field(path)}, called {name}");
        }

        foreach (var path in old.Keys.Where(p => !now.ContainsKey(p)))
        {
            isSame = false;
            yield return new(RevisionChangeKind.Removed, Field(path));
        }

        foreach (var (path, name) in now.Where(f => old.TryGetValue(f.Key, out var was) && was != f.Value))
        {
            isSame = false;
            yield return new(RevisionChangeKind.Changed, name is null ? $"{Field(path)} keeps its name" : $"{Field(path)} is now called {name}");
        }

        if (isSame && before is { Count: > 0 })
            yield return new(RevisionChangeKind.Changed, "the fields stand in another order");
    }

    private static string Field(string path) => path == "*" ? "all fields but previous values" : $"field {path}";

    // Of several entries with one path the last counts, as its name wins on the way out.
    private static Dictionary<string, string?> ByPath(IReadOnlyList<string> fields)
    {
        var byPath = new Dictionary<string, string?>(StringComparer.Ordinal);
        foreach (var entry in fields.Select(FieldEntry.Parse))
            byPath[entry.Path] = entry.As;
        return byPath;
    }
}
