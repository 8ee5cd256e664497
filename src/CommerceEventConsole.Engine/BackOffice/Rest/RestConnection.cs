using CommerceEventConsole.Engine.BackOffice.Systems;

namespace CommerceEventConsole.Engine.BackOffice.Rest;

/// <summary>How the console proves to a system who it is.</summary>
public enum RestAuthenticationKind
{
    /// <summary>Not at all.</summary>
    None,

    /// <summary>A key in a header.</summary>
    ApiKey,

    /// <summary>Account and password with every request.</summary>
    Basic,

    /// <summary>A token that does not run out.</summary>
    Bearer,

    /// <summary>OAuth 2 client credentials: client id and secret, for which a token is handed out (RFC 6749, 4.4).</summary>
    OAuth2,

    /// <summary>OAuth 1.0a with HMAC-SHA256: every request is signed (RFC 5849).</summary>
    OAuth1,
}

/// <summary>How the console proves to a system who it is; the secrets are kept apart.</summary>
public sealed record RestAuthentication
{
    /// <summary>In which way.</summary>
    public RestAuthenticationKind Kind { get; init; }

    /// <summary>ApiKey: the header's name.</summary>
    public string Header { get; init; } = "";

    /// <summary>Basic: the account.</summary>
    public string UserName { get; init; } = "";

    /// <summary>OAuth 2: where tokens come from.</summary>
    public string TokenUrl { get; init; } = "";

    /// <summary>OAuth 2: the client id. OAuth 1: the consumer key.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>OAuth 2: what the token shall open; empty where the system asks for none.</summary>
    public string Scope { get; init; } = "";

    /// <summary>OAuth 2: whether id and secret go in the body, and not in the header <c>Authorization</c>.</summary>
    public bool InBody { get; init; }

    /// <summary>OAuth 1: the token's id.</summary>
    public string TokenId { get; init; } = "";

    /// <summary>OAuth 1: the realm; empty for none.</summary>
    public string Realm { get; init; } = "";

    /// <summary>The secrets that this way needs.</summary>
    public IReadOnlyList<SystemSecret> Secrets() => Kind switch
    {
        RestAuthenticationKind.ApiKey => [SystemSecret.ApiKey],
        RestAuthenticationKind.Basic => [SystemSecret.Password],
        RestAuthenticationKind.Bearer => [SystemSecret.Token],
        RestAuthenticationKind.OAuth2 => [SystemSecret.ClientSecret],
        RestAuthenticationKind.OAuth1 => [SystemSecret.ClientSecret, SystemSecret.TokenSecret],
        _ => [],
    };
}

/// <summary>Where a system's REST or OData interface is.</summary>
public sealed record RestConnection
{
    /// <summary>What stands before every path: scheme, host, and what all paths begin with.</summary>
    public string BaseUrl { get; init; } = "";

    /// <summary>How the console proves who it is; null for not at all.</summary>
    public RestAuthentication? Authentication { get; init; }

    /// <summary>Headers of every request; none of them is a secret.</summary>
    public IReadOnlyDictionary<string, string>? Headers { get; init; }

    /// <summary>Seconds that one request may take.</summary>
    public int TimeoutSeconds { get; init; } = 30;

    /// <summary>A path that answers where the connection works; empty for the first page of the first kind that is read.</summary>
    public string TestPath { get; init; } = "";

    /// <summary>Where the system's error message is in an answer, e.g. <c>error.message</c>.</summary>
    public string ErrorMessage { get; init; } = "";

    /// <summary>A path that hands out the token against forged requests that SAP asks for before a write; empty for none.</summary>
    public string CsrfPath { get; init; } = "";
}
