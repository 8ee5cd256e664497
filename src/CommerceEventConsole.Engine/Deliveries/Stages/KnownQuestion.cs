using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Engine.Deliveries.Stages;

/// <summary>A question about one entity that Commerce also answers for many at once, by <c>searchCriteria</c> (spec 7.2).</summary>
/// <param name="Prefix">How the path of the single question begins.</param>
/// <param name="Search">What is searched for many.</param>
/// <param name="Field">The field that is searched.</param>
/// <param name="IsNumber">Whether the key is a number.</param>
internal sealed record KnownQuestion(string Prefix, string Search, string Field, bool IsNumber)
{
    /// <summary>Commerce's address takes no such key: even one is searched.</summary>
    public bool IsSearchOnly { get; private init; }

    // An order's number is unique within a store only (spec 7.2).
    private static readonly KnownQuestion[] Searches =
    [
        new("orders/", "orders", LookUpKeys.OrderNumber, IsNumber: false) { IsSearchOnly = true },
        new("customers/", "customers/search", LookUpKeys.CustomerEmail, IsNumber: false) { IsSearchOnly = true },
    ];

    private static readonly KnownQuestion[] All =
    [
        new("orders/", "orders", "entity_id", IsNumber: true),
        new("products/", "products", "sku", IsNumber: false),

        // The answer calls it id.
        new("customers/", "customers/search", "entity_id", IsNumber: true),
    ];

    /// <summary>The kind of a path and its key; null where Commerce answers it only by itself.</summary>
    /// <param name="path">The path, its values filled in.</param>
    /// <param name="by">The field that the key is searched in (<see cref="LookUpKeys"/>); null for the id that the address takes.</param>
    public static (KnownQuestion Question, string Key)? Of(string path, string? by = null)
    {
        foreach (var known in by is null ? All : Searches)
        {
            if (by is not null && known.Field != by)
                continue;
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

    /// <summary>The path of a search for one key.</summary>
    public string SearchPath(string key) =>
        $"{Search}?searchCriteria[filter_groups][0][filters][0][field]={Field}&searchCriteria[filter_groups][0][filters][0][condition_type]=eq"
        + $"&searchCriteria[filter_groups][0][filters][0][value]={Uri.EscapeDataString(key)}";

    /// <summary>The path that is asked for a template's path: a search where one is asked for.</summary>
    /// <exception cref="StageException">There is no key to search.</exception>
    public static string AddressOf(string path, string? by) =>
        by is null ? path : Of(path.TrimStart('/'), by) is { } known ? known.Question.SearchPath(known.Key) : throw NoKey(by);

    /// <summary>The document of a key among those that were found; null where there is none.</summary>
    /// <exception cref="CommerceException">Several have it.</exception>
    public JsonElement? Among(IReadOnlyDictionary<string, JsonElement> found, string key)
    {
        if (!found.TryGetValue(key, out var document))
            return null;
        return document.ValueKind == JsonValueKind.Undefined ? throw Several(key) : document;
    }

    // A key that should name one document.
    private CommerceException Several(string key) => new($"Commerce has several {Search.Split('/')[0]} with the {Field} {key}, in several stores: ask for it by its id.", 200);

    /// <summary>There is nothing to search.</summary>
    public static StageException NoKey(string by) => new($"there is no “{by}” to search");

    /// <summary>The key of a found document.</summary>
    public string KeyOf(JsonElement document) =>
        SafeJson.TryGetProperty(document, System.Text.Encoding.UTF8.GetBytes(Field), out var key) || SafeJson.TryGetProperty(document, "id"u8, out key)
            ? StageText.TextOf(key)
            : "";
}
