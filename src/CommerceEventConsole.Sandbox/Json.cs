using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace CommerceEventConsole.Sandbox;

/// <summary>How the sandbox writes JSON.</summary>
internal static class Json
{
    /// <summary>Letters outside ASCII travel as they are, like in PHP's unescaped output.</summary>
    public static JavaScriptEncoder Encoder => JavaScriptEncoder.UnsafeRelaxedJsonEscaping;

    private static readonly JsonSerializerOptions Plain = new() { Encoder = Encoder };

    /// <summary>The UTF-8 bytes of a node.</summary>
    public static byte[] Bytes(JsonNode node) => JsonSerializer.SerializeToUtf8Bytes(node, Plain);

    /// <summary>An answer with the node as its body.</summary>
    public static IResult Answer(JsonNode node, int status = StatusCodes.Status200OK) =>
        Results.Text(Bytes(node), "application/json; charset=utf-8", status);

    /// <summary>Commerce writes times as text without a zone; the sandbox means UTC.</summary>
    public static string CommerceTime(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    /// <summary>RFC 3339 in UTC with milliseconds.</summary>
    public static string IsoTime(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);
}
