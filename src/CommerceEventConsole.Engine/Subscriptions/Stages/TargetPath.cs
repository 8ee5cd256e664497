using System.Collections.Immutable;

namespace CommerceEventConsole.Engine.Subscriptions.Stages;

/// <summary>Where a row of a mapping puts its value: names separated by dots, <c>[]</c> behind one for each item of the source's list.</summary>
internal sealed class TargetPath
{
    private const int MaxLength = 400;
    private const int MaxDepth = 16;

    private TargetPath(string text, ImmutableArray<Name> names) => (Text, Names, Prefixes) = (text, names, [.. names.Select((_, i) => string.Join('.', names.Take(i + 1)))]);

    /// <summary>As written.</summary>
    public string Text { get; }

    /// <summary>The names from the document down.</summary>
    public ImmutableArray<Name> Names { get; }

    /// <summary>For each name, the path down to it.</summary>
    public ImmutableArray<string> Prefixes { get; }

    /// <summary>The lists that a value of so many lists makes the items of, outermost first.</summary>
    public IEnumerable<string> ListsMadeBy(int lists) => Prefixes.Where((_, i) => Names[i].IsList).Take(lists);

    /// <summary>How many lists it goes through.</summary>
    public int Lists => Names.Count(n => n.IsList);

    /// <summary>Parses it.</summary>
    /// <param name="text">The target.</param>
    /// <param name="problem">What is wrong with it: the end of a sentence that names it.</param>
    public static TargetPath? Parse(string? text, out string? problem)
    {
        problem = string.IsNullOrWhiteSpace(text) ? "misses its name"
            : text.Length > MaxLength ? $"is longer than {MaxLength} characters"
            : text.Any(char.IsControl) || text.Trim().Length != text.Length ? "begins or ends with a blank, or holds a line break" : null;
        if (problem is not null)
            return null;
        var parts = text!.Split('.');
        if (parts.Length > MaxDepth)
            problem = $"is more than {MaxDepth} names deep";
        var names = ImmutableArray.CreateBuilder<Name>(parts.Length);
        foreach (var part in parts)
        {
            var isList = part.EndsWith("[]", StringComparison.Ordinal);
            var name = isList ? part[..^2] : part;
            if (name.Length == 0 || name.AsSpan().IndexOfAny('[', ']') >= 0)
                problem ??= "misses a name before a dot or a bracket, or has other brackets than [] behind a name";
            names.Add(new Name(name, isList));
        }

        return problem is null ? new TargetPath(text, names.ToImmutable()) : null;
    }

    public override string ToString() => Text;

    /// <summary>One name.</summary>
    internal readonly record struct Name(string Text, bool IsList)
    {
        public override string ToString() => IsList ? Text + "[]" : Text;
    }
}
