using System.Globalization;

namespace CommerceEventConsole.Engine.Commerce.Rest;

/// <summary>Times as Commerce writes them: <c>2026-05-04 09:00:00</c>, in UTC.</summary>
public static class CommerceTime
{
    private const string Format = "yyyy-MM-dd HH:mm:ss";

    /// <summary>Writes a time; parts of a second are cut off.</summary>
    public static string Write(DateTimeOffset time) => time.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture);

    /// <summary>Reads a time.</summary>
    public static bool TryRead(string? text, out DateTimeOffset time) => DateTimeOffset.TryParse(
        text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out time);
}
