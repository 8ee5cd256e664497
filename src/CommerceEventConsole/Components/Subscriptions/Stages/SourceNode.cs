using CommerceEventConsole.Engine.Subscriptions.Fields;

namespace CommerceEventConsole.Components.Subscriptions.Stages;

/// <summary>A field that stages can take a value from.</summary>
public sealed class SourceNode
{
    private readonly List<SourceNode> _children = [];

    internal SourceNode(SourceNode? parent, string name, string path)
    {
        (Parent, Name, Path) = (parent, name, path);
        Depth = parent is null ? 1 : parent.Depth + 1;
        parent?._children.Add(this);
    }

    /// <summary>What it stands in; null for a whole document.</summary>
    public SourceNode? Parent { get; }

    /// <summary>Its own name.</summary>
    public string Name { get; }

    /// <summary>Its path as stages write it.</summary>
    public string Path { get; }

    /// <summary>1 for a whole document, 2 for its fields ...</summary>
    public int Depth { get; }

    /// <summary>The kinds of value that it had.</summary>
    public FieldKinds Kinds { get; init; }

    /// <summary>A value that it had; null where none is known.</summary>
    public string? Example { get; init; }

    /// <summary>How many of the events have it, as a share such as <c>80 %</c>; null where all have, or where it is no field of the event.</summary>
    public string? Share { get; init; }

    /// <summary>What a whole document is, in words; null for a field.</summary>
    public string? About { get; init; }

    /// <summary>The fields in it; of a list, those of its elements.</summary>
    public IReadOnlyList<SourceNode> Children => _children;
}
