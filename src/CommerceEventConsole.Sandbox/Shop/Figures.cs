using System.Text.Json.Nodes;

namespace CommerceEventConsole.Sandbox.Shop;

/// <summary>
/// How numbers are written. Commerce has no one way (spec 6.2): what it has just calculated is a number,
/// what it read back from its database is text; REST answers hold numbers.
/// </summary>
internal readonly struct Figures(bool asText)
{
    /// <summary>Values that were just calculated, and REST answers.</summary>
    public static readonly Figures Numbers = new(asText: false);

    /// <summary>Values read back from the database.</summary>
    public static readonly Figures FromDatabase = new(asText: true);

    public JsonNode Amount(decimal amount) => asText ? Text.OfAmount(amount) : decimal.Round(amount, 2);

    public JsonNode Whole(int number) => asText ? Text.Of(number) : number;

    public JsonNode Flag(bool flag) => Whole(flag ? 1 : 0);
}
