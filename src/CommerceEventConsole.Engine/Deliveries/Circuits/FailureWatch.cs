using CommerceEventConsole.Engine.Deliveries.Outbound;

namespace CommerceEventConsole.Engine.Deliveries.Circuits;

/// <summary>
/// Counts how a destination's attempts end, on this node, and tells when they say that it is unreachable. Constant size, whatever the
/// traffic. Not for several threads at once.
/// </summary>
internal sealed class FailureWatch
{
    private const int Slices = 12;

    private readonly (long Slice, int Good, int Bad)[] _window = new (long, int, int)[Slices];
    private int _inARow;
    private long _firstOfRow;
    private bool _isSeveral;

    /// <summary>Whether the failures in a row are the destination's beyond doubt: nothing got through, or more than one delivery failed.</summary>
    public bool IsCertain => _inARow > 0 && _isSeveral;

    /// <summary>Takes note of an attempt that was answered, or should have been.</summary>
    /// <param name="fault">Whether it speaks against the destination.</param>
    /// <param name="deliveryId">The delivery: one that fails again and again does not speak for others.</param>
    /// <param name="settings">When to open.</param>
    /// <param name="now">When it ended.</param>
    /// <returns>Whether the circuit is to open.</returns>
    public bool Observe(DestinationFault fault, long deliveryId, CircuitSettings settings, DateTimeOffset now)
    {
        ref var slice = ref SliceOf(now, settings);
        if (fault == DestinationFault.None)
        {
            slice.Good++;
            _inARow = 0;
            return false;
        }

        slice.Bad++;
        if (_inARow++ == 0)
            (_firstOfRow, _isSeveral) = (deliveryId, false);

        _isSeveral |= fault == DestinationFault.Unreached || deliveryId != _firstOfRow;
        return (_inARow >= settings.Failures && _isSeveral) || IsShareReached(settings, now);
    }

    /// <summary>Begins anew.</summary>
    public void Reset()
    {
        _inARow = 0;
        Array.Clear(_window);
    }

    private static long Number(DateTimeOffset now, CircuitSettings settings) => now.UtcTicks / Math.Max(1, settings.Window.Ticks / Slices);

    private ref (long Slice, int Good, int Bad) SliceOf(DateTimeOffset now, CircuitSettings settings)
    {
        var number = Number(now, settings);
        ref var slice = ref _window[number % Slices];
        if (slice.Slice != number)
            slice = (number, 0, 0);
        return ref slice;
    }

    private bool IsShareReached(CircuitSettings settings, DateTimeOffset now)
    {
        var newest = Number(now, settings);
        var (good, bad) = (0, 0);
        foreach (var slice in _window)
        {
            // A clock that was set back leaves slices of the future: they count as little as old ones.
            if (slice.Slice > newest || slice.Slice <= newest - Slices)
                continue;
            good += slice.Good;
            bad += slice.Bad;
        }

        return good + bad >= settings.Minimum && bad >= settings.Share * (good + bad);
    }
}
