using System.Collections.Concurrent;

namespace CommerceEventConsole.Engine.Commerce.Calls;

/// <summary>Calls of one instance for one purpose.</summary>
/// <param name="InstanceId">The Commerce instance.</param>
/// <param name="Purpose">Why they were made.</param>
/// <param name="Made">Requests sent, the repeated ones among them.</param>
/// <param name="Saved">Requests that were not needed, because one answered for many or the answer was known.</param>
public sealed record CommerceCallCount(int InstanceId, CommercePurpose Purpose, long Made, long Saved);

/// <summary>How often this node has called each Commerce instance since it started, and how often it did not have to.</summary>
public sealed class CommerceCallCounts
{
    // Instances are few, and so are purposes.
    private readonly ConcurrentDictionary<(int InstanceId, CommercePurpose Purpose), Cell> _cells = new();
    private readonly AsyncLocal<CallTally?> _tally = new();

    /// <summary>What was counted so far, by instance and purpose.</summary>
    public IReadOnlyList<CommerceCallCount> Read() =>
    [
        .. _cells.Select(c => new CommerceCallCount(c.Key.InstanceId, c.Key.Purpose, Interlocked.Read(ref c.Value.Made), Interlocked.Read(ref c.Value.Saved)))
            .OrderBy(c => c.InstanceId).ThenBy(c => c.Purpose),
    ];

    /// <summary>What was counted of one instance and purpose.</summary>
    public CommerceCallCount Read(int instanceId, CommercePurpose purpose) => _cells.TryGetValue((instanceId, purpose), out var cell)
        ? new CommerceCallCount(instanceId, purpose, Interlocked.Read(ref cell.Made), Interlocked.Read(ref cell.Saved))
        : new CommerceCallCount(instanceId, purpose, 0, 0);

    /// <summary>Tells of calls that were not needed.</summary>
    public void Saved(int instanceId, CommercePurpose purpose, int calls = 1) => Interlocked.Add(ref Of(instanceId, purpose).Saved, calls);

    internal void Made(int instanceId, CommercePurpose purpose)
    {
        Interlocked.Increment(ref Of(instanceId, purpose).Made);
        _tally.Value?.Add();
    }

    /// <summary>Has the calls that the caller makes from here on counted by themselves too, beside those of all others.</summary>
    internal void CountInto(CallTally tally) => _tally.Value = tally;

    private Cell Of(int instanceId, CommercePurpose purpose) => _cells.GetOrAdd((instanceId, purpose), static _ => new Cell());

    private sealed class Cell
    {
        public long Made;
        public long Saved;
    }
}

/// <summary>Calls of one caller.</summary>
internal sealed class CallTally
{
    private long _made;

    public long Made => Interlocked.Read(ref _made);

    public void Add() => Interlocked.Increment(ref _made);
}
