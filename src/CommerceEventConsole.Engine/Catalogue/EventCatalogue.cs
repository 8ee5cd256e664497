using System.Collections.Frozen;

namespace CommerceEventConsole.Engine.Catalogue;

/// <summary>
/// Every event type the sources describe: Adobe's list for Commerce as a Cloud Service and its PaaS spellings (spec 6.4),
/// what a back office reports (spec 8.2), and the AsyncAPI description. Immutable.
/// </summary>
public sealed class EventCatalogue
{
    private readonly FrozenDictionary<string, EventTypeInfo> _byName;
    private readonly EntityDefinition[] _hinted;
    private readonly EntityDefinition _unknown;

    private EventCatalogue(IReadOnlyDictionary<string, EntityDefinition> entities, IReadOnlyList<EventTypeInfo> types)
    {
        Types = types;
        _byName = types.ToFrozenDictionary(type => type.Name, StringComparer.Ordinal);
        _hinted = [.. entities.Values.Where(entity => entity.Hints.Count > 0)];
        _unknown = entities["unknown"];
    }

    /// <summary>The catalogue that ships with the console; read once.</summary>
    public static EventCatalogue Default { get; } = Load();

    /// <summary>All event types, shelf by shelf.</summary>
    public IReadOnlyList<EventTypeInfo> Types { get; }

    /// <summary>The entry for a canonical name, or <see langword="null"/>.</summary>
    public EventTypeInfo? Find(string canonicalName) => _byName.GetValueOrDefault(canonicalName);

    /// <summary>What is known, or can be guessed from its name, about the event type with a canonical name.</summary>
    public ResolvedEventType Describe(string canonicalName)
    {
        var info = Find(canonicalName);
        return new ResolvedEventType(info?.Name ?? canonicalName, info, info is null ? Guess(canonicalName) : _unknown);
    }

    /// <summary>The definition for entities of a kind that a payload names itself.</summary>
    internal EntityDefinition Of(EntityKind kind) => Array.Find(_hinted, entity => entity.Kind == kind && entity.Fields.Count > 0)
        ?? Array.Find(_hinted, entity => entity.Kind == kind) ?? _unknown;

    internal static EventCatalogue Load()
    {
        var (entities, types) = CatalogueFiles.Load();
        return new EventCatalogue(entities, types);
    }

    // Definitions stand in the file from the particular to the general: the first that fits is the best.
    private EntityDefinition Guess(string name) => Array.Find(_hinted, entity => entity.IsHintedAt(name)) ?? _unknown;
}
