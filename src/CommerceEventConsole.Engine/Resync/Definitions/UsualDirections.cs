using CommerceEventConsole.Engine.BackOffice;

namespace CommerceEventConsole.Engine.Resync.Definitions;

/// <summary>Which way records usually go between a shop and its back office.</summary>
public static class UsualDirections
{
    /// <summary>The kinds that can be compared, the usual ones first.</summary>
    public static IReadOnlyList<RecordKind> Kinds { get; } =
    [
        RecordKind.Stock, RecordKind.BasePrice, RecordKind.Product, RecordKind.Order, RecordKind.OrderStatus, RecordKind.Shipment,
        RecordKind.Return, RecordKind.Customer, RecordKind.Company, RecordKind.ListPrice,
    ];

    /// <summary>Whether records of a kind can be made to agree in a direction.</summary>
    public static bool Allows(RecordKind kind, ResyncDirection direction) => kind switch
    {
        // Orders are placed in the shop; what becomes of them is known where they are worked off.
        RecordKind.Order => direction == ResyncDirection.ToSystem,
        RecordKind.OrderStatus or RecordKind.Shipment or RecordKind.Return => direction == ResyncDirection.ToCommerce,
        _ => true,
    };

    /// <summary>The direction that one expects of a kind.</summary>
    public static ResyncDirection Of(RecordKind kind) => kind is RecordKind.Order or RecordKind.Customer ? ResyncDirection.ToSystem : ResyncDirection.ToCommerce;
}
