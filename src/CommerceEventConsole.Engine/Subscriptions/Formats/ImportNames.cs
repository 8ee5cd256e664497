using System.Globalization;
using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.Engine.Subscriptions.Formats;

/// <summary>Names for subscriptions that come without: what happened, in a merchant's words, and a number where that is taken.</summary>
internal sealed class ImportNames(IEnumerable<string> taken)
{
    private const int MaxLength = 100;

    private readonly HashSet<string> _taken = new(taken, StringComparer.OrdinalIgnoreCase);

    public string For(SubscriptionDraft draft)
    {
        var name = Describe(draft);
        var unique = Cut(name, "");
        for (var number = 2; !_taken.Add(unique); number++)
            unique = Cut(name, string.Create(CultureInfo.InvariantCulture, $" {number}"));
        return unique;
    }

    public bool Take(string name) => _taken.Add(name);

    private static string Describe(SubscriptionDraft draft)
    {
        var own = CommerceNames.Of(draft);
        if (EventCatalogue.Default.Find(draft.EventType)?.Title is { } title)
            return draft.Commerce?.Name is null ? title : $"{title} ({own})";
        var parent = draft.Commerce?.Parent is { } name ? EventCatalogue.Default.Find(EventTypeName.Canonicalize(name))?.Title : null;
        return parent is null ? own : $"{parent}: {own}";
    }

    private static string Cut(string name, string end) => (name.Length + end.Length <= MaxLength ? name : name[..(MaxLength - end.Length)].TrimEnd()) + end;
}
