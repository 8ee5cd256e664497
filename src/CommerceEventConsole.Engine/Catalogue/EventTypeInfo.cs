using System.Text;
using System.Text.Json;

namespace CommerceEventConsole.Engine.Catalogue;

/// <summary>What the catalogue knows about one event type.</summary>
public sealed class EventTypeInfo
{
    private readonly string? _entityProperty;

    /// <summary>Canonical name, e.g. <c>observer.sales_order_save_commit_after</c>.</summary>
    public required string Name { get; init; }

    /// <summary>What happened, in a merchant's words; unique in the catalogue.</summary>
    public required string Title { get; init; }

    /// <summary>The shelf it stands on.</summary>
    public required EventCategory Category { get; init; }

    /// <summary>When the event is sent and what it is good for.</summary>
    public required string Description { get; init; }

    /// <summary>What the event is about.</summary>
    public required EntityKind EntityKind { get; init; }

    /// <summary>Property of the payload root that holds the entity; <see langword="null"/> when its fields are flat (spec 6.4).</summary>
    public string? EntityProperty
    {
        get => _entityProperty;
        init
        {
            _entityProperty = value;
            EntityPropertyUtf8 = value is null ? null : Encoding.UTF8.GetBytes(value);
        }
    }

    /// <summary>Paths from the entity to its key, the preferred one first.</summary>
    public required IReadOnlyList<EntityKeyPath> EntityKeys { get; init; }

    /// <summary>Paths from the entity to values worth finding the event by; header fields before line items.</summary>
    public required IReadOnlyList<SearchKeyPath> SearchKeys { get; init; }

    /// <summary>Paths from the payload root to values beside the entity.</summary>
    public IReadOnlyList<SearchKeyPath> RootSearchKeys { get; init; } = [];

    /// <summary>Whether <c>_origData</c> can be subscribed to, hence the rule operator <c>onChange</c> (spec 6.8).</summary>
    public bool HasOriginalData { get; init; }

    /// <summary>Whether <c>_isNew</c> can be subscribed to: created or updated (spec 6.7).</summary>
    public bool HasIsNew { get; init; }

    /// <summary>Field paths from the payload root that the sources name; a real payload may hold more.</summary>
    public IReadOnlyList<string> Fields { get; init; } = [];

    /// <summary>Name of the description's schema that the entity is compared with; <see langword="null"/> when there is none.</summary>
    public string? Schema { get; init; }

    /// <summary>A believable <c>data</c> for this event type.</summary>
    public required JsonElement Sample { get; init; }

    internal byte[]? EntityPropertyUtf8 { get; private init; }

    /// <summary>Whether an object carries a key of this entity itself.</summary>
    internal bool HasKey(JsonElement candidate)
    {
        for (var i = 0; i < EntityKeys.Count; i++)
        {
            if (EntityKeys[i].Compiled.TryFindOne(candidate, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number)
                return true;
        }

        return false;
    }
}
