using System.Runtime.InteropServices;
using System.Text.Json;

namespace CommerceEventConsole.Engine.Intake;

/// <summary>How deep a JSON value is nested.</summary>
internal static class JsonDepth
{
    /// <summary>Whether <paramref name="value"/> holds more than <paramref name="levels"/> objects and lists inside one another.</summary>
    public static bool Exceeds(JsonElement value, int levels)
    {
        var raw = JsonMarshal.GetRawUtf8Value(value);
        // Each level costs two brackets: a short text cannot be deep, and that is nearly every event there is.
        if (raw.Count((byte)'{') + raw.Count((byte)'[') <= levels)
            return false;
        var reader = new Utf8JsonReader(raw, new JsonReaderOptions { MaxDepth = int.MaxValue });
        while (reader.Read())
        {
            if (reader.CurrentDepth >= levels && reader.TokenType is JsonTokenType.StartObject or JsonTokenType.StartArray && reader.CurrentDepth + 1 > levels)
                return true;
        }

        return false;
    }
}
