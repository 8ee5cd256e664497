namespace CommerceEventConsole.Engine.Deliveries.Circuits;

/// <summary>
/// How many requests may be in flight to a destination that has just come back: 1, 2, 4 ... up to its maximum, each step after as many
/// successes. Not for several threads at once.
/// </summary>
internal sealed class Ramp
{
    private int _limit;
    private int _good;

    /// <summary>Whether it is under way.</summary>
    public bool IsOn => _limit > 0;

    /// <summary>Requests in flight at most.</summary>
    public int Limit(int most) => IsOn ? Math.Min(_limit, most) : most;

    /// <summary>Starts at one.</summary>
    public void Begin() => (_limit, _good) = (1, 0);

    /// <summary>An attempt arrived.</summary>
    public void Succeeded(int most)
    {
        if (!IsOn || ++_good < _limit)
            return;
        _good = 0;
        _limit = _limit >= most ? 0 : _limit * 2;
    }

    /// <summary>The destination failed, or asked for patience: half as many.</summary>
    /// <returns>False where it was down to one already.</returns>
    public bool StepBack(int most)
    {
        var limit = Limit(most);
        (_limit, _good) = (Math.Max(1, limit / 2), 0);
        return limit > 1;
    }
}
