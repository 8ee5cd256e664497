using System.Text.Json;

namespace CommerceEventConsole.Engine.Catalogue;

/// <summary>The property names under which a payload nests its entity.</summary>
internal static class EntityNames
{
    private static readonly (EntityKind Kind, byte[][] Names)[] Table =
    [
        (EntityKind.Order, ["order"u8.ToArray()]),
        (EntityKind.Invoice, ["invoice"u8.ToArray()]),
        (EntityKind.Shipment, ["shipment"u8.ToArray(), "track"u8.ToArray()]),
        (EntityKind.CreditMemo, ["creditmemo"u8.ToArray(), "credit_memo"u8.ToArray()]),
        (EntityKind.Return, ["rma"u8.ToArray(), "return"u8.ToArray()]),
        (EntityKind.Customer, ["customer"u8.ToArray(), "customer_data_object"u8.ToArray()]),
        (EntityKind.CustomerGroup, ["customer_group"u8.ToArray(), "group"u8.ToArray()]),
        (EntityKind.Company, ["company"u8.ToArray()]),
        (EntityKind.Product, ["product"u8.ToArray()]),
        (EntityKind.Category, ["category"u8.ToArray()]),
        (EntityKind.Stock, ["stock_item"u8.ToArray(), "item"u8.ToArray()]),
        (EntityKind.Quote, ["quote"u8.ToArray(), "cart"u8.ToArray()]),
        (EntityKind.SalesRule, ["rule"u8.ToArray()]),
        (EntityKind.Coupon, ["coupon"u8.ToArray()]),
        (EntityKind.Attribute, ["attribute"u8.ToArray()]),
    ];

    private static readonly byte[][] OwnKeys =
        ["increment_id"u8.ToArray(), "entity_id"u8.ToArray(), "id"u8.ToArray(), "sku"u8.ToArray(), "email"u8.ToArray()];

    /// <summary>The names for a kind; none for kinds that are never nested.</summary>
    public static ReadOnlySpan<byte[]> Of(EntityKind kind)
    {
        foreach (var (known, names) in Table)
        {
            if (known == kind) return names;
        }

        return default;
    }

    /// <summary>
    /// The nested entity of a payload whose event type is unknown: the payload itself when it carries a key of its own.
    /// </summary>
    public static JsonElement FindAny(JsonElement root) => FindAny(root, out _);

    /// <summary>The same, and the kind its name speaks of.</summary>
    public static JsonElement FindAny(JsonElement root, out EntityKind kind)
    {
        kind = EntityKind.None;
        foreach (var key in OwnKeys)
        {
            if (SafeJson.TryGetProperty(root, key, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
                return root;
        }

        foreach (var (known, names) in Table)
        {
            foreach (var name in names)
            {
                if (!SafeJson.TryGetProperty(root, name, out var nested) || nested.ValueKind != JsonValueKind.Object) continue;
                kind = known;
                return nested;
            }
        }

        return root;
    }
}
