using System.Text;
using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.Engine.Commerce.OwnChanges;

/// <summary>
/// Where a written value stands in an event: <c>status</c>, <c>stock_data.qty</c>, <c>items[item_id=5].qty_shipped</c> for one element,
/// <c>tracks[].track_number</c> for any.
/// </summary>
internal sealed class WrittenPath
{
    private readonly Step[] _steps;

    private WrittenPath(string text, Step[] steps)
    {
        Text = text;
        _steps = steps;
    }

    public string Text { get; }

    /// <summary>The path without what is in brackets, e.g. <c>items.qty_shipped</c>.</summary>
    public string Plain => string.Join('.', _steps.Select(s => s.Name));

    public static WrittenPath Parse(string text) => new(text, [.. Split(text).Select(Step.Parse)]);

    /// <summary>The values that it leads to; none where the event lacks it.</summary>
    public List<JsonElement> Find(JsonElement entity)
    {
        List<JsonElement> found = [entity];
        foreach (var step in _steps)
            found = [.. found.SelectMany(step.From)];
        return found;
    }

    /// <summary>Whether a difference is about what stands here: <c>items[MUG-01 #5].qty_shipped</c>.</summary>
    public bool Covers(string change)
    {
        var parts = Split(change);
        return parts.Count >= _steps.Length && _steps.Zip(parts, (step, part) => step.IsNamed(part)).All(same => same);
    }

    /// <summary>Splits at dots outside brackets: a SKU in them may have dots of its own.</summary>
    public static List<string> Split(string path)
    {
        var parts = new List<string>();
        var start = 0;
        var isInside = false;
        for (var i = 0; i < path.Length; i++)
        {
            if (path[i] == '[')
                isInside = true;
            else if (path[i] == ']' && (i + 1 == path.Length || path[i + 1] == '.'))
                isInside = false;
            else if (path[i] == '.' && !isInside)
            {
                parts.Add(path[start..i]);
                start = i + 1;
            }
        }

        parts.Add(path[start..]);
        return parts;
    }

    private sealed record Step(string Name, byte[] Utf8, bool IsList, string? IdField, string? Id)
    {
        public static Step Parse(string part)
        {
            var open = part.IndexOf('[', StringComparison.Ordinal);
            if (open < 0)
                return new Step(part, Encoding.UTF8.GetBytes(part), IsList: false, null, null);
            var name = part[..open];
            var selector = part[(open + 1)..^1].Split('=', 2);
            return selector.Length == 2
                ? new Step(name, Encoding.UTF8.GetBytes(name), IsList: true, selector[0], selector[1])
                : new Step(name, Encoding.UTF8.GetBytes(name), IsList: true, null, null);
        }

        public IEnumerable<JsonElement> From(JsonElement parent)
        {
            if (!SafeJson.TryGetProperty(parent, Utf8, out var value))
                return [];
            if (!IsList)
                return [value];
            return value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().Where(IsMeant) : [];
        }

        // Differences name an element by its id, behind the SKU where it has one.
        public bool IsNamed(string part)
        {
            var open = part.IndexOf('[', StringComparison.Ordinal);
            if (!string.Equals(open < 0 ? part : part[..open], Name, StringComparison.Ordinal))
                return false;
            if (Id is null || open < 0)
                return Id is null;
            var label = part[(open + 1)..^1];
            return string.Equals(label, Id, StringComparison.Ordinal) || label.EndsWith(" #" + Id, StringComparison.Ordinal);
        }

        private bool IsMeant(JsonElement element) =>
            IdField is null
            || (SafeJson.TryGetProperty(element, Encoding.UTF8.GetBytes(IdField), out var id) && CanonicalValue.Of(id) == Id);
    }
}
