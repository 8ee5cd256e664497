using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace CommerceEventConsole.Engine.Setup;

/// <summary>Secrets at rest, by ASP.NET Core Data Protection.</summary>
internal sealed class SecretProtector(IDataProtectionProvider provider) : ISecretProtector
{
    private readonly IDataProtector _source = provider.CreateProtector("CommerceEventConsole.Secrets", "Source.Secret");
    private readonly IDataProtector _destination = provider.CreateProtector("CommerceEventConsole.Secrets", "Destination.Secret");
    private readonly IDataProtector _headers = provider.CreateProtector("CommerceEventConsole.Secrets", "Destination.Headers");
    private readonly IDataProtector _commerce = provider.CreateProtector("CommerceEventConsole.Secrets", "Commerce.Secret");
    private readonly IDataProtector _alerts = provider.CreateProtector("CommerceEventConsole.Secrets", "Alerts.Secret");
    private readonly IDataProtector _systems = provider.CreateProtector("CommerceEventConsole.Secrets", "BackOffice.Secret");

    public void Prepare() => _source.Protect([]);

    public string Protect(SecretPurpose purpose, string secret) => For(purpose).Protect(secret);

    public bool TryUnprotect(SecretPurpose purpose, string protectedSecret, out string secret)
    {
        try
        {
            secret = For(purpose).Unprotect(protectedSecret);
            return true;
        }
        catch (CryptographicException)
        {
            secret = "";
            return false;
        }
    }

    private IDataProtector For(SecretPurpose purpose) => purpose switch
    {
        SecretPurpose.SourceSecret => _source,
        SecretPurpose.DestinationSecret => _destination,
        SecretPurpose.DestinationHeaders => _headers,
        SecretPurpose.CommerceSecret => _commerce,
        SecretPurpose.AlertSecret => _alerts,
        SecretPurpose.BackOfficeSecret => _systems,
        _ => throw new ArgumentOutOfRangeException(nameof(purpose), purpose, "No such purpose."),
    };
}
