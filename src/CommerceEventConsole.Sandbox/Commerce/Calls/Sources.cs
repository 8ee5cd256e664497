using System.Text.Json.Nodes;
using CommerceEventConsole.Sandbox.Shop;

namespace CommerceEventConsole.Sandbox.Commerce.Calls;

/// <summary>The places that the shop ships from.</summary>
internal static class Sources
{
    private static readonly (string Code, string Name, string Country)[] All =
        [(SourceStock.Default, "Boulder", "US"), ("eu", "Freiburg", "DE"), ("uk", "Keswick", "GB")];

    public static bool Knows(string code) => All.Any(source => source.Code == code);

    public static JsonObject Document() => Listing.Frame([.. All.Select(source => new JsonObject
    {
        ["source_code"] = source.Code, ["name"] = source.Name, ["country_id"] = source.Country, ["enabled"] = true,
    })]);
}
