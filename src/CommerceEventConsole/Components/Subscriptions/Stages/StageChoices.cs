using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Components.Subscriptions.Stages;

/// <summary>How the choices of stages are called for people.</summary>
internal static class StageChoices
{
    public static IReadOnlyList<(ValueChoice Value, string Text)> Values { get; } =
        [(ValueChoice.Path, "Field"), (ValueChoice.Constant, "Always"), (ValueChoice.Text, "Text")];

    public static IReadOnlyList<(ConvertChoice Value, string Text)> Conversions { get; } =
    [
        (ConvertChoice.None, "as it is"), (ConvertChoice.Text, "as text"), (ConvertChoice.Number, "whole number"), (ConvertChoice.Decimal, "decimal number"),
        (ConvertChoice.Date, "date"), (ConvertChoice.Boolean, "yes or no"), (ConvertChoice.LookUp, "look-up table"),
    ];

    public static IReadOnlyList<(SendMethod Value, string Text)> Methods { get; } =
        [(SendMethod.Post, "POST: something new"), (SendMethod.Put, "PUT: in place of what is there"), (SendMethod.Patch, "PATCH: a change of it")];

    public static IReadOnlyList<(WriteBackKind Value, string Text)> Kinds { get; } =
    [
        (WriteBackKind.ExternalId, "Order: id in the other system"), (WriteBackKind.OrderComment, "Order: comment"), (WriteBackKind.OrderStatus, "Order: status"),
        (WriteBackKind.Shipment, "Order: shipment"), (WriteBackKind.Invoice, "Order: invoice"), (WriteBackKind.Stock, "Stock"),
    ];

    public static IReadOnlyList<(FoundBy Value, string Text)> OrderBy { get; } = [(FoundBy.Id, "its id (entity_id)"), (FoundBy.Number, "its number (increment_id)")];

    /// <summary>By what the thing that a path asks for can be found; none where there is no choice.</summary>
    public static IReadOnlyList<(FoundBy Value, string Text)> WaysToFind(string path) => LookUpKeys.Of(path) switch
    {
        LookUpKeys.OrderNumber => OrderBy,
        LookUpKeys.CustomerEmail => [(FoundBy.Id, "its id"), (FoundBy.Number, "its e-mail address")],
        _ => [],
    };

    public static string ValuePlaceholder(ValueChoice choice) => choice switch
    {
        ValueChoice.Constant => "EUR",
        ValueChoice.Text => "{order.customer_firstname} {order.customer_lastname}",
        _ => "order.increment_id",
    };

    public static string? ArgumentPlaceholder(ConvertChoice choice) => choice switch
    {
        ConvertChoice.Decimal => "places, e.g. 2",
        ConvertChoice.Date => "format, e.g. yyyy-MM-dd",
        _ => null,
    };

    public static string? ArgumentLabel(ConvertChoice choice) => choice switch
    {
        ConvertChoice.Decimal => "Places",
        ConvertChoice.Date => "Format",
        _ => null,
    };

    public static string Explain(WriteBackKind kind) => kind switch
    {
        WriteBackKind.ExternalId => "The order gets the number under which the other system knows it.",
        WriteBackKind.OrderComment => "A comment is added to the order's history; its status stays.",
        WriteBackKind.OrderStatus => "The order gets another status, with a comment.",
        WriteBackKind.Shipment => "A shipment is made for the order. Without items, all that is left is shipped.",
        WriteBackKind.Invoice => "An invoice is made for the order. Without items, all that is left is invoiced.",
        _ => "The quantity of an article in a source is set: the quantity itself, not a difference.",
    };
}
