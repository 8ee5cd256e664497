using System.Text.Json.Nodes;
using CommerceEventConsole.Sandbox.Shop;

namespace CommerceEventConsole.Sandbox.Commerce.Calls;

/// <summary>Orders: reading, comments and statuses, holding and cancelling, numbers of other systems.</summary>
internal sealed class OrderCalls(ShopState shop, OrderDesk desk) : ICommerceCalls
{
    public IEnumerable<CommerceCall> All =>
    [
        CommerceCall.Get("orders", input => Listing.Orders.Answer(input, shop.Orders)),
        CommerceCall.Get("orders/{id}", input => OrderDocument.ForRest(Order(input))),
        CommerceCall.Get("orders/{id}/statuses", input => JsonValue.Create(Order(input).Status)),
        CommerceCall.Get("orders/{id}/comments", Comments),
        CommerceCall.Post("orders/{id}/comments", Comment),
        CommerceCall.Post("orders/{id}/hold", input => Done(input, order => desk.Hold(order, comment: null))),
        CommerceCall.Post("orders/{id}/unhold", input => Done(input, order => desk.Unhold(order, comment: null))),
        CommerceCall.Post("orders/{id}/cancel", input => Done(input, order => desk.Cancel(order, comment: null))),
        CommerceCall.Post("orders", Save),
    ];

    private JsonObject Comments(CallInput input)
    {
        var order = Order(input);
        return Listing.Frame([.. order.History.Select(line => OrderDocument.HistoryLine(order, line, Figures.Numbers))]);
    }

    private JsonValue Comment(CallInput input)
    {
        var order = Order(input);
        var line = input.Object("statusHistory");
        var status = Fields.Text(line, "status");
        if (status is not null && !OrderStates.Statuses.Contains(status))
            throw new CommerceRefusal(StatusCodes.Status400BadRequest, "Unable to add comment: The status \"%1\" is not part of the order status history.", status);
        if (!line.ContainsKey("comment"))
            throw CommerceRefusal.Required("comment");
        desk.Comment(order, Fields.Text(line, "comment"), status, Fields.Flag(line, "is_customer_notified"), Fields.Flag(line, "is_visible_on_front"));
        return JsonValue.Create(true);
    }

    /// <summary>Persists what can be changed of an order that is there: `POST /orders` does not place one (spec 7.2, external ids).</summary>
    private JsonObject Save(CallInput input)
    {
        var entity = input.Object("entity");
        var id = Fields.NeededWhole(entity, "entity_id");
        if (!shop.TryGetOrder(id, out var order))
            throw CommerceRefusal.NoSuch("orderId", Text.Of(id));
        if (Fields.Text(entity, "increment_id") is { } number && number != order.IncrementId)
            throw CommerceRefusal.Invalid("increment_id", number);
        var status = Fields.Text(entity, "status");
        if (status is not null && !OrderStates.Statuses.Contains(status))
            throw CommerceRefusal.Invalid("status", status);
        desk.Change(order, entity.ContainsKey("ext_order_id") ? Fields.Text(entity, "ext_order_id") : order.ExtOrderId, status ?? order.Status);
        return OrderDocument.ForRest(order);
    }

    private JsonValue Done(CallInput input, Action<Order> action)
    {
        action(Order(input));
        return JsonValue.Create(true);
    }

    private Order Order(CallInput input) =>
        shop.TryGetOrder(input.Id("id"), out var order)
            ? order
            : throw new CommerceRefusal(StatusCodes.Status404NotFound, "The entity that was requested doesn't exist. Verify the entity and try again: %1 = %2.", "entity_id", input.Values["id"]);
}
