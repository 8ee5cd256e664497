using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Components.Subscriptions.Stages;

/// <summary>What a kind of change usually needs.</summary>
public static class WriteBackProposal
{
    /// <summary>The fields that a kind knows.</summary>
    public static IReadOnlyList<string> Targets(WriteBackKind kind) => kind switch
    {
        WriteBackKind.ExternalId => ["ext_order_id"],
        WriteBackKind.OrderComment => ["comment", "is_customer_notified", "is_visible_on_front"],
        WriteBackKind.OrderStatus => ["status", "comment", "is_customer_notified", "is_visible_on_front"],
        WriteBackKind.Shipment => ["items[].order_item_id", "items[].qty", "tracks[].track_number", "tracks[].title", "tracks[].carrier_code", "source_code", "comment", "notify"],
        WriteBackKind.Invoice => ["items[].order_item_id", "items[].qty", "comment", "notify", "capture"],
        _ => ["sku", "source_code", "quantity", "status", "items[].sku", "items[].source_code", "items[].quantity", "items[].status"],
    };

    /// <summary>Whether it changes one thing whose id must be known.</summary>
    public static bool NeedsEntity(WriteBackKind kind) => kind != WriteBackKind.Stock;

    /// <summary>A sensible start.</summary>
    /// <param name="kind">What is written.</param>
    /// <param name="name">How it is called.</param>
    /// <param name="order">The path of the order's id, or number.</param>
    /// <param name="by">Which of both: <see cref="WriteBackEntry.By"/>.</param>
    public static WriteBackEntry For(WriteBackKind kind, string name, string order, FoundBy by = FoundBy.Id)
    {
        var entry = new WriteBackEntry { Name = name };
        Fill(entry, kind, order, by);
        return entry;
    }

    /// <summary>Puts the start for a kind in place of what an entry holds.</summary>
    public static void Fill(WriteBackEntry entry, WriteBackKind kind, string order, FoundBy by = FoundBy.Id)
    {
        entry.Kind = kind;
        entry.Entity = NeedsEntity(kind) ? order : "";
        entry.By = NeedsEntity(kind) ? by : FoundBy.Id;
        entry.OnlyWith = kind == WriteBackKind.Shipment ? "answer.tracking_number" : "";
        entry.Rows.Clear();
        entry.Rows.AddRange(Rows(kind));
    }

    private static IEnumerable<MapRowEntry> Rows(WriteBackKind kind) => kind switch
    {
        WriteBackKind.ExternalId => [Path("ext_order_id", "answer.number", isRequired: true)],
        WriteBackKind.OrderComment => [new MapRowEntry { Target = "comment", Kind = ValueChoice.Text, Value = "Taken over as {answer.number}." }],
        WriteBackKind.OrderStatus => [Path("status", "answer.status", isRequired: true), new MapRowEntry { Target = "comment", Kind = ValueChoice.Text, Value = "Set by the other system." }],
        WriteBackKind.Shipment =>
        [
            Path("tracks[].track_number", "answer.tracking_number"), new MapRowEntry { Target = "tracks[].title", Kind = ValueChoice.Constant, Value = "Parcel" },
            new MapRowEntry { Target = "tracks[].carrier_code", Kind = ValueChoice.Constant, Value = "custom" },
        ],
        WriteBackKind.Stock =>
        [
            Path("sku", "answer.sku", isRequired: true), new MapRowEntry { Target = "source_code", Kind = ValueChoice.Constant, Value = "default" },
            Path("quantity", "answer.quantity", isRequired: true), new MapRowEntry { Target = "status", Kind = ValueChoice.Constant, Value = "1" },
        ],
        _ => [],
    };

    private static MapRowEntry Path(string target, string path, bool isRequired = false) => new() { Target = target, Value = path, IsRequired = isRequired };
}
