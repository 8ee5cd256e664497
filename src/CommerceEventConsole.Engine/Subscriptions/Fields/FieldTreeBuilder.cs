using System.Text;
using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Subscriptions.Fields;

/// <summary>Gathers the fields of an event type from what the catalogue says and from payloads, however strange those are.</summary>
public sealed class FieldTreeBuilder
{
    private const int MaxExample = 60;
    private const int MaxElements = 50;
    private const int MaxMembers = 1_000;

    private readonly FieldTree _tree = new();

    /// <summary>Takes in what the catalogue knows.</summary>
    public FieldTreeBuilder Add(EventTypeInfo info)
    {
        VisitMembers(_tree.Root, PayloadRoot.Find(info.Sample, info).Root, isElement: false, new Pass(null, ShowsValues: true));
        foreach (var path in info.Fields)
            _tree.AddPath(path, inCatalogue: true);
        foreach (var node in _tree.Nodes)
            node.IsInCatalogue = true;
        _tree.HasPreviousValues |= info.HasOriginalData;
        if (info.HasOriginalData)
            _tree.AddPath(FieldPath.OriginalData, inCatalogue: true);
        return this;
    }

    /// <summary>Takes in the payload of a stored event.</summary>
    /// <param name="payload">The payload root: what field filters refer to.</param>
    /// <param name="showsValues">Whether its values may be shown; false for protected ones.</param>
    public FieldTreeBuilder AddEvent(JsonElement payload, bool showsValues = true)
    {
        VisitMembers(_tree.Root, payload, isElement: false, new Pass(_tree.EventCount++, showsValues));
        return this;
    }

    /// <summary>The tree.</summary>
    public FieldTree Build()
    {
        foreach (var node in _tree.Nodes.Prepend(_tree.Root).ToList())
            node.Settle();
        return _tree;
    }

    private void VisitMembers(FieldTreeNode parent, JsonElement value, bool isElement, Pass pass)
    {
        if (value.ValueKind != JsonValueKind.Object)
            return;
        foreach (var property in value.EnumerateObject().Take(MaxMembers))
        {
            if (_tree.At(parent, JsonDisplay.NameOf(property), isElement) is { } node)
                Visit(node, property.Value, pass);
        }
    }

    private void Visit(FieldTreeNode node, JsonElement value, Pass pass)
    {
        // Wherever it stands, a stored event that carries previous values shows that its type does.
        _tree.HasPreviousValues |= pass.Number is not null && node.Name == FieldPath.OriginalData;
        node.Note(KindOf(value), pass.Number);
        switch (value.ValueKind)
        {
            case JsonValueKind.Array:
                foreach (var item in value.EnumerateArray().Take(MaxElements))
                    VisitElement(node, item, pass);
                break;
            case JsonValueKind.Object when IsList(value):
                foreach (var item in value.EnumerateObject().Take(MaxElements))
                    VisitElement(node, item.Value, pass);
                break;
            case JsonValueKind.Object:
                VisitMembers(node, value, isElement: false, pass);
                break;
            default:
                NoteExample(node, value, pass);
                break;
        }
    }

    private void VisitElement(FieldTreeNode node, JsonElement item, Pass pass)
    {
        if (item.ValueKind == JsonValueKind.Object)
            VisitMembers(node, item, isElement: true, pass);
        else if (item.ValueKind != JsonValueKind.Array)
            NoteExample(node, item, pass);
    }

    private static void NoteExample(FieldTreeNode node, JsonElement value, Pass pass)
    {
        // Card data is what nobody needs to read here.
        if (value.ValueKind == JsonValueKind.Null || !pass.ShowsValues || node.IsCardData)
            return;
        var text = JsonDisplay.TextOf(value, MaxExample);
        node.NoteExample(text, isWhole: text.Length <= MaxExample, isReal: pass.Number is not null);
    }

    private static FieldKinds KindOf(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => IsList(value) ? FieldKinds.List : FieldKinds.Group,
        JsonValueKind.Array => FieldKinds.List,
        JsonValueKind.Number => FieldKinds.Number,
        JsonValueKind.True or JsonValueKind.False => FieldKinds.YesNo,
        JsonValueKind.String => IsNumber(value) ? FieldKinds.NumberAsText : FieldKinds.Text,
        _ => FieldKinds.Empty,
    };

    private static bool IsNumber(JsonElement value)
    {
        Span<char> text = stackalloc char[MaxExample];
        return SafeJson.TryReadText(value, text, out var length)
            && length is > 0 and < MaxExample
            && ExactNumber.TryParse(Encoding.UTF8.GetBytes(text[..length].ToArray()), out _);
    }

    private static bool IsList(JsonElement value) => SafeJson.IsNumberedList(value) && FieldWriter.IsKeyedList(value);

    // Without a number it is the catalogue's sample, which is no event.
    private readonly record struct Pass(int? Number, bool ShowsValues);
}
