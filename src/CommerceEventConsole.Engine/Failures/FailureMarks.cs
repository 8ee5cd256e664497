using System.Globalization;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Deliveries.Outbound;

namespace CommerceEventConsole.Engine.Failures;

/// <summary>Tells of an attempt that failed which group it belongs to and what it holds up.</summary>
internal sealed class FailureMarks(StakeReader stakes, FailureGroups groups)
{
    /// <summary>The mark of an attempt; null for one that arrived or was cut off by the console itself.</summary>
    /// <exception cref="Storage.StoreUnavailableException">A new group could not be stored.</exception>
    public async ValueTask<FailureMark?> OfAsync(FinishedAttempt attempt, CancellationToken cancellationToken)
    {
        if (attempt.Outcome.Outcome is not (AttemptOutcome.Transient or AttemptOutcome.Permanent))
            return null;
        var atStake = attempt.Delivery.Event is { } source ? stakes.Read(source) : EventAtStake.Unknown;
        var group = await groups.GetAsync(attempt.Destination.Id, SignatureOf(attempt, atStake.Values), cancellationToken).ConfigureAwait(false);
        return new FailureMark(group, atStake.Stake);
    }

    internal static FailureSignature SignatureOf(FinishedAttempt attempt, IReadOnlyCollection<string> values)
    {
        var error = attempt.Outcome.Error is { } text ? CredentialMask.Text(text, attempt.Destination) : "";
        return new FailureSignature(
            ClassOf(attempt.Answer), attempt.Outcome.StatusCode, FailureMessage.Normalise(Reason(error, attempt.Destination.Name, attempt.Outcome.StatusCode), values));
    }

    internal static FailureClass ClassOf(DestinationAnswer? answer) => answer switch
    {
        null => FailureClass.NotSendable,
        { StatusCode: not null } => FailureClass.Refused,
        _ => answer.NoAnswer switch
        {
            NoAnswer.TimedOut => FailureClass.TimedOut,
            NoAnswer.UnknownHost or NoAnswer.NotConnected => FailureClass.Unreachable,
            NoAnswer.NotTrusted => FailureClass.NotTrusted,
            NoAnswer.AddressRefused or NoAnswer.NotSent => FailureClass.NotSendable,
            _ => FailureClass.BrokenOff,
        },
    };

    // "ERP answered 422: no such article" is "no such article": name and status have columns of their own, and a destination may be renamed.
    private static string Reason(string error, string destination, int? status)
    {
        if (error.StartsWith(destination + " ", StringComparison.Ordinal))
            error = error[(destination.Length + 1)..];
        var answered = string.Create(CultureInfo.InvariantCulture, $"answered {status}");
        if (status is null || !error.StartsWith(answered, StringComparison.Ordinal))
            return error;
        var reason = error[answered.Length..].TrimStart(':', ',', ' ');
        return reason.StartsWith('(') && reason.EndsWith(')') ? reason[1..^1] : reason;
    }
}
