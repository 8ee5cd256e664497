using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Formats;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Commerce.Drift;

/// <summary>
/// The fields that Commerce has to send: those that any subscription of the event keeps (spec 6.6: field sets are united), and those that
/// the console's rules look at, which would find nothing otherwise. A rename on the way out is the console's own business.
/// </summary>
internal static class WantedFields
{
    private const string Everything = "*";

    /// <summary>The united fields of some subscriptions, in order of their names.</summary>
    public static IReadOnlyList<CommerceField> Of(IReadOnlyCollection<SubscriptionDraft> drafts)
    {
        var fields = new SortedDictionary<string, CommerceField>(StringComparer.Ordinal);
        foreach (var draft in drafts)
        {
            if (draft.Fields.Count == 0)
                fields.TryAdd(Everything, new CommerceField(Everything));
            foreach (var path in draft.Fields.Select(FieldEntries.PathOf))
                fields.TryAdd(path, new CommerceField(path));
            foreach (var special in draft.Commerce?.Fields ?? [])
                fields[special.Name] = special;
        }

        foreach (var path in drafts.SelectMany(d => d.Rules).SelectMany(FieldEntries.ReadBy).Where(p => !fields.Keys.Any(f => Covers(f, p))).Distinct(StringComparer.Ordinal).ToList())
            fields[path] = new CommerceField(path);
        var all = fields.ContainsKey(Everything);
        return [.. fields.Values.Where(f => !all || f.Name == Everything || IsOriginal(f.Name) || f.Converter is not null || f.Source is not null)];
    }

    private static bool Covers(string field, string path) =>
        (field == Everything && !IsOriginal(path))
        || path == field
        || path.StartsWith(field + ".", StringComparison.Ordinal)
        || path.StartsWith(field + "[]", StringComparison.Ordinal);

    // `*` does not bring previous values along (spec 6.7).
    private static bool IsOriginal(string path) => path.Split('.').Contains(FieldPath.OriginalData, StringComparer.Ordinal);
}
