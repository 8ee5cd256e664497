using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Setup;

namespace CommerceEventConsole.Engine.Resync.Definitions;

/// <summary>A comparison of Commerce with a back-office system that repairs the differences, as people set it up.</summary>
public sealed class ResyncDefinition : IConfigurationRow
{
    /// <summary>Identity in the store.</summary>
    public int Id { get; set; }

    /// <summary>What people call it, at most 100 characters.</summary>
    public required string Name { get; set; }

    /// <summary>What is compared.</summary>
    public RecordKind Kind { get; set; }

    /// <summary>Which side is right.</summary>
    public ResyncDirection Direction { get; set; }

    /// <summary>The Commerce instance.</summary>
    public int CommerceId { get; set; }

    /// <summary>The back-office system.</summary>
    public int SystemId { get; set; }

    /// <summary>
    /// The destination by which events reach the same system; null where none does. An order that the system lacks goes there again by its
    /// stored event's delivery, so that order, stages and idempotency id hold; and what is written into Commerce is not sent back there.
    /// </summary>
    public int? DestinationId { get; set; }

    /// <summary>How much a run looks at.</summary>
    public ResyncMode Mode { get; set; } = ResyncMode.Full;

    /// <summary>When it runs by itself, as <see cref="Jobs.ICronSyntax"/>; null for never.</summary>
    public string? Schedule { get; set; }

    /// <summary>The zone of the schedule, of the blackout hours and of the days of orders: an IANA name.</summary>
    public string TimeZone { get; set; } = "UTC";

    /// <summary>Hours in which it stands still, as <c>08:00-18:00, 23:30-00:30</c>; null for none.</summary>
    public string? Blackout { get; set; }

    /// <summary>Records in a page.</summary>
    public int PageSize { get; set; } = 100;

    /// <summary>Requests that one run may make, both sides together; 0 for any number.</summary>
    public int CallBudget { get; set; }

    /// <summary>Minutes by which an incremental run looks back beyond the last one's end: clocks differ, and what was just saved may be seen late.</summary>
    public int OverlapMinutes { get; set; } = 10;

    /// <summary>Minutes that a change is given to arrive by its event: what was changed since is left to the next run.</summary>
    public int SettleMinutes { get; set; }

    /// <summary>Of orders: how many days back a full run looks.</summary>
    public int OrderDays { get; set; } = 7;

    /// <summary>Whether differences are only listed.</summary>
    public bool ReportOnly { get; set; }

    /// <summary>Whether what the other side lacks is made there; otherwise it is only listed.</summary>
    public bool CreatesMissing { get; set; } = true;

    /// <summary>Whether a full run also lists what only the other side has. Nothing is ever deleted.</summary>
    public bool FindsExtra { get; set; }

    /// <summary>What is compared, a line for each field (<see cref="Comparing.FieldRule"/>); null for the usual fields of the kind.</summary>
    public string? Fields { get; set; }

    /// <summary>Whether it runs by its schedule.</summary>
    public bool Enabled { get; set; } = true;

    /// <summary>Up to when changes were compared: where the next incremental run begins. Null before the first run came to its end.</summary>
    public DateTimeOffset? ComparedUntil { get; set; }

    /// <inheritdoc />
    public long Version { get; set; }

    /// <inheritdoc />
    public string ChangedBy { get; set; } = "";

    /// <inheritdoc />
    public DateTimeOffset ChangedAt { get; set; }
}
