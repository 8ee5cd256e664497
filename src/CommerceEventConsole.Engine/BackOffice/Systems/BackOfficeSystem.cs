using CommerceEventConsole.Engine.Setup;

namespace CommerceEventConsole.Engine.BackOffice.Systems;

/// <summary>By what means a system is talked to. The numbers are stored: never change them.</summary>
public enum SystemConnector : byte
{
    /// <summary>Its REST or OData interface.</summary>
    Rest = 1,

    /// <summary>Files with separated values, in a folder or at an address.</summary>
    Csv = 2,
}

/// <summary>A key or password of a system: stored encrypted, never shown again.</summary>
public enum SystemSecret
{
    /// <summary>The key that is sent in a header.</summary>
    ApiKey,

    /// <summary>The password of the account.</summary>
    Password,

    /// <summary>A token that does not run out.</summary>
    Token,

    /// <summary>OAuth 2: the client secret. OAuth 1: the consumer secret.</summary>
    ClientSecret,

    /// <summary>OAuth 1: the token secret.</summary>
    TokenSecret,
}

/// <summary>A back-office system that records are exchanged with.</summary>
public sealed class BackOfficeSystem : IConfigurationRow
{
    /// <inheritdoc />
    public int Id { get; set; }

    /// <inheritdoc />
    public required string Name { get; set; }

    /// <summary>By what means it is talked to.</summary>
    public SystemConnector Connector { get; set; }

    /// <summary>Where it is and how it lets the console in: JSON of <see cref="Rest.RestConnection"/> or <see cref="Csv.CsvConnection"/>, without secrets.</summary>
    public required string Connection { get; set; }

    /// <summary>What is exchanged and how: JSON of <see cref="Rest.RestRecords"/> or <see cref="Csv.CsvRecords"/> by kind.</summary>
    public required string Records { get; set; }

    /// <summary>Its keys and passwords, JSON of the encrypted texts by name; null for none.</summary>
    public string? ProtectedSecrets { get; set; }

    /// <summary>Whether its address may lie inside the network, and be plain http.</summary>
    public bool AllowPrivateAddress { get; set; }

    /// <summary>Requests a minute at most, of all that talk to it on one node; 0 for no limit.</summary>
    public int RequestsPerMinute { get; set; }

    /// <summary>Requests at a time at most.</summary>
    public int MaxParallel { get; set; }

    /// <summary>The destination that is the same system; null where none is.</summary>
    public int? DestinationId { get; set; }

    /// <summary>Whether it is used.</summary>
    public bool Enabled { get; set; }

    /// <inheritdoc />
    public long Version { get; set; }

    /// <inheritdoc />
    public string ChangedBy { get; set; } = "";

    /// <inheritdoc />
    public DateTimeOffset ChangedAt { get; set; }

    /// <summary>The encrypted secrets by what they are.</summary>
    /// <exception cref="System.Text.Json.JsonException">The column holds something that no version of the console wrote.</exception>
    public IReadOnlyDictionary<SystemSecret, string> Secrets() => SystemJson.ReadSecrets(ProtectedSecrets);
}
