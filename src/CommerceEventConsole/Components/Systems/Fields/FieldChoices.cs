using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.BackOffice.Mapping;

namespace CommerceEventConsole.Components.Systems.Fields;

/// <summary>How the choices of a field map are called for people.</summary>
internal static class FieldChoices
{
    public static IReadOnlyList<(FieldSource Value, string Text)> Sources { get; } = [(FieldSource.Path, "Field"), (FieldSource.Constant, "Always")];

    public static IReadOnlyList<(FieldConversion Value, string Text)> Conversions { get; } =
    [
        (FieldConversion.Same, "as it is"), (FieldConversion.Text, "as text"), (FieldConversion.Number, "number"), (FieldConversion.Date, "date"),
        (FieldConversion.Boolean, "yes or no"), (FieldConversion.LookUp, "look-up table"), (FieldConversion.IsPositive, "1 if above zero, else 0"),
    ];

    public static IReadOnlyList<(FieldDirection Value, string Text)> Directions { get; } =
        [(FieldDirection.Both, "both ways"), (FieldDirection.Read, "only read"), (FieldDirection.Write, "only written")];

    /// <summary>Ways in which systems write dates.</summary>
    public static IReadOnlyList<string> DateFormats { get; } = ["yyyy-MM-dd", "yyyyMMdd", "dd.MM.yyyy", "MM/dd/yyyy", "unix", "unixMilliseconds", "odata2"];

    /// <summary>What the format of a conversion is called; null where it has none.</summary>
    public static string? FormatLabel(FieldConversion conversion) => conversion switch
    {
        FieldConversion.Number => "format",
        FieldConversion.Date => "format of the date",
        FieldConversion.Boolean => "words for yes and no",
        _ => null,
    };

    /// <summary>An example of a format.</summary>
    public static string? FormatPlaceholder(FieldConversion conversion) => conversion switch
    {
        FieldConversion.Number => "format, e.g. 0.00",
        FieldConversion.Date => "ISO 8601, or e.g. yyyyMMdd",
        FieldConversion.Boolean => "yes;no, e.g. X;",
        _ => null,
    };

    /// <summary>What Commerce knows of a kind of records.</summary>
    public static IReadOnlyList<string> FieldsOf(RecordKind kind) => kind switch
    {
        RecordKind.Order =>
        [
            "increment_id", "created_at", "status", "order_currency_code", "customer_email", "customer_firstname", "customer_lastname", "subtotal", "tax_amount",
            "shipping_amount", "discount_amount", "grand_total", "ext_order_id", "items[].sku", "items[].name", "items[].qty_ordered", "items[].price",
        ],
        RecordKind.OrderStatus => ["increment_id", "status", "comment"],
        RecordKind.Shipment =>
            ["number", "increment_id", "source_code", "items[].sku", "items[].qty", "tracks[].track_number", "tracks[].carrier_code", "tracks[].title"],
        RecordKind.Return => ["number", "increment_id", "items[].sku", "items[].qty"],
        RecordKind.Product => ["sku", "name", "status", "price", "attributes.description", "attributes.weight", "attributes.color"],
        RecordKind.BasePrice => ["sku", "store_id", "price"],
        RecordKind.Stock => ["sku", "source_code", "quantity", "status"],
        RecordKind.Customer => ["email", "firstname", "lastname", "group_id", "website_id"],
        RecordKind.Company => ["company_email", "company_name", "legal_name", "vat_tax_id"],
        _ => ["sku", "customer_group", "quantity", "price"],
    };
}
