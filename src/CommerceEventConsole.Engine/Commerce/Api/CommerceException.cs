namespace CommerceEventConsole.Engine.Commerce.Api;

/// <summary>Commerce, or Adobe's sign-in before it, did not do what it was asked. The message says why, for people who do not program.</summary>
/// <param name="message">Why, in whole sentences; no secret is in it.</param>
/// <param name="status">The HTTP status of the answer; null where there was none.</param>
/// <param name="innerException">What caused it.</param>
public sealed class CommerceException(string message, int? status = null, Exception? innerException = null) : Exception(message, innerException)
{
    private readonly bool? _isTransient;

    /// <summary>The HTTP status of the answer; null where there was none.</summary>
    public int? Status => status;

    /// <summary>Whether what was asked for may have been done all the same: the answer was lost, not refused.</summary>
    public bool MayHaveTaken => !WasNotSent && (status is null or >= 500);

    /// <summary>Whether the same request may succeed later (spec 9.7, check 87). Without an answer, only where the thrower says so.</summary>
    public bool IsTransient
    {
        get => _isTransient ?? (status is { } known && CommerceAnswer.IsTransientStatus(known));
        init => _isTransient = value;
    }

    /// <summary>Whether the request certainly did not reach Commerce.</summary>
    public bool WasNotSent { get; init; }

    /// <summary>How long Commerce asks to be left alone; null where it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }
}
