using System.Text.Json.Nodes;
using CommerceEventConsole.Sandbox.Adobe;

namespace CommerceEventConsole.Sandbox.Shop;

/// <summary>The life of an order after it was placed: invoice, shipment, complete; some are held, cancelled or refunded.</summary>
internal sealed class OrderLife(ShopState state, Publisher publisher, SandboxOptions options, TimeProvider time)
{
    private const int CancelledPercent = 5;
    private const int HeldPercent = 8;
    private const int RefundedPercent = 6;

    /// <summary>The wait until the next step: one to five times that between two orders.</summary>
    public static TimeSpan StepWait(ShopState state, SandboxOptions options) =>
        TimeSpan.FromMinutes(1 / options.OrdersPerMinute) * (1 + (4 * state.Random.NextDouble()));

    /// <summary>Takes every order one step on whose time has come.</summary>
    public int AdvanceDue()
    {
        lock (state.Gate)
        {
            var now = time.GetUtcNow();
            var due = state.Orders.Where(order => order.NextStepAt <= now).ToList();
            due.ForEach(Step);
            return due.Count;
        }
    }

    /// <summary>Takes one order one step on. False when there is no such order.</summary>
    public bool Advance(int orderId)
    {
        lock (state.Gate)
        {
            if (!state.TryGetOrder(orderId, out var order))
                return false;
            Step(order);
            return true;
        }
    }

    /// <summary>Refunds the newest order that is complete, or else invoiced. None when there is no such order.</summary>
    public Order? RefundOne()
    {
        lock (state.Gate)
        {
            var order = state.Orders.LastOrDefault(candidate => candidate.State is OrderStates.Complete)
                ?? state.Orders.LastOrDefault(candidate => candidate.State is OrderStates.Processing);
            if (order is not null)
                Refund(order);
            return order;
        }
    }

    private void Step(Order order)
    {
        order.NextStepAt = time.GetUtcNow() + StepWait(state, options);
        switch (order.State)
        {
            case OrderStates.New when Chance(CancelledPercent):
                Cancel(order);
                break;
            case OrderStates.New:
                Invoice(order);
                break;
            case OrderStates.Processing when order.History.Count < 3 && Chance(HeldPercent):
                Hold(order);
                break;
            case OrderStates.Processing:
                Ship(order);
                break;
            case OrderStates.Held:
                Release(order);
                break;
            case OrderStates.Complete when Chance(RefundedPercent):
                Refund(order);
                break;
            default:
                order.NextStepAt = null;
                break;
        }
    }

    private void Invoice(Order order)
    {
        var before = Before(order);
        order.Paid = order.GrandTotal;
        foreach (var item in order.Items)
            item.Invoiced = item.Ordered;
        Emit(EventNames.InvoiceSaved, PaperDocument.Invoice(order, state.Numbers.NextPaper(), time.GetUtcNow()), order);
        Save(order, before, OrderStates.Processing, "Payment received.");
    }

    private void Ship(Order order)
    {
        var before = Before(order);
        foreach (var item in order.Items)
            item.Shipped = item.Ordered;
        order.TrackingNumber = $"FH{Text.Of(order.Id)}{order.Store.Code.ToUpperInvariant()}";
        Emit(EventNames.ShipmentSaved, PaperDocument.Shipment(order, state.Numbers.NextPaper(), time.GetUtcNow()), order);
        Save(order, before, OrderStates.Complete, $"Shipped, parcel {order.TrackingNumber}.");
    }

    private void Refund(Order order)
    {
        var before = Before(order);
        order.RefundedAmount = order.Paid;
        foreach (var item in order.Items)
            item.Refunded = item.Ordered;
        Emit(EventNames.CreditMemoSaved, PaperDocument.CreditMemo(order, state.Numbers.NextPaper(), time.GetUtcNow()), order);
        Save(order, before, OrderStates.Closed, "Refunded in full.");
    }

    private void Cancel(Order order)
    {
        var before = Before(order);
        foreach (var item in order.Items)
            item.Canceled = item.Ordered;
        Save(order, before, OrderStates.Canceled, "Cancelled by the customer.");
    }

    private void Hold(Order order)
    {
        var before = Before(order);
        order.StateBeforeHold = order.State;
        Save(order, before, OrderStates.Held, "Held: the address is being checked.");
    }

    private void Release(Order order)
    {
        var before = Before(order);
        var resumed = order.StateBeforeHold!;
        order.StateBeforeHold = null;
        Save(order, before, resumed, "Released.");
    }

    private void Save(Order order, JsonObject before, string newState, string comment)
    {
        order.State = newState;
        order.Status = newState;
        order.UpdatedAt = time.GetUtcNow();
        order.History.Add(new StatusHistory(state.Numbers.NextHistory(), order.Status, comment, order.UpdatedAt));
        Emit(EventNames.OrderSaved, OrderDocument.ForEvent(order, before), order);
    }

    private bool Chance(int percent) => state.Random.Next(100) < percent;

    private static JsonObject Before(Order order) => OrderDocument.Header(order, Figures.FromDatabase);

    private void Emit(string name, JsonObject value, Order order) => publisher.Publish(new ShopEvent(name, value, order.Store));
}
