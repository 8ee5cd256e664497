using System.Globalization;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Subscriptions.Stages;
using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.Engine.Failures;

/// <summary>Tells of an attempt that failed which group it belongs to and what it holds up.</summary>
internal sealed partial class FailureMarks(StakeReader stakes, FailureGroups groups, ILogger<FailureMarks> logger)
{
    /// <summary>The mark of an attempt; null for one that arrived or was cut off by the console itself.</summary>
    /// <exception cref="Storage.StoreUnavailableException">A new group could not be stored.</exception>
    public async ValueTask<FailureMark?> OfAsync(FinishedAttempt attempt, CancellationToken cancellationToken)
    {
        if (attempt.Outcome.Outcome is not (AttemptOutcome.Transient or AttemptOutcome.Permanent))
            return null;
        var (stake, signature) = Judge(attempt);
        return new FailureMark(await groups.GetAsync(attempt.Destination.Id, signature, cancellationToken).ConfigureAwait(false), stake);
    }

    internal static FailureSignature SignatureOf(FinishedAttempt attempt, IReadOnlyCollection<string> values)
    {
        var error = attempt.Outcome.Error is { } text ? CredentialMask.Text(text, attempt.Destination) : "";
        return new FailureSignature(
            ClassOf(attempt), attempt.Outcome.StatusCode, FailureMessage.Normalise(Reason(error, attempt.Destination.Name, attempt.Outcome.StatusCode), values));
    }

    private static FailureClass ClassOf(FinishedAttempt attempt) =>
        attempt.Failed is { Kind: not StageKind.Send } ? FailureClass.AtStage : ClassOf(attempt.Answer);

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

    private (Stake Stake, FailureSignature Signature) Judge(FinishedAttempt attempt)
    {
        try
        {
            var atStake = attempt.Delivery.Event is { } source ? stakes.Read(source) : EventAtStake.Unknown;
            return (atStake.Stake, SignatureOf(attempt, atStake.Values));
        }
        catch (Exception e)
        {
            // An attempt is recorded whatever strangers wrote into event and answer, and however long it takes to read it.
            LogNotJudged(logger, e, attempt.Delivery.Lease.Id);
            return (EventAtStake.Unknown.Stake, new FailureSignature(ClassOf(attempt), attempt.Outcome.StatusCode, FailureSignature.Rest));
        }
    }

    [LoggerMessage(LogLevel.Warning, "Why delivery {DeliveryId} failed could not be compared with other failures")]
    private static partial void LogNotJudged(ILogger logger, Exception exception, long deliveryId);

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
