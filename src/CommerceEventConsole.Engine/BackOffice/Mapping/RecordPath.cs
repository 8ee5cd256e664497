using System.Collections.Immutable;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace CommerceEventConsole.Engine.BackOffice.Mapping;

/// <summary>One value that a path led to.</summary>
/// <param name="Indices">Which element of each list on the way, outermost first.</param>
/// <param name="Value">The value; null where the document says null.</param>
internal readonly record struct FoundValue(ImmutableArray<int> Indices, JsonNode? Value);

/// <summary>
/// A path to values of a JSON document, for reading and for writing: <c>order.items[].sku</c>, <c>partner_id[1]</c>,
/// <c>['@odata.nextLink']</c>. <c>[]</c> stands for each element of a list, <c>[n]</c> for one of them.
/// </summary>
internal sealed class RecordPath
{
    /// <summary>Elements of one list that are read: a document of a back-office system has fewer, a hostile one ends here.</summary>
    public const int MaxElements = 10_000;

    private const int MaxSteps = 20;

    private readonly Step[] _steps;

    private RecordPath(string text, Step[] steps)
    {
        Text = text;
        _steps = steps;
        Lists = steps.Count(s => s.Kind == StepKind.Each);
    }

    private enum StepKind
    {
        Name,
        Each,
        Index,
    }

    /// <summary>The path as written.</summary>
    public string Text { get; }

    /// <summary>How many <c>[]</c> it holds.</summary>
    public int Lists { get; }

    /// <summary>The path of a member whose name is the whole text, such as the title of a column.</summary>
    public static RecordPath OfName(string name) => new(name, [new Step(StepKind.Name, name, 0)]);

    /// <summary>Reads a path.</summary>
    /// <exception cref="FormatException">It is none; the message says why.</exception>
    public static RecordPath Parse(string text)
    {
        var steps = new List<Step>();
        var at = 0;
        while (at < text.Length)
        {
            if (text[at] == '[')
                steps.Add(Bracket(text, ref at));
            else
                steps.Add(new Step(StepKind.Name, Name(text, ref at, isFirst: steps.Count == 0), 0));
        }

        if (steps.Count is 0 or > MaxSteps)
            throw new FormatException($"“{text}” is no path: it has {steps.Count} steps, between 1 and {MaxSteps} are possible.");
        return new RecordPath(text, [.. steps]);
    }

    /// <summary>Every value that it leads to; nothing where a part of the way is missing.</summary>
    public IEnumerable<FoundValue> Find(JsonNode? document) => Walk(document, 0, []);

    /// <summary>The first value that it leads to; null where there is none.</summary>
    public JsonNode? First(JsonNode? document)
    {
        foreach (var found in Find(document))
            return found.Value;
        return null;
    }

    /// <summary>Puts a value where the path leads to, and makes what is missing on the way.</summary>
    /// <param name="document">Where the path begins: an object, or a list where it begins with one.</param>
    /// <param name="indices">Which element of each list.</param>
    /// <param name="value">The value, belonging to no document yet.</param>
    public void Set(JsonNode document, ImmutableArray<int> indices, JsonNode? value)
    {
        var node = document;
        var list = 0;
        for (var i = 0; i < _steps.Length; i++)
        {
            var step = _steps[i];
            var index = step.Kind == StepKind.Each ? indices[list++] : step.Index;
            if (i == _steps.Length - 1)
            {
                Put(node, step, index, value);
                return;
            }

            var next = Get(node, step, index);
            var wantsList = _steps[i + 1].Kind != StepKind.Name;
            if (next is null || (wantsList ? next is not JsonArray : next is not JsonObject))
            {
                next = wantsList ? new JsonArray() : new JsonObject();
                Put(node, step, index, next);
            }

            node = next;
        }
    }

    /// <inheritdoc />
    public override string ToString() => Text;

    private static Step Bracket(string text, ref int at)
    {
        var quoted = at + 1 < text.Length && text[at + 1] is '\'' or '"';
        var end = quoted ? text.IndexOf(text[at + 1] + "]", at + 2, StringComparison.Ordinal) : text.IndexOf(']', at);
        if (end < 0)
            throw new FormatException($"“{text}” is no path: a bracket is not closed.");
        var inside = quoted ? text[(at + 2)..end] : text[(at + 1)..end];
        at = end + (quoted ? 2 : 1);
        if (at < text.Length && text[at] == '.')
        {
            at++;
            if (at == text.Length)
                throw new FormatException($"“{text}” is no path: it ends with a dot.");
        }

        if (quoted)
            return inside.Length > 0 ? new Step(StepKind.Name, inside, 0) : throw new FormatException($"“{text}” is no path: a name is missing.");
        if (inside.Length == 0)
            return new Step(StepKind.Each, "", 0);
        return int.TryParse(inside, NumberStyles.None, CultureInfo.InvariantCulture, out var index) && index < MaxElements
            ? new Step(StepKind.Index, "", index)
            : throw new FormatException($"“{text}” is no path: between brackets stands a number, nothing, or a name in quotes.");
    }

    private static string Name(string text, ref int at, bool isFirst)
    {
        var name = new StringBuilder();
        while (at < text.Length && text[at] is not ('.' or '['))
            name.Append(text[at++]);
        if (name.Length == 0)
            throw new FormatException($"“{text}” is no path: {(isFirst ? "it begins with a dot" : "a name is missing")}.");
        if (at < text.Length && text[at] == '.')
        {
            at++;
            if (at == text.Length)
                throw new FormatException($"“{text}” is no path: it ends with a dot.");
        }

        return name.ToString();
    }

    private static JsonNode? Get(JsonNode? node, Step step, int index) => (node, step.Kind) switch
    {
        (JsonObject o, StepKind.Name) => o.TryGetPropertyValue(step.Name, out var value) ? value : null,
        (JsonArray a, not StepKind.Name) => index < a.Count ? a[index] : null,
        _ => null,
    };

    private static void Put(JsonNode node, Step step, int index, JsonNode? value)
    {
        switch (node)
        {
            case JsonObject o when step.Kind == StepKind.Name:
                o[step.Name] = value;
                break;
            case JsonArray a when step.Kind != StepKind.Name && index < MaxElements:
                while (a.Count <= index)
                    a.Add(null);
                a[index] = value;
                break;
        }
    }

    private IEnumerable<FoundValue> Walk(JsonNode? node, int depth, ImmutableArray<int> indices)
    {
        if (depth == _steps.Length)
            return [new FoundValue(indices, node)];
        var step = _steps[depth];
        if (step.Kind == StepKind.Each)
        {
            return node is JsonArray list
                ? list.Take(MaxElements).SelectMany((element, i) => Walk(element, depth + 1, indices.Add(i)))
                : [];
        }

        var isThere = node switch
        {
            JsonObject o => step.Kind == StepKind.Name && o.ContainsKey(step.Name),
            JsonArray a => step.Kind == StepKind.Index && step.Index < a.Count,
            _ => false,
        };
        return isThere ? Walk(Get(node, step, step.Index), depth + 1, indices) : [];
    }

    private readonly record struct Step(StepKind Kind, string Name, int Index);
}
