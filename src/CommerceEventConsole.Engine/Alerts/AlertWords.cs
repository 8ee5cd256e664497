using System.Globalization;

namespace CommerceEventConsole.Engine.Alerts;

/// <summary>Times as alerts say them.</summary>
internal static class AlertWords
{
    private const int MinutesPerHour = 60;

    /// <summary>"1 minute", "30 minutes", "2 hours".</summary>
    public static string Minutes(int minutes) => minutes >= 2 * MinutesPerHour && minutes % MinutesPerHour == 0
        ? string.Create(CultureInfo.InvariantCulture, $"{minutes / MinutesPerHour} hours")
        : minutes == 1 ? "1 minute" : string.Create(CultureInfo.InvariantCulture, $"{minutes} minutes");

    /// <summary>A moment by the clock of a zone, to the minute, with the zone's name.</summary>
    public static string Moment(DateTimeOffset at, TimeZoneInfo zone) => string.Create(
        CultureInfo.InvariantCulture, $"{TimeZoneInfo.ConvertTime(at, zone):d MMM yyyy, HH:mm} ({(zone.HasIanaId ? zone.Id : "UTC")})");

    /// <summary>At most so many characters, in one line.</summary>
    public static string Line(string text, int length)
    {
        var line = string.Join(' ', text.Split(['\r', '\n', '\t'], StringSplitOptions.RemoveEmptyEntries));
        return line.Length <= length ? line : string.Concat(line.AsSpan(0, length - 1), "…");
    }
}
