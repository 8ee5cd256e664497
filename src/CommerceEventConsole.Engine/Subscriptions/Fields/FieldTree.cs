using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Subscriptions.Fields;

/// <summary>
/// The fields that an event type is known to have: from the catalogue, from stored events, and from a draft that names others. For one
/// screen: not safe for several threads.
/// </summary>
public sealed class FieldTree
{
    /// <summary>Levels at most; deeper fields are left out.</summary>
    public const int MaxDepth = 12;

    /// <summary>Fields at most; further ones are left out.</summary>
    public const int MaxNodes = 2_000;

    private readonly Dictionary<string, FieldTreeNode> _byPath = new(StringComparer.Ordinal);

    /// <summary>A tree without fields.</summary>
    public static FieldTree Empty => new();

    /// <summary>The payload itself.</summary>
    public FieldTreeNode Root { get; } = new(null, "", "");

    /// <summary>How many stored events it was made from.</summary>
    public int EventCount { get; internal set; }

    /// <summary>Whether fields were left out because there are too many or they stand too deep.</summary>
    public bool IsCut { get; private set; }

    /// <summary>Whether previous values are known to come with the event, so that <c>onChange</c> can hold (spec 9.6 check 79).</summary>
    public bool HasPreviousValues { get; internal set; }

    /// <summary>Every field, each before those in it.</summary>
    public IEnumerable<FieldTreeNode> Nodes => Below(Root);

    /// <summary>A field by its path, with or without <c>[]</c> at its end; null where it is not known.</summary>
    public FieldTreeNode? Find(string path) => _byPath.GetValueOrDefault(Normalize(path));

    /// <summary>Takes in the fields of a draft, so that what it names can be seen and taken away. What is no path is passed over.</summary>
    public void Include(IEnumerable<string> fields)
    {
        foreach (var path in fields.Select(f => FieldEntry.Parse(f).Path))
            AddPath(path, inCatalogue: false);
    }

    internal static string Normalize(string path) => path.EndsWith("[]", StringComparison.Ordinal) ? path[..^2] : path;

    internal void AddPath(string path, bool inCatalogue)
    {
        if (path == "*" || FieldPathSyntax.Check(path) is not null)
            return;
        var at = Root;
        foreach (var segment in Normalize(path).Split('.'))
        {
            if (At(at, Normalize(segment), at != Root && IsListStep(path, at)) is not { } next)
                return;
            if (segment.EndsWith("[]", StringComparison.Ordinal))
                next.Note(FieldKinds.List, null);
            next.IsInCatalogue |= inCatalogue;
            at = next;
        }
    }

    /// <summary>The field of a name in another; null where there is no more room.</summary>
    internal FieldTreeNode? At(FieldTreeNode parent, string name, bool isElement)
    {
        var path = parent == Root ? name : $"{parent.Path}{(isElement ? "[]" : "")}.{name}";
        if (_byPath.TryGetValue(path, out var known))
            return known;
        if (parent.Depth >= MaxDepth || _byPath.Count >= MaxNodes)
        {
            IsCut = true;
            return null;
        }

        var node = new FieldTreeNode(parent, name, path)
        {
            // A dot in a name is read as a step, so nothing below such a name can be reached.
            CanBeChosen = parent.CanBeChosen && !parent.Name.Contains('.', StringComparison.Ordinal) && FieldPathSyntax.Check(path) is null,
            IsPreviousValue = parent.IsPreviousValue || name == FieldPath.OriginalData,
            IsCardData = parent.IsCardData || name.StartsWith("cc_", StringComparison.Ordinal),
        };
        parent.Add(node);
        _byPath.Add(path, node);
        return node;
    }

    private static bool IsListStep(string path, FieldTreeNode at) =>
        path.Length > at.Path.Length + 2 && path.AsSpan(at.Path.Length).StartsWith("[].", StringComparison.Ordinal);

    private static IEnumerable<FieldTreeNode> Below(FieldTreeNode node) => node.Children.SelectMany(child => Below(child).Prepend(child));
}
