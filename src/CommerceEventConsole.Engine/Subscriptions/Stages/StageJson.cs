using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CommerceEventConsole.Engine.Subscriptions.Stages;

/// <summary>Stages as JSON: the column of a revision.</summary>
internal static class StageJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        // Stored, never put into a page unencoded.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingDefault,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>How documents for other systems are written: readable, and valid wherever JSON is.</summary>
    public static JsonSerializerOptions Written { get; } = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The stages of those destinations that have any, by id; null where none has.</summary>
    /// <param name="stages">By destination.</param>
    /// <param name="destinations">The destinations that there are: stages of others are left out.</param>
    public static string? Write(IReadOnlyDictionary<int, RouteStages>? stages, IEnumerable<int> destinations)
    {
        var kept = new SortedDictionary<int, RouteStages>();
        foreach (var id in destinations)
        {
            if (stages is not null && stages.TryGetValue(id, out var some) && some is { IsNone: false })
                kept[id] = Whole(some);
        }

        return kept.Count == 0 ? null : JsonSerializer.Serialize(kept, Options);
    }

    /// <summary>What <see cref="Write"/> wrote.</summary>
    /// <exception cref="JsonException">It did not write this.</exception>
    public static IReadOnlyDictionary<int, RouteStages>? Read(string? json) => json is null
        ? null
        : JsonSerializer.Deserialize<Dictionary<int, RouteStages>>(json, Options)!.ToDictionary(s => s.Key, s => Whole(s.Value));

    /// <summary>Whether something is null that may not be: the serializer checks members, not what lists hold.</summary>
    public static bool HasGap(RouteStages? stages) => stages is null
        || (!stages.Enrich.IsDefaultOrEmpty && stages.Enrich.Any(e => e is null))
        || (stages.Map is { Rows.IsDefaultOrEmpty: false } map && map.Rows.Any(IsGap))
        || (!stages.WriteBack.IsDefaultOrEmpty && stages.WriteBack.Any(w => w is null || (!w.Rows.IsDefaultOrEmpty && w.Rows.Any(IsGap))));

    private static bool IsGap(MapRow? row) => row?.Value is null;

    /// <summary>Lists that were left out are empty ones.</summary>
    public static RouteStages Whole(RouteStages stages) => stages with
    {
        Enrich = stages.Enrich.IsDefault ? [] : stages.Enrich,
        WriteBack = stages.WriteBack.IsDefault ? [] : [.. stages.WriteBack.Select(w => w.Rows.IsDefault ? w with { Rows = [] } : w)],
        Map = stages.Map is { Rows.IsDefault: true } map ? map with { Rows = [] } : stages.Map,
    };
}
