using System.Text.Json;
using System.Text.Json.Nodes;

namespace CommerceEventConsole.Engine.Subscriptions.Stages;

/// <summary>
/// Makes a document of rows. The lists of a target follow those of its source, the outermost first. What the source has more of becomes a
/// list in itself; where the target has more, the value stands in every item that other rows make, and in one item where no row is there to.
/// </summary>
internal static class MapWriter
{
    private const int MaxNodes = 200_000;

    private static readonly JsonNodeOptions Options = new() { PropertyNameCaseInsensitive = false };

    /// <summary>The document; its fields stand in the order of the rows that make them first.</summary>
    /// <exception cref="StageException">A row cannot be made; the message names it.</exception>
    public static JsonObject Write(IReadOnlyList<CompiledRow> rows, StageInputs inputs)
    {
        var document = new JsonObject(Options);
        var budget = new Budget(MaxNodes, rows.SelectMany(r => r.Target.ListsMadeBy(r.Lists)).ToHashSet(StringComparer.Ordinal));
        var values = rows.Select(row => (Row: row, Shape: row.Read(inputs))).ToList();

        // Places first, so that the order of fields is that of the rows; then what makes lists before what stands in all of their items.
        foreach (var (row, shape) in values)
        {
            if (!shape.IsMissing)
                document.TryAdd(row.Target.Names[0].Text, null);
        }

        foreach (var (row, shape) in values.OrderByDescending(v => Depth(v.Shape)))
        {
            if (!shape.IsMissing)
                Put(document, row, 0, shape, budget);
        }

        return document;
    }

    /// <summary>As bytes.</summary>
    public static byte[] ToUtf8(JsonObject document) => JsonSerializer.SerializeToUtf8Bytes(document, StageJson.Written);

    private static int Depth(StageShape shape) => shape.Items is { } items ? 1 + items.Select(Depth).DefaultIfEmpty().Max() : 0;

    private static void Put(JsonObject at, CompiledRow row, int index, StageShape shape, Budget budget)
    {
        budget.Take();
        var name = row.Target.Names[index];
        var isLast = index == row.Target.Names.Length - 1;
        if (name.IsList)
        {
            var isNew = !at.TryGetPropertyValue(name.Text, out var list) || list is null;
            if (isNew && shape.Items is null && budget.Made.Contains(row.Target.Prefixes[index]))
                return;
            PutEach(ListAt(at, name.Text, row), row, index, shape, isLast, isNew, budget);
        }
        else if (isLast)
        {
            if (at.TryGetPropertyValue(name.Text, out var there) && there is not null)
                throw Twice(row, name.Text);
            at[name.Text] = Node(shape, budget);
        }
        else
        {
            if (!at.TryGetPropertyValue(name.Text, out var there) || there is null)
                at[name.Text] = there = new JsonObject(Options);
            Put(there as JsonObject ?? throw Twice(row, name.Text), row, index + 1, shape, budget);
        }
    }

    private static void PutEach(JsonArray list, CompiledRow row, int index, StageShape shape, bool isLast, bool isNew, Budget budget)
    {
        var items = shape.Items;
        var count = items?.Count ?? (isNew ? 1 : list.Count);
        for (var i = 0; i < count; i++)
        {
            var value = items is null ? shape : items[i];
            if (isLast)
            {
                if (!value.IsMissing)
                    list.Add(Node(value, budget));
                continue;
            }

            if (i == list.Count)
                list.Add((JsonNode)new JsonObject(Options));
            if (!value.IsMissing)
                Put(list[i] as JsonObject ?? throw Twice(row, row.Target.Names[index].Text), row, index + 1, value, budget);
        }
    }

    private static JsonArray ListAt(JsonObject at, string name, CompiledRow row)
    {
        if (at.TryGetPropertyValue(name, out var there) && there is not null)
            return there as JsonArray ?? throw Twice(row, name);
        var list = new JsonArray(Options);
        at[name] = list;
        return list;
    }

    private static JsonNode? Node(StageShape shape, Budget budget)
    {
        if (shape.Items is not { } items)
            return JsonNodeOf(shape.Value);
        var list = new JsonArray(Options);
        foreach (var item in items)
        {
            budget.Take();
            if (!item.IsMissing)
                list.Add(Node(item, budget));
        }

        return list;
    }

    // By its own text: a number keeps its digits.
    private static JsonNode? JsonNodeOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => JsonObject.Create(value, Options),
        JsonValueKind.Array => JsonArray.Create(value, Options),
        _ => JsonValue.Create(value, Options),
    };

    private static StageException Twice(CompiledRow row, string name) =>
        new(FormattableString.Invariant($"row {row.Number} ({row.Target.Text}): another row puts something else at “{name}”"));

    /// <summary>How many values may still be made, and the lists whose items rows make.</summary>
    private sealed class Budget(int values, IReadOnlySet<string> made)
    {
        private int _left = values;

        public IReadOnlySet<string> Made => made;

        public void Take()
        {
            if (--_left < 0)
                throw new StageException(FormattableString.Invariant($"the document would have more than {MaxNodes:N0} values"));
        }
    }
}
