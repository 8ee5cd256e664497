using System.Globalization;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Events;

namespace CommerceEventConsole.Components.Events;

/// <summary>The filter of the events page as its address holds it. What cannot be understood is left out.</summary>
public static class EventsAddress
{
    private const string TimeFormat = "yyyy-MM-dd'T'HH:mm:ss'Z'";

    /// <summary>The address of a filter.</summary>
    public static string Of(EventFilter filter, EventCursor cursor = default)
    {
        var parts = new List<string>();
        foreach (var type in filter.Types) Add("type", type);
        Add("category", filter.Category?.ToString().ToLowerInvariant());
        foreach (var source in filter.Sources) Add("source", source);
        Add("entity", filter.Entity);
        Add("from", Write(filter.From));
        Add("to", Write(filter.To));
        Add("outcome", filter.Outcome?.ToString().ToLowerInvariant());
        Add("warnings", filter.WithWarnings ? "true" : null);
        Add("own", filter.OwnChanges ? "true" : null);
        Add("before", cursor.Before?.ToString(CultureInfo.InvariantCulture));
        Add("after", cursor.After?.ToString(CultureInfo.InvariantCulture));
        return parts.Count == 0 ? "events" : "events?" + string.Join('&', parts);

        void Add(string name, string? value)
        {
            if (!string.IsNullOrWhiteSpace(value)) parts.Add($"{name}={Uri.EscapeDataString(value.Trim())}");
        }
    }

    /// <summary>A choice by its name, in any case; null for none.</summary>
    public static T? Choice<T>(string? text)
        where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) && !char.IsAsciiDigit(text![0]) ? value : null;

    /// <summary>A moment in UTC; null where the text is none.</summary>
    public static DateTimeOffset? Moment(string? text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var at) ? at : null;

    private static string? Write(DateTimeOffset? at) => at?.UtcDateTime.ToString(TimeFormat, CultureInfo.InvariantCulture);
}
