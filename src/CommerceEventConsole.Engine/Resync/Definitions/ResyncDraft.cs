using CommerceEventConsole.Engine.BackOffice;

namespace CommerceEventConsole.Engine.Resync.Definitions;

/// <summary>What a person asks a resync to be: as typed, not yet checked. The members mean what they mean of <see cref="ResyncDefinition"/>.</summary>
/// <param name="Name">What people call it.</param>
/// <param name="Kind">What is compared.</param>
/// <param name="Direction">Which side is right.</param>
/// <param name="CommerceId">The Commerce instance.</param>
/// <param name="SystemId">The back-office system.</param>
public sealed record ResyncDraft(string Name, RecordKind Kind, ResyncDirection Direction, int CommerceId, int SystemId)
{
    /// <inheritdoc cref="ResyncDefinition.DestinationId" />
    public int? DestinationId { get; init; }

    /// <inheritdoc cref="ResyncDefinition.Mode" />
    public ResyncMode Mode { get; init; } = ResyncMode.Full;

    /// <summary>When it runs by itself: five fields of cron; empty for never.</summary>
    public string Schedule { get; init; } = "";

    /// <inheritdoc cref="ResyncDefinition.TimeZone" />
    public string TimeZone { get; init; } = "UTC";

    /// <summary>Hours in which it stands still; empty for none.</summary>
    public string Blackout { get; init; } = "";

    /// <inheritdoc cref="ResyncDefinition.PageSize" />
    public int PageSize { get; init; } = 100;

    /// <inheritdoc cref="ResyncDefinition.CallBudget" />
    public int CallBudget { get; init; }

    /// <inheritdoc cref="ResyncDefinition.OverlapMinutes" />
    public int OverlapMinutes { get; init; } = 10;

    /// <inheritdoc cref="ResyncDefinition.SettleMinutes" />
    public int SettleMinutes { get; init; }

    /// <inheritdoc cref="ResyncDefinition.OrderDays" />
    public int OrderDays { get; init; } = 7;

    /// <inheritdoc cref="ResyncDefinition.ReportOnly" />
    public bool ReportOnly { get; init; }

    /// <inheritdoc cref="ResyncDefinition.CreatesMissing" />
    public bool CreatesMissing { get; init; } = true;

    /// <inheritdoc cref="ResyncDefinition.FindsExtra" />
    public bool FindsExtra { get; init; }

    /// <summary>What is compared, a line for each field; empty for the usual fields of the kind.</summary>
    public string Fields { get; init; } = "";

    /// <inheritdoc cref="ResyncDefinition.Enabled" />
    public bool Enabled { get; init; } = true;

    /// <summary>The draft that changes nothing of a definition.</summary>
    public static ResyncDraft Of(ResyncDefinition row) => new(row.Name, row.Kind, row.Direction, row.CommerceId, row.SystemId)
    {
        DestinationId = row.DestinationId,
        Mode = row.Mode,
        Schedule = row.Schedule ?? "",
        TimeZone = row.TimeZone,
        Blackout = row.Blackout ?? "",
        PageSize = row.PageSize,
        CallBudget = row.CallBudget,
        OverlapMinutes = row.OverlapMinutes,
        SettleMinutes = row.SettleMinutes,
        OrderDays = row.OrderDays,
        ReportOnly = row.ReportOnly,
        CreatesMissing = row.CreatesMissing,
        FindsExtra = row.FindsExtra,
        Fields = row.Fields ?? "",
        Enabled = row.Enabled,
    };
}
