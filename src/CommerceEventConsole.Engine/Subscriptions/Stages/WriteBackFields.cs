using System.Collections.Immutable;
using System.Text.Json;

namespace CommerceEventConsole.Engine.Subscriptions.Stages;

/// <summary>The fields that each kind of write-back has (spec 7.2).</summary>
internal static class WriteBackFields
{
    private static readonly Field[] Items = [new("items[].order_item_id"), new("items[].qty")];

    /// <summary>What is wrong with the rows of a write-back, clauses.</summary>
    public static IEnumerable<string> Check(WriteBackKind kind, ImmutableArray<CompiledRow> rows)
    {
        var fields = Of(kind);
        foreach (var row in rows)
        {
            if (!fields.Any(f => f.Name == row.Target.Text))
                yield return FormattableString.Invariant($"row {row.Number} has the target “{row.Target.Text}”, but there are {string.Join(", ", fields.Select(f => f.Name))}");
        }

        var given = rows.Select(r => r.Target.Text).ToHashSet(StringComparer.Ordinal);
        if (kind == WriteBackKind.Stock)
        {
            var ofOne = given.Count(g => !g.StartsWith("items[].", StringComparison.Ordinal));
            if (ofOne > 0 && ofOne < given.Count)
                yield return "its rows are either about one article or about items[] of them, not both";
            var prefix = ofOne > 0 ? "" : "items[].";
            foreach (var needed in new[] { "sku", "quantity" }.Where(n => !given.Contains(prefix + n)))
                yield return $"it needs a row for “{prefix}{needed}”";
            yield break;
        }

        foreach (var field in fields.Where(f => f.IsNeeded && !given.Contains(f.Name)))
            yield return $"it needs a row for “{field.Name}”";
        if (given.Contains("items[].qty") != given.Contains("items[].order_item_id"))
            yield return "items[].order_item_id and items[].qty go together";
    }

    /// <summary>The names of the fields of a kind.</summary>
    public static IReadOnlyList<string> Names(WriteBackKind kind) => [.. Of(kind).Select(f => f.Name)];

    private static Field[] Of(WriteBackKind kind) => kind switch
    {
        WriteBackKind.ExternalId => [new("ext_order_id", true)],
        WriteBackKind.OrderComment => [new("comment", true), new("is_customer_notified"), new("is_visible_on_front")],
        WriteBackKind.OrderStatus => [new("status", true), new("comment"), new("is_customer_notified"), new("is_visible_on_front")],
        WriteBackKind.Shipment =>
        [
            .. Items, new("tracks[].track_number"), new("tracks[].title"), new("tracks[].carrier_code"), new("source_code"), new("comment"), new("notify"),
        ],
        WriteBackKind.Invoice => [.. Items, new("comment"), new("notify"), new("capture")],
        WriteBackKind.Stock =>
        [
            new("sku"), new("source_code"), new("quantity"), new("status"),
            new("items[].sku"), new("items[].source_code"), new("items[].quantity"), new("items[].status"),
        ],
        _ => [],
    };

    private readonly record struct Field(string Name, bool IsNeeded = false);
}
