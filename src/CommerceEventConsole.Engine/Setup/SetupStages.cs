using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Engine.Setup;

/// <summary>
/// Stages in a setup file: those of <see cref="RouteStages"/>, with destinations and Commerce instances named (<c>instance</c>), because their
/// ids differ from console to console.
/// </summary>
internal static class SetupStages
{
    private const string InstanceId = "instanceId";
    private const string Instance = "instance";

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        AllowDuplicateProperties = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.Strict,
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
    };

    /// <summary>Reads the stages of a subscription by destination.</summary>
    /// <param name="stages">What the file says.</param>
    /// <param name="destinations">Ids by name.</param>
    /// <param name="instances">Ids of Commerce instances by name.</param>
    /// <param name="path">Where it stands.</param>
    /// <param name="problems">Takes what is wrong.</param>
    public static Dictionary<int, RouteStages> Read(
        JsonObject stages, IReadOnlyDictionary<string, int> destinations, IReadOnlyDictionary<string, int> instances, string path, List<ValidationProblem> problems)
    {
        var read = new Dictionary<int, RouteStages>();
        foreach (var (name, node) in stages)
        {
            var place = $"{path}.{name}";
            if (!destinations.TryGetValue(name.Trim(), out var id))
                problems.Add(place, $"There is no destination '{name}', neither in this file nor in the console.");
            else if (node is null)
                read[id] = RouteStages.None;
            else if (ReadOne(node.DeepClone(), instances, place, problems) is { } one)
                read[id] = one;
        }

        return read;
    }

    /// <summary>Writes the stages of a subscription; null where there are none.</summary>
    public static JsonObject? Write(
        IReadOnlyDictionary<int, RouteStages>? stages, IReadOnlyDictionary<int, string> destinations, IReadOnlyDictionary<int, string> instances)
    {
        var written = new JsonObject();
        foreach (var (id, some) in stages ?? new Dictionary<int, RouteStages>())
        {
            if (some.IsNone || !destinations.TryGetValue(id, out var name))
                continue;
            var node = (JsonObject)JsonSerializer.SerializeToNode(StageJson.Whole(some), Options)!;
            foreach (var (part, _) in Calls(node))
            {
                if (part.Remove(InstanceId, out var number) && number?.GetValueKind() == JsonValueKind.Number
                    && instances.TryGetValue(number.GetValue<int>(), out var instance))
                    part[Instance] = instance;
            }

            written[name] = node;
        }

        return written.Count == 0 ? null : written;
    }

    /// <summary>Reads what a subscription says to Commerce alone; null for nothing.</summary>
    public static CommerceSettings? ReadCommerce(JsonObject settings, string path, List<ValidationProblem> problems)
    {
        try
        {
            return settings.Deserialize<CommerceSettings>(Options) is { IsEmpty: false } read ? read : null;
        }
        catch (JsonException e)
        {
            problems.Add(path + Below(e), Misfit);
            return null;
        }
    }

    /// <summary>Writes that.</summary>
    public static JsonObject? WriteCommerce(CommerceSettings? settings) =>
        settings is null or { IsEmpty: true } ? null : (JsonObject)JsonSerializer.SerializeToNode(settings, Options)!;

    private const string Misfit = "does not belong there, is there twice, or misses a part. See docs/setup.schema.json.";

    private static RouteStages? ReadOne(JsonNode node, IReadOnlyDictionary<string, int> instances, string path, List<ValidationProblem> problems)
    {
        var isSound = true;
        foreach (var (part, place) in Calls(node))
        {
            if (part.ContainsKey(InstanceId))
            {
                problems.Add($"{path}.{place}.{InstanceId}", "Name the Commerce instance as instance: its number differs from console to console.");
                isSound = false;
            }

            if (!part.Remove(Instance, out var name) || name is null)
                continue;
            if (name.GetValueKind() == JsonValueKind.String && instances.TryGetValue(name.GetValue<string>().Trim(), out var id))
            {
                part[InstanceId] = id;
                continue;
            }

            problems.Add($"{path}.{place}.{Instance}", $"There is no Commerce instance {name.ToJsonString(Options)}, neither in this file nor in the console.");
            isSound = false;
        }

        if (!isSound)
            return null;
        try
        {
            if (node.Deserialize<RouteStages>(Options) is { } read && !StageJson.HasGap(read))
                return StageJson.Whole(read);
            problems.Add(path, "holds null in a list.");
        }
        catch (JsonException e)
        {
            problems.Add(path + Below(e), Misfit);
        }

        return null;
    }

    // Those parts that call Commerce, with their place.
    private static IEnumerable<(JsonObject Part, string Place)> Calls(JsonNode stages)
    {
        foreach (var list in new[] { "enrich", "writeBack" })
        {
            if (stages is not JsonObject members || members[list] is not JsonArray parts)
                continue;
            for (var i = 0; i < parts.Count; i++)
            {
                if (parts[i] is JsonObject part)
                    yield return (part, string.Create(CultureInfo.InvariantCulture, $"{list}[{i}]"));
            }
        }
    }

    private static string Below(JsonException e) => e.Path is { Length: > 1 } path ? path[1..] : "";
}
