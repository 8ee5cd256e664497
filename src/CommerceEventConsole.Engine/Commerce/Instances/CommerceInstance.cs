using CommerceEventConsole.Engine.Setup;

namespace CommerceEventConsole.Engine.Commerce.Instances;

/// <summary>Which edition of Commerce it is. They differ in addresses, in sign-in and in the names of plugin events (spec 6.1, 6.11, 7.1).</summary>
public enum CommerceKind
{
    /// <summary>On premises or in Adobe's cloud, with a command line.</summary>
    PaaS,

    /// <summary>Adobe Commerce as a Cloud Service.</summary>
    SaaS,
}

/// <summary>How the console proves to Commerce who it is (spec 7.1).</summary>
public enum CommerceAuthentication
{
    /// <summary>The access token of an integration, sent as a bearer token.</summary>
    IntegrationToken,

    /// <summary>The four values of an integration, by which every request is signed (OAuth 1.0a).</summary>
    OAuth1,

    /// <summary>Client id and secret of an Adobe Developer Console project, for which Adobe hands out a token a day.</summary>
    Ims,
}

/// <summary>A key or token of an instance: stored encrypted, never shown again.</summary>
public enum CommerceSecret
{
    /// <summary>An integration's access token, used as a bearer token or, with OAuth 1.0a, as one of four.</summary>
    AccessToken,

    /// <summary>OAuth 1.0a: the consumer key.</summary>
    ConsumerKey,

    /// <summary>OAuth 1.0a: the consumer secret.</summary>
    ConsumerSecret,

    /// <summary>OAuth 1.0a: the access token's secret.</summary>
    AccessTokenSecret,

    /// <summary>IMS: the client secret.</summary>
    ClientSecret,
}

/// <summary>A Commerce installation whose event subscriptions the console reads and writes.</summary>
public sealed record CommerceInstance : IConfigurationRow
{
    /// <summary>The usual <see cref="CallsPerMinute"/>: Adobe names no limit (spec 7.1), and a shop has shoppers to serve beside us.</summary>
    public const int UsualCallsPerMinute = 1200;

    /// <summary>The usual <see cref="ParallelCalls"/>.</summary>
    public const int UsualParallelCalls = 8;

    /// <inheritdoc />
    public int Id { get; init; }

    /// <inheritdoc />
    public required string Name { get; init; }

    /// <summary>Its edition.</summary>
    public CommerceKind Kind { get; init; }

    /// <summary>Where it is: scheme and host, and of a cloud service also the tenant.</summary>
    public required string BaseUrl { get; init; }

    /// <summary>What stands between the address and the name of a call, e.g. <c>rest/all/V1</c>.</summary>
    public required string PathPrefix { get; init; }

    /// <summary>Whether the address may lie inside the network, and be plain http.</summary>
    public bool AllowPrivateAddress { get; init; }

    /// <summary>How the console proves who it is.</summary>
    public CommerceAuthentication Authentication { get; init; }

    /// <summary>IMS: the client id; no secret.</summary>
    public string? ClientId { get; init; }

    /// <summary>IMS: the organization, such as <c>1234@AdobeOrg</c>.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>IMS: where tokens come from.</summary>
    public string? ImsUrl { get; init; }

    /// <summary>Calls that each node begins in a minute at most; 0 for no limit.</summary>
    public int CallsPerMinute { get; init; } = UsualCallsPerMinute;

    /// <summary>Calls that each node has under way at most.</summary>
    public int ParallelCalls { get; init; } = UsualParallelCalls;

    /// <summary>
    /// The slugs of the sources by which its events come in. Of several shops with the same order numbers only this tells whose change an event
    /// tells of; empty where it is not said.
    /// </summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>Its keys and tokens, each encrypted.</summary>
    public IReadOnlyDictionary<CommerceSecret, string> ProtectedSecrets { get; init; } = new Dictionary<CommerceSecret, string>();

    /// <inheritdoc />
    public long Version { get; set; }

    /// <inheritdoc />
    public string ChangedBy { get; set; } = "";

    /// <inheritdoc />
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>The secrets that a way of signing in needs.</summary>
    public static IReadOnlyList<CommerceSecret> SecretsOf(CommerceAuthentication authentication) => authentication switch
    {
        CommerceAuthentication.IntegrationToken => [CommerceSecret.AccessToken],
        CommerceAuthentication.OAuth1 =>
            [CommerceSecret.ConsumerKey, CommerceSecret.ConsumerSecret, CommerceSecret.AccessToken, CommerceSecret.AccessTokenSecret],
        _ => [CommerceSecret.ClientSecret],
    };
}
