using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;

namespace CommerceEventConsole.Engine.Subscriptions.Matching;

/// <summary>A path from one of its segments on.</summary>
internal readonly record struct PathTail(FieldSegment[] Segments, int Index)
{
    public bool IsEnd => Index == Segments.Length;

    public FieldSegment Head => Segments[Index];

    public PathTail Next => new(Segments, Index + 1);

    /// <summary>What a field entry calls the value at the end; null when it keeps its name.</summary>
    public string? NewName => Segments.Length > 0 ? Segments[^1].NewName : null;
}

/// <summary>
/// One property of the compiled field list: which of its members are kept when it holds an object, and of its elements
/// when it holds an array, and the name it goes out under. Immutable.
/// </summary>
internal sealed class FieldNode
{
    private readonly PathTail[] _memberTails;
    private readonly PathTail[] _elementTails;
    private readonly byte[][] _takenNames;

    private FieldNode(
        byte[] name, PathTail[] memberTails, PathTail[] elementTails, string? literal = null, byte[]? newName = null, FieldNode? twin = null)
    {
        Name = name;
        NewName = newName;
        Twin = twin;
        Literal = literal;
        _memberTails = memberTails;
        _elementTails = elementTails;
        IsOriginalData = JsonName.Is(name, FieldWriter.OriginalData);
        Element = elementTails.Length > 0 ? new FieldNode([], elementTails, []) : null;
        // `items[]` alone asks for the elements as they are, which is `items`.
        IsWhole = memberTails.Any(tail => tail.IsEnd) || Element is { IsWhole: true };
        Members = [.. LiteralMembers(memberTails), .. SplitMembers(memberTails)];
        HasLiterals = Members.Any(member => member.Literal is not null);
        _takenNames = [.. Members.SelectMany(member => member.AndTwins()).Select(member => member.NewName).OfType<byte[]>()];
    }

    public byte[] Name { get; }

    /// <summary>The name that is written instead; null to copy the document's.</summary>
    public byte[]? NewName { get; }

    /// <summary>The same property once more, under another name; null when it is asked for once.</summary>
    public FieldNode? Twin { get; }

    /// <summary>The remaining path that this property's name spells literally, dots included; null for ordinary names.</summary>
    public string? Literal { get; }

    public bool IsWhole { get; }

    public bool IsOriginalData { get; }

    public bool HasLiterals { get; }

    public FieldNode[] Members { get; }

    public FieldNode? Element { get; }

    /// <summary>The paths that begin at this node.</summary>
    public IReadOnlyList<PathTail> MemberTails => _memberTails;

    public static FieldNode Root(IEnumerable<PathTail> tails) => new([], [.. tails], []);

    /// <summary>The member that a raw property name stands for.</summary>
    public FieldNode? Find(ReadOnlySpan<byte> rawName)
    {
        foreach (var member in Members)
        {
            if (JsonName.Is(rawName, member.Name)) return member;
        }

        return null;
    }

    /// <summary>Whether a member that is renamed goes out under this raw name, so that nothing else may.</summary>
    public bool IsTaken(ReadOnlySpan<byte> rawName)
    {
        foreach (var name in _takenNames)
        {
            if (JsonName.Is(rawName, name)) return true;
        }

        return false;
    }

    /// <summary>Where the object has a property whose name is a whole remaining path, that path is not split at its dots.</summary>
    public FieldNode ForLiteralsOf(JsonElement value)
    {
        if (!HasLiterals) return this;

        HashSet<string>? found = null;
        foreach (var property in value.EnumerateObject())
        {
            // Names with a dot or bracket are the exception; an ordinary object costs one search per name.
            var raw = JsonMarshal.GetRawUtf8PropertyName(property);
            if (raw.IndexOfAny((byte)'.', (byte)']', (byte)'\\') >= 0 && Find(raw) is { Literal: { } literal })
                (found ??= new HashSet<string>(StringComparer.Ordinal)).Add(literal);
        }

        return found is null ? this : WithoutSplitting(found);
    }

    private FieldNode WithoutSplitting(HashSet<string> literals)
    {
        var tails = _memberTails.Select(tail => !tail.IsEnd && literals.Contains(tail.Head.Remaining) ? Whole(tail.Head.Remaining, tail.NewName) : tail);
        return new FieldNode(Name, [.. tails], _elementTails);
    }

    private IEnumerable<FieldNode> AndTwins()
    {
        for (var node = this; node is not null; node = node.Twin) yield return node;
    }

    private static PathTail Whole(string literal, string? newName) => new([new FieldSegment(literal, isArray: false, literal, newName)], 0);

    private static IEnumerable<FieldNode> LiteralMembers(PathTail[] tails) =>
        tails.Where(tail => !tail.IsEnd && tail.Head.Utf8Literal.Length > 0)
            .DistinctBy(tail => tail.Head.Remaining, StringComparer.Ordinal)
            .Select(tail => new FieldNode(tail.Head.Utf8Literal, [new PathTail([], 0)], [], tail.Head.Remaining));

    // Two properties that go out under one name are refused when the list is compiled. Only a name with a dot, or the nested
    // entity, can still bring them together; then the first in the list goes out.
    private static IEnumerable<FieldNode> SplitMembers(PathTail[] tails) =>
        tails.Where(tail => !tail.IsEnd)
            .GroupBy(tail => (tail.Head.Name, tail.Head.OutName))
            .DistinctBy(group => group.Key.OutName, StringComparer.Ordinal)
            .GroupBy(group => group.Key.Name, StringComparer.Ordinal)
            .Select(twins => twins.Reverse().Aggregate((FieldNode?)null, Split)!);

    private static FieldNode Split(FieldNode? twin, IEnumerable<PathTail> tails)
    {
        var group = tails.ToList();
        var head = group[0].Head;
        return new FieldNode(
            head.Utf8Name,
            [.. group.Where(tail => !tail.Head.IsArray).Select(tail => tail.Next)],
            [.. group.Where(tail => tail.Head.IsArray).Select(tail => tail.Next)],
            newName: string.Equals(head.OutName, head.Name, StringComparison.Ordinal) ? null : Encoding.UTF8.GetBytes(head.OutName),
            twin: twin);
    }
}
