namespace CommerceEventConsole.Components.Replays;

/// <summary>How fast something goes: measured over the last minute in which it was watched.</summary>
public sealed class ReplayPace
{
    private static readonly TimeSpan Window = TimeSpan.FromMinutes(1);

    private readonly Queue<(DateTimeOffset At, int Done)> _samples = new();

    /// <summary>Takes note of how much is done.</summary>
    public void Add(DateTimeOffset at, int done)
    {
        // It went back (a delivery was sent anew by somebody else), or stood still for as long as is looked at: what was before says nothing.
        if (_samples.Count > 0 && done < _samples.Last().Done) _samples.Clear();
        while (_samples.Count > 1 && at - _samples.Peek().At > Window) _samples.Dequeue();
        _samples.Enqueue((at, done));
    }

    /// <summary>What gets done in a minute; null while that is not known.</summary>
    public double? PerMinute()
    {
        if (_samples.Count < 2) return null;
        var (first, last) = (_samples.Peek(), _samples.Last());
        var minutes = (last.At - first.At).TotalMinutes;
        return minutes <= 0 ? null : (last.Done - first.Done) / minutes;
    }

    /// <summary>How long the rest takes at that pace; null while that is not known, or nothing moves.</summary>
    public TimeSpan? Remaining(int left) => PerMinute() is > 0 and var pace ? TimeSpan.FromMinutes(Math.Min(left / pace, 60 * 24 * 365)) : null;
}
