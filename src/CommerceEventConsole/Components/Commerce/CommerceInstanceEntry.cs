using CommerceEventConsole.Engine.Commerce.Instances;

namespace CommerceEventConsole.Components.Commerce;

/// <summary>An instance as it is being entered.</summary>
internal sealed class CommerceInstanceEntry
{
    public string Name { get; set; } = "";

    public CommerceKind Kind { get; set; }

    public string BaseUrl { get; set; } = "";

    public string PathPrefix { get; set; } = "";

    public bool AllowPrivateAddress { get; set; }

    public CommerceAuthentication Authentication { get; set; }

    public string ClientId { get; set; } = "";

    public string OrganizationId { get; set; } = "";

    public string ImsUrl { get; set; } = "";

    public int CallsPerMinute { get; set; } = CommerceInstance.UsualCallsPerMinute;

    public int ParallelCalls { get; set; } = CommerceInstance.UsualParallelCalls;

    /// <summary>Slugs with commas between.</summary>
    public string Sources { get; set; } = "";

    /// <summary>What was typed; null keeps what is stored.</summary>
    public Dictionary<CommerceSecret, string?> Secrets { get; } = [];

    public static CommerceInstanceEntry From(CommerceInstanceDraft draft) => new()
    {
        Name = draft.Name,
        Kind = draft.Kind,
        BaseUrl = draft.BaseUrl,
        PathPrefix = draft.PathPrefix,
        AllowPrivateAddress = draft.AllowPrivateAddress,
        Authentication = draft.Authentication,
        ClientId = draft.ClientId ?? "",
        OrganizationId = draft.OrganizationId ?? "",
        ImsUrl = draft.ImsUrl ?? "",
        CallsPerMinute = draft.CallsPerMinute,
        ParallelCalls = draft.ParallelCalls,
        Sources = string.Join(", ", draft.Sources),
    };

    public CommerceInstanceDraft ToDraft() => new(Name, Kind, BaseUrl, PathPrefix, AllowPrivateAddress, Authentication, new Dictionary<CommerceSecret, string?>(Secrets))
    {
        ClientId = ClientId,
        OrganizationId = OrganizationId,
        ImsUrl = ImsUrl,
        CallsPerMinute = CallsPerMinute,
        ParallelCalls = ParallelCalls,
        Sources = Sources.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
    };
}
