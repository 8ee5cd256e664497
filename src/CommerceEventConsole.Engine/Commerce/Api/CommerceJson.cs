using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Subscriptions;

namespace CommerceEventConsole.Engine.Commerce.Api;

/// <summary>
/// Subscriptions on the wire (spec 6.11). Reading is lenient, because Commerce is: members may be missing or null, an empty object stands
/// for an empty list, booleans come as 0 and 1, and a field is an object or its bare name.
/// </summary>
internal static class CommerceJson
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The answer of <c>getEventSubscriptions</c>; entries without a name are left out.</summary>
    /// <exception cref="JsonException">It is no list.</exception>
    public static IReadOnlyList<CommerceSubscription> ReadSubscriptions(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        return [.. Items(document.RootElement, required: true).Select(ReadSubscription).OfType<CommerceSubscription>()];
    }

    /// <summary>The answer of <c>supportedList</c>: names of events.</summary>
    /// <exception cref="JsonException">It is no list.</exception>
    public static IReadOnlyList<string> ReadNames(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        return [.. Items(document.RootElement, required: true).Select(item => Text(item, "name")).OfType<string>().Select(Bare)];
    }

    /// <summary>The body of a subscribe or update call. What is not said is left out, so that an update leaves it as it is.</summary>
    /// <param name="subscription">What is asked for.</param>
    /// <param name="force">Whether Commerce takes an event that it does not know yet; null for an update, which does not say.</param>
    public static byte[] Write(CommerceSubscription subscription, bool? force)
    {
        var item = new JsonObject { ["name"] = subscription.Name };
        Put(item, "parent", subscription.Parent);
        item["fields"] = new JsonArray([.. subscription.Fields.Select(WriteField)]);
        item["rules"] = new JsonArray([.. subscription.Rules.Select(WriteRule)]);
        Put(item, "destination", subscription.Destination);
        item["priority"] = subscription.Priority;
        item["hipaa_audit_required"] = subscription.HipaaAuditRequired;
        Put(item, "provider_id", subscription.ProviderId);
        var body = new JsonObject { ["event"] = item };
        if (force is { } forced)
            body["force"] = forced;
        return JsonSerializer.SerializeToUtf8Bytes(body, Plain);
    }

    private static JsonNode WriteField(CommerceField field)
    {
        var item = new JsonObject { ["name"] = field.Name };
        Put(item, "converter", field.Converter);
        Put(item, "source", field.Source);
        return item;
    }

    private static JsonNode WriteRule(CommerceRule rule) =>
        new JsonObject { ["field"] = rule.Field, ["operator"] = rule.Operator, ["value"] = rule.Value };

    private static void Put(JsonObject item, string name, string? value)
    {
        if (value is not null)
            item[name] = value;
    }

    private static CommerceSubscription? ReadSubscription(JsonElement item) => Text(item, "name") is not { } name ? null : new()
    {
        Name = Bare(name),
        Parent = Text(item, "parent") is { } parent && Bare(parent) != Bare(name) ? Bare(parent) : null,
        Fields = [.. Items(item, "fields").Select(ReadField).OfType<CommerceField>()],
        Rules = [.. Items(item, "rules").Select(ReadRule).OfType<CommerceRule>()],
        Destination = Text(item, "destination"),
        Priority = Flag(item, "priority"),
        HipaaAuditRequired = Flag(item, "hipaa_audit_required"),
        ProviderId = Text(item, "provider_id"),
    };

    private static CommerceField? ReadField(JsonElement item) =>
        item.ValueKind == JsonValueKind.String ? new CommerceField(item.GetString()!)
        : Text(item, "name") is { } name ? new CommerceField(name, Text(item, "converter"), Text(item, "source"))
        : null;

    private static CommerceRule? ReadRule(JsonElement item) =>
        Text(item, "field") is { } field && Text(item, "operator") is { } operation ? new CommerceRule(field, operation, Text(item, "value") ?? "") : null;

    private static string Bare(string name) => EventTypeName.WithoutCommercePrefix(name).ToString();

    private static IEnumerable<JsonElement> Items(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) ? Items(value, required: false) : [];

    // PHP writes a list with gaps in its numbering as an object.
    private static IEnumerable<JsonElement> Items(JsonElement value, bool required) => value.ValueKind switch
    {
        JsonValueKind.Array => [.. value.EnumerateArray()],
        JsonValueKind.Object when !required => [.. value.EnumerateObject().Select(p => p.Value)],
        JsonValueKind.Null => [],
        _ when !required => [],
        _ => throw new JsonException("The answer is no list."),
    };

    // Empty says the same as missing.
    private static string? Text(JsonElement item, string name)
    {
        if (item.ValueKind != JsonValueKind.Object || !item.TryGetProperty(name, out var value))
            return null;
        var text = value.ValueKind switch
        {
            JsonValueKind.String => value.GetString()!,
            JsonValueKind.Number => value.GetRawText(),
            _ => "",
        };
        return text.Length == 0 ? null : text;
    }

    private static bool Flag(JsonElement item, string name) =>
        item.TryGetProperty(name, out var value) && (value.ValueKind == JsonValueKind.True || Text(item, name) is "1" or "true");
}
