namespace CommerceEventConsole.Sandbox.Shop;

/// <summary>A store view with its currency; <paramref name="Rate"/> turns the base currency into its own.</summary>
internal sealed record Store(int Id, string Code, string Name, string Currency, decimal Rate, decimal TaxPercent, int WebsiteId, int GroupId);

/// <summary>A postal address.</summary>
internal sealed record Address(string Street, string City, string Region, string RegionCode, string Postcode, string CountryId, string Telephone);

/// <summary>A shopper with an account.</summary>
internal sealed class Customer
{
    public required int Id { get; init; }

    public required string Email { get; set; }

    public required string FirstName { get; set; }

    public required string LastName { get; set; }

    public required Store Store { get; init; }

    public required Address Address { get; set; }

    public required int GroupId { get; set; }

    public string? Company { get; set; }

    public string? TaxNumber { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>A line of an order. Amounts are in the currency of the order.</summary>
internal sealed class OrderItem
{
    public required int Id { get; init; }

    public required int ProductId { get; init; }

    public required string Sku { get; init; }

    public required string Name { get; init; }

    public required decimal Weight { get; init; }

    public required int Ordered { get; init; }

    public required decimal Price { get; init; }

    public required decimal TaxPercent { get; init; }

    public int Invoiced { get; set; }

    public int Shipped { get; set; }

    public int Canceled { get; set; }

    public int Refunded { get; set; }

    /// <summary>What may still be invoiced.</summary>
    public int ToInvoice => Ordered - Canceled - Invoiced;

    /// <summary>What may still be shipped: what was refunded or cancelled before it left, stays.</summary>
    public int ToShip => Math.Max(0, Ordered - Canceled - Math.Max(Shipped, Refunded));

    /// <summary>What may still be refunded.</summary>
    public int ToRefund => Invoiced - Refunded;

    public decimal RowTotal => Price * Ordered;

    public decimal Tax => Math.Round(RowTotal * TaxPercent / 100, 2);
}

/// <summary>A line of an order's history.</summary>
internal sealed record StatusHistory(int Id, string Status, string? Comment, DateTimeOffset CreatedAt, bool Notified = false, bool Visible = false);

/// <summary>An order and all that grows out of it.</summary>
internal sealed class Order
{
    public required int Id { get; init; }

    public required string IncrementId { get; init; }

    public required Store Store { get; init; }

    public required Customer Customer { get; init; }

    public required bool IsGuest { get; init; }

    public required Address Address { get; init; }

    public required IReadOnlyList<OrderItem> Items { get; init; }

    public required decimal Shipping { get; init; }

    public required decimal Discount { get; init; }

    public string? CouponCode { get; init; }

    public required string PaymentMethod { get; init; }

    public required string ShippingDescription { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public string State { get; set; } = OrderStates.New;

    public string Status { get; set; } = OrderStates.Pending;

    public string? StateBeforeHold { get; set; }

    public decimal Paid { get; set; }

    public decimal RefundedAmount { get; set; }

    /// <summary>The number that another system gave it.</summary>
    public string? ExtOrderId { get; set; }

    public List<StatusHistory> History { get; } = [];

    public List<Paper> Invoices { get; } = [];

    public List<Paper> Shipments { get; } = [];

    public List<Paper> CreditMemos { get; } = [];

    public List<ReturnPaper> Returns { get; } = [];

    /// <summary>When the next step of its life is due; none when its life is over.</summary>
    public DateTimeOffset? NextStepAt { get; set; }

    public decimal Subtotal => Items.Sum(item => item.RowTotal);

    public decimal Tax => Items.Sum(item => item.Tax);

    public decimal GrandTotal => Subtotal + Tax + Shipping - Discount;

    public int TotalQuantity => Items.Sum(item => item.Ordered);
}

/// <summary>State and status codes of orders as Commerce spells them.</summary>
internal static class OrderStates
{
    public const string New = "new";
    public const string Pending = "pending";
    public const string Processing = "processing";
    public const string Complete = "complete";
    public const string Closed = "closed";
    public const string Canceled = "canceled";
    public const string Held = "holded";

    /// <summary>Every status that an order may be given: the states' own, and two that this shop's admin made.</summary>
    public static readonly IReadOnlySet<string> Statuses = new HashSet<string>(
        [Pending, "pending_payment", "payment_review", Processing, "fraud", Complete, Closed, Canceled, Held, "erp_confirmed", "erp_picking"], StringComparer.Ordinal);
}
