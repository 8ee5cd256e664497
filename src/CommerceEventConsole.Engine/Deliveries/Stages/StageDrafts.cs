using System.Collections.Immutable;
using System.Globalization;
using System.Text.Json;
using CommerceEventConsole.Engine.Commerce.Rest;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Engine.Deliveries.Stages;

/// <summary>Makes what Commerce's calls take of the fields of a write-back.</summary>
internal static class StageDrafts
{
    /// <summary>The order that a change is about.</summary>
    /// <exception cref="StageException">It names none.</exception>
    public static long Order(this StageWrite write) => write.OrderId ?? throw new StageException("the order's entity_id is missing");

    /// <summary>An entry of an order's history, with a status where there is one.</summary>
    public static OrderComment Comment(StageWrite write)
    {
        var fields = write.Fields;
        var entry = write.Kind == WriteBackKind.OrderStatus
            ? new OrderComment(Text(fields, "comment") ?? "", Required(write, "status"))
            : new OrderComment(Required(write, "comment"));
        return entry with { NotifyCustomer = Flag(fields, "is_customer_notified"), VisibleOnFront = Flag(fields, "is_visible_on_front") };
    }

    /// <summary>A shipment.</summary>
    public static ShipmentDraft Shipment(StageWrite write)
    {
        var fields = write.Fields;
        var tracks = List(fields, "tracks").Where(t => Text(t, "track_number") is { Length: > 0 }).Select(Track).ToImmutableArray();
        var items = Items(fields);
        return new ShipmentDraft
        {
            Items = items,
            Tracks = tracks,
            SourceCode = Text(fields, "source_code"),
            Comment = Text(fields, "comment"),
            NotifyCustomer = Flag(fields, "notify"),

            // A parcel's number tells the shipment, and so does that nothing is left; only parts without a parcel need a mark.
            Reference = tracks.IsEmpty && !items.IsEmpty ? write.Reference : null,
        };
    }

    /// <summary>An invoice.</summary>
    public static InvoiceDraft Invoice(StageWrite write)
    {
        var items = Items(write.Fields);
        return new InvoiceDraft
        {
            Items = items,
            Comment = Text(write.Fields, "comment"),
            NotifyCustomer = Flag(write.Fields, "notify"),
            Capture = Flag(write.Fields, "capture"),
            Reference = items.IsEmpty ? null : write.Reference,
        };
    }

    /// <summary>Stock of one article or of several.</summary>
    public static IReadOnlyList<SourceItem> Stock(StageWrite write)
    {
        var rows = Property(write.Fields, "items").ValueKind == JsonValueKind.Array ? List(write.Fields, "items").ToList() : [write.Fields];
        return rows.ConvertAll(row =>
        {
            var quantity = Number(row, "quantity") ?? throw new StageException("“quantity” has no value");
            return new SourceItem(
                Text(row, "sku") is { Length: > 0 } sku ? sku : throw new StageException("“sku” has no value"),
                Text(row, "source_code") is { Length: > 0 } source ? source : SourceItem.DefaultSource,
                quantity,
                Property(row, "status").ValueKind == JsonValueKind.Undefined ? quantity > 0 : Flag(row, "status"));
        });
    }

    /// <summary>A field that must be there.</summary>
    /// <exception cref="StageException">It is not.</exception>
    public static string Required(StageWrite write, string name) =>
        Text(write.Fields, name) is { Length: > 0 } text ? text : throw new StageException($"“{name}” has no value");

    private static ShipmentTrack Track(JsonElement track)
    {
        var code = Text(track, "carrier_code") is { Length: > 0 } given ? given : "custom";
        return new ShipmentTrack(Text(track, "track_number")!, Text(track, "title") is { Length: > 0 } title ? title : code, code);
    }

    private static ImmutableArray<PaperItem> Items(JsonElement fields) =>
    [
        .. List(fields, "items").Select(item => new PaperItem(
            long.TryParse(Text(item, "order_item_id"), NumberStyles.None, CultureInfo.InvariantCulture, out var id)
                ? id : throw new StageException("“items[].order_item_id” is no number"),
            Number(item, "qty") ?? throw new StageException("“items[].qty” has no value"))).Where(i => i.Quantity > 0),
    ];

    private static JsonElement Property(JsonElement parent, string name) =>
        parent.ValueKind == JsonValueKind.Object && parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : default;

    private static IEnumerable<JsonElement> List(JsonElement parent, string name) =>
        Property(parent, name) is { ValueKind: JsonValueKind.Array } list ? list.EnumerateArray() : [];

    private static string? Text(JsonElement parent, string name) =>
        Property(parent, name) is { ValueKind: not JsonValueKind.Undefined } value ? StageText.TextOf(value) : null;

    private static bool Flag(JsonElement parent, string name) => Text(parent, name) is "1" or "true" or "True" or "yes";

    private static decimal? Number(JsonElement parent, string name)
    {
        if (Text(parent, name) is not { Length: > 0 } text)
            return null;
        return decimal.TryParse(text, NumberStyles.AllowLeadingSign | NumberStyles.AllowDecimalPoint | NumberStyles.AllowExponent, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw new StageException($"“{name}” is no number");
    }
}
