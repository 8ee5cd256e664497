namespace CommerceEventConsole.Engine.Commerce.Api;

/// <summary>Commerce, or Adobe's sign-in before it, did not do what it was asked. The message says why, for people who do not program.</summary>
/// <param name="message">Why, in whole sentences; no secret is in it.</param>
/// <param name="status">The HTTP status of the answer; null where there was none.</param>
/// <param name="innerException">What caused it.</param>
public sealed class CommerceException(string message, int? status = null, Exception? innerException = null) : Exception(message, innerException)
{
    /// <summary>The HTTP status of the answer; null where there was none.</summary>
    public int? Status => status;

    /// <summary>Whether what was asked for may have been done all the same: the answer was lost, not refused.</summary>
    public bool MayHaveTaken => status is null or >= 500;
}
