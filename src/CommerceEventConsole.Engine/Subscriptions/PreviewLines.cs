using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Events;

namespace CommerceEventConsole.Engine.Subscriptions;

/// <summary>Writes a payload as lines for a screen, with those marked that a reduced copy of it has kept. Long payloads are cut.</summary>
internal sealed class PreviewLines
{
    /// <summary>Lines at most.</summary>
    public const int MaxLines = 400;

    private const int MaxText = 160;
    private const int MaxDepth = 30;

    private readonly List<PreviewLine> _lines = [];

    private bool IsFull => _lines.Count >= MaxLines;

    /// <param name="before">The payload.</param>
    /// <param name="kept">What is left of it.</param>
    public static IReadOnlyList<PreviewLine> Of(JsonElement before, JsonElement kept)
    {
        var writer = new PreviewLines();
        writer.Write("", before, kept, 0, "");
        if (writer.IsFull)
            writer._lines.Add(new("…", true));
        return writer._lines;
    }

    private void Write(string name, JsonElement value, JsonElement? kept, int depth, string end)
    {
        if (IsFull)
            return;
        if (value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array) || SafeJson.IsEmpty(value) || depth == MaxDepth)
        {
            var text = value.ValueKind == JsonValueKind.String ? $"\"{JsonDisplay.TextOf(value, MaxText)}\"" : JsonDisplay.TextOf(value, MaxText);
            Add(depth, name + text + end, kept is not null);
            return;
        }

        var isArray = value.ValueKind == JsonValueKind.Array;
        Add(depth, name + (isArray ? "[" : "{"), kept is not null);
        if (isArray)
            WriteItems(value, kept, depth + 1);
        else
            WriteMembers(value, kept, depth + 1);
        Add(depth, (isArray ? "]" : "}") + end, kept is not null);
    }

    private void WriteMembers(JsonElement value, JsonElement? kept, int depth)
    {
        var left = value.GetPropertyCount();
        foreach (var property in value.EnumerateObject())
        {
            if (IsFull)
                return;
            var name = JsonDisplay.NameOf(property);
            var isKept = SafeJson.TryGetProperty(kept ?? default, System.Text.Encoding.UTF8.GetBytes(name), out var other);
            Write($"\"{name}\": ", property.Value, isKept ? other : null, depth, --left > 0 ? "," : "");
        }
    }

    // A filter keeps the number and order of elements or, where they hold no fields, drops them; then the marks are a guess.
    private void WriteItems(JsonElement value, JsonElement? kept, int depth)
    {
        var left = value.GetArrayLength();
        var others = kept is { ValueKind: JsonValueKind.Array } array ? array.EnumerateArray() : default;
        var hasOthers = kept is { ValueKind: JsonValueKind.Array };
        foreach (var item in value.EnumerateArray())
        {
            if (IsFull)
                return;
            JsonElement? other = hasOthers && others.MoveNext() ? others.Current : null;
            Write("", item, other, depth, --left > 0 ? "," : "");
        }
    }

    private void Add(int depth, string text, bool isKept)
    {
        if (!IsFull)
            _lines.Add(new(new string(' ', depth * 2) + text, isKept));
    }
}
