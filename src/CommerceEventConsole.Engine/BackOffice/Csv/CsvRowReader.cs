using CsvHelper;

namespace CommerceEventConsole.Engine.BackOffice.Csv;

/// <summary>A row of a file.</summary>
/// <param name="Line">The line in which it begins, counted from 1.</param>
/// <param name="Offset">The byte at which it begins.</param>
/// <param name="Values">Its values; null where it is none.</param>
/// <param name="Problem">Why it is none.</param>
internal sealed record CsvRow(int Line, long Offset, string[]? Values, string? Problem);

/// <summary>
/// Takes lines for rows. A value between quotes may go over several lines; a quote that is never closed costs its own line only, not the
/// rest of the file.
/// </summary>
internal sealed class CsvRowReader(CsvLineReader lines, string separator)
{
    // A text of more lines than these was never closed.
    private const int MaxLinesOfRow = 100;

    private readonly CsvReaderOptions _options = new()
    {
        Separator = separator[0],
        HasHeader = false,
        SkipEmptyLines = false,
        TrimWhitespace = false,
        DetectSeparatorHint = false,
        BufferSize = 1024,
    };

    /// <summary>The next row that is not blank; null at the end.</summary>
    /// <param name="columns">How many values it must have; 0 for any number.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async ValueTask<CsvRow?> ReadAsync(int columns, CancellationToken cancellationToken)
    {
        while (await lines.ReadAsync(cancellationToken).ConfigureAwait(false) is { } first)
        {
            if (first.Text is not { } text)
                return new CsvRow(first.Number, first.Offset, null, $"the line is longer than {CsvLineReader.MaxLine / 1024:N0} kB");
            if (string.IsNullOrWhiteSpace(text))
                continue;
            if (text.Contains('\0', StringComparison.Ordinal))
                return new CsvRow(first.Number, first.Offset, null, "it holds characters that are no text");
            return await RowAsync(first, text, columns, cancellationToken).ConfigureAwait(false);
        }

        return null;
    }

    // Only a quotation mark at the beginning of a value opens one (RFC 4180); 5" pipe is text.
    private bool IsOpen(string text)
    {
        var (isOpen, isStart, hasClosed) = (false, true, false);
        foreach (var c in text)
        {
            // A mark right after one that closed is a doubled one: the value goes on.
            var opens = c == '"' && !isOpen && (isStart || hasClosed);
            hasClosed = c == '"' && isOpen;
            isOpen = opens || (isOpen && !hasClosed);
            isStart = !isOpen && c == separator[0];
        }

        return isOpen;
    }

    private async ValueTask<CsvRow> RowAsync(CsvLine first, string text, int columns, CancellationToken cancellationToken)
    {
        var more = new List<CsvLine>();
        var whole = text;
        while (IsOpen(whole) && more.Count < MaxLinesOfRow && whole.Length < CsvLineReader.MaxLine
            && await lines.ReadAsync(cancellationToken).ConfigureAwait(false) is { } next)
        {
            more.Add(next);
            if (next.Text is null)
                break;
            whole = $"{whole}\n{next.Text}";
        }

        var (values, problem) = IsOpen(whole) ? (null, "a quotation mark is not closed") : Parse(whole, columns);
        if (values is null)
            lines.Return(more);
        return new CsvRow(first.Number, first.Offset, values, problem);
    }

    private (string[]? Values, string? Problem) Parse(string text, int columns)
    {
        var isBad = false;
        using var reader = CsvReader.FromText(text, _options with { OnMalformedRecord = m => isBad |= m.Reason != CsvMalformedReason.StrayQuote });
        if (!reader.Read() || isBad)
            return (null, "a quotation mark stands where none belongs");
        var values = new string[reader.FieldCount];
        for (var i = 0; i < values.Length; i++)
            values[i] = reader.GetString(i);
        if (columns == 0)
            return (values, null);

        // Some programs end each line with a separator.
        var count = values.Length;
        while (count > columns && values[count - 1].Length == 0)
            count--;
        return count == columns ? (values[..columns], null) : (null, $"it has {values.Length} values, the header {columns}");
    }
}
