using System.Text.Json.Nodes;

namespace CommerceEventConsole.Sandbox.Commerce.SignIn;

/// <summary>Adobe's IMS: hands out tokens for client id and secret (spec 4.1), and knows which are good.</summary>
internal sealed class ImsTokens(SandboxOptions options, TimeProvider time)
{
    /// <summary>What a token must have been asked for to be let in by Commerce (spec 4.2).</summary>
    public const string CommerceScope = "commerce.accs";

    private const int KeptTokens = 1000;

    private readonly Lock _gate = new();
    private readonly BoundedMap<string, (DateTimeOffset Until, string[] Scopes)> _tokens = new(KeptTokens, StringComparer.Ordinal);
    private long _given;

    /// <summary>Tokens that were handed out.</summary>
    public long Given => Interlocked.Read(ref _given);

    /// <summary>`POST /ims/token/v3`; parameters may also come in the query (spec 4.1).</summary>
    public async Task<IResult> GiveAsync(HttpRequest request)
    {
        var form = request.HasFormContentType ? await request.ReadFormAsync(request.HttpContext.RequestAborted) : null;
        string Of(string name) => form is not null && form.TryGetValue(name, out var value) ? value.ToString() : request.Query[name].ToString();

        if (Of("grant_type") != "client_credentials")
            return Refuse("unsupported_grant_type", "The grant type must be client_credentials.");
        if (Of("client_id") != options.ClientId || Of("client_secret") != options.ImsClientSecret)
            return Refuse("invalid_client", "invalid client_id or client_secret parameter", StatusCodes.Status401Unauthorized);
        var scopes = Of("scope").Split([',', ' '], StringSplitOptions.RemoveEmptyEntries);
        if (scopes.Length == 0)
            return Refuse("invalid_scope", "The scope is missing.");
        var token = $"sandbox.{Guid.NewGuid():N}.ims";
        lock (_gate)
            _tokens.Set(token, (time.GetUtcNow().AddSeconds(options.ImsTokenSeconds), scopes));
        Interlocked.Increment(ref _given);
        return Json.Answer(new JsonObject { ["access_token"] = token, ["token_type"] = "bearer", ["expires_in"] = options.ImsTokenSeconds });
    }

    /// <summary>Makes every token bad, as a rotation of secrets would.</summary>
    public void Revoke()
    {
        lock (_gate)
            _tokens.Clear();
    }

    /// <summary>Whether a token is good for Commerce now.</summary>
    public bool IsGood(string token)
    {
        lock (_gate)
            return _tokens.TryGetValue(token, out var known) && known.Until > time.GetUtcNow() && known.Scopes.Contains(CommerceScope, StringComparer.Ordinal);
    }

    private static IResult Refuse(string error, string description, int status = StatusCodes.Status400BadRequest) =>
        Json.Answer(new JsonObject { ["error"] = error, ["error_description"] = description }, status);
}
