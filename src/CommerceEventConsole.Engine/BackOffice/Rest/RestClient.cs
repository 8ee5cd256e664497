using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice.Systems;
using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Setup;
using Polly;
using Polly.Retry;

namespace CommerceEventConsole.Engine.BackOffice.Rest;

/// <summary>
/// Calls of one system: within its budget, with its credentials, repeated where the failure may pass and the repetition does no harm, after
/// the pause that the system asks for.
/// </summary>
internal sealed class RestClient
{
    private readonly BackOfficeSystem _system;
    private readonly RestConnection _connection;
    private readonly SystemTransport _transport;
    private readonly SystemTokens _tokens;
    private readonly RateBudget _budget;
    private readonly ISecretProtector _protector;
    private readonly TimeProvider _time;
    private readonly TimeSpan _longestWait;
    private readonly ResiliencePipeline<RestAnswer> _repeatable;
    private readonly ResiliencePipeline<RestAnswer> _once;
    private (string Token, string? Cookies)? _csrf;
    private long _calls;

    public RestClient(
        BackOfficeSystem system,
        RestConnection connection,
        SystemTransport transport,
        SystemTokens tokens,
        RateBudget budget,
        ISecretProtector protector,
        BackOfficeOptions options,
        TimeProvider time)
    {
        (_system, _connection, _transport, _tokens, _budget, _protector, _time) = (system, connection, transport, tokens, budget, protector, time);
        _longestWait = options.LongestWait;
        MaxAddressLength = options.MaxAddressLength;
        _repeatable = Pipeline(options, time, a => a.IsTransient, e => e.MayPass);
        _once = Pipeline(options, time, a => a.WasTurnedAway, e => e is { MayPass: true, NeverSent: true });
    }

    /// <summary>Requests made so far, for tokens too.</summary>
    public long Calls => Interlocked.Read(ref _calls);

    /// <summary>Where everything is below.</summary>
    /// <summary>Characters of one address at most.</summary>
    public int MaxAddressLength { get; }

    public Uri Base => new(_connection.BaseUrl.TrimEnd('/') + "/");

    /// <summary>Makes a call. What the system answers is handed back, except that it does not let the console in, or asks to be left alone.</summary>
    /// <param name="method">GET, POST and so on.</param>
    /// <param name="address">The whole address.</param>
    /// <param name="body">What is sent; null for nothing.</param>
    /// <param name="headers">Headers of this call.</param>
    /// <param name="mayRepeat">Whether the system takes it twice without harm.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RecordSystemException">It cannot be talked to now.</exception>
    public Task<RestAnswer> CallAsync(
        string method, Uri address, JsonNode? body, IReadOnlyDictionary<string, string>? headers, bool mayRepeat, CancellationToken cancellationToken) =>
        CallAsync(method, address, body is null ? null : (Encoding.UTF8.GetBytes(body.ToJsonString(SystemJson.Options)), "application/json"), headers, mayRepeat, cancellationToken);

    /// <inheritdoc cref="CallAsync(string, Uri, JsonNode?, IReadOnlyDictionary{string, string}?, bool, CancellationToken)"/>
    public async Task<RestAnswer> CallAsync(
        string method,
        Uri address,
        (byte[] Bytes, string MediaType)? body,
        IReadOnlyDictionary<string, string>? headers,
        bool mayRepeat,
        CancellationToken cancellationToken)
    {
        try
        {
            var answer = await (mayRepeat ? _repeatable : _once)
                .ExecuteAsync(async token => await TryAsync(method, address, body, headers, token).ConfigureAwait(false), cancellationToken).ConfigureAwait(false);
            if (answer.Status is 401 or 403)
                throw new RecordSystemException(Told(answer, $"{address.Host} does not accept the credentials, or they do not open this ({answer.Status})")) { NeedsPerson = true };
            if (answer.Status == 429 || (answer.IsTransient && answer.RetryAfter > _longestWait))
                throw new RecordSystemException(Told(answer, $"{address.Host} asks to be left alone for a while ({answer.Status})")) { RetryAfter = answer.RetryAfter };
            return answer;
        }
        catch (NoAnswerException e)
        {
            throw new RecordSystemException(e.Message, e);
        }
    }

    /// <summary>A sentence about a refusal, with the system's own words.</summary>
    public string Told(RestAnswer answer, string sentence) => answer.Message(_connection.ErrorMessage) is { } message ? $"{sentence}: {message}" : sentence + ".";

    private ResiliencePipeline<RestAnswer> Pipeline(
        BackOfficeOptions options, TimeProvider time, Func<RestAnswer, bool> mayPass, Func<NoAnswerException, bool> mayPassToo)
    {
        if (options.Retries == 0)
            return ResiliencePipeline<RestAnswer>.Empty;
        return new ResiliencePipelineBuilder<RestAnswer> { TimeProvider = time }
            .AddRetry(new RetryStrategyOptions<RestAnswer>
            {
                MaxRetryAttempts = options.Retries,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                Delay = options.RetryDelay,
                MaxDelay = _longestWait,
                ShouldHandle = args => new ValueTask<bool>(args.Outcome switch
                {
                    { Result: { } answer } => mayPass(answer) && !(answer.RetryAfter > _longestWait),
                    { Exception: NoAnswerException none } => mayPassToo(none),
                    _ => false,
                }),
                DelayGenerator = args => new ValueTask<TimeSpan?>(args.Outcome.Result?.RetryAfter),
            })
            .Build();
    }

    private async Task<RestAnswer> TryAsync(
        string method, Uri address, (byte[], string)? body, IReadOnlyDictionary<string, string>? headers, CancellationToken cancellationToken)
    {
        var (answer, token) = await SendAsync(method, address, body, headers, refused: null, cancellationToken).ConfigureAwait(false);
        if (answer.Status == 401 && token is not null)
            (answer, _) = await SendAsync(method, address, body, headers, token, cancellationToken).ConfigureAwait(false);
        if (answer.Status == 403 && IsWrite(method) && _connection.CsrfPath.Length > 0)
        {
            // SAP's tokens end with its session.
            _csrf = null;
            (answer, _) = await SendAsync(method, address, body, headers, refused: null, cancellationToken).ConfigureAwait(false);
        }

        return answer;
    }

    private async Task<(RestAnswer Answer, string? Token)> SendAsync(
        string method, Uri address, (byte[] Bytes, string MediaType)? body, IReadOnlyDictionary<string, string>? headers, string? refused, CancellationToken cancellationToken)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), address);
        if (body is { } content)
            request.Content = new ByteArrayContent(content.Bytes) { Headers = { ContentType = new MediaTypeHeaderValue(content.MediaType, "utf-8") } };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        foreach (var (name, value) in (_connection.Headers?.AsEnumerable() ?? []).Concat(headers?.AsEnumerable() ?? []))
        {
            request.Headers.Remove(name);
            request.Headers.TryAddWithoutValidation(name, value);
        }

        var token = await AuthorizeAsync(request, refused, cancellationToken).ConfigureAwait(false);
        if (IsWrite(method) && _connection.CsrfPath.Length > 0)
            await AddCsrfAsync(request, cancellationToken).ConfigureAwait(false);
        return (await PassAsync(request, cancellationToken).ConfigureAwait(false), token);
    }

    private async Task<string?> AuthorizeAsync(HttpRequestMessage request, string? refused, CancellationToken cancellationToken)
    {
        switch (_connection.Authentication)
        {
            case { Kind: RestAuthenticationKind.ApiKey } key:
                request.Headers.TryAddWithoutValidation(key.Header, Secret(SystemSecret.ApiKey));
                break;
            case { Kind: RestAuthenticationKind.Basic } basic:
                request.Headers.Authorization = new("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes($"{basic.UserName}:{Secret(SystemSecret.Password)}")));
                break;
            case { Kind: RestAuthenticationKind.Bearer }:
                request.Headers.Authorization = new("Bearer", Secret(SystemSecret.Token));
                break;
            case { Kind: RestAuthenticationKind.OAuth1 } signed:
                var keys = new OAuth1Keys(signed.ClientId, Secret(SystemSecret.ClientSecret), signed.TokenId, Secret(SystemSecret.TokenSecret));
                var header = OAuth1Signature.Header(request.Method.Method, request.RequestUri!, keys, OAuth1Signature.NewNonce(), _time.GetUtcNow());
                request.Headers.Authorization = new("OAuth", signed.Realm.Length == 0 ? header : $"realm=\"{Uri.EscapeDataString(signed.Realm)}\",{header}");
                break;
            case { Kind: RestAuthenticationKind.OAuth2 } oauth:
                var token = await _tokens.GetAsync(_system, oauth, Secret(SystemSecret.ClientSecret), refused, PassAsync, cancellationToken).ConfigureAwait(false);
                request.Headers.Authorization = new("Bearer", token);
                return token;
        }

        return null;
    }

    // The token belongs to a session, and that to its cookies.
    private async Task AddCsrfAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        if (_csrf is null)
        {
            using var question = new HttpRequestMessage(HttpMethod.Get, new Uri(Base, _connection.CsrfPath));
            question.Headers.TryAddWithoutValidation("X-CSRF-Token", "Fetch");
            await AuthorizeAsync(question, refused: null, cancellationToken).ConfigureAwait(false);
            var answer = await PassAsync(question, cancellationToken).ConfigureAwait(false);
            if (answer.CsrfToken is not { } token)
                throw new RecordSystemException(Told(answer, $"{question.RequestUri!.Host} hands out no token for writing ({answer.Status})"));
            _csrf = (token, answer.Cookies);
        }

        var (value, cookies) = _csrf.Value;
        request.Headers.TryAddWithoutValidation("X-CSRF-Token", value);
        if (cookies is not null)
            request.Headers.TryAddWithoutValidation("Cookie", cookies);
    }

    private async Task<RestAnswer> PassAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        await _budget.EnterAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            Interlocked.Increment(ref _calls);
            return await _transport.SendAsync(request, _system.AllowPrivateAddress, TimeSpan.FromSeconds(_connection.TimeoutSeconds), cancellationToken)
                .ConfigureAwait(false);
        }
        finally
        {
            _budget.Leave();
        }
    }

    private static bool IsWrite(string method) => method is not ("GET" or "HEAD");

    private string Secret(SystemSecret secret) =>
        _system.Secrets().TryGetValue(secret, out var stored) && _protector.TryUnprotect(SecretPurpose.BackOfficeSecret, stored, out var clear)
            ? clear
            : throw new RecordSystemException("The stored keys can no longer be read. Enter them again on the page of the system.") { NeedsPerson = true };
}
