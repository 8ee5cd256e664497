namespace CommerceEventConsole.Engine.Deliveries.Pumps;

/// <summary>Counts what went out in the last moment. Constant size. Not for several threads at once.</summary>
/// <param name="window">The moment.</param>
/// <param name="time">The clock.</param>
internal sealed class Throughput(TimeSpan window, TimeProvider time)
{
    private long _began = time.GetTimestamp();
    private int _before;
    private int _now;

    /// <summary>How many went out within the window, or a little more; fewer once it has been quiet.</summary>
    public int Recent
    {
        get
        {
            Turn();
            return Math.Max(_before, _now);
        }
    }

    /// <summary>So many more.</summary>
    public void Add(int count)
    {
        Turn();
        _now += count;
    }

    private void Turn()
    {
        var passed = time.GetElapsedTime(_began);
        if (passed < window)
            return;
        _before = passed < 2 * window ? _now : 0;
        _now = 0;
        _began = time.GetTimestamp();
    }
}
