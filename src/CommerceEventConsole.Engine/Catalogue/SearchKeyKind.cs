namespace CommerceEventConsole.Engine.Catalogue;

/// <summary>What a search key of an event is. Values are stored: never renumber.</summary>
public enum SearchKeyKind : byte
{
    /// <summary>The id of the CloudEvent; the intake adds it, it is no part of <c>data</c>.</summary>
    EventId = 1,

    /// <summary>The number a shopper sees (<c>increment_id</c> of the order).</summary>
    OrderNumber = 2,

    /// <summary>Commerce's numeric order id.</summary>
    OrderId = 3,

    /// <summary>Stock keeping unit.</summary>
    Sku = 4,

    /// <summary>Commerce's numeric product id.</summary>
    ProductId = 5,

    /// <summary>An e-mail address.</summary>
    Email = 6,

    /// <summary>Commerce's numeric customer id.</summary>
    CustomerId = 7,

    /// <summary>Number of an invoice.</summary>
    InvoiceNumber = 8,

    /// <summary>Number of a shipment.</summary>
    ShipmentNumber = 9,

    /// <summary>Number of a credit memo.</summary>
    CreditMemoNumber = 10,

    /// <summary>Number of a return.</summary>
    ReturnNumber = 11,

    /// <summary>A carrier's tracking number.</summary>
    TrackingNumber = 12,

    /// <summary>Commerce's numeric cart id.</summary>
    QuoteId = 13,

    /// <summary>Commerce's numeric category id.</summary>
    CategoryId = 14,

    /// <summary>Commerce's numeric company id.</summary>
    CompanyId = 15,

    /// <summary>A coupon code.</summary>
    CouponCode = 16,

    /// <summary>Commerce's numeric invoice id.</summary>
    InvoiceId = 17,

    /// <summary>Commerce's numeric shipment id.</summary>
    ShipmentId = 18,

    /// <summary>Commerce's numeric credit memo id.</summary>
    CreditMemoId = 19,

    /// <summary>Commerce's numeric return id.</summary>
    ReturnId = 20,

    /// <summary>Commerce's numeric customer group id.</summary>
    CustomerGroupId = 21,

    /// <summary>Name of a customer group.</summary>
    CustomerGroupCode = 22,

    /// <summary>Commerce's numeric cart price rule id.</summary>
    SalesRuleId = 23,

    /// <summary>Code of an attribute.</summary>
    AttributeCode = 24,

    /// <summary>The order's number in the back-office system (<c>ext_order_id</c>).</summary>
    ExternalOrderId = 25,

    /// <summary>The customer's number in the back-office system (<c>ext_customer_id</c>).</summary>
    ExternalCustomerId = 26,

    /// <summary>Any other identifier.</summary>
    Other = 255,
}
