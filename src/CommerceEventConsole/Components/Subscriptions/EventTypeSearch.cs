using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.Components.Subscriptions;

/// <summary>Finds event types by any word of their title, name, category or description.</summary>
internal static class EventTypeSearch
{
    /// <summary>Types in which every word of <paramref name="text"/> occurs, those first that have them in their title, the plainest title before longer ones.</summary>
    public static IReadOnlyList<EventTypeInfo> Find(EventCatalogue catalogue, string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        return
        [
            .. catalogue.Types
                .Where(t => words.All(w => Texts(t).Any(x => Has(x, w))))
                .OrderByDescending(t => words.Count(w => Has(t.Title, w)))
                .ThenBy(t => words.Length == 0 ? 0 : t.Title.Length)
                .ThenBy(t => t.Category),
        ];
    }

    private static IEnumerable<string> Texts(EventTypeInfo type) => [type.Title, type.Name, type.Category.DisplayName(), type.Description];

    private static bool Has(string text, string word) => text.Contains(word, StringComparison.OrdinalIgnoreCase);
}
