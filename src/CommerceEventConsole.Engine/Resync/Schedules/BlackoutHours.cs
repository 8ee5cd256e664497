using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CommerceEventConsole.Engine.Resync.Schedules;

/// <summary>
/// Hours of the day in which a resync stands still, by the clock on the wall of a time zone: where the clocks change, they last an hour less
/// or more.
/// </summary>
public sealed class BlackoutHours
{
    /// <summary>Stretches that one day may have.</summary>
    public const int MaxStretches = 10;

    private static readonly TimeSpan Look = TimeSpan.FromMinutes(1);

    private readonly IReadOnlyList<(TimeOnly From, TimeOnly To)> _stretches;
    private readonly TimeZoneInfo _zone;

    private BlackoutHours(IReadOnlyList<(TimeOnly From, TimeOnly To)> stretches, TimeZoneInfo zone) => (_stretches, _zone) = (stretches, zone);

    /// <summary>The hours of a text such as <c>08:00-18:00, 23:30-00:30</c>; one that ends before it begins goes on past midnight.</summary>
    public static bool TryParse(string? text, TimeZoneInfo zone, [NotNullWhen(true)] out BlackoutHours? hours)
    {
        hours = null;
        var stretches = new List<(TimeOnly From, TimeOnly To)>();
        foreach (var part in (text ?? "").Split([',', ';', '\n'], StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries))
        {
            if (part.Replace('–', '-').Split('-', StringSplitOptions.TrimEntries) is not [var first, var last]
                || Minute(first) is not { } from || Minute(last) is not { } to || from == to)
            {
                return false;
            }

            stretches.Add((from, to));
        }

        if (stretches.Count > MaxStretches) return false;
        hours = new BlackoutHours(stretches, zone);
        return true;
    }

    /// <summary>Whether the hours leave no minute of the day.</summary>
    public bool IsAlways => Enumerable.Range(0, 24 * 60).All(m => Holds(TimeOnly.MinValue.AddMinutes(m)));

    /// <summary>Whether it stands still at a moment.</summary>
    public bool Covers(DateTimeOffset at) => Holds(TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, _zone).DateTime));

    /// <summary>
    /// The first moment from <paramref name="at"/> on, to the minute, at which it may go; <paramref name="at"/> itself where it may then, null
    /// where the stretches leave no minute of the day.
    /// </summary>
    public DateTimeOffset? EndAfter(DateTimeOffset at)
    {
        if (!Covers(at)) return at;
        var minute = at.AddTicks(-(at.UtcTicks % TimeSpan.TicksPerMinute));
        for (var next = minute + Look; next <= minute.AddDays(2); next += Look)
        {
            if (!Covers(next)) return next;
        }

        return null;
    }

    /// <summary>As people and the store write it.</summary>
    public override string ToString() => string.Join(
        ", ", _stretches.Select(s => string.Create(CultureInfo.InvariantCulture, $"{s.From:HH:mm}-{s.To:HH:mm}")));

    private bool Holds(TimeOnly clock) =>
        _stretches.Any(s => s.From <= s.To ? clock >= s.From && clock < s.To : clock >= s.From || clock < s.To);

    private static TimeOnly? Minute(string text) =>
        text == "24:00" ? TimeOnly.MinValue
        : TimeOnly.TryParseExact(text, ["HH:mm", "H:mm"], CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time
        : null;
}
