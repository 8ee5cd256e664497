using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Engine.Deliveries.Stages;

/// <summary>A question about one entity that Commerce also answers for many at once, by <c>searchCriteria</c> (spec 7.2).</summary>
/// <param name="Prefix">How the path of the single question begins.</param>
/// <param name="Search">What is searched for many.</param>
/// <param name="Field">The field that is searched.</param>
/// <param name="IsNumber">Whether the key is a number.</param>
internal sealed record KnownQuestion(string Prefix, string Search, string Field, bool IsNumber)
{
    private static readonly KnownQuestion[] All =
    [
        new("orders/", "orders", "entity_id", IsNumber: true),
        new("products/", "products", "sku", IsNumber: false),

        // The answer calls it id.
        new("customers/", "customers/search", "entity_id", IsNumber: true),
    ];

    /// <summary>The kind of a path and its key; null where Commerce answers it only by itself.</summary>
    public static (KnownQuestion Question, string Key)? Of(string path)
    {
        foreach (var known in All)
        {
            if (!path.StartsWith(known.Prefix, StringComparison.Ordinal))
                continue;
            var key = path[known.Prefix.Length..];
            if (key.Length == 0 || key.AsSpan().IndexOfAny('/', '?') >= 0)
                return null;
            key = Uri.UnescapeDataString(key);
            return known.IsNumber && !key.All(char.IsAsciiDigit) ? null : (known, key);
        }

        return null;
    }

    /// <summary>The key of a found document.</summary>
    public string KeyOf(JsonElement document) =>
        SafeJson.TryGetProperty(document, System.Text.Encoding.UTF8.GetBytes(Field), out var key) || SafeJson.TryGetProperty(document, "id"u8, out key)
            ? StageText.TextOf(key)
            : "";
}
