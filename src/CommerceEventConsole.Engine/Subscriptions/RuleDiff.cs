using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Subscriptions;

/// <summary>What differs between two lists of rules.</summary>
internal static class RuleDiff
{
    public static IEnumerable<RevisionChange> Between(IReadOnlyList<Rule> before, IReadOnlyList<Rule> after)
    {
        var (gone, come) = (new List<Rule>(before), new List<Rule>());
        come.AddRange(after.Where(rule => !gone.Remove(rule)));
        if (gone.Count == 0 && come.Count == 0)
            return before.SequenceEqual(after) ? [] : [new(RevisionChangeKind.Changed, "the rules stand in another order")];

        // A rule of which only the value was touched is the same rule to whoever touched it.
        var changes = new List<RevisionChange>();
        Pair(gone, come, (a, b) => a.Field == b.Field && a.Operator == b.Operator, changes);
        Pair(gone, come, (a, b) => a.Field == b.Field, changes);
        changes.AddRange(come.Select(rule => new RevisionChange(RevisionChangeKind.Added, $"only if {RuleWords.Of(rule)}")));
        changes.AddRange(gone.Select(rule => new RevisionChange(RevisionChangeKind.Removed, $"only if {RuleWords.Of(rule)}")));
        return changes;
    }

    private static void Pair(List<Rule> gone, List<Rule> come, Func<Rule, Rule, bool> isSame, List<RevisionChange> changes)
    {
        foreach (var old in gone.ToArray())
        {
            if (come.Find(rule => isSame(old, rule)) is not { } now)
                continue;
            gone.Remove(old);
            come.Remove(now);
            changes.Add(new(RevisionChangeKind.Changed, $"only if {RuleWords.Of(old)} → {RuleWords.Of(now)}"));
        }
    }
}
