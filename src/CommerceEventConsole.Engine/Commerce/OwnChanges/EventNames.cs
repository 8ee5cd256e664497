using System.IO.Enumeration;
using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.Engine.Commerce.OwnChanges;

/// <summary>
/// How events call what was written under the names of the REST interface, and what else changes with it.
/// <list type="table">
/// <listheader><term>Written</term><description>In events</description></listheader>
/// <item><term>order: <c>comment</c></term><description><c>status_histories[].comment</c></description></item>
/// <item><term>order: <c>items[]</c> with <c>item_id</c></term><description>the element with that id</description></item>
/// <item><term>stock: <c>quantity</c></term><description><c>qty</c>, else <c>quantity</c></description></item>
/// <item><term>stock: <c>status</c></term><description><c>is_in_stock</c>, else <c>status</c></description></item>
/// <item><term>product, customer: <c>custom_attributes[]</c></term><description>the attribute's own name</description></item>
/// <item><term>product: <c>extension_attributes.stock_item.qty</c>, <c>.is_in_stock</c></term><description><c>stock_data.qty</c>, <c>.is_in_stock</c></description></item>
/// <item><term>everything else</term><description>the same name</description></item>
/// </list>
/// </summary>
internal static class EventNames
{
    private static readonly string[] Moving = ["processing", "complete"];
    private static readonly string[] Closing = ["processing", "complete", "closed"];

    private static readonly Dictionary<(EntityKind, string), string> Names = new()
    {
        [(EntityKind.Order, "comment")] = "status_histories[].comment",
        [(EntityKind.Stock, "quantity")] = "qty",
        [(EntityKind.Stock, "status")] = "is_in_stock",
        [(EntityKind.Product, "extension_attributes.stock_item.qty")] = "stock_data.qty",
        [(EntityKind.Product, "extension_attributes.stock_item.is_in_stock")] = "stock_data.is_in_stock",
    };

    private static readonly Dictionary<(EntityKind, string), string> Seconds = new()
    {
        [(EntityKind.Stock, "qty")] = "quantity",
        [(EntityKind.Stock, "is_in_stock")] = "status",
        [(EntityKind.Product, "stock_data.qty")] = "quantity_and_stock_status.qty",
        [(EntityKind.Product, "stock_data.is_in_stock")] = "quantity_and_stock_status.is_in_stock",
    };

    // What Commerce changes by itself with a write. A value list keeps a person's own change of the same field apart.
    private static readonly (EntityKind Kind, string Written, string Also, string[]? Values)[] Consequences =
    [
        (EntityKind.Order, "status", "state", null),
        (EntityKind.Order, "status", "hold_before_*", null),
        (EntityKind.Order, "items.qty_shipped", "status", Moving),
        (EntityKind.Order, "items.qty_shipped", "state", Moving),
        (EntityKind.Order, "items.qty_shipped", "tracking_numbers*", null),
        (EntityKind.Order, "items.qty_invoiced", "status", Moving),
        (EntityKind.Order, "items.qty_invoiced", "state", Moving),
        (EntityKind.Order, "items.qty_invoiced", "*_invoiced", null),
        (EntityKind.Order, "items.qty_invoiced", "*total_paid", null),
        (EntityKind.Order, "items.qty_invoiced", "*total_due", null),
        (EntityKind.Order, "items.qty_invoiced", "payment.*", null),
        (EntityKind.Order, "items.qty_refunded", "status", Closing),
        (EntityKind.Order, "items.qty_refunded", "state", Closing),
        (EntityKind.Order, "items.qty_refunded", "*_refunded", null),
        (EntityKind.Order, "items.qty_refunded", "*adjustment_*", null),
        (EntityKind.Product, "price", "final_price", null),
        (EntityKind.Product, "price", "m??_price", null),
        (EntityKind.Product, "price", "minimal_price", null),
        (EntityKind.Product, "stock_data.*", "quantity_and_stock_status.*", null),
        (EntityKind.Product, "stock_data.*", "stock_data.*", null),
        (EntityKind.Stock, "qty", "low_stock_date", null),
        (EntityKind.Stock, "qty", "stock_status_changed_auto*", null),
    ];

    // What names the entity is no change of it.
    private static readonly HashSet<(EntityKind, string)> Keys = [(EntityKind.Stock, "sku"), (EntityKind.Stock, "source_code"), (EntityKind.Product, "sku")];

    /// <summary>The path in events of what is written at a path; null for what is no field to compare.</summary>
    public static string? Of(EntityKind kind, string written) =>
        Keys.Contains((kind, written)) ? null : Names.GetValueOrDefault((kind, written), written);

    /// <summary>Where the value stands in events that lack the first path; null for nowhere.</summary>
    public static string? SecondOf(EntityKind kind, string path) => Seconds.GetValueOrDefault((kind, path));

    /// <summary>Whether a change of a field follows from writing another.</summary>
    /// <param name="kind">The entity.</param>
    /// <param name="written">What was written, without brackets.</param>
    /// <param name="changed">What differs, without brackets.</param>
    /// <param name="value">Its new value as text.</param>
    public static bool Follows(EntityKind kind, string written, string changed, string? value)
    {
        // How much of another item was shipped or invoiced is never a consequence.
        if (changed.StartsWith("items.qty_", StringComparison.Ordinal))
            return false;
        foreach (var (of, field, also, values) in Consequences)
        {
            if (of == kind && FileSystemName.MatchesSimpleExpression(field, written, ignoreCase: false)
                && FileSystemName.MatchesSimpleExpression(also, changed, ignoreCase: false) && (values is null || values.Contains(value)))
                return true;
        }

        return false;
    }
}
