using System.Net.Http.Headers;
using System.Net.Sockets;
using System.Security.Authentication;
using CommerceEventConsole.Engine.Deliveries.Outbound;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.BackOffice.Rest;

/// <summary>No answer came; the message says why, for people.</summary>
/// <param name="message">Why.</param>
/// <param name="mayPass">Whether the same may work later.</param>
/// <param name="inner">The cause.</param>
internal sealed class NoAnswerException(string message, bool mayPass, Exception? inner = null) : Exception(message, inner)
{
    public bool MayPass => mayPass;

    /// <summary>Whether the system certainly did nothing, because the request never reached it.</summary>
    public bool NeverSent { get; init; }
}

/// <summary>
/// Sends one request to a system over connections that check every address, as those to destinations do: no redirect is followed, no cookie
/// kept by itself, and an answer is taken only up to a size.
/// </summary>
internal sealed class SystemTransport : IDisposable
{
    private readonly TimeProvider _time;
    private readonly IOptions<BackOfficeOptions> _options;
    private readonly HttpMessageInvoker _guarded;
    private readonly HttpMessageInvoker _open;

    public SystemTransport(TimeProvider time, IOptions<BackOfficeOptions> options)
        : this(time, options, DestinationClient.Handler)
    {
    }

    /// <summary>With other connections: the argument says whether private addresses are allowed.</summary>
    internal SystemTransport(TimeProvider time, IOptions<BackOfficeOptions> options, Func<bool, HttpMessageHandler> connections)
    {
        _time = time;
        _options = options;
        _guarded = new HttpMessageInvoker(connections(false));
        _open = new HttpMessageInvoker(connections(true));
    }

    /// <summary>Sends a request and reads the whole answer.</summary>
    /// <exception cref="NoAnswerException">There was none, or it is too large.</exception>
    public async Task<RestAnswer> SendAsync(HttpRequestMessage request, bool allowPrivate, TimeSpan timeout, CancellationToken cancellationToken)
    {
        using var late = new CancellationTokenSource(timeout, _time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        var host = request.RequestUri!.Host;
        try
        {
            using var response = await (allowPrivate ? _open : _guarded).SendAsync(request, either.Token).ConfigureAwait(false);
            return new RestAnswer((int)response.StatusCode, await ReadAsync(response.Content, host, either.Token).ConfigureAwait(false))
            {
                RetryAfter = RetryAfter(response.Headers.RetryAfter),
                CsrfToken = response.Headers.TryGetValues("X-CSRF-Token", out var tokens) ? tokens.First() : null,
                Cookies = response.Headers.TryGetValues("Set-Cookie", out var cookies) ? string.Join("; ", cookies.Select(c => c.Split(';')[0])) : null,
            };
        }
        catch (OperationCanceledException) when (!cancellationToken.IsCancellationRequested)
        {
            throw new NoAnswerException($"{host} did not answer within {timeout.TotalSeconds:N0} seconds.", mayPass: true);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or SocketException)
        {
            throw Explain(host, e);
        }
    }

    public void Dispose()
    {
        _guarded.Dispose();
        _open.Dispose();
    }

    private async Task<byte[]> ReadAsync(HttpContent content, string host, CancellationToken cancellationToken)
    {
        var most = _options.Value.MaxAnswerBytes;
        using var kept = new MemoryStream();
        await using var stream = await content.ReadAsStreamAsync(cancellationToken).ConfigureAwait(false);
        var buffer = new byte[64 * 1024];
        for (int read; (read = await stream.ReadAsync(buffer, cancellationToken).ConfigureAwait(false)) > 0;)
        {
            if (kept.Length + read > most)
                throw new NoAnswerException($"An answer of {host} is larger than the {most / 1024 / 1024} MB that the console takes. Ask for smaller pages.", mayPass: false);
            kept.Write(buffer, 0, read);
        }

        return kept.ToArray();
    }

    private TimeSpan? RetryAfter(RetryConditionHeaderValue? value)
    {
        var wait = value?.Delta ?? (value?.Date - _time.GetUtcNow());
        return wait < TimeSpan.Zero ? TimeSpan.Zero : wait;
    }

    private static NoAnswerException Explain(string host, Exception e)
    {
        for (var inner = e; inner is not null; inner = inner.InnerException)
        {
            if (inner is AddressRefusedException refused)
                return new($"{refused.Message}. Allow private addresses for this system if that is meant.", mayPass: false, e) { NeverSent = true };
            if (inner is AuthenticationException)
                return new($"The certificate of {host} is not trusted.", mayPass: false, e) { NeverSent = true };
        }

        return (e as HttpRequestException)?.HttpRequestError switch
        {
            HttpRequestError.NameResolutionError => new($"There is no host named {host}. Check the address.", mayPass: true, e) { NeverSent = true },
            HttpRequestError.ConnectionError => new($"{host} takes no connection. Check the address, or whether it is running.", mayPass: true, e) { NeverSent = true },
            HttpRequestError.SecureConnectionError => new($"No secure connection to {host} came about.", mayPass: true, e) { NeverSent = true },
            HttpRequestError.InvalidResponse => new($"{host} does not speak HTTP at this address.", mayPass: false, e),
            _ => new($"The connection to {host} broke off before the answer.", mayPass: true, e),
        };
    }
}
