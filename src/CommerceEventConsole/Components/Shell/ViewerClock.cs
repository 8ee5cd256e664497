using System.Globalization;

namespace CommerceEventConsole.Components.Shell;

/// <summary>The viewer's time zone, and a slow tick by which "3 minutes ago" stays true. One for each open browser, cascaded.</summary>
public sealed class ViewerClock : IDisposable
{
    private static readonly TimeSpan TickInterval = TimeSpan.FromSeconds(20);
    private readonly TimeProvider _time;
    private readonly ITimer _timer;

    /// <summary>Makes the clock of a viewer.</summary>
    public ViewerClock(TimeZoneInfo zone, TimeProvider time)
    {
        Zone = zone;
        _time = time;
        _timer = time.CreateTimer(_ => Ticked?.Invoke(), null, TickInterval, TickInterval);
    }

    /// <summary>Raised every 20 seconds, on a thread of the pool.</summary>
    public event Action? Ticked;

    /// <summary>The viewer's time zone.</summary>
    public TimeZoneInfo Zone { get; }

    /// <summary>The current time in the viewer's zone.</summary>
    public DateTimeOffset Now => ToLocal(_time.GetUtcNow());

    /// <summary>The zone of an IANA name; UTC where the name is unknown.</summary>
    public static TimeZoneInfo ZoneOf(string? name) =>
        name is { Length: > 0 } && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : TimeZoneInfo.Utc;

    /// <summary><paramref name="value"/> in the viewer's zone.</summary>
    public DateTimeOffset ToLocal(DateTimeOffset value) => TimeZoneInfo.ConvertTime(value, Zone);

    /// <summary>What the viewer typed or chose, a wall-clock time in their zone, as a moment.</summary>
    public DateTimeOffset FromLocal(DateTime wallClock)
    {
        var local = DateTime.SpecifyKind(wallClock, DateTimeKind.Unspecified);
        // An hour that is skipped in spring is taken for the one after it.
        if (Zone.IsInvalidTime(local))
            local = local.AddHours(1);
        return new DateTimeOffset(local, Zone.GetUtcOffset(local));
    }

    /// <summary>Date and time in the viewer's zone: today's only as a time.</summary>
    public string Absolute(DateTimeOffset value)
    {
        var local = ToLocal(value);
        var now = Now;
        var format = local.Date == now.Date ? "HH:mm:ss" : local.Year == now.Year ? "d MMM, HH:mm:ss" : "d MMM yyyy, HH:mm:ss";
        return local.ToString(format, CultureInfo.InvariantCulture);
    }

    /// <summary>How long ago, or how soon, in words.</summary>
    public string Relative(DateTimeOffset value)
    {
        var past = _time.GetUtcNow() - value;
        var span = past.Duration();
        if (span < TimeSpan.FromSeconds(10))
            return past >= TimeSpan.Zero ? "just now" : "in a moment";
        var words = span switch
        {
            { TotalSeconds: < 60 } => Count((int)span.TotalSeconds, "second"),
            { TotalMinutes: < 60 } => Count((int)span.TotalMinutes, "minute"),
            { TotalHours: < 24 } => Count((int)span.TotalHours, "hour"),
            { TotalDays: < 60 } => Count((int)span.TotalDays, "day"),
            { TotalDays: < 730 } => Count((int)(span.TotalDays / 30.44), "month"),
            _ => Count((int)(span.TotalDays / 365.25), "year"),
        };
        return past > TimeSpan.Zero ? words + " ago" : "in " + words;
    }

    /// <inheritdoc />
    public void Dispose() => _timer.Dispose();

    private static string Count(int number, string unit) =>
        string.Create(CultureInfo.InvariantCulture, $"{number} {unit}{(number == 1 ? "" : "s")}");
}
