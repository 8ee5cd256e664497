using System.Collections.Immutable;
using System.Text.Json.Serialization;

namespace CommerceEventConsole.Engine.Subscriptions.Stages;

/// <summary>
/// What a route does with an event: it asks Commerce for what the event lacks, makes the destination's document of it, sends that, and
/// writes what the destination answers back to Commerce. Part of a revision; without stages the CloudEvent itself is sent.
/// </summary>
public sealed record RouteStages
{
    /// <summary>Nothing but sending.</summary>
    public static RouteStages None { get; } = new();

    /// <summary>What is asked of Commerce before, in this order.</summary>
    public ImmutableArray<EnrichStage> Enrich { get; init; } = [];

    /// <summary>What is made of it; null sends the CloudEvent, with what Commerce answered beside its payload.</summary>
    public MapStage? Map { get; init; }

    /// <summary>How it is sent; null for a POST to the destination's address.</summary>
    public SendStage? Send { get; init; }

    /// <summary>What is written to Commerce once the destination has taken it, in this order.</summary>
    public ImmutableArray<WriteBackStage> WriteBack { get; init; } = [];

    /// <summary>Whether an event goes out just as it is.</summary>
    [JsonIgnore]
    public bool IsNone => Enrich.IsDefaultOrEmpty && Map is null && Send is null && WriteBack.IsDefaultOrEmpty;
}

/// <summary>A question to Commerce: a GET, whose answer the later stages know by its name.</summary>
/// <param name="Name">How the later stages call it: a letter, then letters, digits and underscores; unique, and not one of <see cref="StageDocument.Reserved"/>.</param>
/// <param name="Path">
/// Below the instance's REST prefix, with values in braces: <c>orders/{entity_id}</c>. A value is a path as in <see cref="StageValue.Path"/>;
/// it is URL-encoded.
/// </param>
/// <param name="InstanceId">The Commerce instance; null for the only one there is.</param>
/// <param name="MayBeMissing">Whether an answer of 404 is no failure: the name is then null.</param>
public sealed record EnrichStage(string Name, string Path, int? InstanceId = null, bool MayBeMissing = false)
{
    /// <summary>
    /// The field that the value at the end of the path is searched in, one of <see cref="LookUpKeys"/>: <c>orders/{increment_id}</c> by
    /// <c>increment_id</c>. Null where it is the id that Commerce's address takes.
    /// </summary>
    public string? By { get; init; }
}

/// <summary>How the destination is called.</summary>
/// <param name="Method">POST, PUT or PATCH.</param>
/// <param name="Path">Added to the destination's address, with values in braces as in <see cref="EnrichStage"/>; null for the address itself.</param>
public sealed record SendStage(string Method, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Path);

/// <summary>How a document for another system is made: by a table of fields, or by a template.</summary>
public sealed record MapStage
{
    /// <summary>The fields of the document; used where <see cref="Template"/> is null.</summary>
    public ImmutableArray<MapRow> Rows { get; init; } = [];

    /// <summary>A Handlebars template for what a table cannot say; null for none.</summary>
    public string? Template { get; init; }

    /// <summary>The media type that the template makes.</summary>
    public string MediaType { get; init; } = "application/json";

    /// <summary>A document as the other system wants it, as JSON: rows are checked against it. Null for none.</summary>
    public string? Sample { get; init; }
}

/// <summary>A row of a mapping.</summary>
/// <param name="Target">Where the value goes: names separated by dots; <c>[]</c> after a name makes an item for each item of the source's list, e.g. <c>lines[].sku</c>.</param>
/// <param name="Value">Where it comes from.</param>
/// <param name="Convert">What is made of it.</param>
public sealed record MapRow(string Target, StageValue Value, StageConverter? Convert = null)
{
    /// <summary>Whether a value that is missing or null fails the stage. Otherwise the field is left out.</summary>
    public bool IsRequired { get; init; }
}

/// <summary>Where a value comes from: a path, a constant, or several in a row; exactly one is set.</summary>
public sealed record StageValue
{
    /// <summary>
    /// A path into <see cref="StageDocument"/>, e.g. <c>event.increment_id</c>, <c>order.items[].sku</c> or <c>answer.number</c>. A path that
    /// begins with none of its names is one into <c>event</c>.
    /// </summary>
    public string? Path { get; init; }

    /// <summary>A JSON value, e.g. <c>"EUR"</c> or <c>4</c>.</summary>
    public string? Constant { get; init; }

    /// <summary>Text with paths in braces: <c>{order.customer_firstname} {order.customer_lastname}</c>.</summary>
    public string? Text { get; init; }
}

/// <summary>What a value is made into.</summary>
public enum StageConversion
{
    /// <summary>Text as it is.</summary>
    Text,

    /// <summary>A whole number.</summary>
    Number,

    /// <summary>A number with so many places: <see cref="StageConverter.Argument"/>, as given where it is empty. Never through a double.</summary>
    Decimal,

    /// <summary>A date: <see cref="StageConverter.Argument"/> is the .NET format, ISO 8601 where it is empty. Commerce's dates are UTC.</summary>
    Date,

    /// <summary>Yes or no: 1, true and yes are true; 0, false, no and the empty text are false.</summary>
    Boolean,

    /// <summary>What <see cref="StageConverter.Table"/> says; what it does not name becomes <see cref="StageConverter.Argument"/>, or fails where that is null.</summary>
    LookUp,
}

/// <summary>How a value is converted.</summary>
/// <param name="Conversion">Into what.</param>
/// <param name="Argument">See <see cref="StageConversion"/>.</param>
public sealed record StageConverter(StageConversion Conversion, string? Argument = null)
{
    /// <summary>The look-up table.</summary>
    public ImmutableSortedDictionary<string, string> Table { get; init; } = ImmutableSortedDictionary<string, string>.Empty;
}

/// <summary>What is written to Commerce.</summary>
public enum WriteBackKind
{
    /// <summary>The order's id in the other system: <c>ext_order_id</c>.</summary>
    ExternalId,

    /// <summary>A comment in the order's history: <c>comment</c>.</summary>
    OrderComment,

    /// <summary>The order's status: <c>status</c>, and <c>comment</c>.</summary>
    OrderStatus,

    /// <summary>A shipment: <c>items[].order_item_id</c>, <c>items[].qty</c>, <c>tracks[].track_number</c> and so on; without items all that is left.</summary>
    Shipment,

    /// <summary>An invoice: <c>items[].order_item_id</c>, <c>items[].qty</c>; without items all that is left.</summary>
    Invoice,

    /// <summary>Stock: <c>sku</c>, <c>source_code</c>, <c>quantity</c>, <c>status</c>, also as <c>items[].</c> of each.</summary>
    Stock,
}

/// <summary>A change in Commerce that follows from the destination's answer.</summary>
/// <param name="Name">How attempts call it; unique within the stages.</param>
/// <param name="Kind">What is written.</param>
/// <param name="Entity">The id of what is changed, as a path: of an order its <c>entity_id</c>. Null where the kind needs none (<see cref="WriteBackKind.Stock"/>).</param>
/// <param name="Rows">Its fields, named as <see cref="WriteBackKind"/> says.</param>
/// <param name="InstanceId">The Commerce instance; null for the only one there is.</param>
public sealed record WriteBackStage(
    string Name, WriteBackKind Kind, [property: JsonIgnore(Condition = JsonIgnoreCondition.Never)] string? Entity, ImmutableArray<MapRow> Rows, int? InstanceId = null)
{
    /// <summary>Null where <see cref="Entity"/> is the <c>entity_id</c>; <see cref="LookUpKeys.OrderNumber"/> where it is the order's number.</summary>
    public string? By { get; init; }

    /// <summary>A path that must have a value, or nothing is written, e.g. <c>answer.tracking_number</c>; null writes always.</summary>
    public string? OnlyWith { get; init; }
}

/// <summary>The names by which stages know what is there: these, and those of the questions to Commerce.</summary>
public static class StageDocument
{
    /// <summary>The event's payload, as the subscription's fields leave it.</summary>
    public const string Event = "event";

    /// <summary>About the event: <c>id</c>, <c>type</c>, <c>time</c>, <c>source</c>, <c>seq</c>, and <c>delivery</c>, the idempotency id.</summary>
    public const string Envelope = "envelope";

    /// <summary>The destination's answer, where it is JSON; only known to what is written back.</summary>
    public const string Answer = "answer";

    /// <summary>Names that a question to Commerce cannot have.</summary>
    public static ImmutableArray<string> Reserved { get; } = [Event, Envelope, Answer];
}
