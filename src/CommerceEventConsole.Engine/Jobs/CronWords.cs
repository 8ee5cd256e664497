using System.Globalization;

namespace CommerceEventConsole.Engine.Jobs;

/// <summary>Schedules in words, for the forms that people use; the expression itself for the rest.</summary>
public static class CronWords
{
    private const string Any = "*";

    private static readonly string[] Days = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

    private static readonly string[] Months =
        ["January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November", "December"];

    /// <summary>A schedule in words, e.g. <c>Every day at 03:30</c>, without its time zone.</summary>
    /// <param name="cron">Five fields of cron, or six with seconds before them; null for one that never comes by itself.</param>
    public static string Of(string? cron)
    {
        if (cron is null)
            return "Only when somebody starts it";
        var fields = cron.Split(' ', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);
        var hasSeconds = fields.Length == 6;
        if (fields.Length is not (5 or 6))
            return Rest(cron);
        var second = hasSeconds ? fields[0] : "0";
        var (minute, hour, day, month, weekday) = hasSeconds
            ? (fields[1], fields[2], fields[3], fields[4], fields[5])
            : (fields[0], fields[1], fields[2], fields[3], fields[4]);
        var when = DayPart(Plain(day), month, Plain(weekday), firstDay: hasSeconds ? 1 : 0);
        var at = TimePart(second, minute, hour);
        return when is null || at is null ? Rest(cron) : Join(when, at.Value);
    }

    private static string Rest(string cron) => $"By the expression {cron}";

    private static string Plain(string field) => field == "?" ? Any : field;

    private static string Join(string when, (string Text, bool IsTime) at)
    {
        if (at.IsTime)
            return $"{when} at {at.Text}";
        return when == "Every day" ? char.ToUpperInvariant(at.Text[0]) + at.Text[1..] : $"{when}, {at.Text}";
    }

    // A time of the day, or how often.
    private static (string Text, bool IsTime)? TimePart(string second, string minute, string hour)
    {
        if (second != "0")
        {
            if (minute != Any || hour != Any)
                return null;
            if (second == Any)
                return ("every second", false);
            return Step(second) is { } seconds ? ($"every {seconds} seconds", false) : null;
        }

        if (hour == Any)
        {
            if (minute == Any)
                return ("every minute", false);
            if (Step(minute) is { } minutes)
                return ($"every {minutes} minutes", false);
            return Number(minute, 0, 59) switch
            {
                null => null,
                0 => ("every hour", false),
                1 => ("every hour, 1 minute past", false),
                { } past => ($"every hour, {past} minutes past", false),
            };
        }

        if (Number(minute, 0, 59) is not { } of)
            return null;
        if (Step(hour) is { } hours)
            return (of == 0 ? $"every {hours} hours" : $"every {hours} hours, {of} minutes past", false);
        var times = hour.Split(',').Select(h => Number(h, 0, 23)).ToList();
        return times.Contains(null) || times.Count > 6
            ? null
            : (List(times.ConvertAll(h => string.Create(CultureInfo.InvariantCulture, $"{h:00}:{of:00}"))), true);
    }

    private static string? DayPart(string day, string month, string weekday, int firstDay)
    {
        if (day != Any && weekday != Any)
            return null;
        var of = month == Any ? "" : Number(month, 1, 12) is { } number ? " of " + Months[number - 1] : null;
        if (of is null)
            return null;
        if (day == Any && weekday == Any)
            return month == Any ? "Every day" : null;
        if (weekday != Any)
            return month == Any ? Weekdays(weekday, firstDay) : null;
        if (day == "L")
            return month == Any ? "On the last day of every month" : "On the last day" + of;
        return Number(day, 1, 31) is { } which ? $"On the {Ordinal(which)}" + (month == Any ? " of every month" : of) : null;
    }

    private static string? Weekdays(string field, int firstDay)
    {
        var days = new List<int>();
        foreach (var part in field.Split(','))
        {
            var ends = part.Split('-').Select(p => Weekday(p, firstDay)).ToList();
            if (ends.Contains(null) || ends.Count > 2)
                return null;
            for (var d = ends[0]!.Value; ; d = (d + 1) % 7)
            {
                days.Add(d);
                if (d == ends[^1])
                    break;
            }
        }

        var chosen = days.ToHashSet();
        if (chosen.SetEquals([1, 2, 3, 4, 5]))
            return "Monday to Friday";
        if (chosen.SetEquals([0, 6]))
            return "On Saturdays and Sundays";
        return chosen.Count == 7 ? "Every day" : "On " + List([.. chosen.OrderBy(d => (d + 6) % 7).Select(d => Days[d] + "s")]);
    }

    // Crontab counts from Sunday as 0, and knows it as 7 too; with seconds, Sunday is 1.
    private static int? Weekday(string text, int firstDay)
    {
        var named = Array.FindIndex(Days, d => text.Length == 3 && d.StartsWith(text, StringComparison.OrdinalIgnoreCase));
        return named >= 0 ? named : Number(text, firstDay, 7) is { } number ? (number - firstDay) % 7 : null;
    }

    private static int? Step(string field)
    {
        var start = field.StartsWith("*/", StringComparison.Ordinal) || field.StartsWith("0/", StringComparison.Ordinal);
        return start && Number(field[2..], 2, 59) is { } step ? step : null;
    }

    private static int? Number(string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most ? number : null;

    private static string List(IReadOnlyList<string> parts) =>
        parts.Count == 1 ? parts[0] : $"{string.Join(", ", parts.Take(parts.Count - 1))} and {parts[^1]}";

    private static string Ordinal(int number) => number + (number is 11 or 12 or 13 ? "th" : (number % 10) switch
    {
        1 => "st",
        2 => "nd",
        3 => "rd",
        _ => "th",
    });
}
