using System.Text.Json;

namespace CommerceEventConsole.Engine.Subscriptions.Stages;

/// <summary>What a value is before it is converted: nothing, one JSON value, or a list of such.</summary>
internal sealed class StageShape
{
    private StageShape(JsonElement value) => Value = value;

    public StageShape(IReadOnlyList<StageShape> items) => Items = items;

    /// <summary>Nothing: the path leads nowhere, or to null.</summary>
    public static StageShape Missing { get; } = new(default(JsonElement));

    /// <summary>Where it is one value; undefined where it is missing or a list.</summary>
    public JsonElement Value { get; }

    /// <summary>Where it is a list.</summary>
    public IReadOnlyList<StageShape>? Items { get; }

    /// <summary>Whether there is nothing. An empty list is something.</summary>
    public bool IsMissing => Items is null && Value.ValueKind == JsonValueKind.Undefined;

    /// <summary>One value; null is nothing.</summary>
    public static StageShape Of(JsonElement value) => value.ValueKind is JsonValueKind.Null or JsonValueKind.Undefined ? Missing : new StageShape(value);

    /// <summary>Several shapes in step: lists item by item, single values for each item.</summary>
    public static StageShape Zip(IReadOnlyList<StageShape> shapes, Func<IReadOnlyList<JsonElement>, StageShape> combine)
    {
        var length = -1;
        foreach (var shape in shapes)
            length = Math.Max(length, shape.Items?.Count ?? -1);
        if (length < 0)
            return combine([.. shapes.Select(s => s.Value)]);
        return new StageShape([.. Enumerable.Range(0, length).Select(i => Zip([.. shapes.Select(s => At(s, i))], combine))]);
    }

    private static StageShape At(StageShape shape, int index) =>
        shape.Items is not { } items ? shape : index < items.Count ? items[index] : Missing;
}
