using CommerceEventConsole.Engine.Deliveries;

namespace CommerceEventConsole.EndToEnd.Tests.Faults;

/// <summary>What a fault left behind, by the shop's, the store's and the ERP's own books.</summary>
/// <param name="Fault">What was done.</param>
/// <param name="Sent">Events the shop sent, each counted once however often it sent them.</param>
/// <param name="Acknowledged">Of those, the ones the console said it had.</param>
/// <param name="Delivered">Of those, the ones that are delivered by the store and by the ERP.</param>
/// <param name="FailedVisibly">The ones that a person sees as failed, retrying or held.</param>
/// <param name="Lost">The ones that are neither.</param>
/// <param name="Duplicates">Requests about an event that the ERP may have worked on before.</param>
internal sealed record Verdict(string Fault, int Sent, int Acknowledged, int Delivered, int FailedVisibly, int Lost, int Duplicates)
{
    /// <summary>Reads the books and notes the result; then fails the test where something was lost, swapped or given two ids.</summary>
    public static async Task<Verdict> PassAsync(FaultReport report, string fault, Rig rig)
    {
        var rows = await rig.Folder.Store.ReadAsync(db =>
            from e in db.Events
            join d in db.Deliveries on e.Seq equals d.EventSeq into deliveries
            from d in deliveries.DefaultIfEmpty()
            select new { e.Seq, e.EventId, State = (DeliveryState?)d!.State });
        var stored = rows.ToLookup(r => r.EventId, StringComparer.Ordinal);
        var receipts = rig.Erp.Receipts;
        var taken = receipts.Where(r => r.IsTaken).Select(r => r.EventId).ToHashSet(StringComparer.Ordinal);

        var delivered = 0;
        var failed = 0;
        var lost = new List<string>();
        var acknowledged = rig.Loads.SelectMany(l => l.Acknowledged).ToList();
        foreach (var id in acknowledged)
        {
            var states = stored[id].Select(r => r.State).ToList();
            if (states.Contains(DeliveryState.Delivered) && taken.Contains(id))
                delivered++;
            else if (states.Exists(s => s is DeliveryState.Failed or DeliveryState.Retrying or DeliveryState.Held))
                failed++;
            else
                lost.Add(id);
        }

        var maybe = receipts.Where(r => r.MayBeTaken).ToList();
        var verdict = new Verdict(
            fault, rig.Loads.Sum(l => l.Sent), acknowledged.Count, delivered, failed, lost.Count, maybe.Count - maybe.DistinctBy(r => r.EventId, StringComparer.Ordinal).Count());
        report.Add(verdict);

        Assert.NotEmpty(acknowledged);
        Assert.Empty(lost);
        Assert.All(stored, e => Assert.Single(e.Select(r => r.Seq).Distinct()));
        Assert.All(receipts.GroupBy(r => r.EventId, StringComparer.Ordinal), e => Assert.Single(e.Select(r => r.WebhookId).Distinct(StringComparer.Ordinal)));
        Assert.All(receipts.GroupBy(r => r.WebhookId, StringComparer.Ordinal), i => Assert.Single(i.Select(r => r.EventId).Distinct(StringComparer.Ordinal)));
        var seqs = stored.ToDictionary(e => e.Key, e => e.First().Seq, StringComparer.Ordinal);
        AssertInOrder(receipts, seqs);
        AssertInOrder(receipts.Where(r => r.IsTaken), seqs);
        return verdict;
    }

    // By first arrivals: a repeat may come late.
    private static void AssertInOrder(IEnumerable<Receipt> receipts, Dictionary<string, long> seqs)
    {
        foreach (var order in receipts.GroupBy(r => r.Order, StringComparer.Ordinal))
        {
            var firsts = order.DistinctBy(r => r.EventId, StringComparer.Ordinal).Select(r => r.EventId).ToList();
            Assert.Equal(firsts.OrderBy(id => seqs[id]), firsts, StringComparer.Ordinal);
            // The shop sent them in the order of their ids, each after the one before was acknowledged.
            Assert.Equal(firsts.Order(StringComparer.Ordinal), firsts, StringComparer.Ordinal);
        }
    }
}
