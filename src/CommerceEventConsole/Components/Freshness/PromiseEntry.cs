using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Freshness;

namespace CommerceEventConsole.Components.Freshness;

/// <summary>What can be promised, as the form asks for it.</summary>
public enum PromiseForm
{
    /// <summary>Events about something arrive.</summary>
    Entity,

    /// <summary>Events of one type arrive.</summary>
    EventType,

    /// <summary>A resync comes to its end.</summary>
    Resync,

    /// <summary>A job succeeds.</summary>
    Job,
}

/// <summary>What a limit is counted in; the values are minutes.</summary>
public enum LimitUnit
{
    /// <summary>Minutes.</summary>
    Minutes = 1,

    /// <summary>Hours.</summary>
    Hours = 60,

    /// <summary>Days.</summary>
    Days = 24 * 60,
}

/// <summary>A promise as it is being entered.</summary>
internal sealed class PromiseEntry
{
    private const int Gone = -1;

    // A form chooses by number: jobs have texts for ids.
    private readonly List<string> _jobs;

    public PromiseEntry(IReadOnlyDictionary<string, string> jobs)
    {
        _jobs = [.. jobs.OrderBy(j => j.Value, StringComparer.CurrentCultureIgnoreCase).Select(j => j.Key)];
        Jobs = _jobs.Index().ToDictionary(j => j.Index, j => jobs[j.Item]);
    }

    public static IReadOnlyList<(PromiseForm Value, string Text)> Forms { get; } =
    [
        (PromiseForm.Entity, "Events about something arrive in time"),
        (PromiseForm.EventType, "Events of one type arrive in time"),
        (PromiseForm.Resync, "A resync has run"),
        (PromiseForm.Job, "A job has succeeded"),
    ];

    /// <summary>What the catalogue's events are about.</summary>
    public static IReadOnlyList<(EntityKind Value, string Text)> Entities { get; } =
    [
        .. EventCatalogue.Default.Types.Select(t => t.EntityKind).Distinct().Where(k => k is not (EntityKind.None or EntityKind.Other)).Order()
            .Select(k => (k, FreshnessWords.Plural(k))),
    ];

    public static IReadOnlyList<(LimitUnit Value, string Text)> Units { get; } =
        [(LimitUnit.Minutes, "minutes"), (LimitUnit.Hours, "hours"), (LimitUnit.Days, "days")];

    public IReadOnlyDictionary<int, string> Jobs { get; }

    public string Name { get; set; } = "";

    public PromiseForm Form { get; set; }

    public EntityKind EntityKind { get; set; } = EntityKind.Order;

    public string EventType { get; set; } = "";

    public int? DestinationId { get; set; }

    public int? ResyncId { get; set; }

    public int? JobNumber { get; set; }

    public int Amount { get; set; } = 5;

    public LimitUnit Unit { get; set; } = LimitUnit.Minutes;

    public bool Enabled { get; set; } = true;

    public bool IsAboutDeliveries => Form is PromiseForm.Entity or PromiseForm.EventType;

    public void Take(FreshnessDraft draft)
    {
        Name = draft.Name;
        Form = draft.Kind switch
        {
            PromiseKind.Resync => PromiseForm.Resync,
            PromiseKind.Job => PromiseForm.Job,
            _ => draft.EventType is null ? PromiseForm.Entity : PromiseForm.EventType,
        };
        EntityKind = draft.EntityKind ?? EntityKind.Order;
        EventType = draft.EventType ?? "";
        DestinationId = draft.DestinationId;
        ResyncId = draft.ResyncId;
        JobNumber = draft.Job is null ? null : _jobs.IndexOf(draft.Job) is var at and >= 0 ? at : Gone;
        Unit = draft.Minutes % (int)LimitUnit.Days == 0 && draft.Minutes > (int)LimitUnit.Days
            ? LimitUnit.Days
            : draft.Minutes % (int)LimitUnit.Hours == 0 ? LimitUnit.Hours : LimitUnit.Minutes;
        Amount = draft.Minutes / (int)Unit;
        Enabled = draft.Enabled;
    }

    public FreshnessDraft ToDraft() => new(Name, Form switch
    {
        PromiseForm.Resync => PromiseKind.Resync,
        PromiseForm.Job => PromiseKind.Job,
        _ => PromiseKind.Delivered,
    })
    {
        EntityKind = Form == PromiseForm.Entity ? EntityKind : null,
        EventType = Form == PromiseForm.EventType ? EventType : null,
        DestinationId = DestinationId,
        ResyncId = ResyncId,
        Job = JobNumber is >= 0 and var number && number < _jobs.Count ? _jobs[number] : null,
        Minutes = (int)Math.Min(int.MaxValue, (long)Amount * (int)Unit),
        Enabled = Enabled,
    };

    /// <summary>The promise as it would be.</summary>
    public string Sentence(PromiseNames names)
    {
        var draft = ToDraft();
        return draft switch
        {
            { Kind: PromiseKind.Delivered, DestinationId: null } => "Choose where the events have to arrive.",
            { Kind: PromiseKind.Delivered, EventType: "" } => "Choose which events have to arrive.",
            { Kind: PromiseKind.Resync, ResyncId: null } => "Choose a resync.",
            { Kind: PromiseKind.Job, Job: null } => "Choose a job.",
            _ => FreshnessWords.Sentence(draft, names),
        };
    }
}
