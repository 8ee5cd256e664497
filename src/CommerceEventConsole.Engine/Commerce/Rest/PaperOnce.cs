using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.Commerce.Api;

namespace CommerceEventConsole.Engine.Commerce.Rest;

/// <summary>What is made of an order.</summary>
internal enum PaperKind
{
    Shipment,
    Invoice,
    CreditMemo,
}

/// <summary>
/// Makes a shipment, invoice or refund unless it is there (spec 7.2: read first). It is there when one of the order's has its reference or
/// one of its parcels; where it has neither, when the quantities that it is about are gone and one of the order's is about just them.
/// </summary>
internal sealed class PaperOnce(CommerceShop shop, long orderId, OrderPaper draft, PaperKind kind)
{
    private string List => kind switch
    {
        PaperKind.Shipment => "shipments",
        PaperKind.Invoice => "invoices",
        _ => "creditmemos",
    };

    private string Done => kind switch
    {
        PaperKind.Shipment => "qty_shipped",
        PaperKind.Invoice => "qty_invoiced",
        _ => "qty_refunded",
    };

    /// <summary>Makes it, unless it is there.</summary>
    /// <param name="make">Makes it.</param>
    /// <param name="isKnownMissing">Whether the caller has just looked, so that it is looked for only where an answer was lost.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task<PaperOutcome> RunAsync(Func<Task<long>> make, bool isKnownMissing, CancellationToken cancellationToken)
    {
        if (!isKnownMissing && await FindAsync(cancellationToken) is { } there)
            return there;
        try
        {
            return new PaperOutcome(await make(), WasThere: false);
        }
        catch (CommerceException e) when (e.MayHaveTaken)
        {
            // The answer was lost: only Commerce knows whether it was done.
            if (await FindAsync(cancellationToken) is { } made)
                return made with { WasThere = false };
            throw;
        }
    }

    private async Task<PaperOutcome?> FindAsync(CancellationToken cancellationToken)
    {
        var order = await shop.Orders.GetAsync(orderId, cancellationToken)
            ?? throw new CommerceException($"Commerce has no order with the id {orderId}.", 404);
        var items = Items(order).ToList();
        if (!items.Exists(i => Number(i, Done) > 0))
            return null;
        var papers = (await shop.SearchAsync(List, new SearchCriteria { PageSize = shop.Options.MaxPageSize }.Where("order_id", "eq", orderId), cancellationToken)).Items;
        if (Marks().ToList() is { Count: > 0 } marks)
            return papers.FirstOrDefault(p => marks.TrueForAll(mark => mark(p))) is { } marked ? Outcome(marked) : null;
        if (draft.Items.IsDefaultOrEmpty)
            return items.TrueForAll(i => Left(i) <= 0) ? Outcome(papers.Count == 1 ? papers[0] : null) : null;
        var isGone = draft.Items.Any(asked => items.Find(i => JsonFields.Long(i["item_id"]) == asked.OrderItemId) is { } item && Left(item) < asked.Quantity);
        return isGone && papers.FirstOrDefault(IsAboutTheSame) is { } same ? Outcome(same) : null;
    }

    private IEnumerable<Func<JsonObject, bool>> Marks()
    {
        if (draft.Reference is { } reference)
            yield return paper => Members(paper, "comments").Any(c => JsonFields.Text(c["comment"])?.Contains($"[{reference}]", StringComparison.Ordinal) is true);
        else if (draft is ShipmentDraft { Tracks: { IsDefaultOrEmpty: false } tracks })
            yield return paper => Members(paper, "tracks").Any(t => tracks.Any(asked => JsonFields.Text(t["track_number"]) == asked.Number));
    }

    private bool IsAboutTheSame(JsonObject paper)
    {
        var there = Members(paper, "items").Select(i => (JsonFields.Long(i["order_item_id"]), JsonFields.Decimal(i["qty"]))).Where(i => i.Item2 > 0);
        return there.ToHashSet().SetEquals(draft.Items.Select(i => ((long?)i.OrderItemId, (decimal?)i.Quantity)));
    }

    // The parts of a configurable or bundle are shipped and invoiced with the whole; nothing virtual is shipped.
    private IEnumerable<JsonObject> Items(JsonObject order) => Members(order, "items")
        .Where(i => JsonFields.Long(i["parent_item_id"]) is null or 0)
        .Where(i => kind != PaperKind.Shipment || !JsonFields.Flag(i["is_virtual"]));

    private decimal Left(JsonObject item) => kind switch
    {
        PaperKind.Shipment => Number(item, "qty_ordered") - Number(item, "qty_shipped") - Number(item, "qty_canceled") - Number(item, "qty_refunded"),
        PaperKind.Invoice => Number(item, "qty_ordered") - Number(item, "qty_invoiced") - Number(item, "qty_canceled"),
        _ => Number(item, "qty_invoiced") - Number(item, "qty_refunded"),
    };

    private static PaperOutcome Outcome(JsonObject? paper) => new(JsonFields.Long(paper?["entity_id"]), WasThere: true);

    private static decimal Number(JsonObject item, string field) => JsonFields.Decimal(item[field]) ?? 0;

    private static IEnumerable<JsonObject> Members(JsonObject parent, string name) => parent[name] is JsonArray list ? list.OfType<JsonObject>() : [];
}
