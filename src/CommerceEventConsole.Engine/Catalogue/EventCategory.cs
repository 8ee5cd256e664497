namespace CommerceEventConsole.Engine.Catalogue;

/// <summary>The shelf of the catalogue an event type stands on.</summary>
public enum EventCategory : byte
{
    /// <summary>Orders, invoices, shipments and credit memos.</summary>
    Orders = 1,

    /// <summary>Customer accounts and groups.</summary>
    Customers = 2,

    /// <summary>Products, categories and attributes.</summary>
    Catalog = 3,

    /// <summary>Stock levels.</summary>
    Stock = 4,

    /// <summary>Carts and the check-out.</summary>
    Cart = 5,

    /// <summary>Returned goods.</summary>
    Returns = 6,

    /// <summary>Cart price rules and coupons.</summary>
    Promotions = 7,

    /// <summary>B2B companies.</summary>
    Companies = 8,

    /// <summary>What a back-office system reports to Commerce (spec 8.2).</summary>
    BackOffice = 9,
}
