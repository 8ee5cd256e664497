using System.Text.Json;

namespace CommerceEventConsole.Components.Subscriptions.Stages;

/// <summary>
/// Constants as people write them: <c>EUR</c> rather than <c>"EUR"</c>. What reads as a number, <c>true</c>, <c>false</c> or any other JSON is
/// that; to have it as text one writes the quotes.
/// </summary>
public static class ConstantText
{
    private static readonly JsonSerializerOptions Plain = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The JSON that was meant.</summary>
    public static string ToJson(string text) => IsJson(text) ? text.Trim() : JsonSerializer.Serialize(text, Plain);

    /// <summary>How people write it.</summary>
    public static string FromJson(string json)
    {
        if (!IsJson(json))
            return json;
        using var document = JsonDocument.Parse(json);
        return document.RootElement.ValueKind == JsonValueKind.String && document.RootElement.GetString() is { } text && !IsJson(text) ? text : json;
    }

    private static bool IsJson(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
