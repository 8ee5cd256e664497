namespace CommerceEventConsole.Engine.Activity;

/// <summary>What was counted since a moment, for each source and destination.</summary>
public sealed class ActivityTotals(IReadOnlyDictionary<(ActivityMeasure Measure, int ScopeId), long> counts)
{
    private readonly IReadOnlyDictionary<ActivityMeasure, long> _sums =
        counts.GroupBy(c => c.Key.Measure, c => c.Value).ToDictionary(g => g.Key, g => g.Sum());

    /// <summary>Nothing counted.</summary>
    public static ActivityTotals None { get; } = new(new Dictionary<(ActivityMeasure, int), long>());

    /// <summary>The sum over all sources or destinations.</summary>
    public long Sum(ActivityMeasure measure) => _sums.GetValueOrDefault(measure);

    /// <summary>The count of one source or destination.</summary>
    public long Of(ActivityMeasure measure, int scopeId) => counts.GetValueOrDefault((measure, scopeId));
}
