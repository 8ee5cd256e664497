using System.Text;
using System.Text.Json;

namespace CommerceEventConsole.Sandbox.BackOffice;

/// <summary>What a system reads from the CloudEvent that it is sent: type, order number and the SKUs of its lines.</summary>
internal sealed record IncomingEvent(string? Type, string? OrderNumber, IReadOnlyList<string> Skus)
{
    /// <summary>False when the body is no JSON object.</summary>
    public static bool TryRead(ReadOnlyMemory<byte> body, out IncomingEvent incoming)
    {
        incoming = new IncomingEvent(null, null, []);
        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object)
                return false;
            var entity = EntityOf(document.RootElement);
            incoming = new IncomingEvent(TextOf(document.RootElement, "type"), TextOf(entity, "increment_id") ?? TextOf(document.RootElement, "externalNo"), SkusOf(entity));
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    /// <summary>Whether a body is a JSON list.</summary>
    public static bool IsList(ReadOnlySpan<byte> body) => body.TrimStart(" \t\r\n"u8) is [(byte)'[', ..];

    /// <summary>
    /// The events of a batch (CloudEvents JSON batch format), or documents in the ERP's own shape, each with the id that the sender gave it;
    /// null when it is none.
    /// </summary>
    public static List<(string Id, byte[] Body)>? Split(ReadOnlyMemory<byte> body)
    {
        try
        {
            using var document = JsonDocument.Parse(body);
            return document.RootElement.ValueKind == JsonValueKind.Array && document.RootElement.GetArrayLength() > 0
                ? [.. document.RootElement.EnumerateArray().Select(e => (TextOf(e, "idempotencyid") ?? TextOf(e, "messageId") ?? "", Encoding.UTF8.GetBytes(e.GetRawText())))]
                : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    /// <summary>The order inside `data.value` or `data.event`, nested under its name or not (spec 1.3), or the document itself.</summary>
    private static JsonElement EntityOf(JsonElement root)
    {
        var data = Child(root, "data");
        var value = Child(data, "value");
        if (value.ValueKind != JsonValueKind.Object)
            value = Child(data, "event");
        if (value.ValueKind != JsonValueKind.Object)
            value = data.ValueKind == JsonValueKind.Object ? data : root;
        var nested = Child(value, "order");
        return nested.ValueKind == JsonValueKind.Object ? nested : value;
    }

    private static List<string> SkusOf(JsonElement entity)
    {
        var (items, sku) = (Child(entity, "items"), "sku");
        if (items.ValueKind != JsonValueKind.Array)
            (items, sku) = (Child(Child(entity, "positions"), "position"), "articleNo");
        return items.ValueKind == JsonValueKind.Array
            ? [.. items.EnumerateArray().Select(item => TextOf(item, sku)).OfType<string>()]
            : [];
    }

    private static string? TextOf(JsonElement element, string name)
    {
        var child = Child(element, name);
        return child.ValueKind == JsonValueKind.String ? child.GetString() : null;
    }

    private static JsonElement Child(JsonElement element, string name) =>
        element.ValueKind == JsonValueKind.Object && element.TryGetProperty(name, out var child) ? child : default;
}
