namespace CommerceEventConsole.Engine.Storage;

/// <summary>Time as the store keeps it: UTC, to the microsecond, the precision that both databases hold.</summary>
public static class UtcTime
{
    private const long TicksPerMicrosecond = TimeSpan.TicksPerMillisecond / 1000;

    /// <summary>The current time in UTC, cut to the microsecond, so that what was written equals what is read back.</summary>
    public static DateTimeOffset Now(this TimeProvider time) => ToStorePrecision(time.GetUtcNow());

    /// <summary><paramref name="value"/> in UTC, cut to the microsecond.</summary>
    public static DateTimeOffset ToStorePrecision(this DateTimeOffset value)
    {
        var ticks = value.UtcTicks;
        return new DateTimeOffset(ticks - (ticks % TicksPerMicrosecond), TimeSpan.Zero);
    }

    /// <summary>Microseconds since 1970-01-01T00:00:00Z: how SQLite holds a time.</summary>
    public static long ToUnixMicroseconds(this DateTimeOffset value) =>
        (value.UtcTicks - DateTimeOffset.UnixEpoch.Ticks) / TicksPerMicrosecond;

    /// <summary>The reverse of <see cref="ToUnixMicroseconds"/>.</summary>
    public static DateTimeOffset FromUnixMicroseconds(long value) =>
        new(DateTimeOffset.UnixEpoch.Ticks + (value * TicksPerMicrosecond), TimeSpan.Zero);
}
