using CommerceEventConsole.Engine.Sources;

namespace CommerceEventConsole.Components.Sources;

/// <summary>A source as it is being entered.</summary>
internal sealed class SourceEntry
{
    private static readonly char[] Separators = [',', '\n', '\r', ' ', ';'];

    public string Slug { get; set; } = "";

    public string Name { get; set; } = "";

    public Verification Verification { get; set; } = Verification.AdobeSignature;

    /// <summary>Null keeps the stored one.</summary>
    public string? Secret { get; set; }

    public string ClientId { get; set; } = "";

    public bool ConfirmChallenges { get; set; } = true;

    public string Environments { get; set; } = "";

    public bool Enabled { get; set; } = true;

    /// <summary>Whether the sender needs a secret.</summary>
    public bool NeedsSecret => Verification is Verification.Hmac or Verification.SharedToken;

    public static SourceEntry From(SourceDraft draft) => new()
    {
        Slug = draft.Slug,
        Name = draft.Name,
        Verification = draft.Verification,
        ClientId = draft.ClientId ?? "",
        ConfirmChallenges = draft.ConfirmChallenges,
        Environments = string.Join(", ", draft.AllowedEnvironments),
        Enabled = draft.Enabled,
    };

    public SourceDraft ToDraft() => new(
        Slug,
        Name,
        Verification,
        NeedsSecret ? Secret : null,
        Verification == Verification.AdobeSignature && ClientId.Length > 0 ? ClientId : null,
        ConfirmChallenges,
        Environments.Split(Separators, StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries),
        Enabled);
}
