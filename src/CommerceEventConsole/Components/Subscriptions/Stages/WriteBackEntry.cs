using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Components.Subscriptions.Stages;

/// <summary>A change in Commerce as it is being entered.</summary>
public sealed class WriteBackEntry
{
    /// <summary>How attempts call it.</summary>
    public string Name { get; set; } = "";

    /// <summary>What is written.</summary>
    public WriteBackKind Kind { get; set; }

    /// <summary>The id of what is changed, as a path.</summary>
    public string Entity { get; set; } = "";

    /// <summary>What <see cref="Entity"/> is.</summary>
    public FoundBy By { get; set; }

    /// <summary>What must have a value, as a path.</summary>
    public string OnlyWith { get; set; } = "";

    /// <summary>The Commerce instance; null for the only one.</summary>
    public int? InstanceId { get; set; }

    /// <summary>Its fields.</summary>
    public List<MapRowEntry> Rows { get; } = [];

    /// <summary>The entry that changes nothing of a change.</summary>
    public static WriteBackEntry From(WriteBackStage stage)
    {
        var entry = new WriteBackEntry
        {
            Name = stage.Name, Kind = stage.Kind, Entity = stage.Entity ?? "", By = stage.By is null ? FoundBy.Id : FoundBy.Number, OnlyWith = stage.OnlyWith ?? "", InstanceId = stage.InstanceId,
        };
        entry.Rows.AddRange(stage.Rows.Select(MapRowEntry.From));
        return entry;
    }

    /// <summary>The change.</summary>
    public WriteBackStage ToStage() => new(Name.Trim(), Kind, NullIfEmpty(Entity), [.. Rows.Select(r => r.ToRow())], InstanceId)
    {
        OnlyWith = NullIfEmpty(OnlyWith),
        By = By == FoundBy.Number && WriteBackProposal.NeedsEntity(Kind) ? LookUpKeys.OrderNumber : null,
    };

    private static string? NullIfEmpty(string text) => text.Trim() is { Length: > 0 } trimmed ? trimmed : null;
}
