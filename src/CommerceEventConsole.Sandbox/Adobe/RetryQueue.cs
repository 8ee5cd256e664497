using System.Runtime.CompilerServices;

namespace CommerceEventConsole.Sandbox.Adobe;

/// <summary>Deliveries that wait for their next attempt. Bounded: when full, a new retry is given up.</summary>
internal sealed class RetryQueue(TimeProvider time)
{
    private const int Capacity = 20_000;

    private readonly Lock _gate = new();
    private readonly PriorityQueue<Delivery, DateTimeOffset> _waiting = new();
    private TaskCompletionSource _changed = NewSignal();

    public int Count
    {
        get
        {
            lock (_gate)
                return _waiting.Count;
        }
    }

    /// <summary>False when there is no room.</summary>
    public bool TryAdd(Delivery delivery)
    {
        lock (_gate)
        {
            if (_waiting.Count >= Capacity)
                return false;
            _waiting.Enqueue(delivery, delivery.DueAt);
            _changed.TrySetResult();
            return true;
        }
    }

    /// <summary>The next to come, soonest first.</summary>
    public IReadOnlyList<Delivery> Next(int take)
    {
        lock (_gate)
            return [.. _waiting.UnorderedItems.OrderBy(item => item.Priority).Take(take).Select(item => item.Element)];
    }

    /// <summary>Hands out each delivery when its time has come, until cancelled.</summary>
    public async IAsyncEnumerable<Delivery> ReadDueAsync([EnumeratorCancellation] CancellationToken cancellationToken)
    {
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (Take(out var wait, out var changed) is { } due)
                yield return due;
            else
                await changed.WaitAsync(wait, time, cancellationToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Delivery? Take(out TimeSpan wait, out Task changed)
    {
        lock (_gate)
        {
            if (_changed.Task.IsCompleted)
                _changed = NewSignal();
            changed = _changed.Task;
            wait = Timeout.InfiniteTimeSpan;
            if (!_waiting.TryPeek(out _, out var dueAt))
                return null;
            wait = dueAt - time.GetUtcNow();
            if (wait <= TimeSpan.Zero)
                return _waiting.Dequeue();
            // A timer may fire a moment early; a whole millisecond keeps the loop from spinning.
            wait = TimeSpan.FromMilliseconds(Math.Ceiling(wait.TotalMilliseconds));
            return null;
        }
    }

    private static TaskCompletionSource NewSignal() => new(TaskCreationOptions.RunContinuationsAsynchronously);
}
