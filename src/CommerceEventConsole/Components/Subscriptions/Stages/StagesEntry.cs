using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Components.Subscriptions.Stages;

/// <summary>How the document for the other system is made.</summary>
public enum MapChoice
{
    /// <summary>Not at all: the event is sent.</summary>
    None,

    /// <summary>By a table of its fields.</summary>
    Table,

    /// <summary>By a template.</summary>
    Template,
}

/// <summary>How the destination is called.</summary>
public enum SendMethod
{
    /// <summary>POST.</summary>
    Post,

    /// <summary>PUT.</summary>
    Put,

    /// <summary>PATCH.</summary>
    Patch,
}

/// <summary>The stages of one route as they are being entered.</summary>
public sealed class StagesEntry
{
    /// <summary>Questions to Commerce.</summary>
    public List<EnrichEntry> Enrich { get; } = [];

    /// <summary>How the document is made.</summary>
    public MapChoice Map { get; set; }

    /// <summary>The table's rows; kept while a template is used, so that one can go back.</summary>
    public List<MapRowEntry> Rows { get; } = [];

    /// <summary>The template.</summary>
    public string Template { get; set; } = "";

    /// <summary>What the template makes.</summary>
    public string MediaType { get; set; } = new MapStage().MediaType;

    /// <summary>A document as the other system wants it, as JSON.</summary>
    public string Sample { get; set; } = "";

    /// <summary>How the destination is called.</summary>
    public SendMethod Method { get; set; }

    /// <summary>What is added to the destination's address.</summary>
    public string SendPath { get; set; } = "";

    /// <summary>What is written to Commerce.</summary>
    public List<WriteBackEntry> WriteBack { get; } = [];

    /// <summary>Whether an event goes out just as it is.</summary>
    public bool IsNone => ToStages().IsNone;

    /// <summary>The entry that changes nothing of stages.</summary>
    public static StagesEntry From(RouteStages stages)
    {
        var entry = new StagesEntry();
        entry.Take(stages);
        return entry;
    }

    /// <summary>Puts other stages in place of these.</summary>
    public void Take(RouteStages stages)
    {
        Enrich.Clear();
        Enrich.AddRange(stages.Enrich.Select(EnrichEntry.From));
        var map = stages.Map ?? new MapStage();
        Map = stages.Map switch { null => MapChoice.None, { Template: null } => MapChoice.Table, _ => MapChoice.Template };
        Rows.Clear();
        Rows.AddRange(map.Rows.Select(MapRowEntry.From));
        (Template, MediaType, Sample) = (map.Template ?? "", map.MediaType, map.Sample ?? "");
        Method = Enum.TryParse<SendMethod>(stages.Send?.Method, ignoreCase: true, out var method) ? method : SendMethod.Post;
        SendPath = stages.Send?.Path ?? "";
        WriteBack.Clear();
        WriteBack.AddRange(stages.WriteBack.Select(WriteBackEntry.From));
    }

    /// <summary>The stages.</summary>
    public RouteStages ToStages() => new()
    {
        Enrich = [.. Enrich.Select(e => e.ToStage())],
        Map = Map == MapChoice.None ? null : new MapStage
        {
            Rows = [.. Rows.Select(r => r.ToRow())],
            Template = Map == MapChoice.Template ? Template : null,
            MediaType = MediaType.Trim(),
            Sample = Sample.Trim().Length == 0 ? null : Sample,
        },
        Send = Method == SendMethod.Post && SendPath.Trim().Length == 0
            ? null
            : new SendStage(Method.ToString().ToUpperInvariant(), SendPath.Trim() is { Length: > 0 } path ? path : null),
        WriteBack = [.. WriteBack.Select(w => w.ToStage())],
    };
}
