namespace CommerceEventConsole.Engine.Setup;

/// <summary>What a secret is for: what was encrypted for one purpose cannot be read for another.</summary>
public enum SecretPurpose
{
    /// <summary>The HMAC key or bearer token of a source.</summary>
    SourceSecret,

    /// <summary>The signing secret of a destination.</summary>
    DestinationSecret,

    /// <summary>The request headers of a destination.</summary>
    DestinationHeaders,

    /// <summary>The keys and tokens of a Commerce instance.</summary>
    CommerceSecret,

    /// <summary>The mail password or signing secret of an alert channel.</summary>
    AlertSecret,

    /// <summary>The keys and passwords of a back-office system.</summary>
    BackOfficeSecret,
}

/// <summary>Encrypts the secrets that the store holds.</summary>
public interface ISecretProtector
{
    /// <summary>Readies the key ring, which may write a new key to the store. Call it before a transaction, not within.</summary>
    void Prepare();

    /// <summary>Encrypts a secret.</summary>
    string Protect(SecretPurpose purpose, string secret);

    /// <summary>Decrypts what <see cref="Protect"/> made for the same purpose.</summary>
    /// <returns>False when it cannot be read, e.g. because the key ring that it was made with is gone.</returns>
    bool TryUnprotect(SecretPurpose purpose, string protectedSecret, out string secret);
}
