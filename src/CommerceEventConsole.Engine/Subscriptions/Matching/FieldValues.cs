using System.Globalization;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace CommerceEventConsole.Engine.Subscriptions.Matching;

/// <summary>Collects what a path leads to; for explanations and for comparing whole lists, never on the plain path.</summary>
internal struct FieldValues : IFieldVisitor
{
    private const int MostQuoted = 3;
    private const int LongestQuote = 80;

    private List<JsonElement>? _values;

    public readonly IReadOnlyList<JsonElement> All => _values ?? [];

    public bool Visit(JsonElement value)
    {
        (_values ??= []).Add(value);
        return true;
    }

    /// <summary>The values in words, the first few and the beginning of each.</summary>
    public readonly string Describe()
    {
        if (_values is null) return "not in the payload";
        var quoted = string.Join(", ", _values.Take(MostQuoted).Select(Quote));
        return _values.Count > MostQuoted
            ? string.Create(CultureInfo.InvariantCulture, $"{quoted} and {_values.Count - MostQuoted} more")
            : quoted;
    }

    private static string Quote(JsonElement value)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                return "an object";
            case JsonValueKind.Array:
                return "a list";
            default:
                var raw = JsonMarshal.GetRawUtf8Value(value);
                var text = Encoding.UTF8.GetString(raw[..Math.Min(raw.Length, LongestQuote * 4)]);
                return text.Length <= LongestQuote ? text : text[..LongestQuote] + "...";
        }
    }
}
