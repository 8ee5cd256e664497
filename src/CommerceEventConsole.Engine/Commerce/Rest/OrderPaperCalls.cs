using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.Commerce.Api;

namespace CommerceEventConsole.Engine.Commerce.Rest;

/// <summary>
/// Shipments, invoices, refunds and returns (spec 7.2). Commerce makes a second one when it is asked twice: <c>Once</c> looks first, and
/// again where an answer was lost. All throw <see cref="CommerceException"/> where Commerce did not do what was asked.
/// </summary>
public sealed class OrderPaperCalls
{
    private readonly CommerceShop _shop;

    internal OrderPaperCalls(CommerceShop shop) => _shop = shop;

    /// <summary>Ships. Never tried again once Commerce may have done it.</summary>
    /// <returns>The shipment's <c>entity_id</c>.</returns>
    public Task<long> ShipAsync(long orderId, ShipmentDraft draft, CancellationToken cancellationToken) =>
        MakeAsync($"order/{orderId}/ship", draft.ToBody(), cancellationToken);

    /// <summary>Ships what is not shipped yet.</summary>
    public Task<PaperOutcome> ShipOnceAsync(long orderId, ShipmentDraft draft, CancellationToken cancellationToken) =>
        ShipOnceAsync(orderId, draft, isKnownMissing: false, cancellationToken);

    /// <summary>Ships what is not shipped yet.</summary>
    /// <param name="orderId">The order's <c>entity_id</c>.</param>
    /// <param name="draft">What is shipped.</param>
    /// <param name="isKnownMissing">Whether the caller has just seen that this shipment is not there: it is looked for only where an answer was lost.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public Task<PaperOutcome> ShipOnceAsync(long orderId, ShipmentDraft draft, bool isKnownMissing, CancellationToken cancellationToken) =>
        new PaperOnce(_shop, orderId, draft, PaperKind.Shipment).RunAsync(() => ShipAsync(orderId, draft, cancellationToken), isKnownMissing, cancellationToken);

    /// <summary>Adds a parcel to a shipment.</summary>
    public async Task AddTrackAsync(long orderId, long shipmentId, ShipmentTrack track, CancellationToken cancellationToken)
    {
        var entity = ShipmentDraft.Of(track);
        entity["order_id"] = orderId;
        entity["parent_id"] = shipmentId;
        (await _shop.PostAsync("shipment/track", new JsonObject { ["entity"] = entity }, isRepeatable: false, cancellationToken)).Require();
    }

    /// <summary>Makes an invoice. Never tried again once Commerce may have done it.</summary>
    /// <returns>The invoice's <c>entity_id</c>.</returns>
    public Task<long> InvoiceAsync(long orderId, InvoiceDraft draft, CancellationToken cancellationToken) =>
        MakeAsync($"order/{orderId}/invoice", draft.ToBody(), cancellationToken);

    /// <summary>Makes an invoice of what is not invoiced yet.</summary>
    public Task<PaperOutcome> InvoiceOnceAsync(long orderId, InvoiceDraft draft, CancellationToken cancellationToken) =>
        new PaperOnce(_shop, orderId, draft, PaperKind.Invoice).RunAsync(() => InvoiceAsync(orderId, draft, cancellationToken), isKnownMissing: false, cancellationToken);

    /// <summary>Takes the money of an invoice.</summary>
    public async Task CaptureAsync(long invoiceId, CancellationToken cancellationToken) =>
        (await _shop.PostAsync($"invoices/{invoiceId}/capture", body: null, isRepeatable: false, cancellationToken)).Require();

    /// <summary>Makes a refund without the payment provider. Never tried again once Commerce may have done it.</summary>
    /// <returns>The credit memo's <c>entity_id</c>.</returns>
    public Task<long> RefundOrderAsync(long orderId, RefundDraft draft, CancellationToken cancellationToken) =>
        MakeAsync($"order/{orderId}/refund", draft.ToBody(), cancellationToken);

    /// <summary>Makes a refund without the payment provider, where it is not made yet.</summary>
    public Task<PaperOutcome> RefundOrderOnceAsync(long orderId, RefundDraft draft, CancellationToken cancellationToken) =>
        new PaperOnce(_shop, orderId, draft, PaperKind.CreditMemo).RunAsync(() => RefundOrderAsync(orderId, draft, cancellationToken), isKnownMissing: false, cancellationToken);

    /// <summary>Makes a refund of an invoice. Never tried again once Commerce may have done it.</summary>
    /// <param name="invoiceId">The invoice.</param>
    /// <param name="draft">The refund.</param>
    /// <param name="isOnline">Whether the payment provider pays it back.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>The credit memo's <c>entity_id</c>.</returns>
    public Task<long> RefundInvoiceAsync(long invoiceId, RefundDraft draft, bool isOnline, CancellationToken cancellationToken)
    {
        var body = draft.ToBody();
        body["isOnline"] = isOnline;
        return MakeAsync($"invoice/{invoiceId}/refund", body, cancellationToken);
    }

    /// <summary>One page of shipments.</summary>
    public Task<CommercePage> ShipmentsAsync(SearchCriteria criteria, CancellationToken cancellationToken) =>
        _shop.SearchAsync("shipments", criteria, cancellationToken);

    /// <summary>One page of invoices.</summary>
    public Task<CommercePage> InvoicesAsync(SearchCriteria criteria, CancellationToken cancellationToken) =>
        _shop.SearchAsync("invoices", criteria, cancellationToken);

    /// <summary>One page of credit memos.</summary>
    public Task<CommercePage> CreditMemosAsync(SearchCriteria criteria, CancellationToken cancellationToken) =>
        _shop.SearchAsync("creditmemos", criteria, cancellationToken);

    /// <summary>One page of returns.</summary>
    public Task<CommercePage> ReturnsAsync(SearchCriteria criteria, CancellationToken cancellationToken) =>
        _shop.SearchAsync("returns", criteria, cancellationToken);

    /// <summary>A return; null where there is none.</summary>
    public Task<JsonObject?> ReturnAsync(long id, CancellationToken cancellationToken) => _shop.FindAsync($"returns/{id}", cancellationToken);

    /// <summary>Registers a return. Never tried again once Commerce may have done it.</summary>
    /// <param name="rma">The return as Commerce describes it: <c>order_id</c>, <c>items[]</c> and so on.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public async Task<JsonObject> RegisterReturnAsync(JsonObject rma, CancellationToken cancellationToken) =>
        (await _shop.PostAsync("returns", new JsonObject { ["rmaDataObject"] = rma.DeepClone() }, isRepeatable: false, cancellationToken)).Object();

    private async Task<long> MakeAsync(string path, JsonObject body, CancellationToken cancellationToken)
    {
        var answer = await _shop.PostAsync(path, body, isRepeatable: false, cancellationToken);
        return JsonFields.Long(answer.Json()) ?? throw answer.NotCommerce();
    }
}
