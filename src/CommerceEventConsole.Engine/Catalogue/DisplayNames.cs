namespace CommerceEventConsole.Engine.Catalogue;

/// <summary>How kinds are called on a screen.</summary>
public static class DisplayNames
{
    /// <summary>Name of an entity kind.</summary>
    public static string DisplayName(this EntityKind kind) => kind switch
    {
        EntityKind.None => "Nothing known",
        EntityKind.Order => "Order",
        EntityKind.Invoice => "Invoice",
        EntityKind.Shipment => "Shipment",
        EntityKind.CreditMemo => "Credit memo",
        EntityKind.Return => "Return",
        EntityKind.Customer => "Customer",
        EntityKind.CustomerGroup => "Customer group",
        EntityKind.Company => "Company",
        EntityKind.Product => "Product",
        EntityKind.Category => "Category",
        EntityKind.Stock => "Stock",
        EntityKind.Quote => "Cart",
        EntityKind.SalesRule => "Promotion",
        EntityKind.Coupon => "Coupon",
        EntityKind.Attribute => "Attribute",
        EntityKind.Other => "Other",
        _ => $"Unknown kind {(byte)kind}",
    };

    /// <summary>Name of a search key's kind.</summary>
    public static string DisplayName(this SearchKeyKind kind) => kind switch
    {
        SearchKeyKind.EventId => "Event id",
        SearchKeyKind.OrderNumber => "Order number",
        SearchKeyKind.OrderId => "Order id",
        SearchKeyKind.Sku => "SKU",
        SearchKeyKind.ProductId => "Product id",
        SearchKeyKind.Email => "E-mail",
        SearchKeyKind.CustomerId => "Customer id",
        SearchKeyKind.InvoiceNumber => "Invoice number",
        SearchKeyKind.ShipmentNumber => "Shipment number",
        SearchKeyKind.CreditMemoNumber => "Credit memo number",
        SearchKeyKind.ReturnNumber => "Return number",
        SearchKeyKind.TrackingNumber => "Tracking number",
        SearchKeyKind.QuoteId => "Cart id",
        SearchKeyKind.CategoryId => "Category id",
        SearchKeyKind.CompanyId => "Company id",
        SearchKeyKind.CouponCode => "Coupon code",
        SearchKeyKind.InvoiceId => "Invoice id",
        SearchKeyKind.ShipmentId => "Shipment id",
        SearchKeyKind.CreditMemoId => "Credit memo id",
        SearchKeyKind.ReturnId => "Return id",
        SearchKeyKind.CustomerGroupId => "Customer group id",
        SearchKeyKind.CustomerGroupCode => "Customer group",
        SearchKeyKind.SalesRuleId => "Promotion id",
        SearchKeyKind.AttributeCode => "Attribute code",
        SearchKeyKind.ExternalOrderId => "Back-office order number",
        SearchKeyKind.ExternalCustomerId => "Back-office customer number",
        SearchKeyKind.Other => "Other",
        _ => $"Unknown kind {(byte)kind}",
    };

    /// <summary>Name of a catalogue shelf.</summary>
    public static string DisplayName(this EventCategory category) => category switch
    {
        EventCategory.Catalog => "Catalogue",
        EventCategory.BackOffice => "Back office",
        _ => category.ToString(),
    };
}
