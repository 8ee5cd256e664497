using System.Text.RegularExpressions;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Components.Subscriptions.Stages;

/// <summary>All fields that the stages at one place can take values from. Immutable.</summary>
public sealed partial class SourceCatalog
{
    private readonly Dictionary<string, SourceNode> _byPath = new(StringComparer.Ordinal);

    /// <summary>Of these documents.</summary>
    public SourceCatalog(IEnumerable<SourceRoot> roots)
    {
        Roots = [.. roots];
        foreach (var node in Nodes)
            _byPath.TryAdd(node.Path, node);
    }

    /// <summary>Nothing is known.</summary>
    public static SourceCatalog Empty { get; } = new([]);

    /// <summary>The documents.</summary>
    public IReadOnlyList<SourceRoot> Roots { get; }

    /// <summary>Every document and field, each before those in it.</summary>
    public IEnumerable<SourceNode> Nodes => Roots.SelectMany(r => Below(r.Node).Prepend(r.Node));

    /// <summary>The paths of all fields that hold a value.</summary>
    public IEnumerable<string> Paths => Nodes.Where(n => n.Depth > 1 && n.Children.Count == 0).Select(n => n.Path);

    /// <summary>The field of a path; one that begins with no document's name is a field of the event.</summary>
    public SourceNode? Find(string path)
    {
        // One item of a list has the fields that each has.
        path = AnItem().Replace(path.Trim(), "[]");
        if (path.EndsWith("[]", StringComparison.Ordinal))
            path = path[..^2];
        return _byPath.GetValueOrDefault(path) ?? (RootOf(path) is null ? _byPath.GetValueOrDefault($"{StageDocument.Event}.{path}") : null);
    }

    /// <summary>Why a path may have no value, as a sentence; null where nothing speaks against it.</summary>
    public string? Doubt(string path)
    {
        path = path.Trim();
        if (path.Length == 0 || Find(path) is not null)
            return null;
        var root = RootOf(path);
        var @event = Roots.FirstOrDefault(r => r.Node.Path == StageDocument.Event);
        var inEvent = root is null ? path : root == @event ? path[(StageDocument.Event.Length + 1)..] : null;
        if (inEvent is null)
        {
            return root!.Knowledge switch
            {
                SourceKnowledge.Seen => $"What came for “{root.Node.Name}” had no field “{path[(root.Node.Path.Length + 1)..].TrimStart('.')}”: check how it is written.",
                SourceKnowledge.Documented => "Commerce does not document this field. It may come from an extension: try it.",
                _ => null,
            };
        }

        if (@event is null || @event.Knowledge == SourceKnowledge.None)
            return null;
        return @event.HeldBack.Contains(inEvent.TrimEnd('[', ']'))
            ? $"The event has “{inEvent}”, but it is not among the fields that are sent: tick it above."
            : $"No event is known to have a field “{inEvent}”: check how it is written.";
    }

    /// <summary>The same of a text with paths in braces.</summary>
    public string? DoubtOfText(string text) => BracePaths.Of(text).Select(Doubt).FirstOrDefault(d => d is not null);

    /// <summary>Which field of a text with paths in braces some events lack, as a sentence; null where all have them all.</summary>
    public string? Gap(string text) => BracePaths.Of(text)
        .Select(p => Find(p) is { Share: { } share } ? $"Not every event has “{p}” ({share}): the others would fail here." : null)
        .FirstOrDefault(g => g is not null);

    private SourceRoot? RootOf(string path) => Roots.FirstOrDefault(r =>
        path.Equals(r.Node.Path, StringComparison.Ordinal)
        || (path.StartsWith(r.Node.Path, StringComparison.Ordinal) && path[r.Node.Path.Length] is '.' or '['));

    [GeneratedRegex(@"\[\d+\]", RegexOptions.None, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex AnItem();

    private static IEnumerable<SourceNode> Below(SourceNode node) => node.Children.SelectMany(child => Below(child).Prepend(child));
}
