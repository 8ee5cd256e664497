using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Storage;

namespace CommerceEventConsole.Engine.Activity;

/// <summary>Adds up what a batch did, so that a transaction touches each count of the minute once.</summary>
public sealed class ActivityTally
{
    private readonly Dictionary<(ActivityMeasure Measure, int ScopeId), long> _counts = [];

    /// <summary>The minute that <see cref="Counts"/> belong to.</summary>
    public int Minute { get; private set; }

    /// <summary>What was counted.</summary>
    public IReadOnlyDictionary<(ActivityMeasure Measure, int ScopeId), long> Counts => _counts;

    /// <summary>Whole minutes since 1970-01-01T00:00:00Z.</summary>
    public static int MinuteOf(DateTimeOffset at) => (int)(at.ToUnixTimeSeconds() / 60);

    /// <summary>Counts a batch whose events and attempts know whether they are duplicates.</summary>
    public void Count(WriteBatch batch)
    {
        _counts.Clear();
        Minute = MinuteOf(batch.At);
        foreach (var e in batch.Events)
        {
            Add(e.IsDuplicate ? ActivityMeasure.Duplicate : ActivityMeasure.Received, e.Row.SourceId);
            if (e.IsDuplicate)
                continue;
            for (var i = 0; i < e.Deliveries.Count; i++)
                Add(ActivityMeasure.Created, e.Deliveries[i].DestinationId);
        }

        foreach (var r in batch.Rejected)
            Add(ActivityMeasure.Rejected, r.SourceId);
        foreach (var a in batch.Attempts)
        {
            if (a.IsDuplicate)
                continue;
            var measure = a.State switch
            {
                DeliveryState.Delivered => ActivityMeasure.Delivered,
                DeliveryState.Failed => ActivityMeasure.Failed,
                DeliveryState.Retrying when a.Attempt.Outcome is not (AttemptOutcome.Interrupted or AttemptOutcome.Uncounted) => ActivityMeasure.Retried,
                _ => (ActivityMeasure?)null,
            };
            if (measure is { } m)
                Add(m, a.DestinationId);
            if (a.Failure is { } failure)
                Add(ActivityMeasure.GroupFailed, failure.GroupId);
        }
    }

    private void Add(ActivityMeasure measure, int scopeId) =>
        System.Runtime.InteropServices.CollectionsMarshal.GetValueRefOrAddDefault(_counts, (measure, scopeId), out _)++;
}
