namespace CommerceEventConsole.Engine.Alerts.Channels;

/// <summary>
/// Hours of the day in which nobody is to be disturbed, by the clock on the wall of a time zone: where the clocks change, they last an hour
/// less or more.
/// </summary>
/// <param name="From">Their first minute.</param>
/// <param name="To">The first minute after them; before <paramref name="From"/> it is the next day's.</param>
/// <param name="Zone">Whose clock.</param>
public sealed record QuietHours(TimeOnly From, TimeOnly To, TimeZoneInfo Zone)
{
    /// <summary>Whether it is quiet at a moment.</summary>
    public bool Covers(DateTimeOffset at)
    {
        var clock = TimeOnly.FromDateTime(TimeZoneInfo.ConvertTime(at, Zone).DateTime);
        return From <= To ? clock >= From && clock < To : clock >= From || clock < To;
    }
}
