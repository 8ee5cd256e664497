using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CommerceEventConsole.Engine.Subscriptions.Matching;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Engine.Subscriptions.Formats.Sets;

/// <summary>Writes and reads the JSON form of a whole set.</summary>
internal static class SubscriptionSetFile
{
    /// <summary>Room for a thousand subscriptions of a hundred fields.</summary>
    public const int MaxBytes = 5 * 1024 * 1024;

    private const int MaxDepth = 16;

    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NewLine = "\n",
        MaxDepth = MaxDepth,
        AllowDuplicateProperties = false,
        UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
        RespectNullableAnnotations = true,
        RespectRequiredConstructorParameters = true,
        NumberHandling = JsonNumberHandling.Strict,
        Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase, allowIntegerValues: false) },
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // A file that people read, never put into a page unencoded.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write(IEnumerable<SetSubscription> subscriptions) => JsonSerializer.Serialize(
        new SubscriptionSet(
            SubscriptionSet.FormatName,
            SubscriptionSet.CurrentVersion,
            [.. subscriptions.OrderBy(s => s.Name, StringComparer.OrdinalIgnoreCase).ThenBy(s => s.Name, StringComparer.Ordinal)]),
        Options) + "\n";

    /// <summary>The subscriptions of a file; none where it cannot be read, with the reason and its line in <paramref name="findings"/>.</summary>
    public static IReadOnlyList<ImportedSubscription> Read(ImportFile file, FindingLog findings)
    {
        if (file.Content.Length > MaxBytes)
        {
            findings.Error(file.Name, 0, string.Create(
                CultureInfo.InvariantCulture, $"The file is larger than the {MaxBytes / 1024 / 1024} MB that are read. Nothing of it was read."));
            return [];
        }

        var json = file.Content.Span.StartsWith("\uFEFF"u8) ? file.Content[3..] : file.Content;
        var isJson = false;
        try
        {
            if (!IsOurs(json, file, findings))
                return [];
            isJson = true;
            var set = JsonSerializer.Deserialize<SubscriptionSet>(json.Span, Options)!;
            return HasGap(set)
                ? throw new JsonException("null in a list.")
                : [.. set.Subscriptions.Select((s, i) => ToImported(file, findings, s, i))];
        }
        catch (JsonException e)
        {
            findings.Error(file.Name, (int)Math.Min(int.MaxValue, (e.LineNumber ?? -1) + 1), Explain(e, isJson));
            return [];
        }
    }

    // Before the members are looked at: a newer version has others, and so has any other JSON.
    private static bool IsOurs(ReadOnlyMemory<byte> json, ImportFile file, FindingLog findings)
    {
        using var document = JsonDocument.Parse(json, new JsonDocumentOptions { MaxDepth = MaxDepth });
        var root = document.RootElement;
        if (root.ValueKind != JsonValueKind.Object || !root.TryGetProperty("format", out var format)
            || format.ValueKind != JsonValueKind.String || format.GetString() != SubscriptionSet.FormatName)
        {
            findings.Error(file.Name, 0, $"This is JSON, but not a set of subscriptions: its \"format\" must be \"{SubscriptionSet.FormatName}\".");
            return false;
        }

        if (root.TryGetProperty("version", out var version) && version.ValueKind == JsonValueKind.Number
            && version.TryGetInt32(out var number) && number != SubscriptionSet.CurrentVersion)
        {
            findings.Error(file.Name, 0, string.Create(
                CultureInfo.InvariantCulture, $"The set has version {number}; this console reads version {SubscriptionSet.CurrentVersion}. A newer console may have written it."));
            return false;
        }

        return true;
    }

    // The serializer checks members for null, not what lists hold.
    private static bool HasGap(SubscriptionSet set) => set.Subscriptions.Any(s => s is null
        || s.Fields?.Any(f => f is null) == true || s.Rules?.Any(r => r is null) == true || s.Destinations?.Any(d => d is null) == true
        || s.Commerce?.Fields?.Any(f => f is null) == true || s.Commerce?.Processors?.Any(p => p is null) == true
        || s.Stages?.Values.Any(StageJson.HasGap) == true);

    private static ImportedSubscription ToImported(ImportFile file, FindingLog findings, SetSubscription read, int index)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"{file.Name}: subscription {index + 1}");
        var problems = new List<string>();
        var rules = new List<Rule>();
        foreach (var rule in read.Rules ?? [])
        {
            if (RuleOperatorNames.TryParse(rule.Operator, out var operation))
                rules.Add(new Rule(rule.Field, operation, rule.Value));
            else
                problems.Add($"“{rule.Operator}” is no operator. There are {string.Join(", ", RuleOperatorNames.All)}.");
        }

        foreach (var problem in problems)
            findings.Error(file.Name, 0, $"{read.Name}: {problem}");
        var commerce = read.Commerce is { IsEmpty: true } ? null : read.Commerce;
        return new(
            new SubscriptionDraft(read.Name, read.EventType, read.Fields ?? [], rules, [], read.Sending ?? RouteSending.Default, read.Enabled, commerce),
            [.. (read.Destinations ?? []).Distinct(StringComparer.OrdinalIgnoreCase)],
            [place],
            problems)
        {
            Stages = read.Stages?.GroupBy(s => s.Key.Trim(), StringComparer.OrdinalIgnoreCase).ToDictionary(g => g.Key, g => StageJson.Whole(g.Last().Value), StringComparer.OrdinalIgnoreCase),
        };
    }

    private static string Explain(JsonException e, bool isJson)
    {
        var place = string.Create(CultureInfo.InvariantCulture, $"character {(e.BytePositionInLine ?? 0) + 1} of the line");
        return isJson
            ? $"What stands at {e.Path ?? "$"} ({place}) does not belong there, is there twice, or misses a part. Nothing of the file was read."
            : $"This is not JSON that can be read, from {place} on: a comma, a bracket or a quotation mark is missing or too many. Nothing of the file was read.";
    }
}
