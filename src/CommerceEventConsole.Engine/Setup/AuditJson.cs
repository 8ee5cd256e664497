using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace CommerceEventConsole.Engine.Setup;

/// <summary>How before and after are written to the audit log. What is passed in holds no secret: it says only whether there is one.</summary>
internal static class AuditJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        Converters = { new JsonStringEnumConverter() },
        // Shown as text and encoded there; escapes would only make it hard to read.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static string Write<T>(T value) => JsonSerializer.Serialize(value, Options);

    /// <summary>What stands in place of a secret.</summary>
    public static string? Secret(string? protectedSecret, bool justChanged = false) =>
        protectedSecret is null ? null : justChanged ? "set anew" : "set";

    /// <summary>An address without its query, which may hold a key.</summary>
    public static string Address(string url)
    {
        var query = url.IndexOf('?', StringComparison.Ordinal);
        return query < 0 ? url : string.Concat(url.AsSpan(0, query), "?...");
    }
}
