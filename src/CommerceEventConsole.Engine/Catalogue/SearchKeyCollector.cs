using System.Text.Json;

namespace CommerceEventConsole.Engine.Catalogue;

/// <summary>Adds the values a path leads to, normalised and each once, until the list is full.</summary>
/// <param name="kind">What the values are.</param>
/// <param name="keys">The list to add to.</param>
/// <param name="entityKey">A string that exists already and is used again where it fits.</param>
internal readonly ref struct SearchKeyCollector(SearchKeyKind kind, List<SearchKey> keys, string? entityKey) : IValueVisitor
{
    /// <inheritdoc/>
    public bool Visit(JsonElement value)
    {
        Span<char> text = stackalloc char[SearchKey.MaxLength];
        if (!SafeJson.TryReadText(value, text, out var written)) return true;

        Span<char> buffer = stackalloc char[SearchKey.MaxLength];
        var normal = SearchKey.Normalize(text[..written], buffer);
        // Commerce writes a guest's customer id, or an order without a cart, as 0.
        if (normal.IsEmpty || (IsNumericId(kind) && IsZero(normal))) return true;

        foreach (var known in keys)
        {
            if (known.Kind == kind && normal.SequenceEqual(known.Value)) return true;
        }

        keys.Add(new SearchKey(kind, normal.SequenceEqual(entityKey) ? entityKey! : new string(normal)));
        return keys.Count < SearchKey.MaxPerEvent;
    }

    /// <summary>Whether a numeric id says "none".</summary>
    internal static bool IsZero(ReadOnlySpan<char> text) => text.IndexOfAnyExcept('0') < 0;

    private static bool IsNumericId(SearchKeyKind kind) => kind is SearchKeyKind.OrderId or SearchKeyKind.ProductId
        or SearchKeyKind.CustomerId or SearchKeyKind.QuoteId or SearchKeyKind.CategoryId or SearchKeyKind.CompanyId
        or SearchKeyKind.InvoiceId or SearchKeyKind.ShipmentId or SearchKeyKind.CreditMemoId or SearchKeyKind.ReturnId
        or SearchKeyKind.SalesRuleId or SearchKeyKind.Other;
}
