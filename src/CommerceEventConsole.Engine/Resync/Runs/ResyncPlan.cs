using System.Text.Json;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Resync.Comparing;
using CommerceEventConsole.Engine.Resync.Definitions;
using CommerceEventConsole.Engine.Resync.Schedules;

namespace CommerceEventConsole.Engine.Resync.Runs;

/// <summary>What a run does: the definition as it was when the run was started. Members mean what they mean of <see cref="ResyncDefinition"/>.</summary>
public sealed record ResyncPlan
{
    /// <inheritdoc cref="ResyncDefinition.Kind" />
    public RecordKind Kind { get; init; }

    /// <inheritdoc cref="ResyncDefinition.Direction" />
    public ResyncDirection Direction { get; init; }

    /// <inheritdoc cref="ResyncDefinition.CommerceId" />
    public int CommerceId { get; init; }

    /// <inheritdoc cref="ResyncDefinition.SystemId" />
    public int SystemId { get; init; }

    /// <inheritdoc cref="ResyncDefinition.DestinationId" />
    public int? DestinationId { get; init; }

    /// <inheritdoc cref="ResyncDefinition.Mode" />
    public ResyncMode Mode { get; init; }

    /// <inheritdoc cref="ResyncDefinition.TimeZone" />
    public string TimeZone { get; init; } = "UTC";

    /// <inheritdoc cref="ResyncDefinition.Blackout" />
    public string? Blackout { get; init; }

    /// <inheritdoc cref="ResyncDefinition.PageSize" />
    public int PageSize { get; init; }

    /// <inheritdoc cref="ResyncDefinition.CallBudget" />
    public int CallBudget { get; init; }

    /// <inheritdoc cref="ResyncDefinition.ReportOnly" />
    public bool ReportOnly { get; init; }

    /// <inheritdoc cref="ResyncDefinition.CreatesMissing" />
    public bool CreatesMissing { get; init; }

    /// <inheritdoc cref="ResyncDefinition.FindsExtra" />
    public bool FindsExtra { get; init; }

    /// <inheritdoc cref="ResyncDefinition.Fields" />
    public string? Fields { get; init; }

    /// <summary>What is compared.</summary>
    internal IReadOnlyList<FieldRule> Rules => FieldRule.Of(Kind, Fields);

    /// <summary>The zone of its hours and days.</summary>
    internal TimeZoneInfo Zone => TimeZones.Of(TimeZone);

    /// <summary>The hours in which it stands still; null for none.</summary>
    internal BlackoutHours? Hours => BlackoutHours.TryParse(Blackout, Zone, out var hours) ? hours : null;

    /// <summary>The plan of a definition.</summary>
    public static ResyncPlan Of(ResyncDefinition row) => new()
    {
        Kind = row.Kind,
        Direction = row.Direction,
        CommerceId = row.CommerceId,
        SystemId = row.SystemId,
        DestinationId = row.DestinationId,
        Mode = row.Mode,
        TimeZone = row.TimeZone,
        Blackout = row.Blackout,
        PageSize = row.PageSize,
        CallBudget = row.CallBudget,
        ReportOnly = row.ReportOnly,
        CreatesMissing = row.CreatesMissing,
        FindsExtra = row.FindsExtra,
        Fields = row.Fields,
    };

    /// <summary>The plan of a run; null where it cannot be read.</summary>
    public static ResyncPlan? Of(ResyncRun run)
    {
        try
        {
            return JsonSerializer.Deserialize<ResyncPlan>(run.Plan);
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>As a run keeps it.</summary>
    public string ToJson() => JsonSerializer.Serialize(this);
}
