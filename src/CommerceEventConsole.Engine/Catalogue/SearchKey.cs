namespace CommerceEventConsole.Engine.Catalogue;

/// <summary>A normalised value by which an event can be found.</summary>
/// <param name="Kind">What the value is.</param>
/// <param name="Value">Trimmed, lower case, at most <see cref="MaxLength"/> characters.</param>
public readonly record struct SearchKey(SearchKeyKind Kind, string Value)
{
    /// <summary>Characters kept of a value.</summary>
    public const int MaxLength = 128;

    /// <summary>Search keys kept of one event.</summary>
    public const int MaxPerEvent = 40;

    /// <summary>Brings what a person typed into the form in which keys are stored.</summary>
    public static string Normalize(ReadOnlySpan<char> text)
    {
        Span<char> buffer = stackalloc char[MaxLength];
        return new string(Normalize(text, buffer));
    }

    internal static ReadOnlySpan<char> Normalize(ReadOnlySpan<char> text, Span<char> buffer)
    {
        text = text.Trim();
        if (text.Length > MaxLength) text = text[..(char.IsHighSurrogate(text[MaxLength - 1]) ? MaxLength - 1 : MaxLength)].TrimEnd();
        return buffer[..text.ToLowerInvariant(buffer)];
    }
}

/// <summary>Where an event type carries a search key.</summary>
/// <param name="Kind">What is found there.</param>
/// <param name="Path">Path from the entity (or, for keys beside it, from the payload root); <c>[]</c> stands for each element.</param>
public sealed record SearchKeyPath(SearchKeyKind Kind, string Path)
{
    internal PropertyPath Compiled { get; } = PropertyPath.Parse(Path);
}
