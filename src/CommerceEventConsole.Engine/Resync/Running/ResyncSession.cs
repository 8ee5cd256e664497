using System.Collections.Immutable;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Resync.Comparing;
using CommerceEventConsole.Engine.Resync.Definitions;
using CommerceEventConsole.Engine.Resync.Runs;

namespace CommerceEventConsole.Engine.Resync.Running;

/// <summary>A run in the hands of this node, with both systems open.</summary>
internal sealed class ResyncSession
{
    private readonly long _callsBefore;

    // What the dearest page up to now has cost.
    private long _dearestPage = 1;

    public ResyncSession(ResyncRun run, ResyncPlan plan, IRecordSystem here, IRecordSystem there, string owner)
    {
        (Run, Plan, Here, There, Owner) = (run, plan, here, there, owner);
        Rules = plan.Rules;
        _callsBefore = run.Calls - here.Calls - there.Calls;
    }

    /// <summary>The run as it was last read or committed.</summary>
    public ResyncRun Run { get; }

    public ResyncPlan Plan { get; }

    /// <summary>Commerce.</summary>
    public IRecordSystem Here { get; }

    /// <summary>The back-office system.</summary>
    public IRecordSystem There { get; }

    /// <summary>The name that the lease bears.</summary>
    public string Owner { get; }

    public IReadOnlyList<FieldRule> Rules { get; }

    /// <summary>The side that is right.</summary>
    public IRecordSystem Right => Plan.Direction == ResyncDirection.ToCommerce ? There : Here;

    /// <summary>The side that is made to agree.</summary>
    public IRecordSystem Other => Plan.Direction == ResyncDirection.ToCommerce ? Here : There;

    /// <summary>Whether it writes.</summary>
    public bool Repairs => !Run.IsDryRun && !Plan.ReportOnly;

    /// <summary>Whether the next page may cost more requests than the run has left. The first page of a run is always made, or none ever would be.</summary>
    public bool IsSpent => Plan.CallBudget > 0 && Run.Calls > 0 && Run.Calls + _dearestPage > Plan.CallBudget;

    /// <summary>Takes note of the requests made up to now.</summary>
    public void CountCalls(bool endsPage)
    {
        var calls = _callsBefore + Here.Calls + There.Calls;
        if (endsPage)
            _dearestPage = Math.Max(_dearestPage, calls - Run.Calls);
        Run.Calls = calls;
    }

    /// <summary>Exactly these records of a side, by key.</summary>
    /// <param name="side">Which side.</param>
    /// <param name="keys">The keys.</param>
    /// <param name="unreadable">Takes what could not be read.</param>
    /// <param name="cancellationToken">Gives up.</param>
    /// <param name="known">What is known of them already: shipments and returns are looked for at their orders.</param>
    public async Task<Dictionary<string, SystemRecord>> ReadAsync(
        IRecordSystem side,
        IReadOnlyCollection<string> keys,
        List<string> unreadable,
        CancellationToken cancellationToken,
        IReadOnlyDictionary<string, SystemRecord>? known = null)
    {
        var found = new Dictionary<string, SystemRecord>(StringComparer.Ordinal);
        var asked = keys.ToHashSet(StringComparer.Ordinal);
        foreach (var part in asked.Chunk(Plan.PageSize))
        {
            string? position = null;
            // No more pages than records: a system that never comes to an end does not hold the run.
            for (var page = 0; page <= part.Length; page++)
            {
                var answer = await side.ReadAsync(
                    new RecordQuery(Plan.Kind, Plan.PageSize) { Keys = [.. part], Orders = Orders(part, known), Position = position }, cancellationToken).ConfigureAwait(false);
                unreadable.AddRange(answer.Unreadable);
                foreach (var record in answer.Records.Where(r => asked.Contains(r.Key)))
                    found[record.Key] = record;
                position = answer.Next;
                if (position is null) break;
            }
        }

        return found;
    }

    private ImmutableArray<string>? Orders(string[] keys, IReadOnlyDictionary<string, SystemRecord>? known) =>
        Plan.Kind is not (RecordKind.Shipment or RecordKind.Return) || known is null ? null
        : [.. keys.Select(k => known.GetValueOrDefault(k)?.Fields["increment_id"]?.ToString()).OfType<string>().Distinct(StringComparer.Ordinal)];

    /// <summary>How many records were read on which side.</summary>
    public ResyncCounts Read(long right, long other) =>
        Plan.Direction == ResyncDirection.ToCommerce ? new() { ReadHere = other, ReadThere = right } : new() { ReadHere = right, ReadThere = other };
}
