namespace CommerceEventConsole.Sandbox.Adobe;

/// <summary>When Adobe sends again, and after what wait (spec 2.6).</summary>
internal static class RetryPolicy
{
    /// <summary>Adobe's own code for a failure that is none of the others.</summary>
    public const int UnexpectedError = 601;

    /// <summary>Adobe's own code for "no connection".</summary>
    public const int ConnectFailure = 602;

    /// <summary>Adobe's own code for "no answer in time".</summary>
    public const int TimedOut = 604;

    /// <summary>Adobe's own code for a failed TLS handshake.</summary>
    public const int TlsFailure = 611;

    /// <summary>The clock of an attempt, connection included (spec 2.5).</summary>
    public static readonly TimeSpan AttemptTimeout = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan Lifetime = TimeSpan.FromHours(24);
    private static readonly TimeSpan[] FirstWaits = [TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(4), TimeSpan.FromMinutes(8)];
    private static readonly TimeSpan LaterWait = TimeSpan.FromMinutes(15);

    /// <summary>Whether an answer makes Adobe send again. Only 429, 5xx but 505, and Adobe's own 6xx do.</summary>
    public static bool IsRetried(int status) => status is 429 or (>= 500 and <= 504) or (>= 506 and <= 599) or (>= 600 and <= 699);

    /// <summary>Whether an answer acknowledges the delivery.</summary>
    public static bool IsSuccess(int status) => status is >= 200 and <= 299;

    /// <summary>The wait before retry <paramref name="retry"/> (1 is the first).</summary>
    public static TimeSpan Wait(int retry, double timeScale) =>
        (retry <= FirstWaits.Length ? FirstWaits[retry - 1] : LaterWait) * timeScale;

    /// <summary>Whether an event first tried at <paramref name="first"/> may still be sent at <paramref name="due"/>.</summary>
    public static bool IsAlive(DateTimeOffset first, DateTimeOffset due, double timeScale) => due - first <= Lifetime * timeScale;
}
