using System.Buffers;

namespace CommerceEventConsole.Engine.Subscriptions.Matching;

/// <summary>What Adobe accepts as a field name, <c>^([a-zA-Z0-9_\-.\[\]]+|\*)$</c> (spec 6.7), and brackets and dots only where they mean something.</summary>
internal static class FieldPathSyntax
{
    // Far beyond any payload's depth; it bounds the recursion over names.
    private const int MaxLength = 1024;

    private const int MaxNewNameLength = 64;

    /// <summary>What is wrong with an entry that ends in <c>as</c>.</summary>
    public const string MissingNewName = "the new name behind 'as' is missing.";

    private const string PlainCharacters = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-";

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create(PlainCharacters + ".[]");

    private static readonly SearchValues<char> NewNameCharacters = SearchValues.Create(PlainCharacters);

    /// <summary>Null when the text is a path, otherwise what is wrong with it and at which character (from 1).</summary>
    public static string? Check(string? text)
    {
        if (string.IsNullOrEmpty(text)) return "the name is empty.";
        if (text is "*") return null;
        if (text.Length > MaxLength) return $"the name is longer than {MaxLength} characters.";

        var star = text.IndexOf('*', StringComparison.Ordinal);
        if (star >= 0) return $"character {star + 1}: '*' stands only for the whole name; partial wildcards are not supported.";

        var foreign = text.AsSpan().IndexOfAnyExcept(NameCharacters);
        if (foreign >= 0)
            return $"character {foreign + 1}: {Describe(text[foreign])} is not allowed; letters A to Z, digits, '_', '-', '.' and '[]' are.";

        return CheckSegments(text);
    }

    /// <summary>Null when a field may go out under this name, otherwise what is wrong with it.</summary>
    /// <param name="name">The name behind <c>as</c>.</param>
    /// <param name="start">Where it begins in the entry (from 0), so that a place is counted as in the path.</param>
    public static string? CheckNewName(string name, int start)
    {
        if (name.Length == 0) return MissingNewName;
        if (name.Length > MaxNewNameLength) return $"the new name is longer than {MaxNewNameLength} characters.";

        var foreign = name.AsSpan().IndexOfAnyExcept(NewNameCharacters);
        return foreign < 0
            ? null
            : $"character {start + foreign + 1}: {Describe(name[foreign])} is not allowed in a new name; letters A to Z, digits, '_' and '-' are.";
    }

    private static string? CheckSegments(string text)
    {
        var start = 0;
        foreach (var segment in text.Split('.'))
        {
            var name = segment.EndsWith("[]", StringComparison.Ordinal) ? segment.AsSpan(0, segment.Length - 2) : segment.AsSpan();
            if (segment.Length == 0) return $"character {start + 1}: a name is missing before or after the dot.";
            if (name.IsEmpty) return $"character {start + 1}: '[]' follows the name of an array.";

            var bracket = name.IndexOfAny('[', ']');
            if (bracket >= 0)
                return $"character {start + bracket + 1}: brackets are written only as '[]' at the end of a name; single elements cannot be chosen.";
            start += segment.Length + 1;
        }

        return null;
    }

    private static string Describe(char character) =>
        char.IsWhiteSpace(character) ? "a blank" : char.IsControl(character) || char.IsSurrogate(character) ? $"U+{(int)character:X4}" : $"'{character}'";
}
