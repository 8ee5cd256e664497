using System.Globalization;

namespace CommerceEventConsole.Engine.BackOffice.Rest;

/// <summary>Where a page ended, as a text that stays valid over restarts: a number of records, a path, or the system's own text.</summary>
internal readonly record struct RestPosition(long Skip, string? Cursor, string? Link)
{
    private const string SkipPrefix = "skip:";
    private const string CursorPrefix = "cursor:";
    private const string LinkPrefix = "link:";

    public static RestPosition Start => default;

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <exception cref="RecordSystemException">It is none.</exception>
    public static RestPosition Parse(string? text)
    {
        if (text is null)
            return Start;
        if (text.StartsWith(CursorPrefix, StringComparison.Ordinal))
            return new RestPosition(0, text[CursorPrefix.Length..], null);
        if (text.StartsWith(LinkPrefix, StringComparison.Ordinal))
            return new RestPosition(0, null, text[LinkPrefix.Length..]);
        return text.StartsWith(SkipPrefix, StringComparison.Ordinal)
            && long.TryParse(text.AsSpan(SkipPrefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out var skip)
            ? new RestPosition(skip, null, null)
            : throw new RecordSystemException("The stored position is none of this system's: its connector was changed. Begin from the start.");
    }

    /// <inheritdoc />
    public override string ToString() => Link is not null ? LinkPrefix + Link
        : Cursor is not null ? CursorPrefix + Cursor
        : SkipPrefix + Skip.ToString(CultureInfo.InvariantCulture);
}
