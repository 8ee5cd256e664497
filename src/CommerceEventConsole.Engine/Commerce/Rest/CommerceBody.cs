using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CommerceEventConsole.Engine.Commerce.Rest;

/// <summary>Documents on their way to Commerce.</summary>
internal static class CommerceBody
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>A document as UTF-8, without white space.</summary>
    public static byte[] Write(JsonNode body) => JsonSerializer.SerializeToUtf8Bytes(body, Plain);

    /// <summary>A list of copies: a node has one parent only.</summary>
    public static JsonArray List(IEnumerable<JsonNode> nodes) => new([.. nodes.Select(node => node.Parent is null ? node : node.DeepClone())]);
}
