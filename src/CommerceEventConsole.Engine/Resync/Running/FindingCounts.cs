using CommerceEventConsole.Engine.Resync.Definitions;
using CommerceEventConsole.Engine.Resync.Runs;

namespace CommerceEventConsole.Engine.Resync.Running;

/// <summary>Counts findings.</summary>
internal static class FindingCounts
{
    /// <summary>What these come to, and how many of their rows the list has no room for.</summary>
    public static ResyncCounts Add(this ResyncCounts counts, ResyncSession session, IReadOnlyCollection<Finding> findings, long unlisted)
    {
        var toCommerce = session.Plan.Direction == ResyncDirection.ToCommerce;
        long lacking = findings.Count(f => f is { IsLacking: true, IsExtra: false }), extra = findings.Count(f => f.IsExtra);
        return counts with
        {
            Changed = counts.Changed + findings.Count(f => !f.IsLacking),
            MissingHere = counts.MissingHere + (toCommerce ? lacking : extra),
            MissingThere = counts.MissingThere + (toCommerce ? extra : lacking),
            Extra = counts.Extra + extra,
            Written = counts.Written + findings.Count(f => f.Rows[0].Outcome == ResyncOutcome.Repaired),
            Handed = counts.Handed + findings.Count(f => f.Rows[0].Outcome == ResyncOutcome.Handed),
            Failed = counts.Failed + findings.Count(f => f.Rows[0].Outcome == ResyncOutcome.Failed),
            Unlisted = counts.Unlisted + unlisted,
        };
    }
}
