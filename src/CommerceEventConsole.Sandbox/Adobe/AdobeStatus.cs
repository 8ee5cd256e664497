namespace CommerceEventConsole.Sandbox.Adobe;

/// <summary>A delivery that waits for another attempt.</summary>
internal sealed record RetryEntry(string Code, string EventId, int Events, int NextRetry, int LastStatus, DateTimeOffset DueAt);

/// <summary>The push side at a glance.</summary>
internal sealed record AdobeStatus(
    string RegistrationId, RegistrationState State, string Challenge, string IntakeUrl, string Style, int AttemptsLastDay, int FailuresLastDay,
    IReadOnlyList<string> KeyPaths, long Published, long Acknowledged, long Retried, long Lost, long NotPushed,
    int Waiting, int RetriesWaiting, IReadOnlyList<RetryEntry> Retries, IReadOnlyList<AttemptEntry> Attempts);

/// <summary>Reads <see cref="AdobeStatus"/> off the parts.</summary>
internal sealed class AdobeStatusReader(
    Registration registration, Challenge challenge, ConsoleClient console, SigningKeys keys, DeliveryLog log,
    Publisher publisher, RetryQueue retries, SandboxOptions options)
{
    public AdobeStatus Read(int shownRetries, int shownAttempts)
    {
        var (attempts, failures) = registration.LastDay;
        return new AdobeStatus(
            registration.Id, registration.State, challenge.LastOutcome, console.Intake.ToString(), options.BatchDelivery ? "batch" : "single",
            attempts, failures, keys.Paths, log.Published, log.Acknowledged, log.Retried, log.Lost, log.NotPushed,
            publisher.Waiting, retries.Count,
            [.. retries.Next(shownRetries).Select(waiting => new RetryEntry(
                waiting.Events[0].Code, waiting.Events[0].EventId, waiting.Events.Count, waiting.RetryCount, waiting.LastStatus, waiting.DueAt))],
            log.Latest(shownAttempts));
    }
}
