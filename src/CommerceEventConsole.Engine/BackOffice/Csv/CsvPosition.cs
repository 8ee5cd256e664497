using System.Globalization;

namespace CommerceEventConsole.Engine.BackOffice.Csv;

/// <summary>Where a page ended: the file by name and time (over HTTP: by its content), and the row at which to go on.</summary>
/// <param name="Mark">The file's time in ticks, or a hash of its content.</param>
/// <param name="Line">The line at which to go on, counted from 1.</param>
/// <param name="Offset">The byte at which it begins.</param>
/// <param name="Name">The file's name.</param>
internal sealed record CsvPosition(long Mark, int Line, long Offset, string Name)
{
    private const string Prefix = "row:";

    /// <summary>Reads what <see cref="ToString"/> wrote; null for null.</summary>
    /// <exception cref="RecordSystemException">It is none.</exception>
    public static CsvPosition? Parse(string? text)
    {
        if (text is null)
            return null;
        var parts = text.StartsWith(Prefix, StringComparison.Ordinal) ? text[Prefix.Length..].Split(':', 4) : [];
        return parts.Length == 4
            && long.TryParse(parts[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var mark)
            && int.TryParse(parts[1], NumberStyles.None, CultureInfo.InvariantCulture, out var line)
            && long.TryParse(parts[2], NumberStyles.None, CultureInfo.InvariantCulture, out var offset)
            ? new CsvPosition(mark, line, offset, parts[3])
            : throw new RecordSystemException("The stored position is none of this system's: its connector was changed. Begin from the start.");
    }

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Prefix}{Mark}:{Line}:{Offset}:{Name}");
}
