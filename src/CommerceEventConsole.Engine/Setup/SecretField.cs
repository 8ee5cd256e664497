namespace CommerceEventConsole.Engine.Setup;

/// <summary>How a draft says what becomes of a stored secret: null keeps it, empty removes it, a text replaces it.</summary>
internal static class SecretField
{
    /// <summary>The encrypted secret after the change; the very same text where the secret stays what it was.</summary>
    public static string? Next(ISecretProtector protector, SecretPurpose purpose, string? stored, string? draft) => draft switch
    {
        null => stored,
        "" => null,
        _ when stored is not null && protector.TryUnprotect(purpose, stored, out var current) && current == draft => stored,
        _ => protector.Protect(purpose, draft),
    };
}
