namespace CommerceEventConsole.Sandbox.Shop;

/// <summary>How much of a line a paper is about.</summary>
internal sealed record PaperLine(OrderItem Item, int Quantity);

/// <summary>A parcel's number and carrier.</summary>
internal sealed record Track(int Id, string Number, string Title, string CarrierCode);

/// <summary>An invoice, a shipment or a credit memo of an order. Amounts are in the currency of the order.</summary>
internal sealed class Paper
{
    public required int Id { get; init; }

    public required Order Order { get; init; }

    public required IReadOnlyList<PaperLine> Lines { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    /// <summary>What it comes to; nothing for a shipment.</summary>
    public decimal GrandTotal { get; init; }

    public decimal Shipping { get; init; }

    public decimal AdjustmentPositive { get; init; }

    public decimal AdjustmentNegative { get; init; }

    /// <summary>Of an invoice: whether the money is there.</summary>
    public bool Paid { get; set; } = true;

    /// <summary>Of a shipment: where it left from.</summary>
    public string SourceCode { get; init; } = SourceStock.Default;

    public List<Track> Tracks { get; } = [];

    public List<string> Comments { get; } = [];

    public string IncrementId => Numbers.Increment(Order.Store, Id);

    public int TotalQuantity => Lines.Sum(line => line.Quantity);

    public decimal Subtotal => Lines.Sum(line => line.Item.Price * line.Quantity);

    public decimal Tax => Lines.Sum(line => Math.Round(line.Item.Tax * line.Quantity / line.Item.Ordered, 2));
}

/// <summary>A return that somebody announced (spec 7.2: `/returns`).</summary>
internal sealed class ReturnPaper
{
    public required int Id { get; init; }

    public required Order Order { get; init; }

    public required IReadOnlyList<PaperLine> Lines { get; set; }

    public required DateTimeOffset CreatedAt { get; init; }

    public required DateTimeOffset UpdatedAt { get; set; }

    public string Status { get; set; } = "pending";

    public List<string> Comments { get; } = [];

    public string IncrementId => Numbers.Increment(Order.Store, Id);
}
