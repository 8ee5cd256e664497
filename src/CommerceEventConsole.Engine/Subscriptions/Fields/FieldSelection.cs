using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Subscriptions.Fields;

/// <summary>Whether a field is sent.</summary>
public enum FieldChoice
{
    /// <summary>It is not.</summary>
    Out,

    /// <summary>Something in it is.</summary>
    Partly,

    /// <summary>It was chosen itself.</summary>
    Chosen,

    /// <summary>It goes along with what it stands in.</summary>
    Included,
}

/// <summary>A field list as a choice in a tree. Immutable; each change gives the list that Adobe's syntax has for it (spec 6.7).</summary>
public sealed class FieldSelection
{
    private readonly List<FieldEntry> _entries;
    private readonly Dictionary<string, FieldEntry> _byPath = new(StringComparer.Ordinal);
    private readonly HashSet<string> _above = new(StringComparer.Ordinal);

    private FieldSelection(IEnumerable<FieldEntry> entries, bool isEverything)
    {
        _entries = [.. entries];
        IsEverything = isEverything;
        foreach (var entry in _entries)
        {
            var path = FieldTree.Normalize(entry.Path);
            _byPath[path] = entry;
            for (var dot = path.LastIndexOf('.'); dot > 0; dot = path.LastIndexOf('.', dot - 1))
                _above.Add(FieldTree.Normalize(path[..dot]));
        }
    }

    /// <summary>The field list as it is stored; empty for everything, and while nothing is chosen.</summary>
    public IReadOnlyList<string> Fields => [.. _entries.Select(e => e.ToString())];

    /// <summary>Whether the payload is sent as it came.</summary>
    public bool IsEverything { get; }

    /// <summary>Whether <c>*</c> is chosen: all but previous values.</summary>
    public bool IsAllButPrevious => _byPath.ContainsKey("*");

    /// <summary>The choice that a field list stands for.</summary>
    /// <param name="fields">The list.</param>
    /// <param name="noneIsEverything">Whether an empty list sends all; false while a person begins to choose.</param>
    public static FieldSelection Of(IReadOnlyList<string> fields, bool noneIsEverything = true) =>
        new(fields.Select(FieldEntry.Parse), fields.Count == 0 && noneIsEverything);

    /// <summary>Whether a field is sent.</summary>
    public FieldChoice StateOf(FieldTreeNode node)
    {
        if (_byPath.ContainsKey(node.Path))
            return FieldChoice.Chosen;
        if (Includer(node) is not null)
            return FieldChoice.Included;
        return _above.Contains(node.Path) ? FieldChoice.Partly : FieldChoice.Out;
    }

    /// <summary>The name that a chosen field goes out under; null for its own.</summary>
    public string? NameOf(FieldTreeNode node) => _byPath.GetValueOrDefault(node.Path)?.As;

    /// <summary>
    /// Takes a field out, or in with all that is in it. To take one out of a branch, the branch gives way to the others in it, as far as they
    /// are known.
    /// </summary>
    /// <param name="node">The field.</param>
    /// <param name="root">The payload itself, for a field that is included because everything is.</param>
    public FieldSelection Toggle(FieldTreeNode node, FieldTreeNode root)
    {
        if (!node.CanBeChosen)
            return this;
        if (_byPath.TryGetValue(node.Path, out var own))
            return With(_entries.Where(e => e != own));
        if (Includer(node) is { } includer)
            return Without(node, includer == node ? root : includer);
        return With([.. _entries.Where(e => !IsBelow(e.Path, node.Path) || (IsPrevious(e.Path) && !node.IsPreviousValue)), new FieldEntry(node.Path, null)]);
    }

    /// <summary>Gives a chosen field another name on the way out; empty for its own again. One that is not chosen stays as it is.</summary>
    public FieldSelection Rename(FieldTreeNode node, string? name)
    {
        name = name?.Trim();
        return With(_entries.Select(e => FieldTree.Normalize(e.Path) == node.Path ? e with { As = string.IsNullOrEmpty(name) || name == node.Name ? null : name } : e));
    }

    private static bool IsBelow(string path, string branch) =>
        path.StartsWith(branch + ".", StringComparison.Ordinal) || path.StartsWith(branch + "[]", StringComparison.Ordinal);

    private static bool IsPrevious(string path) => path.Split('.').Contains(FieldPath.OriginalData, StringComparer.Ordinal);

    // What a field goes along with: a branch that is chosen, or the field itself where all are. Previous values go along with nothing but
    // previous values, unless the payload is sent as it came.
    private FieldTreeNode? Includer(FieldTreeNode node)
    {
        if (IsEverything)
            return node;
        for (var above = node.Parent; above is { Parent: not null }; above = above.Parent)
        {
            if (_byPath.ContainsKey(above.Path) && (above.IsPreviousValue || !node.IsPreviousValue))
                return above;
        }

        return IsAllButPrevious && !node.IsPreviousValue ? node : null;
    }

    private FieldSelection Without(FieldTreeNode node, FieldTreeNode branch)
    {
        var others = new List<FieldEntry>();
        for (var at = node; at != branch && at.Parent is { } parent; at = parent)
        {
            var kept = parent.Children.Where(c => c != at && c.CanBeChosen && (IsEverything || c.IsPreviousValue == parent.IsPreviousValue));
            others.AddRange(kept.Select(c => new FieldEntry(c.Path, null)));
        }

        var left = _entries.Where(e => e.Path != "*" && FieldTree.Normalize(e.Path) != branch.Path).ToList();
        return With([.. left, .. others.Where(o => !left.Exists(e => FieldTree.Normalize(e.Path) == o.Path))]);
    }

    private static FieldSelection With(IEnumerable<FieldEntry> entries) => new(entries, isEverything: false);
}
