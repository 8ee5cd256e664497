using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.Engine.Commerce.OwnChanges;

/// <summary>A change that the console made, under one of the keys by which events may name what was changed.</summary>
public sealed class OwnChangeRow
{
    /// <summary>Fields kept of a change, in characters.</summary>
    public const int MaxFields = 4000;

    /// <summary>Destinations kept of a change, in characters.</summary>
    public const int MaxDestinations = 400;

    /// <summary>Identity in the store.</summary>
    public long Id { get; set; }

    /// <summary>The Commerce instance.</summary>
    public int InstanceId { get; set; }

    /// <summary>What was changed.</summary>
    public EntityKind EntityKind { get; set; }

    /// <summary>What <see cref="Key"/> is.</summary>
    public SearchKeyKind KeyKind { get; set; }

    /// <summary>Its key, normalised as search keys are.</summary>
    public required string Key { get; set; }

    /// <summary>Paths and fingerprints of what was written; no values.</summary>
    public required string Fields { get; set; }

    /// <summary>The destinations from which it came, separated by commas.</summary>
    public string DestinationIds { get; set; } = "";

    /// <summary>The event with which new ones are compared; null for none.</summary>
    public long? BaselineSeq { get; set; }

    /// <summary>When it was remembered.</summary>
    public DateTimeOffset WrittenAt { get; set; }

    /// <summary>Until when events are compared with it.</summary>
    public DateTimeOffset ExpiresAt { get; set; }
}
