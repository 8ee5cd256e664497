namespace CommerceEventConsole.Engine.Commerce.Instances;

/// <summary>What a person asks an instance to be: as typed, not yet checked.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Kind">Its edition.</param>
/// <param name="BaseUrl">Where it is.</param>
/// <param name="PathPrefix">What stands between the address and the name of a call; empty for the usual one of its edition.</param>
/// <param name="AllowPrivateAddress">Whether the address may lie inside the network, and be plain http.</param>
/// <param name="Authentication">How the console proves who it is.</param>
/// <param name="Secrets">Keys and tokens; one that is missing or null keeps what is stored, an empty one removes it.</param>
public sealed record CommerceInstanceDraft(
    string Name,
    CommerceKind Kind,
    string BaseUrl,
    string PathPrefix,
    bool AllowPrivateAddress,
    CommerceAuthentication Authentication,
    IReadOnlyDictionary<CommerceSecret, string?> Secrets)
{
    /// <summary>The host of Adobe's sign-in (spec 4.1).</summary>
    public const string AdobeIms = "https://ims-na1.adobelogin.com";

    /// <summary>IMS: the client id.</summary>
    public string? ClientId { get; init; }

    /// <summary>IMS: the organization.</summary>
    public string? OrganizationId { get; init; }

    /// <summary>IMS: where tokens come from; empty for Adobe's own address.</summary>
    public string? ImsUrl { get; init; }

    /// <summary>Calls that each node begins in a minute at most; 0 for no limit.</summary>
    public int CallsPerMinute { get; init; } = CommerceInstance.UsualCallsPerMinute;

    /// <summary>Calls that each node has under way at most.</summary>
    public int ParallelCalls { get; init; } = CommerceInstance.UsualParallelCalls;

    /// <summary>The slugs of the sources by which its events come in; none where it is not said.</summary>
    public IReadOnlyList<string> Sources { get; init; } = [];

    /// <summary>The usual prefix of an edition (spec 6.11).</summary>
    public static string UsualPrefix(CommerceKind kind) => kind == CommerceKind.PaaS ? "rest/all/V1" : "V1";

    /// <summary>The draft that changes nothing of an instance.</summary>
    public static CommerceInstanceDraft From(CommerceInstance row) => new(
        row.Name, row.Kind, row.BaseUrl, row.PathPrefix, row.AllowPrivateAddress, row.Authentication, new Dictionary<CommerceSecret, string?>())
    {
        ClientId = row.ClientId,
        OrganizationId = row.OrganizationId,
        ImsUrl = row.ImsUrl,
        CallsPerMinute = row.CallsPerMinute,
        ParallelCalls = row.ParallelCalls,
        Sources = row.Sources,
    };

    /// <summary>Not the members, as records do: some of them are secrets.</summary>
    public override string ToString() => $"Commerce instance {Name}";
}
