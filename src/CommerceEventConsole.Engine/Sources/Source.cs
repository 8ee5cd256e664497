using CommerceEventConsole.Engine.Setup;

namespace CommerceEventConsole.Engine.Sources;

/// <summary>How a delivery to a source's webhook proves where it comes from.</summary>
public enum Verification : byte
{
    /// <summary>Anyone who knows the address may send. Only where the source says so.</summary>
    None = 0,

    /// <summary>Adobe I/O Events' two RSA signatures and the recipient client id (spec 2.9).</summary>
    AdobeSignature = 1,

    /// <summary><c>x-signature-256: sha256=&lt;hex HMAC-SHA256 of the body&gt;</c>.</summary>
    Hmac = 2,

    /// <summary><c>Authorization: Bearer &lt;secret&gt;</c>.</summary>
    SharedToken = 3,
}

/// <summary>One place events come from: an Adobe I/O Events registration, or any CloudEvents 1.0 sender.</summary>
public sealed class Source : IConfigurationRow
{
    /// <summary>Identity in the store.</summary>
    public int Id { get; set; }

    /// <summary>The last segment of the webhook address, <c>/intake/{slug}</c>: lower-case letters, digits and hyphens, 1 to 64.</summary>
    public required string Slug { get; set; }

    /// <summary>What people call it, at most 100 characters.</summary>
    public required string Name { get; set; }

    /// <summary>How deliveries prove where they come from.</summary>
    public Verification Verification { get; set; }

    /// <summary>The shared secret (HMAC key or bearer token), encrypted; null where none is needed.</summary>
    public string? ProtectedSecret { get; set; }

    /// <summary>The client id that every Adobe event must name as its recipient (spec 2.9, step 2).</summary>
    public string? ClientId { get; set; }

    /// <summary>
    /// Where the public keys of Adobe's signatures are fetched; null for Adobe's own host. Only a setup file can set it, so that nobody
    /// who may edit a source can point verification at keys of their own.
    /// </summary>
    public string? PublicKeyBaseUrl { get; set; }

    /// <summary>Whether Adobe's validation URL is called automatically after an asynchronous challenge (spec 2.3).</summary>
    public bool ConfirmChallenges { get; set; } = true;

    /// <summary>The allowed values of <c>data.source</c> (<c>merchant.environment</c>), comma separated; null for any (spec 6.2).</summary>
    public string? AllowedEnvironments { get; set; }

    /// <summary>A source that is switched off answers 404 to events, and still passes challenges.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>When it was made.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <inheritdoc />
    public long Version { get; set; }

    /// <inheritdoc />
    public string ChangedBy { get; set; } = "";

    /// <inheritdoc />
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary><see cref="AllowedEnvironments"/> one by one; empty for any.</summary>
    public IReadOnlyList<string> EnvironmentList() =>
        AllowedEnvironments?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? [];
}
