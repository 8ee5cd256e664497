using System.Globalization;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Events;

namespace CommerceEventConsole.Components.Events;

/// <summary>How events are spoken of on screens.</summary>
public static class EventWords
{
    /// <summary>What happened, in a merchant's words; the type's own name where the catalogue does not know it.</summary>
    public static string Title(string type) => EventCatalogue.Default.Find(type)?.Title ?? type;

    /// <summary>What an event is about.</summary>
    public static string About(EntityRef entity) =>
        entity.Key is { } key ? $"{entity.Kind.DisplayName()} {EntityText.Show(key)}" : entity.Kind is EntityKind.None ? "" : entity.Kind.DisplayName();

    /// <summary>An outcome in the filter.</summary>
    public static string DisplayName(this EventOutcome outcome) => outcome switch
    {
        EventOutcome.Delivered => "All delivered",
        EventOutcome.Waiting => "Waiting",
        EventOutcome.Failed => "Failed",
        EventOutcome.Held => "Held",
        EventOutcome.NoMatch => "No subscription matched",
        _ => outcome.ToString(),
    };

    /// <summary>What an HTTP status means to someone who does not know the numbers.</summary>
    public static string Answer(int status) => status switch
    {
        >= 200 and < 300 => "accepted",
        >= 300 and < 400 => "pointed elsewhere",
        401 or 403 => "not allowed",
        404 or 410 => "no such address",
        408 or 504 => "took too long",
        429 => "too many at once",
        >= 400 and < 500 => "refused",
        503 => "not available",
        >= 500 => "broke down",
        _ => "unknown",
    };

    /// <summary>A name as it stands within a sentence: only abbreviations keep their capitals.</summary>
    public static string InSentence(string name) =>
        name.Length > 1 && char.IsUpper(name[1]) ? name : string.Concat(name[..1].ToLowerInvariant(), name.AsSpan(1));

    /// <summary>The path of a field as words: <c>base_grand_total</c> is "Base grand total".</summary>
    public static string Field(string path)
    {
        var words = path.Replace('_', ' ').Trim();
        return words.Length == 0 ? path : string.Concat(words[..1].ToUpper(CultureInfo.CurrentCulture), words.AsSpan(1));
    }

    /// <summary>A size in bytes.</summary>
    public static string Size(int bytes) => bytes < 1024
        ? string.Create(CultureInfo.CurrentCulture, $"{bytes} bytes")
        : bytes < 1024 * 1024
            ? string.Create(CultureInfo.CurrentCulture, $"{bytes / 1024.0:0.#} kB")
            : string.Create(CultureInfo.CurrentCulture, $"{bytes / 1024.0 / 1024:0.#} MB");

    /// <summary>A count and its noun.</summary>
    public static string Count(long count, string noun) => string.Create(CultureInfo.CurrentCulture, $"{count:N0} {noun}{(count == 1 ? "" : "s")}");

    /// <summary>What became of an event that tells of a change of the console's own.</summary>
    public static string OwnChange(IReadOnlyList<string> notSentTo) => notSentTo.Count == 0
        ? "Commerce tells of a change that came from here. It is stored, and goes where any other event goes."
        : $"Commerce tells of a change that came from {string.Join(" and ", notSentTo)}. It is stored, and is not sent back there; other destinations get it.";
}
