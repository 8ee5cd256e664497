using System.Globalization;

namespace CommerceEventConsole.Components.Forms;

/// <summary>Lengths of time in words.</summary>
public static class DurationText
{
    /// <summary>In the largest unit that says enough: "45 seconds", "12 minutes", "3 hours", "2 days".</summary>
    public static string Of(TimeSpan span) => span switch
    {
        { TotalSeconds: < 1 } => "less than a second",
        { TotalMinutes: 1 } => "1 minute",
        { TotalHours: 1 } => "1 hour",
        { TotalSeconds: < 90 } => Count(Math.Round(span.TotalSeconds), "second"),
        { TotalMinutes: < 90 } => Count(Math.Round(span.TotalMinutes), "minute"),
        { TotalHours: < 36 } => Count(Math.Round(span.TotalHours), "hour"),
        _ => Count(Math.Round(span.TotalDays), "day"),
    };

    private static string Count(double number, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{number:0} {unit}{(number == 1 ? "" : "s")}");
}
