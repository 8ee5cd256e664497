using System.Text.Encodings.Web;
using System.Text.Json;

namespace CommerceEventConsole.Components.Subscriptions.Stages;

/// <summary>JSON for people to read.</summary>
internal static class FormattedJson
{
    /// <summary>Characters that are shown at most: more is a burden for the connection and no use to a reader.</summary>
    public const int MaxShown = 32 * 1024;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text, indented where it is JSON, and cut where it is long.</summary>
    public static (string Text, bool IsCut) Of(string text)
    {
        try
        {
            using var document = JsonDocument.Parse(text);
            text = JsonSerializer.Serialize(document.RootElement, Indented);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Shown as it is: another media type, or half a surrogate, which is no text.
        }

        return text.Length <= MaxShown ? (text, false) : (text[..MaxShown], true);
    }
}
