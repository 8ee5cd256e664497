using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CommerceEventConsole.Engine.Catalogue;

/// <summary>The JSON types that the description uses.</summary>
internal enum SchemaType
{
    Object,
    String,
    Integer,
    Number,
}

/// <summary>The formats that the description uses, and what a decimal in text or a media type looks like.</summary>
internal enum SchemaFormat
{
    None,
    DateTime,
    Email,
    Uuid,
    Uri,
    Decimal,
    JsonMediaType,
}

/// <summary>
/// One schema of the subset of JSON Schema that the AsyncAPI description uses. <c>orNumber</c> is ours: text for which the
/// sources show numbers as well (spec 1.3).
/// </summary>
internal sealed class SchemaNode
{
    private SchemaNode(Entry entry)
    {
        Type = entry.Type;
        Format = entry.Format switch
        {
            null => SchemaFormat.None,
            "date-time" => SchemaFormat.DateTime,
            "email" => SchemaFormat.Email,
            "uuid" => SchemaFormat.Uuid,
            "uri" => SchemaFormat.Uri,
            "decimal" => SchemaFormat.Decimal,
            "json-media-type" => SchemaFormat.JsonMediaType,
            var unknown => throw new InvalidOperationException($"The format '{unknown}' is not among those the checker knows."),
        };
        OrNumber = entry.OrNumber;
        Const = entry.Const;
        Enum = entry.Enum ?? [];
        Required = [.. (entry.Required ?? []).Select(name => new Name(name))];
        Properties = [.. (entry.Properties ?? []).Select(property => (new Name(property.Key), new SchemaNode(property.Value)))];
    }

    public SchemaType Type { get; }

    public SchemaFormat Format { get; }

    public bool OrNumber { get; }

    public string? Const { get; }

    public long[] Enum { get; }

    public Name[] Required { get; }

    public (Name Name, SchemaNode Schema)[] Properties { get; }

    /// <summary>The schemas of the description by name.</summary>
    public static IReadOnlyDictionary<string, SchemaNode> LoadAll()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
            Converters = { new JsonStringEnumConverter(JsonNamingPolicy.CamelCase) },
        };
        using var stream = CatalogueFiles.Open("asyncapi-schemas");
        var entries = JsonSerializer.Deserialize<OrderedDictionary<string, Entry>>(stream, options)!;
        return entries.ToDictionary(entry => entry.Key, entry => new SchemaNode(entry.Value), StringComparer.Ordinal);
    }

    /// <summary>A property name in both encodings.</summary>
    internal sealed class Name(string text)
    {
        public string Text { get; } = text;

        public byte[] Utf8 { get; } = Encoding.UTF8.GetBytes(text);
    }

    private sealed record Entry(
        SchemaType Type,
        string? Format = null,
        bool OrNumber = false,
        string? Const = null,
        long[]? Enum = null,
        string[]? Required = null,
        OrderedDictionary<string, Entry>? Properties = null);
}
