using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Subscriptions.Formats;

/// <summary>Field entries seen from Commerce: it knows their paths, not the names that the console gives them on the way out.</summary>
internal static class FieldEntries
{
    public static string PathOf(string entry) => FieldEntry.Parse(entry).Path;

    /// <summary>Whether a field filter lets the value at a path through: the path itself, a branch above it, or everything (spec 6.7).</summary>
    public static bool Covers(IReadOnlyCollection<string> entries, string path)
    {
        if (entries.Count == 0)
            return true;
        var wanted = Plain(path);
        var isOriginal = IsWithin(wanted, FieldPath.OriginalData);
        return entries.Select(PathOf).Any(e => e == "*" ? !isOriginal : IsWithin(wanted, Plain(e)));
    }

    /// <summary>The payload paths that a rule reads; none for one that only Commerce can evaluate.</summary>
    public static IEnumerable<string> ReadBy(Rule rule)
    {
        if (ContextRule.IsContext(rule.Field))
            yield break;
        yield return rule.Field;
        if (rule.Operator == RuleOperator.OnChange)
            yield return rule.Value.Length > 0 ? rule.Value : $"{FieldPath.OriginalData}.{rule.Field}";
    }

    private static string Plain(string path) => path.Replace("[]", "", StringComparison.Ordinal);

    private static bool IsWithin(string path, string branch) =>
        path.StartsWith(branch, StringComparison.Ordinal) && (path.Length == branch.Length || path[branch.Length] == '.');
}
