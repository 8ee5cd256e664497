using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using CommerceEventConsole.Engine.Alerts.Channels;
using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Setup;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Alerts.Notices;

/// <summary>
/// Posts JSON, signed as Standard Webhooks has it where there is a secret, over the same connections as deliveries: every address is checked,
/// no redirect is followed.
/// </summary>
internal sealed class WebhookNotifier(ISecretProtector secrets, IOptions<AlertOptions> options, TimeProvider time) : INotifier, IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    private readonly HttpMessageInvoker _guarded = new(DestinationClient.Handler(allowPrivate: false));
    private readonly HttpMessageInvoker _open = new(DestinationClient.Handler(allowPrivate: true));

    public AlertChannelKind Kind => AlertChannelKind.Webhook;

    public async Task<NoticeOutcome> SendAsync(AlertChannel channel, NoticeMessage message, CancellationToken cancellationToken)
    {
        string? secret = null;
        if (channel.ProtectedSecret is { } stored && !secrets.TryUnprotect(SecretPurpose.AlertSecret, stored, out secret))
            return NoticeOutcome.Failed("The stored signing secret cannot be read any more. Enter it again.");
        using var timeout = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var request = Request(channel, message, secret);
            var client = channel.AllowPrivateAddress ? _open : _guarded;
            using var answer = await client.SendAsync(request, either.Token);
            return answer.IsSuccessStatusCode ? NoticeOutcome.Taken : NoticeOutcome.Failed(Refused((int)answer.StatusCode));
        }
        catch (OperationCanceledException)
        {
            cancellationToken.ThrowIfCancellationRequested();
            return NoticeOutcome.Failed(string.Create(CultureInfo.InvariantCulture, $"There was no answer within {Patience.TotalSeconds:0} seconds."));
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException or InvalidOperationException or NotSupportedException)
        {
            return NoticeOutcome.Failed(AlertWords.Line(Reason(e), 400));
        }
    }

    public void Dispose()
    {
        _guarded.Dispose();
        _open.Dispose();
    }

    private HttpRequestMessage Request(AlertChannel channel, NoticeMessage message, string? secret)
    {
        var body = WebhookBody.Write(message, options.Value.ConsoleUrl);
        var request = new HttpRequestMessage(HttpMethod.Post, channel.Url) { Content = new ByteArrayContent(body) };
        request.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json", "utf-8");
        // The time of this try, not of the first: receivers refuse old ones.
        var timestamp = time.GetUtcNow().ToUnixTimeSeconds();
        request.Headers.TryAddWithoutValidation("user-agent", "CommerceEventConsole");
        request.Headers.TryAddWithoutValidation("webhook-id", message.Id);
        request.Headers.TryAddWithoutValidation("webhook-timestamp", timestamp.ToString(CultureInfo.InvariantCulture));
        if (!string.IsNullOrEmpty(secret))
            request.Headers.TryAddWithoutValidation("webhook-signature", WebhookSignature.Create(secret, message.Id, timestamp, body));
        return request;
    }

    private static string Refused(int status) => string.Create(CultureInfo.InvariantCulture, $"The other side answered with status {status}") + status switch
    {
        >= 300 and < 400 => ", a redirect: redirects are not followed. Enter the address that it leads to.",
        401 or 403 => ": it does not allow this.",
        404 or 410 => ": nothing is at that address.",
        429 => ": too many requests.",
        >= 500 => ": it has trouble of its own.",
        _ => ": it does not take the message.",
    };

    private static string Reason(Exception e)
    {
        for (var inner = e; inner is not null; inner = inner.InnerException)
        {
            if (inner is AddressRefusedException refused)
                return $"{refused.Message}. Allow addresses inside the network if that is meant.";
            if (inner is AuthenticationException)
                return $"The encrypted connection failed: {inner.Message}";
            if (inner is SocketException)
                return $"No connection came about: {inner.Message}.";
        }

        return $"The message could not be sent: {e.Message}";
    }
}
