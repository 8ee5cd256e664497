using System.Text;
using System.Text.Json;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Storage;

namespace CommerceEventConsole.Engine.Destinations;

/// <summary>What came of a test event.</summary>
/// <param name="Outcome">How it ended.</param>
/// <param name="Error">Why it did not arrive, as a sentence; null where it did.</param>
/// <param name="Duration">How long it took.</param>
/// <param name="RequestHead">What was sent, credentials masked; null where nothing was.</param>
/// <param name="RequestBody">The CloudEvent that was sent.</param>
/// <param name="ResponseHead">Status line and headers of the answer; null where there was none.</param>
/// <param name="ResponseBody">The first 16 kB of the answer, read as UTF-8.</param>
public sealed record TestResult(
    AttemptOutcome Outcome, string? Error, TimeSpan Duration, string? RequestHead, string? RequestBody, string? ResponseHead, string? ResponseBody);

/// <summary>
/// Sends a test event the way every delivery is sent: same address check, headers, signature and time-out. It is no delivery: nothing
/// is stored or tried again, and it goes out to a paused destination too.
/// </summary>
public sealed class DestinationTester(IRouting routing, DestinationClient client, TimeProvider time)
{
    /// <summary>The CloudEvents type of a test event.</summary>
    public const string EventType = "com.commerceeventconsole.test";

    private static readonly JsonSerializerOptions Readable = new() { WriteIndented = true };

    /// <summary>Sends one and waits for the answer; null where there is no such destination.</summary>
    public async Task<TestResult?> SendAsync(int destinationId, CancellationToken cancellationToken)
    {
        if (!routing.Current.Destinations.TryGetValue(destinationId, out var destination))
            return null;
        if (destination.Fault is { } fault)
            return new TestResult(AttemptOutcome.Permanent, fault, TimeSpan.Zero, null, null, null, null);

        var id = Guid.NewGuid();
        var body = Body(id, destination.Name);
        var request = OutboundRequest.Create(destination, $"msg_{id:N}", body, time.Now());
        var start = time.GetTimestamp();
        var answer = await client.SendAsync(destination, request, cancellationToken);
        cancellationToken.ThrowIfCancellationRequested();
        var duration = time.GetElapsedTime(start);
        var outcome = DeliveryOutcome.Of(destination.Name, destination.Timeout, answer, destination.Statuses);
        return new TestResult(
            outcome.Outcome,
            outcome.Error is null ? null : CredentialMask.Text(outcome.Error, destination),
            duration,
            CredentialMask.Text(HeadText.Of(request), destination),
            Encoding.UTF8.GetString(body),
            answer.Head is null ? null : CredentialMask.Text(answer.Head, destination),
            answer.Head is null ? null : Encoding.UTF8.GetString(CredentialMask.Body(answer.Body, destination)));
    }

    private byte[] Body(Guid id, string destination) => JsonSerializer.SerializeToUtf8Bytes(
        new
        {
            specversion = "1.0",
            id,
            source = "/commerce-event-console",
            type = EventType,
            time = time.Now(),
            datacontenttype = "application/json",
            data = new { message = "A test event of the Commerce Event Console. Nothing has to be done about it.", destination },
        },
        Readable);
}
