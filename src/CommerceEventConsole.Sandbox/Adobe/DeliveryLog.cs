namespace CommerceEventConsole.Sandbox.Adobe;

/// <summary>What came of an attempt.</summary>
internal enum DeliveryOutcome
{
    /// <summary>The console answered 2xx.</summary>
    Acknowledged,

    /// <summary>An answer that Adobe repeats.</summary>
    WillRetry,

    /// <summary>An answer that Adobe does not repeat.</summary>
    Refused,

    /// <summary>No further attempt: 24 hours are over, or there is no room.</summary>
    GivenUp,
}

/// <summary>One attempt, as the page shows it.</summary>
internal sealed record AttemptEntry(
    long Number, DateTimeOffset At, string Code, string EventId, int Events, int RetryCount, int Status, double Milliseconds, DeliveryOutcome Outcome);

/// <summary>Counters of the push side and its last attempts.</summary>
internal sealed class DeliveryLog
{
    private const int Kept = 500;

    private readonly BoundedLog<AttemptEntry> _attempts = new(Kept);
    private long _published;
    private long _acknowledged;
    private long _retried;
    private long _lost;
    private long _notPushed;

    /// <summary>Events that the shop handed over.</summary>
    public long Published => Interlocked.Read(ref _published);

    /// <summary>Events that the console acknowledged.</summary>
    public long Acknowledged => Interlocked.Read(ref _acknowledged);

    /// <summary>Attempts that led to another.</summary>
    public long Retried => Interlocked.Read(ref _retried);

    /// <summary>Events that were refused or given up.</summary>
    public long Lost => Interlocked.Read(ref _lost);

    /// <summary>Events that were never pushed: the registration was disabled, the queue full, or the event above 64 KB.</summary>
    public long NotPushed => Interlocked.Read(ref _notPushed);

    public void EventPublished() => Interlocked.Increment(ref _published);

    public void EventNotPushed() => Interlocked.Increment(ref _notPushed);

    public void Attempted(Delivery delivery, DateTimeOffset at, TimeSpan took, DeliveryOutcome outcome)
    {
        var retryCount = outcome == DeliveryOutcome.WillRetry ? delivery.RetryCount - 1 : delivery.RetryCount;
        _attempts.Add(number => new AttemptEntry(number, at, delivery.Events[0].Code, delivery.Events[0].EventId,
            delivery.Events.Count, retryCount, delivery.LastStatus, Math.Round(took.TotalMilliseconds, 1), outcome));
        switch (outcome)
        {
            case DeliveryOutcome.Acknowledged:
                Interlocked.Add(ref _acknowledged, delivery.Events.Count);
                break;
            case DeliveryOutcome.WillRetry:
                Interlocked.Increment(ref _retried);
                break;
            default:
                Interlocked.Add(ref _lost, delivery.Events.Count);
                break;
        }
    }

    public IReadOnlyList<AttemptEntry> Latest(int take) => _attempts.Latest(take);
}
