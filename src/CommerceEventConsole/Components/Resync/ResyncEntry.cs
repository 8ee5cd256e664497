using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Resync.Definitions;

namespace CommerceEventConsole.Components.Resync;

/// <summary>A resync as it is being entered.</summary>
internal sealed class ResyncEntry
{
    // An order is given this long to arrive by its event before it is looked for.
    private const int MinutesOfOrders = 15;

    private RecordKind _kind = RecordKind.Stock;

    public string Name { get; set; } = "";

    /// <summary>What is compared; choosing it chooses the usual direction, and the time to arrive.</summary>
    public RecordKind Kind
    {
        get => _kind;
        set
        {
            _kind = value;
            Direction = UsualDirections.Of(value);
            SettleMinutes = value == RecordKind.Order ? MinutesOfOrders : 0;
        }
    }

    public ResyncDirection Direction { get; set; } = ResyncDirection.ToCommerce;

    public int? CommerceId { get; set; }

    public int? SystemId { get; set; }

    public int? DestinationId { get; set; }

    public ResyncMode Mode { get; set; } = ResyncMode.Full;

    public string Schedule { get; set; } = "";

    public string TimeZone { get; set; } = "UTC";

    public string Blackout { get; set; } = "";

    public int PageSize { get; set; } = 100;

    public int CallBudget { get; set; }

    public int OverlapMinutes { get; set; } = 10;

    public int SettleMinutes { get; set; }

    public int OrderDays { get; set; } = 7;

    public bool ReportOnly { get; set; }

    public bool CreatesMissing { get; set; } = true;

    public bool FindsExtra { get; set; }

    public string Fields { get; set; } = "";

    public bool Enabled { get; set; } = true;

    public static ResyncEntry Of(ResyncDraft draft) => new()
    {
        Name = draft.Name,
        Kind = draft.Kind,
        Direction = draft.Direction,
        CommerceId = draft.CommerceId,
        SystemId = draft.SystemId,
        DestinationId = draft.DestinationId,
        Mode = draft.Mode,
        Schedule = draft.Schedule,
        TimeZone = draft.TimeZone,
        Blackout = draft.Blackout,
        PageSize = draft.PageSize,
        CallBudget = draft.CallBudget,
        OverlapMinutes = draft.OverlapMinutes,
        SettleMinutes = draft.SettleMinutes,
        OrderDays = draft.OrderDays,
        ReportOnly = draft.ReportOnly,
        CreatesMissing = draft.CreatesMissing,
        FindsExtra = draft.FindsExtra,
        Fields = draft.Fields,
        Enabled = draft.Enabled,
    };

    public ResyncDraft ToDraft() => new(Name, Kind, Direction, CommerceId ?? 0, SystemId ?? 0)
    {
        DestinationId = DestinationId,
        Mode = Mode,
        Schedule = Schedule,
        TimeZone = TimeZone,
        Blackout = Blackout,
        PageSize = PageSize,
        CallBudget = CallBudget,
        OverlapMinutes = OverlapMinutes,
        SettleMinutes = SettleMinutes,
        OrderDays = OrderDays,
        ReportOnly = ReportOnly,
        CreatesMissing = CreatesMissing,
        FindsExtra = FindsExtra,
        Fields = Fields,
        Enabled = Enabled,
    };
}
