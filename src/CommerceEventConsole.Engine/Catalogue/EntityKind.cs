namespace CommerceEventConsole.Engine.Catalogue;

/// <summary>What sort of thing an event is about. Values are stored: never renumber.</summary>
public enum EntityKind : byte
{
    /// <summary>The event names no entity we know of.</summary>
    None = 0,

    /// <summary>A sales order.</summary>
    Order = 1,

    /// <summary>An invoice of an order.</summary>
    Invoice = 2,

    /// <summary>A shipment of an order, its tracking numbers included.</summary>
    Shipment = 3,

    /// <summary>A credit memo (refund) of an order.</summary>
    CreditMemo = 4,

    /// <summary>A return (RMA).</summary>
    Return = 5,

    /// <summary>A customer account.</summary>
    Customer = 6,

    /// <summary>A customer group.</summary>
    CustomerGroup = 7,

    /// <summary>A B2B company.</summary>
    Company = 8,

    /// <summary>A catalogue product.</summary>
    Product = 9,

    /// <summary>A catalogue category.</summary>
    Category = 10,

    /// <summary>The stock of a product.</summary>
    Stock = 11,

    /// <summary>A cart.</summary>
    Quote = 12,

    /// <summary>A cart price rule.</summary>
    SalesRule = 13,

    /// <summary>A coupon of a cart price rule.</summary>
    Coupon = 14,

    /// <summary>An attribute definition.</summary>
    Attribute = 15,

    /// <summary>Something else that has a key.</summary>
    Other = 16,
}
