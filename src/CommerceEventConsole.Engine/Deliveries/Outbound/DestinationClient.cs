using System.Buffers;
using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;
using CommerceEventConsole.Engine.Routing;

namespace CommerceEventConsole.Engine.Deliveries.Outbound;

/// <summary>
/// Sends to destinations and tells what came back; never throws for what a destination does. Follows no redirect, keeps no cookie,
/// uses no proxy, and connects only to an address that it has checked: a name that resolves differently a moment later gains nothing.
/// </summary>
public sealed class DestinationClient(TimeProvider time) : IDisposable
{
    /// <summary>Bytes of an answer that are kept.</summary>
    public const int KeptBytes = 16 * 1024;

    // Up to here the rest of an answer is read away so that the connection can be used again; past it the connection is closed.
    private const int DrainedBytes = 256 * 1024;

    private static readonly TimeSpan ConnectionLifetime = TimeSpan.FromMinutes(5);

    private readonly HttpMessageInvoker _guarded = new(Handler(allowPrivate: false));
    private readonly HttpMessageInvoker _open = new(Handler(allowPrivate: true));

    /// <summary>Sends one request and waits for its answer, at most as long as the destination's time-out.</summary>
    /// <param name="destination">Where to.</param>
    /// <param name="request">What.</param>
    /// <param name="cancellationToken">Cuts the attempt off: the answer then says so.</param>
    public Task<DestinationAnswer> SendAsync(
        DestinationConfiguration destination, OutboundRequest request, CancellationToken cancellationToken) =>
        SendAsync(destination, request, KeptBytes, cancellationToken);

    /// <inheritdoc cref="SendAsync(DestinationConfiguration, OutboundRequest, CancellationToken)"/>
    /// <param name="destination">Where to.</param>
    /// <param name="request">What.</param>
    /// <param name="answerBytes">Bytes of the answer's body that are kept.</param>
    /// <param name="cancellationToken">Cuts the attempt off: the answer then says so.</param>
    public Task<DestinationAnswer> SendAsync(
        DestinationConfiguration destination, OutboundRequest request, int answerBytes, CancellationToken cancellationToken) =>
        SendAsync(destination, () => Message(request), answerBytes, cancellationToken);

    /// <summary>
    /// Asks an address of the destination whether it is well: a GET under the same rules. The destination's headers, credentials among
    /// them, go along only to the host that gets the events.
    /// </summary>
    public Task<DestinationAnswer> AskAsync(DestinationConfiguration destination, Uri address, CancellationToken cancellationToken) =>
        SendAsync(destination, () => Question(destination, address), KeptBytes, cancellationToken);

    private async Task<DestinationAnswer> SendAsync(
        DestinationConfiguration destination, Func<HttpRequestMessage> create, int answerBytes, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(destination.Timeout, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        try
        {
            using var message = create();
            var client = destination.AllowPrivateAddress ? _open : _guarded;
            using var response = await client.SendAsync(message, either.Token).ConfigureAwait(false);
            var body = await ReadAsync(response.Content, answerBytes, either.Token).ConfigureAwait(false);
            return new DestinationAnswer
            {
                StatusCode = (int)response.StatusCode,
                Head = HeadText.Of(response),
                Body = body,
                MediaType = response.Content.Headers.ContentType?.MediaType,
                Location = response.Headers.Location,
                RetryAfter = RetryAfter(response.Headers.RetryAfter),
            };
        }
        catch (OperationCanceledException)
        {
            return new DestinationAnswer { NoAnswer = cancellationToken.IsCancellationRequested ? NoAnswer.Interrupted : NoAnswer.TimedOut };
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            return Failed(e);
        }
        catch (Exception e) when (e is NotSupportedException or InvalidOperationException or ArgumentException or FormatException)
        {
            return new DestinationAnswer { NoAnswer = NoAnswer.NotSent, Detail = e.Message };
        }
    }

    /// <inheritdoc />
    public void Dispose()
    {
        _guarded.Dispose();
        _open.Dispose();
    }

    /// <summary>Connections that check every address; follow no redirect, keep no cookie, use no proxy.</summary>
    internal static SocketsHttpHandler Handler(bool allowPrivate) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        PooledConnectionLifetime = ConnectionLifetime,
        MaxResponseDrainSize = DrainedBytes,
        ActivityHeadersPropagator = null,
        RequestHeaderEncodingSelector = static (_, _) => Encoding.UTF8,
        ConnectCallback = async (context, cancellationToken) =>
        {
            var addresses = await AddressGuard.ResolveAsync(context.DnsEndPoint.Host, allowPrivate, cancellationToken).ConfigureAwait(false);
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
            try
            {
                await socket.ConnectAsync(addresses, context.DnsEndPoint.Port, cancellationToken).ConfigureAwait(false);
                return new NetworkStream(socket, ownsSocket: true);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        },
    };

    private static HttpRequestMessage Message(OutboundRequest request)
    {
        var message = new HttpRequestMessage(HttpMethod.Parse(request.Method), request.Url) { Content = new ByteArrayContent(request.Body) };
        foreach (var (name, value) in request.Headers)
        {
            if (!message.Headers.TryAddWithoutValidation(name, value))
                message.Content.Headers.TryAddWithoutValidation(name, value);
        }

        return message;
    }

    private static HttpRequestMessage Question(DestinationConfiguration destination, Uri address)
    {
        var message = new HttpRequestMessage(HttpMethod.Get, address);
        var isSameHost = Uri.Compare(
            address, destination.Url, UriComponents.SchemeAndServer, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0;
        foreach (var (name, value) in isSameHost ? destination.Headers : [])
            message.Headers.TryAddWithoutValidation(name, value);
        return message;
    }

    // The status says how it ended. A body that stops short, or takes too long, changes nothing about that.
    private static async Task<byte[]> ReadAsync(HttpContent content, int bytes, CancellationToken cancellationToken)
    {
        if (content.Headers.ContentLength == 0)
            return [];
        var kept = ArrayPool<byte>.Shared.Rent(bytes);
        var length = 0;
        try
        {
            var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
            while (length < bytes)
            {
                var read = await stream.ReadAsync(kept.AsMemory(length, bytes - length), cancellationToken).ConfigureAwait(false);
                if (read == 0)
                    break;
                length += read;
            }
        }
        catch (Exception e) when (e is IOException or HttpRequestException or OperationCanceledException)
        {
            // The buffer does not go back: who reads into it may not have noticed yet.
            return kept[..length];
        }

        var body = kept[..length];
        ArrayPool<byte>.Shared.Return(kept);
        return body;
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? value)
    {
        var wait = value?.Delta ?? (value?.Date - time.GetUtcNow());
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static DestinationAnswer Failed(Exception e)
    {
        for (var inner = e; inner is not null; inner = inner.InnerException)
        {
            if (inner is AddressRefusedException refused)
                return new DestinationAnswer { NoAnswer = NoAnswer.AddressRefused, Detail = refused.Message };
            if (inner is AuthenticationException tls)
                return new DestinationAnswer { NoAnswer = NoAnswer.NotTrusted, Detail = tls.Message };
        }

        return new DestinationAnswer
        {
            NoAnswer = (e as HttpRequestException)?.HttpRequestError switch
            {
                HttpRequestError.NameResolutionError => NoAnswer.UnknownHost,
                HttpRequestError.ConnectionError => NoAnswer.NotConnected,
                HttpRequestError.SecureConnectionError => NoAnswer.NotTrusted,
                HttpRequestError.InvalidResponse or HttpRequestError.ConfigurationLimitExceeded => NoAnswer.NotUnderstood,
                _ => NoAnswer.BrokenOff,
            },
        };
    }
}
