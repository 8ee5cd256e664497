namespace CommerceEventConsole.Engine.Deliveries.Outbound;

/// <summary>Which answers are final, and which are tried again: a destination's own lists, and the usual table for what they leave out.</summary>
/// <param name="final">Given up at once; null for none of its own.</param>
/// <param name="retried">Tried again; null for none of its own.</param>
public sealed class StatusTable(StatusList? final, StatusList? retried)
{
    /// <summary>
    /// Tried again: request time-out, too early, too many, trouble of the server's own, and credentials that it does not accept, which
    /// somebody puts right. Final: everything else that is no success.
    /// </summary>
    public static StatusTable Usual { get; } = new(null, null);

    /// <summary>Reads a destination's lists; one that cannot be read counts as absent.</summary>
    public static StatusTable Of(string? final, string? retried)
    {
        var (finalList, retriedList) = (Read(final), Read(retried));
        return finalList is null && retriedList is null ? Usual : new StatusTable(finalList, retriedList);
    }

    /// <summary>Whether a delivery is given up at this answer.</summary>
    public bool IsFinal(int status)
    {
        if (final?.Contains(status) == true)
            return true;
        if (retried?.Contains(status) == true)
            return false;
        return status switch
        {
            401 or 407 or 408 or 425 or 429 => false,
            501 or 505 => true,
            _ => status < 500,
        };
    }

    private static StatusList? Read(string? text) => StatusList.TryParse(text, out var list, out _) ? list : null;
}
