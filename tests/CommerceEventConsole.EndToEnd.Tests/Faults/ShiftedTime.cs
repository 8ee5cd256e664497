using System.Globalization;

namespace CommerceEventConsole.EndToEnd.Tests.Faults;

/// <summary>
/// Time as a machine tells it whose clock is set anew: the wall clock jumps, while timers and time stamps, which count since the start of
/// the machine, go on evenly. Runs inside the console's process.
/// </summary>
internal sealed class ShiftedTime(string file) : TimeProvider
{
    /// <summary>The environment variable that names the file with the shift, in ticks.</summary>
    public const string Variable = "FAULT_CLOCK_FILE";

    /// <summary>What it writes, before the shift, when the clock has jumped.</summary>
    public const string Noticed = "The clock is shifted by";

    private static readonly TimeSpan Fresh = TimeSpan.FromMilliseconds(20);

    private readonly Lock _gate = new();
    private long _readAt;
    private TimeSpan _shift;

    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
        {
            if (_readAt == 0 || GetElapsedTime(_readAt) > Fresh)
                Read();
            return base.GetUtcNow() + _shift;
        }
    }

    private void Read()
    {
        _readAt = GetTimestamp();
        if (!long.TryParse(File.ReadAllText(file), CultureInfo.InvariantCulture, out var ticks) || ticks == _shift.Ticks)
            return;
        _shift = TimeSpan.FromTicks(ticks);
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Noticed} {ticks}"));
    }
}
