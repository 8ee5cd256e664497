namespace CommerceEventConsole.Engine.Sources;

/// <summary>What a person asks a source to be: as typed, not yet checked.</summary>
/// <param name="Slug">The last segment of the webhook address.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Verification">How deliveries prove where they come from.</param>
/// <param name="Secret">The HMAC key or bearer token; null keeps the one that is stored.</param>
/// <param name="ClientId">The recipient that Adobe events must name (spec 2.9, step 2).</param>
/// <param name="ConfirmChallenges">Whether Adobe's validation URL is called automatically (spec 2.3).</param>
/// <param name="AllowedEnvironments">The allowed values of <c>data.source</c>; empty for any (spec 6.2).</param>
/// <param name="Enabled">Whether events are accepted.</param>
public sealed record SourceDraft(
    string Slug,
    string Name,
    Verification Verification,
    string? Secret,
    string? ClientId,
    bool ConfirmChallenges,
    IReadOnlyList<string> AllowedEnvironments,
    bool Enabled)
{
    // Setup files only: who may edit a source on a screen must not point verification at keys of his own. Null keeps what is stored.
    internal string? PublicKeyBaseUrl { get; init; }

    // Setup files only: there the secret is often a sender's that exists already and cannot be made longer.
    internal bool AcceptsShortSecret { get; init; }

    /// <summary>The draft that changes nothing of a source.</summary>
    public static SourceDraft From(Source source) => new(
        source.Slug,
        source.Name,
        source.Verification,
        Secret: null,
        source.ClientId,
        source.ConfirmChallenges,
        source.EnvironmentList(),
        source.Enabled);
}
