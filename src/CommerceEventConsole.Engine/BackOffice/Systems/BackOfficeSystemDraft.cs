namespace CommerceEventConsole.Engine.BackOffice.Systems;

/// <summary>What a person asks a back-office system to be: as typed, not yet checked.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Connector">By what means it is talked to.</param>
/// <param name="Connection">JSON of the connection.</param>
/// <param name="Records">JSON of what is exchanged.</param>
public sealed record BackOfficeSystemDraft(string Name, SystemConnector Connector, string Connection, string Records)
{
    /// <summary>Requests a minute that are usual where a system says nothing.</summary>
    public const int UsualPerMinute = 600;

    /// <summary>Requests at a time that are usual.</summary>
    public const int UsualParallel = 4;

    /// <summary>Keys and passwords; one that is missing or null keeps what is stored, an empty one removes it.</summary>
    public IReadOnlyDictionary<SystemSecret, string?> Secrets { get; init; } = new Dictionary<SystemSecret, string?>();

    /// <summary>Whether its address may lie inside the network, and be plain http.</summary>
    public bool AllowPrivateAddress { get; init; }

    /// <summary>Requests a minute at most; 0 for no limit.</summary>
    public int RequestsPerMinute { get; init; } = UsualPerMinute;

    /// <summary>Requests at a time at most.</summary>
    public int MaxParallel { get; init; } = UsualParallel;

    /// <summary>The destination that is the same system; null where none is.</summary>
    public int? DestinationId { get; init; }

    /// <summary>Whether it is used.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>The draft that changes nothing of a system.</summary>
    public static BackOfficeSystemDraft Of(BackOfficeSystem row) => new(row.Name, row.Connector, row.Connection, row.Records)
    {
        AllowPrivateAddress = row.AllowPrivateAddress,
        RequestsPerMinute = row.RequestsPerMinute,
        MaxParallel = row.MaxParallel,
        DestinationId = row.DestinationId,
        Enabled = row.Enabled,
    };

    /// <summary>Not the members, as records do: some of them are secrets.</summary>
    public override string ToString() => $"Back-office system {Name}";
}
