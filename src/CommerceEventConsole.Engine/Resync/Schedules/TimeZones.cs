namespace CommerceEventConsole.Engine.Resync.Schedules;

/// <summary>Time zones by the names that are stored.</summary>
internal static class TimeZones
{
    /// <summary>The zone; null where this machine knows none of that name.</summary>
    public static TimeZoneInfo? Find(string name) => TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? zone : null;

    /// <summary>The zone, or UTC where it is gone.</summary>
    public static TimeZoneInfo Of(string name) => Find(name) ?? TimeZoneInfo.Utc;
}
