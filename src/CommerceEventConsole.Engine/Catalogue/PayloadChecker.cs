using System.Text.Json;

namespace CommerceEventConsole.Engine.Catalogue;

/// <summary>
/// Compares events with the AsyncAPI description of Adobe Commerce eventing. What it finds are warnings: no event is refused for
/// them. It is as lenient as the sources ask (spec 1.3; 9.6, checks 69 and 70): a number may be text, what is empty is absent,
/// Commerce's own way to write times is right. Values never appear in a warning: they may be personal data.
/// Allocates nothing when nothing deviates.
/// </summary>
public sealed class PayloadChecker
{
    /// <summary>Most deviations reported of one event.</summary>
    public const int MaxDeviations = 20;

    private readonly IReadOnlyDictionary<string, SchemaNode> _schemas = SchemaNode.LoadAll();
    private readonly SchemaNode _envelope;
    private readonly SchemaNode _data;

    /// <summary>Reads the description's schemas from the assembly.</summary>
    public PayloadChecker()
    {
        _envelope = _schemas["CommerceEventEnvelope"];
        _data = _schemas["CommerceEventData"];
    }

    /// <summary>Checks a structured event: envelope, <c>data</c> and entity.</summary>
    /// <param name="envelope">The whole CloudEvent.</param>
    /// <param name="info">Its type; event types the description says nothing about are not checked.</param>
    /// <param name="deviations">Short sentences that begin with the path are added here, up to <see cref="MaxDeviations"/> in all.</param>
    public void Check(JsonElement envelope, EventTypeInfo? info, List<string> deviations)
    {
        CheckEnvelope(envelope, info, deviations);
        if (SafeJson.TryGetProperty(envelope, "data"u8, out var data)) CheckData(data, info, deviations);
    }

    /// <summary>Checks the attributes alone.</summary>
    public void CheckEnvelope(JsonElement envelope, EventTypeInfo? info, List<string> deviations)
    {
        if (info?.Schema is not null) CheckNode(envelope, _envelope, null, null, deviations);
    }

    /// <summary>Checks <c>data</c> and entity alone, for events whose attributes came as headers (binary mode).</summary>
    public void CheckData(JsonElement data, EventTypeInfo? info, List<string> deviations)
    {
        if (info?.Schema is not null) CheckData(data, PayloadRoot.Find(data, info), info, deviations);
    }

    /// <summary>The same, for a payload whose root is already found.</summary>
    public void CheckData(JsonElement data, in PayloadRoot payload, EventTypeInfo? info, List<string> deviations)
    {
        if (info?.Schema is null || !_schemas.TryGetValue(info.Schema, out var entity)) return;

        CheckNode(data, _data, "data", null, deviations);
        if (data.ValueKind == JsonValueKind.Object && !SafeJson.IsEmpty(payload.Entity))
            CheckNode(payload.Entity, entity, null, null, deviations);
    }

    private static void CheckNode(JsonElement element, SchemaNode schema, string? parent, string? name, List<string> deviations)
    {
        switch (schema.Type)
        {
            case SchemaType.Object when element.ValueKind == JsonValueKind.Object:
                CheckObject(element, schema, parent, deviations);
                break;
            case SchemaType.String when element.ValueKind == JsonValueKind.String || (schema.OrNumber && element.ValueKind == JsonValueKind.Number):
                CheckString(element, schema, parent, name, deviations);
                break;
            case SchemaType.Integer or SchemaType.Number when element.ValueKind is JsonValueKind.String or JsonValueKind.Number:
                CheckNumber(element, schema, parent, name, deviations);
                break;
            default:
                Report(deviations, parent, name, Describe(element.ValueKind), Describe(schema));
                break;
        }
    }

    private static void CheckObject(JsonElement element, SchemaNode schema, string? path, List<string> deviations)
    {
        foreach (var required in schema.Required)
        {
            if (!SafeJson.TryGetProperty(element, required.Utf8, out var value) || value.ValueKind == JsonValueKind.Null)
                Report(deviations, path, required.Text, "missing", "it is always there");
        }

        foreach (var (name, property) in schema.Properties)
        {
            if (deviations.Count >= MaxDeviations) return;
            if (SafeJson.TryGetProperty(element, name.Utf8, out var value) && !SafeJson.IsEmpty(value))
                CheckNode(value, property, path, name.Text, deviations);
        }
    }

    private static void CheckString(JsonElement element, SchemaNode schema, string? parent, string? name, List<string> deviations)
    {
        if (element.ValueKind == JsonValueKind.Number || (schema.Format == SchemaFormat.None && schema.Const is null)) return;

        Span<char> buffer = stackalloc char[512];
        SafeJson.TryReadText(element, buffer, out var written);
        ReadOnlySpan<char> text = buffer[..written];
        // Empty text is how Commerce writes "none" for a field it has no value for.
        if (text.IsEmpty && schema.Const is null) return;

        if (schema.Const is { } constant && !text.SequenceEqual(constant))
            Report(deviations, parent, name, "another value", $"always \"{constant}\"");
        else if (!TextFormats.Has(schema.Format, text))
            Report(deviations, parent, name, $"text that is not {TextFormats.Describe(schema.Format)}", TextFormats.Describe(schema.Format));
    }

    private static void CheckNumber(JsonElement element, SchemaNode schema, string? parent, string? name, List<string> deviations)
    {
        Span<char> buffer = stackalloc char[64];
        SafeJson.TryReadText(element, buffer, out var written);
        var text = ((ReadOnlySpan<char>)buffer[..written]).Trim();
        if (text.IsEmpty) return;

        if (!TextFormats.IsNumber(text))
        {
            Report(deviations, parent, name, "text that is no number", Describe(schema));
            return;
        }

        if (schema.Type == SchemaType.Integer && !TextFormats.IsInteger(text))
        {
            Report(deviations, parent, name, "a fraction", Describe(schema));
            return;
        }

        if (schema.Enum.Length > 0 && !IsOneOf(schema.Enum, text))
            Report(deviations, parent, name, "another value", $"one of {string.Join(", ", schema.Enum)}");
    }

    private static bool IsOneOf(long[] values, ReadOnlySpan<char> text) =>
        decimal.TryParse(text, System.Globalization.NumberStyles.Number, System.Globalization.CultureInfo.InvariantCulture, out var number)
        && Array.Exists(values, value => value == number);

    private static string Describe(SchemaNode schema) => schema.Type switch
    {
        SchemaType.Object => "an object",
        SchemaType.Integer => "a whole number",
        SchemaType.Number => "a number",
        _ => TextFormats.Describe(schema.Format),
    };

    private static string Describe(JsonValueKind kind) => kind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        JsonValueKind.True or JsonValueKind.False => "true or false",
        JsonValueKind.Null => "null",
        _ => "missing",
    };

    private static void Report(List<string> deviations, string? parent, string? name, string found, string described)
    {
        if (deviations.Count >= MaxDeviations) return;
        var path = (parent, name) switch
        {
            (null, null) => "event",
            (null, _) => name,
            (_, null) => parent,
            _ => $"{parent}.{name}",
        };
        deviations.Add($"{path}: {found}, the description says {described}");
    }
}
