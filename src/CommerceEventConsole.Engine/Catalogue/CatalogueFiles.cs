using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;

namespace CommerceEventConsole.Engine.Catalogue;

/// <summary>Reads the catalogue's data files, which are part of the assembly: see the folder <c>Data</c>.</summary>
internal static class CatalogueFiles
{
    private static readonly string[] Shelves =
        ["orders", "customers", "catalog", "stock", "cart", "returns", "promotions", "companies", "back-office"];

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectRequiredConstructorParameters = true,
        Converters = { new JsonStringEnumConverter() },
    };

    /// <summary>A data file as it is.</summary>
    /// <exception cref="InvalidOperationException">The assembly lacks the file.</exception>
    public static Stream Open(string file) =>
        typeof(CatalogueFiles).Assembly.GetManifestResourceStream($"Catalogue/{file}.json")
        ?? throw new InvalidOperationException($"The catalogue's file '{file}.json' is not in the assembly.");

    /// <summary>The entity definitions by name, and the event types.</summary>
    public static (IReadOnlyDictionary<string, EntityDefinition> Entities, IReadOnlyList<EventTypeInfo> Types) Load()
    {
        var file = Read<EntitiesFile>("entities");
        var entities = file.Entities.ToDictionary(entity => entity.Key, entity => ToDefinition(entity.Value), StringComparer.Ordinal);
        var types = new List<EventTypeInfo>();
        foreach (var shelf in Shelves)
        {
            var content = Read<ShelfFile>(shelf);
            types.AddRange(content.Events.Select(entry => ToInfo(entry, content.Category, entities[entry.Entity], file)));
        }

        return (entities, types);
    }

    private static T Read<T>(string file)
    {
        using var stream = Open(file);
        return JsonSerializer.Deserialize<T>(stream, Options) ?? throw new InvalidOperationException($"The catalogue's file '{file}.json' is empty.");
    }

    private static EntityDefinition ToDefinition(EntityEntry entry) => new()
    {
        Kind = entry.Kind,
        Hints = entry.Hints ?? [],
        Keys = [.. entry.Keys.Select(EntityKeyPath.Parse)],
        SearchKeys = ToPaths(entry.SearchKeys),
        Fields = entry.Fields ?? [],
        Schema = entry.Schema,
    };

    private static SearchKeyPath[] ToPaths(OrderedDictionary<SearchKeyKind, string[]>? keys) =>
        keys is null ? [] : [.. keys.SelectMany(key => key.Value.Select(path => new SearchKeyPath(key.Key, path)))];

    private static EventTypeInfo ToInfo(EventEntry entry, EventCategory category, EntityDefinition entity, EntitiesFile file) => new()
    {
        Name = entry.Name,
        Title = entry.Title,
        Category = category,
        Description = entry.Description,
        EntityKind = entity.Kind,
        EntityProperty = entry.At,
        EntityKeys = entity.Keys,
        SearchKeys = entity.SearchKeys,
        RootSearchKeys = ToPaths(entry.RootSearchKeys),
        HasOriginalData = entry.OriginalData,
        HasIsNew = entry.IsNew,
        Fields = ToFields(entry, entity),
        // The description is of what Commerce sends; what a back office sends has schemas of its own (spec 8.2).
        Schema = category == EventCategory.BackOffice ? null : entity.Schema,
        Sample = ToSample(entry, file),
    };

    private static string[] ToFields(EventEntry entry, EntityDefinition entity)
    {
        var shared = entry.OwnFieldsOnly ? [] : entity.Fields;
        return [.. shared.Select(field => entry.At is null ? field : $"{entry.At}.{field}").Concat(entry.Fields ?? []).Distinct(StringComparer.Ordinal)];
    }

    private static JsonElement ToSample(EventEntry entry, EntitiesFile file)
    {
        var sample = entry switch
        {
            { SampleValue: { } value } => Wrap(file.DocumentedSample, "value", value),
            { SampleEvent: { } seed } => Wrap(file.SeedSample, "event", seed),
            _ => entry.SampleData ?? throw new InvalidOperationException($"The catalogue's event '{entry.Name}' has no sample."),
        };
        return JsonSerializer.SerializeToElement(sample);
    }

    private static JsonObject Wrap(JsonObject wrapping, string property, JsonNode payload)
    {
        var sample = wrapping.DeepClone().AsObject();
        sample[property] = payload.DeepClone();
        return sample;
    }

    private sealed record EntitiesFile(JsonObject DocumentedSample, JsonObject SeedSample, Dictionary<string, EntityEntry> Entities);

    private sealed record EntityEntry(
        EntityKind Kind,
        string[] Keys,
        OrderedDictionary<SearchKeyKind, string[]> SearchKeys,
        string[]? Hints = null,
        string[]? Fields = null,
        string? Schema = null);

    private sealed record ShelfFile(EventCategory Category, EventEntry[] Events);

    private sealed record EventEntry(
        string Name,
        string Title,
        string Description,
        string Entity,
        string? At = null,
        bool OriginalData = false,
        bool IsNew = false,
        bool OwnFieldsOnly = false,
        string[]? Fields = null,
        OrderedDictionary<SearchKeyKind, string[]>? RootSearchKeys = null,
        JsonNode? SampleValue = null,
        JsonNode? SampleEvent = null,
        JsonNode? SampleData = null);
}
