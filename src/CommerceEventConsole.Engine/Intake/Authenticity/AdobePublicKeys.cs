using System.Collections.Concurrent;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using System.Threading.RateLimiting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Intake.Authenticity;

/// <summary>The host of the public keys could not be asked now: a genuine event must come again (spec 2.9).</summary>
public sealed class PublicKeyUnavailableException(string message, Exception? inner = null) : Exception(message, inner);

/// <summary>
/// Adobe's public keys: fetched by the path that a request names, from the allowed host only, over HTTPS, and kept for hours.
/// </summary>
public sealed partial class AdobePublicKeys : IDisposable
{
    /// <summary>The only host that serves Adobe's keys (spec 2.9, step 3).</summary>
    public static readonly Uri AdobeHost = new("https://static.adobeioevents.com");

    private const int MaxKeys = 256;
    private const int MaxPemBytes = 16 * 1024;
    private static readonly TimeSpan MissingFor = TimeSpan.FromMinutes(1);

    private readonly ConcurrentDictionary<Uri, Lazy<Task<Entry>>> _entries = new();
    private readonly HttpClient _http;
    private readonly TimeProvider _time;
    private readonly ILogger<AdobePublicKeys> _logger;
    private readonly IntakeOptions _options;
    private readonly TokenBucketRateLimiter _fetches;

    /// <summary>Makes the cache; <paramref name="http"/> must not follow redirects.</summary>
    public AdobePublicKeys(HttpClient http, IOptions<IntakeOptions> options, TimeProvider time, ILogger<AdobePublicKeys> logger)
    {
        _http = http;
        _options = options.Value;
        _time = time;
        _logger = logger;
        _fetches = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = _options.PublicKeyFetchesPerMinute,
            TokensPerPeriod = _options.PublicKeyFetchesPerMinute,
            ReplenishmentPeriod = TimeSpan.FromMinutes(1),
            QueueLimit = 0,
        });
    }

    /// <summary>
    /// The key at <paramref name="path"/>, or null where the path is not one that Adobe would name, or the host has no such key.
    /// </summary>
    /// <exception cref="PublicKeyUnavailableException">The host did not answer.</exception>
    public async ValueTask<PublicKey?> GetAsync(Uri? host, string? path, CancellationToken cancellationToken)
    {
        if (Address(host ?? AdobeHost, path) is not { } address)
            return null;
        var isRenewal = false;
        if (_entries.TryGetValue(address, out var cached))
        {
            var entry = await cached.Value.WaitAsync(cancellationToken).ConfigureAwait(false);
            if (entry.Until > _time.GetUtcNow())
                return entry.Key;
            isRenewal = entry.Key is not null;
            _entries.TryRemove(KeyValuePair.Create(address, cached));
        }

        await MakeRoomAsync().ConfigureAwait(false);
        // Concurrent requests that name the same new key share one fetch.
        var fetch = _entries.GetOrAdd(
            address, static (a, s) => new Lazy<Task<Entry>>(() => s.Self.FetchAsync(a, s.IsRenewal)), (Self: this, IsRenewal: isRenewal));
        return (await fetch.Value.WaitAsync(cancellationToken).ConfigureAwait(false)).Key;
    }

    /// <inheritdoc />
    public void Dispose() => _fetches.Dispose();

    /// <summary>
    /// The address of a key, or null: absolute addresses, other hosts, <c>..</c>, <c>@</c>, queries and the like are refused
    /// (spec 2.9, step 3; check 33).
    /// </summary>
    internal static Uri? Address(Uri host, string? path)
    {
        if (path is null || path.Length > 300 || !KeyPath().IsMatch(path) || path.Contains("..", StringComparison.Ordinal))
            return null;
        return Uri.TryCreate(host, path, out var address) && Uri.Compare(
            address, host, UriComponents.SchemeAndServer | UriComponents.UserInfo, UriFormat.UriEscaped, StringComparison.OrdinalIgnoreCase) == 0
            ? address
            : null;
    }

    // The token is called a UUID, real ones are short ids: any token will do (spec 2.9, step 3; check 34).
    [GeneratedRegex(@"^(/[A-Za-z0-9_\-]+)*/[A-Za-z0-9_\-]+\.pem\z", RegexOptions.NonBacktracking | RegexOptions.ExplicitCapture)]
    private static partial Regex KeyPath();

    // Paths that forged requests invent go first: they must not push out the keys that genuine events are signed with.
    private async ValueTask MakeRoomAsync()
    {
        for (var pass = 1; pass <= 2 && _entries.Count >= MaxKeys; pass++)
        {
            foreach (var (address, entry) in _entries)
            {
                if (entry.Value.IsCompletedSuccessfully && (pass == 2 || (await entry.Value.ConfigureAwait(false)).Key is null))
                    _entries.TryRemove(KeyValuePair.Create(address, entry));
            }
        }
    }

    private async Task<Entry> FetchAsync(Uri address, bool isRenewal)
    {
        try
        {
            return await FetchWithRetryAsync(address, isRenewal).ConfigureAwait(false);
        }
        catch
        {
            // Nothing is remembered of a fetch that failed, also when those who asked for it have left before it did.
            _entries.TryRemove(address, out _);
            throw;
        }
    }

    private async Task<Entry> FetchWithRetryAsync(Uri address, bool isRenewal)
    {
        // A key that was good needs no permit: forged requests cannot use up the permits and keep it from being renewed.
        if (!isRenewal)
        {
            using var lease = _fetches.AttemptAcquire();
            if (!lease.IsAcquired)
                throw new PublicKeyUnavailableException("Too many unknown public keys were asked for in the last minute.");
        }

        Exception? last = null;
        // One limit for both attempts: a request may need two keys, and its sender waits 10 seconds in all (spec 2.5).
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(_options.PublicKeyTimeoutSeconds), _time);
        for (var attempt = 1; attempt <= 2; attempt++)
        {
            try
            {
                return await FetchOnceAsync(address, timeout.Token).ConfigureAwait(false);
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException or IOException)
            {
                last = e;
            }
        }

        _logger.LogWarning(last, "The public key {Address} could not be fetched", address);
        throw new PublicKeyUnavailableException("The public key could not be fetched.", last);
    }

    private async Task<Entry> FetchOnceAsync(Uri address, CancellationToken cancellationToken)
    {
        using var response = await _http.GetAsync(address, HttpCompletionOption.ResponseHeadersRead, cancellationToken).ConfigureAwait(false);
        if (response.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.Forbidden or HttpStatusCode.Gone)
            return new Entry(null, _time.GetUtcNow() + MissingFor);
        if (response.StatusCode != HttpStatusCode.OK)
            throw new HttpRequestException($"The key host answered {(int)response.StatusCode}.");
        await response.Content.LoadIntoBufferAsync(MaxPemBytes, cancellationToken).ConfigureAwait(false);
        // PEM is ASCII, whatever charset the answer claims.
        var pem = await response.Content.ReadAsByteArrayAsync(cancellationToken).ConfigureAwait(false);
        if (PublicKey.TryRead(Encoding.ASCII.GetString(pem)) is not { } key)
        {
            _logger.LogWarning("{Address} holds no RSA public key", address);
            return new Entry(null, _time.GetUtcNow() + MissingFor);
        }

        _logger.LogInformation("Fetched the public key {Address}", address);
        return new Entry(key, _time.GetUtcNow() + TimeSpan.FromHours(_options.PublicKeyHours));
    }

    private sealed record Entry(PublicKey? Key, DateTimeOffset Until);
}

/// <summary>One RSA public key, usable by many threads.</summary>
public sealed class PublicKey
{
    // RSA objects promise nothing to concurrent callers: each borrows one.
    private readonly ConcurrentBag<RSA> _idle = [];
    private readonly RSAParameters _parameters;

    private PublicKey(RSAParameters parameters) => _parameters = parameters;

    /// <summary>Reads a SubjectPublicKeyInfo in PEM (spec 2.9, step 5); null where it is none, or not RSA.</summary>
    public static PublicKey? TryRead(string pem)
    {
        using var rsa = RSA.Create();
        try
        {
            rsa.ImportFromPem(pem);
            return new PublicKey(rsa.ExportParameters(includePrivateParameters: false));
        }
        catch (Exception e) when (e is ArgumentException or CryptographicException)
        {
            return null;
        }
    }

    /// <summary>RSA, SHA-256, PKCS#1 v1.5 over the raw bytes (spec 2.9, step 6).</summary>
    public bool Verifies(ReadOnlySpan<byte> body, ReadOnlySpan<byte> signature)
    {
        if (!_idle.TryTake(out var rsa))
            rsa = RSA.Create(_parameters);
        try
        {
            return rsa.VerifyData(body, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        }
        catch (CryptographicException)
        {
            return false;
        }
        finally
        {
            _idle.Add(rsa);
        }
    }
}
