namespace CommerceEventConsole.Engine.Deliveries.Outbound;

/// <summary>Whether a failure is the destination's own: such failures open its circuit.</summary>
public enum DestinationFault : byte
{
    /// <summary>It arrived, or the event was refused: the destination works.</summary>
    None = 0,

    /// <summary>Nothing got through to it: whatever was to be sent would have fared alike.</summary>
    Unreached,

    /// <summary>
    /// It was reached, and gave no answer in time, none that is whole, an error of its own (5xx), or did not accept the credentials (401,
    /// 407). One event that it cannot digest may look like that, too.
    /// </summary>
    Failing,
}

/// <summary>What an answer means for its delivery.</summary>
/// <param name="Outcome">Whether it arrived, and if not, whether trying again can help.</param>
/// <param name="StatusCode">The HTTP status; null where there was no answer.</param>
/// <param name="Error">Why it failed, a sentence for the people who run the shop, at most 400 characters; null where it arrived.</param>
/// <param name="RetryAfter">How long the destination asks to be left alone.</param>
public sealed record DeliveryOutcome(AttemptOutcome Outcome, int? StatusCode, string? Error, TimeSpan? RetryAfter = null)
{
    /// <summary>Whether it speaks against the destination as a whole, not against this event.</summary>
    public DestinationFault Fault { get; init; }

    /// <summary>
    /// Where Commerce was in trouble, not the destination and not the delivery: the number of the attempt, by which the waits grow. It costs the
    /// delivery no attempt. Null everywhere else.
    /// </summary>
    public int? TriesElsewhere { get; init; }

    /// <summary>Judges an answer.</summary>
    /// <param name="destination">What people call the destination.</param>
    /// <param name="timeout">How long it was waited for.</param>
    /// <param name="answer">What came back.</param>
    /// <param name="statuses">Which statuses are final; null for the usual table.</param>
    public static DeliveryOutcome Of(string destination, TimeSpan timeout, DestinationAnswer answer, StatusTable? statuses = null)
    {
        if (answer.StatusCode is not { } status)
            return WithoutAnswer(destination, timeout, answer);
        if (status is >= 200 and < 300)
            return new DeliveryOutcome(AttemptOutcome.Delivered, status, null);
        var outcome = (statuses ?? StatusTable.Usual).IsFinal(status) ? AttemptOutcome.Permanent : AttemptOutcome.Transient;
        return new DeliveryOutcome(outcome, status, Sentence.Shorten(Describe(destination, status, answer)), answer.RetryAfter)
        {
            Fault = status is 401 or 407 or >= 500 ? DestinationFault.Failing : DestinationFault.None,
        };
    }

    /// <summary>The delivery could not even be prepared, and will not be better for waiting.</summary>
    public static DeliveryOutcome NotSendable(string reason) => new(AttemptOutcome.Permanent, null, Sentence.Shorten(reason));

    private static string Describe(string destination, int status, DestinationAnswer answer)
    {
        if (status is >= 300 and < 400)
        {
            var where = answer.Location is null ? "" : $" to {Sentence.Clean(CredentialMask.Address(answer.Location))}";
            return $"{destination} answered {status}, a redirect{where}: redirects are not followed. If the address has changed, change the destination.";
        }

        return AnswerMessage.Of(answer) is { } message ? $"{destination} answered {status}: {message}" : $"{destination} answered {status} ({Meaning(status)})";
    }

    private static string Meaning(int status) => status switch
    {
        400 => "it could not read the request",
        401 => "it did not accept the credentials",
        403 => "it does not allow this",
        404 or 410 => "nothing is at that address",
        408 => "it waited too long for the request",
        409 => "it is in conflict with what it holds",
        413 => "the event is too large for it",
        415 => "it does not take CloudEvents as JSON",
        422 => "it does not accept the content",
        425 => "too early",
        429 => "too many requests",
        502 or 504 => "a server behind it did not answer",
        503 => "it is not available now",
        >= 500 => "an error of its own",
        _ => "it refused the request",
    };

    private static DeliveryOutcome WithoutAnswer(string destination, TimeSpan timeout, DestinationAnswer answer)
    {
        var detail = answer.Detail is null ? "" : $" ({Sentence.Clean(answer.Detail)})";
        var (outcome, error) = answer.NoAnswer switch
        {
            NoAnswer.TimedOut => (AttemptOutcome.Transient, FormattableString.Invariant($"{destination} did not answer within {timeout.TotalSeconds:0.#} seconds")),
            NoAnswer.UnknownHost => (AttemptOutcome.Transient, $"{destination} was not found: its host name has no address"),
            NoAnswer.NotConnected => (AttemptOutcome.Transient, $"{destination} could not be reached: no connection"),
            NoAnswer.NotTrusted => (AttemptOutcome.Transient, $"{destination} could not be reached securely: its certificate or TLS settings were not accepted{detail}"),
            NoAnswer.NotUnderstood => (AttemptOutcome.Transient, $"{destination} answered something that is not HTTP, or too large a head"),
            NoAnswer.AddressRefused => (AttemptOutcome.Permanent,
                $"{destination} was not called{detail}. Allow private addresses in the destination if that is meant."),
            NoAnswer.NotSent => (AttemptOutcome.Permanent, $"{destination} could not be called: its address or a header is not valid{detail}"),
            NoAnswer.Interrupted => (AttemptOutcome.Interrupted, "Cut off because the console was stopped"),
            _ => (AttemptOutcome.Transient, $"{destination} broke the connection off before it answered"),
        };
        return new DeliveryOutcome(outcome, null, Sentence.Shorten(error))
        {
            Fault = answer.NoAnswer switch
            {
                NoAnswer.Interrupted => DestinationFault.None,
                NoAnswer.UnknownHost or NoAnswer.NotConnected or NoAnswer.NotTrusted or NoAnswer.AddressRefused or NoAnswer.NotSent => DestinationFault.Unreached,
                _ => DestinationFault.Failing,
            },
        };
    }
}
