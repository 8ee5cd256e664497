namespace CommerceEventConsole.Engine.Subscriptions.Matching;

/// <summary>
/// One entry of a field list: a path of spec 6.7, kept under its own last name or, written <c>items[].sku as article</c>, under another.
/// Reading it checks nothing; <see cref="FieldFilter.Compile"/> says what is wrong with either part.
/// </summary>
/// <param name="Path">The path below the payload root, as typed.</param>
/// <param name="As">The name that takes the place of the path's last name on the way out; null to leave it.</param>
public sealed record FieldEntry(string Path, string? As)
{
    private const string Separator = " as ";

    /// <summary>Reads an entry as people write it: blanks at the ends do not count, and the last <c> as </c> parts path and name. Never throws.</summary>
    public static FieldEntry Parse(string? text)
    {
        var entry = (text ?? "").Trim();
        var separator = entry.LastIndexOf(Separator, StringComparison.Ordinal);
        return separator < 0
            ? new FieldEntry(entry, null)
            : new FieldEntry(entry[..separator].TrimEnd(), entry[(separator + Separator.Length)..].TrimStart());
    }

    /// <summary>The entry as <see cref="Parse"/> reads it.</summary>
    public override string ToString() => As is null ? Path : Path + Separator + As;
}
