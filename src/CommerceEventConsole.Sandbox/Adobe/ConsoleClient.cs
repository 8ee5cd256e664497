using System.Net;

namespace CommerceEventConsole.Sandbox.Adobe;

/// <summary>Calls the console's intake the way Adobe does: no redirects, no cookies, ten seconds.</summary>
internal sealed class ConsoleClient : IDisposable
{
    private const int KeptAnswerBytes = 64 * 1024;

    private readonly TimeProvider _time;
    private readonly HttpClient _http;

    public ConsoleClient(SandboxOptions options, TimeProvider time)
    {
        _time = time;
        Intake = new Uri($"{options.ConsoleUrl.TrimEnd('/')}/intake/{Uri.EscapeDataString(options.SourceSlug)}");
#pragma warning disable CA2000 // The client disposes its handler.
        _http = new HttpClient(new SocketsHttpHandler
        {
            AllowAutoRedirect = false,
            UseCookies = false,
            UseProxy = false,
            PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        })
        {
            // Each attempt has a clock of its own, run by the time provider.
            Timeout = Timeout.InfiniteTimeSpan,
        };
#pragma warning restore CA2000
    }

    /// <summary>Address of the intake.</summary>
    public Uri Intake { get; }

    /// <summary>Address of the intake with a query.</summary>
    public Uri IntakeWith(string query) => new($"{Intake}?{query}");

    /// <summary>Sends and reads the beginning of the answer, all within the attempt's time.</summary>
    /// <exception cref="HttpRequestException">No connection, or a broken one.</exception>
    /// <exception cref="OperationCanceledException">The time is over, or the caller cancelled.</exception>
    public async Task<ConsoleAnswer> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        request.Headers.TryAddWithoutValidation("User-Agent", "Adobe/1.0");
        request.Headers.TryAddWithoutValidation("Accept-Encoding", "deflate,compress,identity");
        using var clock = new CancellationTokenSource(RetryPolicy.AttemptTimeout, _time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(clock.Token, cancellationToken);
        var response = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, both.Token);
        try
        {
            await using var stream = await response.Content.ReadAsStreamAsync(both.Token);
            var body = new byte[KeptAnswerBytes];
            var length = await stream.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, both.Token);
            return new ConsoleAnswer(response, body[..length]);
        }
        catch (Exception problem)
        {
            response.Dispose();
            // An answer that breaks off is a failed request like any other to the callers.
            if (problem is IOException)
                throw new HttpRequestException(HttpRequestError.ResponseEnded, "The console broke off its answer.", problem);
            throw;
        }
    }

    public void Dispose() => _http.Dispose();
}

/// <summary>What the console answered, at most the first 64 KB of it.</summary>
internal sealed class ConsoleAnswer(HttpResponseMessage response, byte[] body) : IDisposable
{
    public HttpStatusCode Status => response.StatusCode;

    public string? MediaType => response.Content.Headers.ContentType?.MediaType;

    public byte[] Body => body;

    public void Dispose() => response.Dispose();
}
