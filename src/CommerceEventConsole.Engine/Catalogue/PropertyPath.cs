using System.Text;
using System.Text.Json;

namespace CommerceEventConsole.Engine.Catalogue;

/// <summary>A path such as <c>order.items[].sku</c>, compiled to UTF-8 property names.</summary>
internal sealed class PropertyPath
{
    /// <summary>Elements of one array that are looked at; more would let one event hold up the intake.</summary>
    internal const int MaxElements = 1_000;

    private readonly Segment[] _segments;

    private PropertyPath(string text, Segment[] segments)
    {
        Text = text;
        _segments = segments;
    }

    /// <summary>The path as written.</summary>
    public string Text { get; }

    /// <summary>Compiles a path; <c>[]</c> after a name (or alone) stands for each element.</summary>
    /// <exception cref="FormatException">The path is empty or has an empty name.</exception>
    public static PropertyPath Parse(string text)
    {
        var parts = text.Split('.');
        var segments = new Segment[parts.Length];
        for (var i = 0; i < parts.Length; i++)
        {
            var each = parts[i].EndsWith("[]", StringComparison.Ordinal);
            var name = each ? parts[i][..^2] : parts[i];
            if (name.Length == 0 && !(each && i == 0))
                throw new FormatException($"'{text}' is no path: a name is missing.");
            segments[i] = new Segment(Encoding.UTF8.GetBytes(name), each);
        }

        return new PropertyPath(text, segments);
    }

    /// <summary>The one value the path leads to; an array counts only when it holds exactly one element.</summary>
    public bool TryFindOne(JsonElement from, out JsonElement value)
    {
        value = from;
        foreach (var segment in _segments)
        {
            if (segment.Name.Length > 0 && !SafeJson.TryGetProperty(value, segment.Name, out value)) return false;
            if (segment.Each && value.ValueKind == JsonValueKind.Array)
            {
                if (value.GetArrayLength() != 1) return false;
                value = value[0];
            }
        }

        return true;
    }

    /// <summary>Hands every value the path leads to to <paramref name="visitor"/>, until it has enough.</summary>
    public void Visit<TVisitor>(JsonElement from, ref TVisitor visitor)
        where TVisitor : struct, IValueVisitor, allows ref struct => Visit(from, 0, ref visitor);

    private bool Visit<TVisitor>(JsonElement from, int depth, ref TVisitor visitor)
        where TVisitor : struct, IValueVisitor, allows ref struct
    {
        if (depth == _segments.Length) return visitor.Visit(from);

        var segment = _segments[depth];
        if (segment.Name.Length > 0 && !SafeJson.TryGetProperty(from, segment.Name, out from)) return true;
        if (!segment.Each) return Visit(from, depth + 1, ref visitor);

        var left = MaxElements;
        switch (from.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var element in from.EnumerateArray())
                {
                    if (left-- == 0) return true;
                    if (!Visit(element, depth + 1, ref visitor)) return false;
                }

                return true;

            // PHP writes a list with gaps as an object with number keys (spec 6.2: "website_ids":{"1":"1"}).
            case JsonValueKind.Object when SafeJson.IsNumberedList(from):
                foreach (var property in from.EnumerateObject())
                {
                    if (left-- == 0) return true;
                    if (!Visit(property.Value, depth + 1, ref visitor)) return false;
                }

                return true;

            default:
                return Visit(from, depth + 1, ref visitor);
        }
    }

    private readonly record struct Segment(byte[] Name, bool Each);
}

/// <summary>Takes the values a <see cref="PropertyPath"/> leads to.</summary>
internal interface IValueVisitor
{
    /// <summary>Takes one value; <see langword="false"/> ends the visit.</summary>
    bool Visit(JsonElement value);
}
