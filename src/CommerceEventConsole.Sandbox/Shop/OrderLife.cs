namespace CommerceEventConsole.Sandbox.Shop;

/// <summary>The life of an order after it was placed: invoice, shipment, complete; some are held, cancelled or refunded.</summary>
internal sealed class OrderLife(ShopState state, OrderDesk desk, SandboxOptions options, TimeProvider time)
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
                desk.Refund(order);
            return order;
        }
    }

    private void Step(Order order)
    {
        order.NextStepAt = time.GetUtcNow() + StepWait(state, options);
        switch (order.State)
        {
            case OrderStates.New when Chance(CancelledPercent):
                desk.Cancel(order);
                break;
            case OrderStates.New:
                desk.Invoice(order);
                break;
            case OrderStates.Processing when order.History.Count < 3 && Chance(HeldPercent):
                desk.Hold(order);
                break;
            case OrderStates.Processing when options.ShopShips && order.Items.Any(item => item.ToShip > 0):
                var parcel = $"FH{Text.Of(order.Id)}{order.Store.Code.ToUpperInvariant()}";
                desk.Ship(order, lines: null, [new Track(state.Numbers.NextPaper(), parcel, "Parcel", "custom")], comment: $"Shipped, parcel {parcel}.");
                break;
            case OrderStates.Held:
                desk.Unhold(order);
                break;
            case OrderStates.Complete when options.ShopShips && Chance(RefundedPercent):
                desk.Refund(order);
                break;
            default:
                order.NextStepAt = null;
                break;
        }
    }

    private bool Chance(int percent) => state.Random.Next(100) < percent;
}
