using System.Text.Json.Nodes;

namespace CommerceEventConsole.Engine.Commerce.Rest;

/// <summary>Part of what a search found.</summary>
/// <param name="Items">The entities, as Commerce writes them.</param>
/// <param name="Total">How many the search finds altogether.</param>
public sealed record CommercePage(IReadOnlyList<JsonObject> Items, long Total)
{
    internal static CommercePage Read(Api.CommerceAnswer answer)
    {
        var frame = answer.Object();
        var items = frame["items"] switch
        {
            JsonArray list => list.OfType<JsonObject>().ToList(),
            null => [],

            // PHP writes a list that lost an element as an object.
            JsonObject odd => [.. odd.Select(member => member.Value).OfType<JsonObject>()],
            _ => throw answer.NotCommerce(),
        };
        return new CommercePage(items, JsonFields.Long(frame["total_count"]) ?? items.Count);
    }
}
