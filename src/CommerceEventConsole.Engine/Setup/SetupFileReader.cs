using System.Collections;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;

namespace CommerceEventConsole.Engine.Setup;

/// <summary>
/// Reads a setup file whole and lists everything that does not fit, each with its place. The serializer itself would stop at the first.
/// Values are never quoted in a message: they may be secrets.
/// </summary>
internal sealed class SetupFileReader
{
    private const string SchemaMember = "$schema";

    private static readonly JsonDocumentOptions Options = new()
    {
        CommentHandling = JsonCommentHandling.Skip,
        AllowTrailingCommas = true,
        MaxDepth = 40,
    };

    private readonly IConfiguration _configuration;
    private readonly List<ValidationProblem> _problems = [];

    private SetupFileReader(IConfiguration configuration) => _configuration = configuration;

    /// <summary>Reads a file's text. Each problem's <see cref="ValidationProblem.Field"/> is a JSON path.</summary>
    public static SetupFile Read(string json, IConfiguration configuration, out IReadOnlyList<ValidationProblem> problems)
    {
        var reader = new SetupFileReader(configuration);
        problems = reader._problems;
        try
        {
            using var document = JsonDocument.Parse(json, Options);
            return reader.ReadObject(document.RootElement, typeof(SetupFile), "$") as SetupFile ?? new SetupFile();
        }
        catch (JsonException e)
        {
            reader._problems.Add("$", string.Create(
                CultureInfo.InvariantCulture, $"This is not JSON, from line {e.LineNumber + 1}, byte {e.BytePositionInLine + 1} on."));
            return new SetupFile();
        }
    }

    internal static string NameOf(PropertyInfo property) => JsonNamingPolicy.CamelCase.ConvertName(property.Name);

    private object? ReadValue(JsonElement element, Type type, bool anyScalar, string path)
    {
        type = Nullable.GetUnderlyingType(type) ?? type;
        if (element.ValueKind == JsonValueKind.Null)
            return null;
        if (type == typeof(string))
            return ReadText(element, anyScalar, path);
        if (type == typeof(bool))
            return element.ValueKind is JsonValueKind.True or JsonValueKind.False ? element.GetBoolean() : Fail(path, "must be true or false.");
        if (type == typeof(int))
            return element.ValueKind == JsonValueKind.Number && element.TryGetInt32(out var number) ? number : Fail(path, "must be a whole number.");
        if (type.IsEnum)
            return ReadEnum(element, type, path);
        if (type == typeof(Dictionary<string, string>))
            return ReadTexts(element, path);
        if (type == typeof(JsonObject))
            return element.ValueKind == JsonValueKind.Object ? ReadNode(element, path) : Fail(path, "must be an object: { ... }.");
        return typeof(IList).IsAssignableFrom(type) ? ReadList(element, type, path) : ReadObject(element, type, path);
    }

    private object? ReadObject(JsonElement element, Type type, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return Fail(path, "must be an object: { ... }.");

        var result = Activator.CreateInstance(type)!;
        var properties = type.GetProperties();
        var seen = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in element.EnumerateObject())
        {
            var place = $"{path}.{member.Name}";
            var property = Array.Find(properties, p => NameOf(p).Equals(member.Name, StringComparison.OrdinalIgnoreCase));
            if (property is null)
            {
                if (path != "$" || member.Name != SchemaMember)
                    Fail(place, $"is not known here. Known are: {string.Join(", ", properties.Select(NameOf))}.");
            }
            else if (!seen.Add(property.Name))
            {
                Fail(place, "is given twice.");
            }
            else
            {
                property.SetValue(result, ReadValue(member.Value, property.PropertyType, property.IsDefined(typeof(AnyScalarAttribute)), place));
            }
        }

        return result;
    }

    private IList? ReadList(JsonElement element, Type type, string path)
    {
        if (element.ValueKind != JsonValueKind.Array)
        {
            Fail(path, "must be a list: [ ... ].");
            return null;
        }

        var list = (IList)Activator.CreateInstance(type)!;
        var index = 0;
        foreach (var item in element.EnumerateArray())
        {
            var place = string.Create(CultureInfo.InvariantCulture, $"{path}[{index++}]");
            var value = item.ValueKind == JsonValueKind.Null
                ? Fail(place, "must not be null.")
                : ReadValue(item, type.GenericTypeArguments[0], anyScalar: false, place);

            // An item that does not fit leaves a gap of its own kind, so that the indexes of those behind it stay true.
            list.Add(value ?? (type.GenericTypeArguments[0] == typeof(string) ? "" : Activator.CreateInstance(type.GenericTypeArguments[0])));
        }

        return list;
    }

    private Dictionary<string, string>? ReadTexts(JsonElement element, string path)
    {
        if (element.ValueKind != JsonValueKind.Object)
        {
            Fail(path, "must be an object of texts: { \"name\": \"value\" }.");
            return null;
        }

        var texts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var member in element.EnumerateObject())
        {
            var place = $"{path}.{member.Name}";
            if (!texts.TryAdd(member.Name, ReadText(member.Value, anyScalar: false, place) ?? ""))
                Fail(place, "is given twice. Capitals make no difference.");
        }

        return texts;
    }

    // What another part of the console reads: as it stands, but for placeholders.
    private JsonNode? ReadNode(JsonElement element, string path)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var members = new JsonObject();
                foreach (var member in element.EnumerateObject())
                {
                    var place = $"{path}.{member.Name}";
                    var value = ReadNode(member.Value, place);
                    if (!members.TryAdd(member.Name, value))
                        Fail(place, "is given twice.");
                }

                return members;
            case JsonValueKind.Array:
                return new JsonArray([.. element.EnumerateArray().Select((item, i) => ReadNode(item, string.Create(CultureInfo.InvariantCulture, $"{path}[{i}]")))]);
            case JsonValueKind.String:
                return JsonValue.Create(ReadText(element, anyScalar: false, path) ?? "");
            default:
                return JsonNode.Parse(element.GetRawText());
        }
    }

    private string? ReadText(JsonElement element, bool anyScalar, string path)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.String:
                return Placeholders.Replace(element.GetString()!, _configuration, key => Fail(path, $"names the setting '{key}', which has no value."));
            case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False when anyScalar:
                return element.GetRawText();
            default:
                Fail(path, anyScalar ? "must be a text, a number, true or false." : "must be a text in quotation marks.");
                return null;
        }
    }

    private object? ReadEnum(JsonElement element, Type type, string path)
    {
        var names = Enum.GetNames(type);
        var text = element.ValueKind == JsonValueKind.String ? ReadText(element, anyScalar: false, path) : null;
        var name = Array.Find(names, n => n.Equals(text, StringComparison.OrdinalIgnoreCase));
        return name is null ? Fail(path, $"must be one of {string.Join(", ", names)}.") : Enum.Parse(type, name);
    }

    private object? Fail(string path, string message)
    {
        _problems.Add(path, message);
        return null;
    }
}
