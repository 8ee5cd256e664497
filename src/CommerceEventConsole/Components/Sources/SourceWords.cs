using CommerceEventConsole.Engine.Sources;

namespace CommerceEventConsole.Components.Sources;

/// <summary>How things about sources are called on screens.</summary>
internal static class SourceWords
{
    /// <summary>The ways of verification, the common one first.</summary>
    public static IReadOnlyList<(Verification Value, string Text)> Verifications { get; } =
    [
        (Verification.AdobeSignature, "Adobe's digital signature"),
        (Verification.Hmac, "Signature with a shared secret (HMAC-SHA256)"),
        (Verification.SharedToken, "Secret token (Authorization: Bearer)"),
        (Verification.None, "Nothing: anyone who knows the address may send"),
    ];

    /// <summary>Verification in a few words.</summary>
    public static string Short(Verification verification) => verification switch
    {
        Verification.AdobeSignature => "Adobe's signature",
        Verification.Hmac => "Shared secret",
        Verification.SharedToken => "Secret token",
        _ => "None: anyone may send",
    };

    /// <summary>What the sender has to do for it.</summary>
    public static string Explain(Verification verification) => verification switch
    {
        Verification.AdobeSignature => "Every request carries two signatures of Adobe I/O Events, and every event names your client ID. Both are checked.",
        Verification.Hmac => "The sender signs each body with the secret below: header x-signature-256, value sha256= and the signature in hexadecimal.",
        Verification.SharedToken => "The sender puts the secret below into each request: header Authorization, value Bearer and the secret.",
        _ => "Only for networks that nobody else can reach: whoever knows the address can make events up.",
    };

    /// <summary>The full address that a sender is given.</summary>
    public static string Address(string baseUri, string slug) => $"{baseUri}intake/{slug}";
}
