namespace CommerceEventConsole.Engine.Subscriptions.Fields;

/// <summary>One field of an event type, with what is known about it.</summary>
public sealed class FieldTreeNode
{
    private const int MaxValues = 8;

    private readonly List<FieldTreeNode> _children = [];
    private readonly List<string> _values = [];
    private int _lastEvent = -1;
    private bool _hasRealExample;

    internal FieldTreeNode(FieldTreeNode? parent, string name, string path)
    {
        (Parent, Name, Path) = (parent, name, path);
        Depth = parent is null ? 0 : parent.Depth + 1;
    }

    /// <summary>What it stands in; null for the payload itself.</summary>
    public FieldTreeNode? Parent { get; }

    /// <summary>Its own name.</summary>
    public string Name { get; }

    /// <summary>Its path in Adobe's syntax (spec 6.7); empty for the payload itself.</summary>
    public string Path { get; }

    /// <summary>1 for the fields of the payload, 2 for theirs ...</summary>
    public int Depth { get; }

    /// <summary>The kinds of value seen.</summary>
    public FieldKinds Kinds { get; private set; }

    /// <summary>In how many of the stored events it was present.</summary>
    public int Seen { get; private set; }

    /// <summary>Whether the catalogue names it.</summary>
    public bool IsInCatalogue { get; internal set; }

    /// <summary>Whether it can be named in a field list at all: names with blanks or other foreign characters cannot.</summary>
    public bool CanBeChosen { get; internal init; } = true;

    /// <summary>Whether it is a previous value: those travel only when named (spec 9.6 check 75).</summary>
    public bool IsPreviousValue { get; internal init; }

    /// <summary>Whether it may hold data of a payment card (spec 9.6 check 74).</summary>
    public bool IsCardData { get; internal init; }

    /// <summary>A value that it had, at most 60 characters; from a stored event where there is one. Null where none is known.</summary>
    public string? Example { get; private set; }

    /// <summary>Different whole values that it had, a few; none that is longer than an example.</summary>
    public IReadOnlyList<string> Values => _values;

    /// <summary>The fields in it; of a list, those of its elements.</summary>
    public IReadOnlyList<FieldTreeNode> Children => _children;

    /// <summary>Whether nothing but a draft knows it.</summary>
    public bool IsUnseen => Seen == 0 && !IsInCatalogue && _children.TrueForAll(c => c.IsUnseen);

    internal void Add(FieldTreeNode child) => _children.Add(child);

    // Previous values after the present ones, as far as they stand side by side; otherwise as the sender ordered them.
    internal void Settle()
    {
        var ordered = _children.OrderBy(c => c.IsPreviousValue).ToList();
        _children.Clear();
        _children.AddRange(ordered);
    }

    internal void Note(FieldKinds kinds, int? number)
    {
        Kinds |= kinds;
        if (number is not { } n || n == _lastEvent)
            return;
        _lastEvent = n;
        Seen++;
    }

    internal void NoteExample(string text, bool isWhole, bool isReal)
    {
        if (Example is null || (isReal && !_hasRealExample))
            Example = text;
        _hasRealExample |= isReal;
        if (isWhole && text.Length > 0 && _values.Count < MaxValues && !_values.Contains(text, StringComparer.Ordinal))
            _values.Add(text);
    }
}
