using System.Text.Json.Nodes;
using CommerceEventConsole.Sandbox.Shop;

namespace CommerceEventConsole.Sandbox.Commerce.Calls;

/// <summary>Shipments, invoices, refunds and returns. None of them knows a key: the same call again makes a second paper, or fails on quantity (spec 7.2).</summary>
internal sealed class PaperCalls(ShopState shop, OrderDesk desk) : ICommerceCalls
{
    public IEnumerable<CommerceCall> All =>
    [
        CommerceCall.Post("order/{orderId}/ship", Ship),
        CommerceCall.Post("order/{orderId}/invoice", input => JsonValue.Create(InvoiceOf(input).Id)),
        CommerceCall.Post("order/{orderId}/refund", input => Refund(input, Order(input.Id("orderId")))),
        CommerceCall.Post("invoice/{invoiceId}/refund", input => Refund(input, Paper(input.Id("invoiceId"), order => order.Invoices).Order)),
        CommerceCall.Post("invoices/{id}/capture", Capture),
        CommerceCall.Get("shipments", input => Listing.Shipments.Answer(input, shop.Orders.SelectMany(order => order.Shipments))),
        CommerceCall.Get("shipment/{id}", input => PaperDocument.ShipmentForRest(Paper(input.Id("id"), order => order.Shipments))),
        CommerceCall.Post("shipment", Update),
        CommerceCall.Post("shipment/track", Track),
        CommerceCall.Get("invoices", input => Listing.Invoices.Answer(input, shop.Orders.SelectMany(order => order.Invoices))),
        CommerceCall.Get("invoices/{id}", input => PaperDocument.InvoiceForRest(Paper(input.Id("id"), order => order.Invoices))),
        CommerceCall.Get("creditmemos", input => Listing.CreditMemos.Answer(input, shop.Orders.SelectMany(order => order.CreditMemos))),
        CommerceCall.Get("creditmemo/{id}", input => PaperDocument.CreditMemoForRest(Paper(input.Id("id"), order => order.CreditMemos))),
        CommerceCall.Get("returns", input => Listing.Returns.Answer(input, shop.Returns)),
        CommerceCall.Get("returns/{id}", input => PaperDocument.Return(Return(input), Figures.Numbers)),
        CommerceCall.Post("returns", Announce),
    ];

    private JsonValue Ship(CallInput input)
    {
        var order = Order(input.Id("orderId"));
        var body = input.Body ?? [];
        var source = Extension(body) is { } extension && Fields.Text(extension, "source_code") is { } code ? code : SourceStock.Default;
        if (!Sources.Knows(source))
            throw CommerceRefusal.NoSuch("source_code", source);
        var tracks = (Fields.Objects(body, "tracks") ?? []).Select(NewTrack).ToList();
        var shipment = desk.Ship(order, Lines(body, order), tracks, source, CommentOf(body));
        return JsonValue.Create(shipment.Id);
    }

    private Paper InvoiceOf(CallInput input)
    {
        var order = Order(input.Id("orderId"));
        var body = input.Body ?? [];
        return desk.Invoice(order, Lines(body, order), Fields.Flag(body, "capture"), CommentOf(body));
    }

    private JsonValue Capture(CallInput input)
    {
        desk.Capture(Paper(input.Id("id"), order => order.Invoices));
        return JsonValue.Create(true);
    }

    private JsonValue Refund(CallInput input, Order order)
    {
        var body = input.Body ?? [];
        var arguments = body["arguments"] as JsonObject ?? [];
        var back = (Extension(body)?["return_to_stock_items"] as JsonArray ?? []).OfType<JsonValue>()
            .Select(item => Fields.TryWhole(item.ToString(), out var id) ? id : throw CommerceRefusal.Invalid("return_to_stock_items", item.ToString()));
        var terms = new RefundTerms(Lines(body, order), Fields.Number(arguments, "shipping_amount"),
            Fields.Number(arguments, "adjustment_positive") ?? 0, Fields.Number(arguments, "adjustment_negative") ?? 0) { ReturnToStock = back.ToHashSet() };
        return JsonValue.Create(desk.Refund(order, terms, CommentOf(body)).Id);
    }

    private JsonObject Update(CallInput input)
    {
        var entity = input.Object("entity");
        var shipment = Paper(Fields.NeededWhole(entity, "entity_id"), order => order.Shipments);
        var known = shipment.Tracks.Select(track => track.Number).ToHashSet(StringComparer.Ordinal);
        shipment.Tracks.AddRange((Fields.Objects(entity, "tracks") ?? []).Select(NewTrack).Where(track => known.Add(track.Number)).ToList());
        shipment.Comments.AddRange((Fields.Objects(entity, "comments") ?? []).Select(comment => Fields.Needed(comment, "comment")).ToList());
        desk.TouchShipment(shipment);
        return PaperDocument.ShipmentForRest(shipment);
    }

    private JsonObject Track(CallInput input)
    {
        var entity = input.Object("entity");
        var shipment = Paper(Fields.NeededWhole(entity, "parent_id"), order => order.Shipments);
        if (Fields.Whole(entity, "order_id") is { } orderId && orderId != shipment.Order.Id)
            throw CommerceRefusal.Invalid("order_id", Text.Of(orderId));
        var track = NewTrack(entity);
        desk.AddTrack(shipment, track);
        return PaperDocument.TrackOf(shipment, track, Figures.Numbers);
    }

    private JsonObject Announce(CallInput input)
    {
        var entity = input.Object("rmaDataObject");
        var order = Order(Fields.NeededWhole(entity, "order_id"));
        var items = Fields.Objects(entity, "items") is { Count: > 0 } given ? given : throw CommerceRefusal.Required("items");
        var comment = (Fields.Objects(entity, "comments") ?? []).Select(line => Fields.Text(line, "comment")).FirstOrDefault();
        var paper = desk.Announce(order, [.. items.Select(item => Line(item, order, "qty_requested"))], comment);
        return PaperDocument.Return(paper, Figures.Numbers);
    }

    private Track NewTrack(JsonObject track) =>
        new(shop.Numbers.NextPaper(), Fields.Needed(track, "track_number"), Fields.Needed(track, "title"), Fields.Needed(track, "carrier_code"));

    private static JsonObject? Extension(JsonObject body) => (body["arguments"] as JsonObject)?["extension_attributes"] as JsonObject;

    private static string? CommentOf(JsonObject body) => body["comment"] is JsonObject comment ? Fields.Needed(comment, "comment") : null;

    private static List<PaperLine> Lines(JsonObject body, Order order) => [.. (Fields.Objects(body, "items") ?? []).Select(item => Line(item, order, "qty"))];

    private static PaperLine Line(JsonObject line, Order order, string quantity)
    {
        var id = Fields.NeededWhole(line, "order_item_id");
        return order.Items.FirstOrDefault(item => item.Id == id) is { } found
            ? new PaperLine(found, Fields.NeededWhole(line, quantity))
            : throw new CommerceRefusal(StatusCodes.Status400BadRequest, "The order %1 does not contain item %2.", order.IncrementId, Text.Of(id));
    }

    private Order Order(int id) => shop.TryGetOrder(id, out var order) ? order : throw CommerceRefusal.NoSuch("orderId", Text.Of(id));

    private Paper Paper(int id, Func<Order, List<Paper>> kind) =>
        shop.TryGetPaper(id, out var paper) && kind(paper.Order).Contains(paper) ? paper : throw CommerceRefusal.NoSuch("entity_id", Text.Of(id));

    private ReturnPaper Return(CallInput input) =>
        shop.TryGetReturn(input.Id("id"), out var paper) ? paper : throw CommerceRefusal.NoSuch("entity_id", input.Values["id"]);
}
