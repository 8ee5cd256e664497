using System.Net.Sockets;
using System.Security.Authentication;
using CommerceEventConsole.Engine.Deliveries.Outbound;

namespace CommerceEventConsole.Engine.Commerce.Api;

/// <summary>
/// Sends requests to Commerce and to Adobe's sign-in over connections that check every address, as those to destinations do. It follows no
/// redirect, waits at most 30 seconds, and takes at most 8 MB.
/// </summary>
internal sealed class CommerceTransport : IDisposable
{
    /// <summary>Bytes of an answer at most: a shop with a thousand subscriptions of a hundred fields stays below.</summary>
    public const int MaxBytes = 8 * 1024 * 1024;

    /// <summary>How long one request may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    private readonly TimeProvider _time;
    private readonly HttpMessageInvoker _guarded;
    private readonly HttpMessageInvoker _open;

    public CommerceTransport(TimeProvider time)
        : this(time, DestinationClient.Handler)
    {
    }

    /// <summary>With other connections: the argument says whether private addresses are allowed.</summary>
    internal CommerceTransport(TimeProvider time, Func<bool, HttpMessageHandler> connections)
    {
        _time = time;
        _guarded = new HttpMessageInvoker(connections(false));
        _open = new HttpMessageInvoker(connections(true));
    }

    /// <summary>Sends a request and reads the whole answer.</summary>
    /// <exception cref="CommerceException">There was no answer, or it is too large.</exception>
    /// <exception cref="OperationCanceledException">The caller gave up.</exception>
    public async Task<CommerceAnswer> SendAsync(HttpRequestMessage request, bool allowPrivate, CancellationToken cancellationToken)
    {
        using var timeout = new CancellationTokenSource(Timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, cancellationToken);
        var host = request.RequestUri!.Host;
        try
        {
            using var response = await (allowPrivate ? _open : _guarded).SendAsync(request, either.Token);
            return new CommerceAnswer((int)response.StatusCode, await ReadAsync(response.Content, host, either.Token)) { RetryAfter = Wait(response) };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new CommerceException($"{host} did not answer within {Timeout.TotalSeconds:N0} seconds.") { IsTransient = true };
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            throw Failure(host, e);
        }
    }

    public void Dispose()
    {
        _guarded.Dispose();
        _open.Dispose();
    }

    private static async Task<byte[]> ReadAsync(HttpContent content, string host, CancellationToken cancellationToken)
    {
        using var kept = new MemoryStream();
        await using var stream = await content.ReadAsStreamAsync(cancellationToken);
        var buffer = new byte[64 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken)) > 0;)
        {
            if (kept.Length + read > MaxBytes)
                throw new CommerceException($"The answer of {host} is larger than the {MaxBytes / 1024 / 1024} MB that the console takes.");
            kept.Write(buffer, 0, read);
        }

        return kept.ToArray();
    }

    private TimeSpan? Wait(HttpResponseMessage response)
    {
        if (response.Headers.RetryAfter is not { } said)
            return null;
        var wait = said.Delta ?? said.Date - _time.GetUtcNow();
        return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
    }

    private static CommerceException Failure(string host, Exception e)
    {
        for (var inner = e; inner is not null; inner = inner.InnerException)
        {
            if (inner is AddressRefusedException refused)
                return NotSent($"{refused.Message}. Allow private addresses for this instance if that is meant.", e, isTransient: false);
            if (inner is AuthenticationException)
                return NotSent($"The certificate of {host} is not trusted.", e, isTransient: false);
        }

        return (e as HttpRequestException)?.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => NotSent($"There is no host named {host}. Check the address.", e, isTransient: true),
            HttpRequestError.ConnectionError => NotSent($"{host} takes no connection. Check the address, or whether it is running.", e, isTransient: true),
            HttpRequestError.SecureConnectionError => NotSent($"No secure connection to {host} came about.", e, isTransient: true),
            HttpRequestError.InvalidResponse => new CommerceException($"{host} does not speak HTTP at this address.", status: null, e),
            _ => new CommerceException($"The connection to {host} broke off before the answer.", status: null, e) { IsTransient = true },
        };
    }

    private static CommerceException NotSent(string message, Exception e, bool isTransient) =>
        new(message, status: null, e) { IsTransient = isTransient, WasNotSent = true };
}
