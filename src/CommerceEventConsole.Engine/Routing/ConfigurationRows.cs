using System.Collections.Immutable;
using System.Security.Cryptography;
using System.Text;
using CommerceEventConsole.Engine.Deliveries.Circuits;
using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Sources;

namespace CommerceEventConsole.Engine.Routing;

/// <summary>Turns rows into what intake and dispatcher use. A row that cannot be read becomes one that cannot be used, and says why.</summary>
internal sealed class ConfigurationRows(ISecretProtector secrets)
{
    private const int UnguessableBytes = 32;

    // Named where an address is asked for and none can be: nothing is sent there.
    private static readonly Uri NoAddress = new("about:blank");

    public SourceConfiguration Read(Source row)
    {
        var readable = TryReadSecret(SecretPurpose.SourceSecret, row.ProtectedSecret, out var secret);
        var needsSecret = row.Verification is Verification.Hmac or Verification.SharedToken;
        var usable = readable && (!needsSecret || !string.IsNullOrEmpty(secret));
        var keys = Address(row.PublicKeyBaseUrl);
        return new SourceConfiguration(
            row.Id,
            row.Slug,
            row.Name,
            row.Verification,
            usable ? Encoding.UTF8.GetBytes(secret ?? "") : RandomNumberGenerator.GetBytes(UnguessableBytes),
            row.ClientId,
            keys,
            row.ConfirmChallenges,
            [.. row.EnvironmentList()],
            row.Enabled)
        {
            Fault = usable ? null : $"The secret of source {row.Name} cannot be read: enter it again.",
        };
    }

    /// <param name="row">The destination.</param>
    /// <param name="isOpen">Whether its circuit is open. What a person paused stays paused all the same.</param>
    public DestinationConfiguration Read(Destination row, bool isOpen)
    {
        var address = Address(row.Url);
        var hasSecret = TryReadSecret(SecretPurpose.DestinationSecret, row.ProtectedSecret, out var secret);
        var hasHeaders = StoredHeaders.TryRead(secrets, row.ProtectedHeaders, out var headers);
        var fault = (address, hasSecret, hasHeaders) switch
        {
            (null, _, _) => $"The address of destination {row.Name} is none: enter it again.",
            (_, false, _) => $"The secret of destination {row.Name} cannot be read: enter it again.",
            (_, _, false) => $"The headers of destination {row.Name} cannot be read: enter them again.",
            _ => null,
        };
        return new DestinationConfiguration(
            row.Id,
            row.Name,
            row.Kind,
            address ?? NoAddress,
            secret,
            headers,
            row.AllowPrivateAddress,
            fault is null ? row.StateWith(isOpen) : DestinationState.Paused,
            row.MaxConcurrency,
            TimeSpan.FromSeconds(row.TimeoutSeconds),
            row.MaxAttempts,
            TimeSpan.FromSeconds(row.FirstRetrySeconds),
            TimeSpan.FromSeconds(row.MaxRetrySeconds))
        {
            Fault = fault,
            MaxPerSecond = row.MaxPerSecond,
            RetryCurve = row.RetryCurve,
            MaxAge = row.MaxAgeHours == 0 ? null : TimeSpan.FromHours(row.MaxAgeHours),
            Statuses = StatusTable.Of(row.FinalStatuses, row.RetriedStatuses),
            Circuit = CircuitSettings.Of(row),
        };
    }

    private static Uri? Address(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) ? uri : null;

    private bool TryReadSecret(SecretPurpose purpose, string? stored, out string? secret)
    {
        secret = null;
        if (stored is null)
            return true;
        var readable = secrets.TryUnprotect(purpose, stored, out var text);
        secret = readable ? text : null;
        return readable;
    }
}
