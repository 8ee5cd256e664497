namespace CommerceEventConsole.EndToEnd.Tests.Faults;

/// <summary>One request as it reached the ERP.</summary>
/// <param name="Number">1, 2, 3 ... in order of arrival.</param>
/// <param name="WebhookId">The idempotency id.</param>
/// <param name="EventId">The event.</param>
/// <param name="Order">The order it is about.</param>
internal sealed record Receipt(int Number, string WebhookId, string EventId, string Order)
{
    private volatile int _status;

    /// <summary>What it was answered; 0 while, and where, there is no answer.</summary>
    public int Status
    {
        get => _status;
        set => _status = value;
    }

    public bool IsTaken => Status is >= 200 and < 300;

    /// <summary>Whether the ERP may have done what was asked: it took it, or never said.</summary>
    public bool MayBeTaken => Status == 0 || IsTaken;
}
