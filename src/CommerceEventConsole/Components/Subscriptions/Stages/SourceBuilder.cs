using System.Text.Json;
using CommerceEventConsole.Engine.Subscriptions.Fields;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Components.Subscriptions.Stages;

/// <summary>Gathers what stages can take values from: the event as its fields leave it, Commerce's documents, and real answers once there are some.</summary>
internal static class SourceBuilder
{
    private static readonly (string Name, FieldKinds Kinds, string Example)[] EnvelopeFields =
    [
        ("id", FieldKinds.Text, "the event's id"), ("type", FieldKinds.Text, "the event's type"), ("time", FieldKinds.Text, "when it happened"),
        ("source", FieldKinds.Text, "where it came from"), ("seq", FieldKinds.Number, "its number here"), ("delivery", FieldKinds.Text, "the same in each attempt"),
    ];

    /// <summary>The event.</summary>
    /// <param name="tree">Its fields.</param>
    /// <param name="fields">The field filter: what it leaves out is not there.</param>
    public static SourceRoot Event(FieldTree tree, IReadOnlyList<string> fields)
    {
        var heldBack = new HashSet<string>(StringComparer.Ordinal);
        var selection = FieldSelection.Of(fields);
        var root = new SourceNode(null, StageDocument.Event, StageDocument.Event) { Kinds = FieldKinds.Group, About = "The event, as its fields are sent" };
        foreach (var node in tree.Root.Children)
            Add(root, node, tree.Root, n => selection.StateOf(n) is FieldChoice.Out ? null : selection.NameOf(n) ?? n.Name, heldBack, tree.EventCount);
        var knowledge = tree.EventCount > 0 ? SourceKnowledge.Seen : tree.Root.Children.Count > 0 ? SourceKnowledge.Documented : SourceKnowledge.None;
        return new SourceRoot(root, knowledge) { HeldBack = heldBack };
    }

    /// <summary>What is known about the event beside its payload.</summary>
    public static SourceRoot Envelope()
    {
        var root = new SourceNode(null, StageDocument.Envelope, StageDocument.Envelope) { Kinds = FieldKinds.Group, About = "About the event" };
        foreach (var (name, kinds, example) in EnvelopeFields)
            _ = new SourceNode(root, name, $"{StageDocument.Envelope}.{name}") { Kinds = kinds, Example = example };
        return new SourceRoot(root, SourceKnowledge.Seen);
    }

    /// <summary>An answer to a question.</summary>
    /// <param name="name">How stages call it.</param>
    /// <param name="about">What it is, in words.</param>
    /// <param name="documented">What Commerce documents of it, as JSON; null for nothing.</param>
    /// <param name="seen">One that came, as JSON; null for none.</param>
    public static SourceRoot Answer(string name, string about, string? documented, string? seen)
    {
        var builder = new FieldTreeBuilder();
        // What really came first: its values are the examples.
        var isSeen = TryAdd(builder, name, seen);
        _ = TryAdd(builder, name, documented);
        var knowledge = isSeen ? SourceKnowledge.Seen : documented is null ? SourceKnowledge.None : SourceKnowledge.Documented;
        var tree = builder.Build();
        var node = tree.Root.Children.FirstOrDefault();
        var root = new SourceNode(null, name, name) { Kinds = node?.Kinds ?? FieldKinds.None, About = about };
        foreach (var child in node?.Children ?? [])
            Add(root, child, node!, n => n.Name, heldBack: null);
        return new SourceRoot(root, knowledge);
    }

    private static void Add(SourceNode parent, FieldTreeNode node, FieldTreeNode above, Func<FieldTreeNode, string?> name, HashSet<string>? heldBack, int events = 0)
    {
        if (name(node) is not { } called)
        {
            HoldBack(node, heldBack);
            return;
        }

        var isElement = node.Path.StartsWith(above.Path + "[]", StringComparison.Ordinal) && above.Path.Length > 0;
        var added = new SourceNode(parent, called, $"{parent.Path}{(isElement ? "[]" : "")}.{called}") 
        {
            Kinds = node.Kinds,
            Example = node.Example,
            Share = node.Seen < events ? FieldWords.Share(node, events) : null,
        };
        foreach (var child in node.Children)
            Add(added, child, node, name, heldBack, events);
    }

    private static void HoldBack(FieldTreeNode node, HashSet<string>? heldBack)
    {
        heldBack?.Add(node.Path);
        foreach (var child in node.Children)
            HoldBack(child, heldBack);
    }

    // Below its own name, so that a list of things is read like any other list.
    private static bool TryAdd(FieldTreeBuilder builder, string name, string? json)
    {
        if (json is null || name.Length == 0)
            return false;
        try
        {
            using var document = JsonDocument.Parse($"{{{JsonSerializer.Serialize(name)}:{json}}}");
            builder.AddEvent(document.RootElement);
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
