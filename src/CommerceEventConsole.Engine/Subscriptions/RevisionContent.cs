using System.Text.Encodings.Web;
using System.Text.Json;
using CommerceEventConsole.Engine.Subscriptions.Matching;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Engine.Subscriptions;

/// <summary>The content of a revision, between its columns and the definition that is compiled.</summary>
public static class RevisionContent
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        // Stored, never put into a page unencoded.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingDefault,
    };

    /// <summary>What a revision asks for.</summary>
    /// <exception cref="FormatException">The row holds something that no version of the console wrote.</exception>
    public static SubscriptionDefinition Read(SubscriptionRevision revision)
    {
        try
        {
            var fields = JsonSerializer.Deserialize<string[]>(revision.Fields, Options) ?? [];
            var rules = JsonSerializer.Deserialize<StoredRule[]>(revision.Rules, Options) ?? [];
            return new SubscriptionDefinition(revision.EventType, fields, [.. rules.Select(ToRule)]);
        }
        catch (JsonException e)
        {
            throw new FormatException($"Revision {revision.Id} cannot be read: {e.Message}", e);
        }
    }

    internal static string WriteFields(IEnumerable<string> fields) => JsonSerializer.Serialize(fields, Options);

    internal static string WriteRules(IEnumerable<Rule> rules) => JsonSerializer.Serialize(
        rules.Select(r => new StoredRule(r.Field, RuleOperatorNames.Format(r.Operator), r.Value)), Options);

    internal static string WriteDestinations(IEnumerable<int> ids) => JsonSerializer.Serialize(ids.Order(), Options);

    /// <summary>The ids of a revision's destinations.</summary>
    internal static int[] ReadDestinations(SubscriptionRevision revision) => JsonSerializer.Deserialize<int[]>(revision.Destinations, Options) ?? [];

    internal static string? WriteCommerce(CommerceSettings? settings) => settings is null or { IsEmpty: true } ? null : JsonSerializer.Serialize(settings, Options);

    /// <summary>What a revision says to Commerce alone; null for nothing.</summary>
    internal static CommerceSettings? ReadCommerce(SubscriptionRevision revision) =>
        revision.Commerce is null ? null : JsonSerializer.Deserialize<CommerceSettings>(revision.Commerce, Options);

    /// <summary>The stages of those destinations that are chosen; null where none has any.</summary>
    internal static string? WriteStages(SubscriptionDraft draft) => StageJson.Write(draft.Stages, draft.DestinationIds);

    /// <summary>What a revision's routes do beside sending, by destination; null where none does more.</summary>
    internal static IReadOnlyDictionary<int, RouteStages>? ReadStages(SubscriptionRevision revision)
    {
        try
        {
            return StageJson.Read(revision.Stages);
        }
        catch (JsonException e)
        {
            throw new FormatException($"The stages of revision {revision.Id} cannot be read: {e.Message}", e);
        }
    }

    private static Rule ToRule(StoredRule rule) => RuleOperatorNames.TryParse(rule.Operator, out var operation)
        ? new Rule(rule.Field, operation, rule.Value)
        : throw new FormatException($"'{rule.Operator}' is no operator.");

    private sealed record StoredRule(string Field, string Operator, string Value);
}
