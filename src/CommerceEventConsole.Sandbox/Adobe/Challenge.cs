using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CommerceEventConsole.Sandbox.Adobe;

/// <summary>Asks the console to prove that it wants the events: by GET, else by a validation address (spec 2.2, 2.3).</summary>
internal sealed class Challenge(
    ConsoleClient console, Registration registration, SandboxAddress address, TimeProvider time, ILogger<Challenge> logger)
{
    private static readonly TimeSpan ValidationTime = TimeSpan.FromMinutes(5);

    private readonly Lock _gate = new();
    private string? _openValue;
    private DateTimeOffset _openUntil;

    /// <summary>How the last challenge went, in words for the page.</summary>
    public string LastOutcome { get; private set; } = "not asked yet";

    /// <summary>Performs the challenge; the registration is active afterwards when it was answered at once.</summary>
    public async Task AskAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await AskSynchronouslyAsync(cancellationToken))
            {
                LastOutcome = "answered";
                registration.Activate();
                return;
            }
            var status = await SendValidationUrlAsync(cancellationToken);
            if (status == HttpStatusCode.OK)
            {
                LastOutcome = "waiting for a call to the validation address";
                return;
            }
            LastOutcome = $"refused with status {(int)status}";
        }
        catch (HttpRequestException problem)
        {
            LastOutcome = "no connection to the console";
            logger.LogDebug(problem, "The challenge could not be sent.");
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            LastOutcome = "no answer in time";
        }
        registration.ChallengeFailed();
    }

    /// <summary>Somebody called the validation address. True when it was the open one.</summary>
    public bool Validate(string? id, string? value)
    {
        lock (_gate)
        {
            var known = string.Equals(id, registration.Id, StringComparison.Ordinal)
                && _openValue is not null && string.Equals(value, _openValue, StringComparison.Ordinal)
                && time.GetUtcNow() <= _openUntil;
            if (!known)
                return false;
            _openValue = null;
        }
        LastOutcome = "validated by its address";
        registration.Activate();
        return true;
    }

    private async Task<bool> AskSynchronouslyAsync(CancellationToken cancellationToken)
    {
        var value = Guid.NewGuid().ToString();
        using var request = new HttpRequestMessage(HttpMethod.Get, console.IntakeWith($"challenge={value}"));
        using var answer = await console.SendAsync(request, cancellationToken);
        return answer.Status == HttpStatusCode.OK && Holds(answer, value);
    }

    /// <summary>The bare value as text or the object as JSON; the content type must fit the form.</summary>
    private static bool Holds(ConsoleAnswer answer, string value)
    {
        var text = Encoding.UTF8.GetString(answer.Body);
        if (string.Equals(answer.MediaType, "text/plain", StringComparison.OrdinalIgnoreCase))
            return string.Equals(text.Trim().Trim('"'), value, StringComparison.Ordinal);
        if (!string.Equals(answer.MediaType, "application/json", StringComparison.OrdinalIgnoreCase))
            return false;
        try
        {
            return JsonNode.Parse(text) is JsonObject body
                && body["challenge"] is JsonValue given && given.TryGetValue(out string? echoed)
                && string.Equals(echoed, value, StringComparison.Ordinal);
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private async Task<HttpStatusCode> SendValidationUrlAsync(CancellationToken cancellationToken)
    {
        var value = Guid.NewGuid().ToString();
        var now = time.GetUtcNow();
        lock (_gate)
        {
            _openValue = value;
            _openUntil = now + ValidationTime;
        }
        var body = new JsonObject { ["validationUrl"] = $"{address.Current}/csm/registrations/validate?id={registration.Id}&challenge={value}" };
        using var request = new HttpRequestMessage(HttpMethod.Post, console.Intake) { Content = new ByteArrayContent(Sandbox.Json.Bytes(body)) };
        request.Content.Headers.TryAddWithoutValidation("Content-Type", "application/json; charset=utf-8");
        request.Headers.TryAddWithoutValidation("x-adobe-event-code", "challenge");
        request.Headers.TryAddWithoutValidation("x-adobe-event-id", $"{registration.Id}-probe-{Text.Of(now.ToUnixTimeMilliseconds())}");
        request.Headers.TryAddWithoutValidation("x-adobe-provider", "adobe-io");
        using var answer = await console.SendAsync(request, cancellationToken);
        return answer.Status;
    }
}
