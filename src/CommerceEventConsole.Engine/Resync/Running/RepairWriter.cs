using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Resync.Definitions;
using CommerceEventConsole.Engine.Resync.Runs;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Resync.Running;

/// <summary>Makes the other side agree: by batches, and of orders by their stored events where a destination is named.</summary>
internal sealed class RepairWriter(OrderDeliveries deliveries, IEnumerable<IRepairHook> hooks, IOptions<ResyncOptions> options, TimeProvider time)
{
    private const string NoOutcome = "The system did not say whether it took this.";

    /// <summary>Says of each finding what is going to be done about it; nothing is written yet.</summary>
    /// <returns>Those that are repaired.</returns>
    public async Task<IReadOnlyList<Finding>> PlanAsync(ResyncSession session, IReadOnlyList<Finding> findings, CancellationToken cancellationToken)
    {
        List<Finding> repaired = [.. findings.Where(f => f.Action != ResyncAction.Tell)];
        if (repaired.Count == 0) return repaired;
        var stored = await StoredAsync(session, repaired, cancellationToken).ConfigureAwait(false);
        foreach (var finding in repaired.Where(f => stored.ContainsKey(f.Key)))
            finding.Act(ResyncAction.Deliver);
        if (!session.Repairs) return [];
        repaired.ForEach(f => f.Settle(ResyncOutcome.Writing));
        return repaired;
    }

    /// <summary>Repairs, and has each finding say how it ended.</summary>
    /// <exception cref="RecordSystemException">The other side cannot be talked to; nothing, or some of it, was written.</exception>
    public async Task WriteAsync(ResyncSession session, IReadOnlyList<Finding> findings, CancellationToken cancellationToken)
    {
        List<Finding> delivered = [.. findings.Where(f => f.Action == ResyncAction.Deliver)];
        if (delivered.Count > 0)
            await deliveries.SendAsync(session, delivered, cancellationToken).ConfigureAwait(false);
        List<Finding> left = [.. findings.Where(f => f.Action != ResyncAction.Deliver)];
        if (left.Count == 0) return;
        if (!session.Other.CanWrite(session.Plan.Kind))
        {
            left.ForEach(f => f.Settle(ResyncOutcome.Failed, $"{session.Other.Name} cannot be written."));
            return;
        }

        for (var tries = 1; ; tries++)
        {
            var later = await TryAsync(session, left, cancellationToken).ConfigureAwait(false);
            if (later.Count == 0) return;
            if (tries >= options.Value.WriteTries)
            {
                await GiveUpAsync(session, later, cancellationToken).ConfigureAwait(false);
                return;
            }

            left = [.. later.Select(l => l.Finding)];
            await Task.Delay(options.Value.FirstWait, time, cancellationToken).ConfigureAwait(false);
        }
    }

    // A system that does not even answer a question is down, whatever it said of each record: then the run waits for it, and the page is
    // compared once more. Where it answers, it is these records that it does not take.
    private static async Task GiveUpAsync(ResyncSession session, List<(Finding Finding, string Problem)> left, CancellationToken cancellationToken)
    {
        var first = left[0].Finding;
        var known = new Dictionary<string, SystemRecord>(StringComparer.Ordinal) { [first.Key] = first.Record };
        await session.ReadAsync(session.Other, [first.Key], [], cancellationToken, known).ConfigureAwait(false);
        foreach (var (finding, problem) in left)
            finding.Settle(ResyncOutcome.Failed, problem);
    }

    private async Task<List<(Finding Finding, string Problem)>> TryAsync(ResyncSession session, List<Finding> findings, CancellationToken cancellationToken)
    {
        List<SystemRecord> records = [.. findings.Select(f => f.Record)];
        if (session.Plan.Direction == ResyncDirection.ToCommerce)
        {
            foreach (var hook in hooks)
                await hook.WritingAsync(session.Plan, records, cancellationToken).ConfigureAwait(false);
        }

        var outcomes = await session.Other.WriteAsync(session.Plan.Kind, records, cancellationToken).ConfigureAwait(false);
        var later = new List<(Finding, string)>();
        for (var i = 0; i < findings.Count; i++)
        {
            var outcome = i < outcomes.Count ? outcomes[i] : new RecordOutcome(findings[i].Key, NoOutcome);
            if (outcome.Problem is null)
                findings[i].Settle(ResyncOutcome.Repaired);
            else if (outcome.IsTransient)
                later.Add((findings[i], outcome.Problem));
            else
                findings[i].Settle(ResyncOutcome.Failed, outcome.Problem);
        }

        return later;
    }

    private async Task<IReadOnlyDictionary<string, OrderDelivery>> StoredAsync(
        ResyncSession session, List<Finding> findings, CancellationToken cancellationToken) =>
        session.Plan is { Kind: RecordKind.Order, DestinationId: { } destination }
            ? await deliveries.FindAsync(destination, [.. findings.Select(f => f.Key)], cancellationToken).ConfigureAwait(false)
            : new Dictionary<string, OrderDelivery>(StringComparer.Ordinal);
}
