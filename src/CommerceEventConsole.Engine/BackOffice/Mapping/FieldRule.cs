using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CommerceEventConsole.Engine.BackOffice.Mapping;

/// <summary>What becomes of a value on its way.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FieldConversion>))]
public enum FieldConversion
{
    /// <summary>Nothing: as it is, lists and objects too.</summary>
    Same,

    /// <summary>Text, without blanks around it.</summary>
    Text,

    /// <summary>A number; see <see cref="FieldRule.DecimalComma"/>, <see cref="FieldRule.AsText"/> and <see cref="FieldRule.Format"/>.</summary>
    Number,

    /// <summary>A time, by <see cref="FieldRule.Format"/>. Commerce writes <c>2026-05-04 06:30:00</c>, in UTC.</summary>
    Date,

    /// <summary>True or false; <see cref="FieldRule.Format"/> says how the system writes both, e.g. <c>X;</c>.</summary>
    Boolean,

    /// <summary>By <see cref="FieldRule.Table"/>.</summary>
    LookUp,

    /// <summary>1 where the system's number is above zero, else 0: whether something is in stock. Reading only.</summary>
    IsPositive,
}

/// <summary>In which direction a rule applies.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FieldDirection>))]
public enum FieldDirection
{
    /// <summary>Both.</summary>
    Both,

    /// <summary>From the system to Commerce only.</summary>
    Read,

    /// <summary>From Commerce to the system only.</summary>
    Write,
}

/// <summary>A row of a field map: a field in Commerce's terms, and where the system keeps it.</summary>
/// <param name="Field">The field as <see cref="RecordKind"/> names it, e.g. <c>items[].sku</c>.</param>
public sealed record FieldRule(string Field)
{
    /// <summary>Where the system has it: a path of its document, or the title of a column; empty with a <see cref="Constant"/> that is read.</summary>
    public string Path { get; init; } = "";

    /// <summary>A value that is always the same: what Commerce gets when reading, what the system gets when writing.</summary>
    public JsonNode? Constant { get; init; }

    /// <summary>What becomes of the value.</summary>
    public FieldConversion As { get; init; }

    /// <summary>
    /// How the system writes it. Dates: empty (ISO 8601), <c>unix</c>, <c>unixMilliseconds</c>, <c>odata2</c> (<c>/Date(0)/</c>) or .NET's
    /// letters such as <c>yyyyMMdd</c>. Numbers that are written as text: .NET's letters such as <c>0.00</c>. Booleans: the word for true, a semicolon, the word for false.
    /// </summary>
    public string Format { get; init; } = "";

    /// <summary>Whether the system writes 1.234,50 for one thousand two hundred thirty-four and a half.</summary>
    public bool DecimalComma { get; init; }

    /// <summary>Whether the system wants its numbers as text.</summary>
    public bool AsText { get; init; }

    /// <summary>The system's word for each of Commerce's values: name = the system's, value = Commerce's; null where its word says nothing of the field.</summary>
    public IReadOnlyDictionary<string, JsonNode?>? Table { get; init; }

    /// <summary>What Commerce gets for a word that the table does not know; without it such a record cannot be read.</summary>
    public JsonNode? Otherwise { get; init; }

    /// <summary>In which direction it applies.</summary>
    public FieldDirection Direction { get; init; }

    /// <summary>Whether a record without it cannot be used.</summary>
    public bool Required { get; init; }
}
