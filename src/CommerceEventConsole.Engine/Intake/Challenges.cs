using System.Net;
using System.Text.Json;
using System.Threading.Channels;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Sources;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.Engine.Intake;

/// <summary>Adobe's asynchronous challenge: a POST that names an address which somebody must then call (spec 2.3).</summary>
public sealed class Challenges(HttpClient http, TimeProvider time, ILogger<Challenges> logger) : BackgroundService
{
    private static readonly Uri AdobeHost = new("https://csm.adobe.io");
    private const int MaxRedirects = 5;
    private const int MaxAttempts = 4;

    // Challenges are rare; what does not fit is not lost, Adobe's page has a button to repeat it.
    private readonly System.Threading.Channels.Channel<(Uri Address, Uri Host)> _queue =
        System.Threading.Channels.Channel.CreateBounded<(Uri, Uri)>(16);

    /// <summary>Whether a body is a challenge and nothing else: then it is no event, and needs no signature (checks 5 and 38).</summary>
    public static bool TryRead(SourceConfiguration source, IHeaderDictionary headers, ReadOnlyMemory<byte> body, out string validationUrl)
    {
        validationUrl = "";
        if (source.Verification != Verification.AdobeSignature || body.Length > 8192 || body.Span.IndexOf("\"validationUrl\""u8) < 0)
            return false;
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object || document.RootElement.GetPropertyCount() != 1
                || !document.RootElement.TryGetProperty("validationUrl"u8, out var url) || url.ValueKind != JsonValueKind.String)
                return false;
            validationUrl = url.GetString()!;
            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }

    /// <summary>
    /// Has the address called soon, if the source wants that and the address is on the only host that Adobe uses for it. The address
    /// is as good as a password for five minutes, so it is logged only where a person has to open it.
    /// </summary>
    public void Confirm(SourceConfiguration source, string validationUrl)
    {
        var host = source.PublicKeyBaseUrl ?? AdobeHost;
        if (!Uri.TryCreate(validationUrl, UriKind.Absolute, out var address) || !IsOn(host, address))
        {
            logger.LogWarning("A challenge for the source {Source} named an address that is not on {Host}; it is not called", source.Slug, host.Host);
            return;
        }

        if (!source.ConfirmChallenges)
        {
            logger.LogWarning("Adobe asks to confirm the source {Source}: open {Address} within 5 minutes", source.Slug, address);
            return;
        }

        if (!_queue.Writer.TryWrite((address, host)))
            logger.LogWarning("Too many challenges at once; the one for {Source} is dropped, repeat it in Adobe's Developer Console", source.Slug);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await foreach (var (address, host) in _queue.Reader.ReadAllAsync(stoppingToken).ConfigureAwait(false))
        {
            for (var attempt = 1; attempt <= MaxAttempts && !await CallAsync(address, host, stoppingToken).ConfigureAwait(false); attempt++)
                await Task.Delay(TimeSpan.FromSeconds(attempt * 2), time, stoppingToken).ConfigureAwait(false);
        }
    }

    private static bool IsOn(Uri host, Uri address) => Uri.Compare(
        address, host, UriComponents.SchemeAndServer | UriComponents.UserInfo, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0;

    private async Task<bool> CallAsync(Uri address, Uri host, CancellationToken cancellationToken)
    {
        try
        {
            for (var hop = 0; hop <= MaxRedirects; hop++)
            {
                using var response = await http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
                if (response.StatusCode is >= HttpStatusCode.MultipleChoices and < HttpStatusCode.BadRequest && response.Headers.Location is { } next)
                {
                    address = new Uri(address, next);
                    if (!IsOn(host, address))
                    {
                        logger.LogWarning("The challenge's address leads away from {Host}; it is not followed", host.Host);
                        return true;
                    }

                    continue;
                }

                logger.LogInformation("Adobe's challenge was confirmed with status {Status}", (int)response.StatusCode);
                return response.IsSuccessStatusCode || (int)response.StatusCode is >= 400 and < 500;
            }

            return true;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException && !cancellationToken.IsCancellationRequested)
        {
            logger.LogWarning(e, "Adobe's challenge could not be confirmed yet");
            return false;
        }
    }
}
