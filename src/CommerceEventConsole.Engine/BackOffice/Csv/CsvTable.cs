using System.Text;
using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice.Mapping;

namespace CommerceEventConsole.Engine.BackOffice.Csv;

/// <summary>Part of a file.</summary>
/// <param name="Records">Its records.</param>
/// <param name="Problems">What could not be read, a sentence each, with its line.</param>
/// <param name="Next">Line and byte at which to go on; null at the file's end.</param>
internal sealed record CsvPart(IReadOnlyList<RawRecord> Records, IReadOnlyList<string> Problems, (int Line, long Offset)? Next);

/// <summary>Reads records from the rows of a file.</summary>
internal sealed class CsvTable(RecordKind kind, IReadOnlyList<FieldRule> rules, Encoding encoding, string separator)
{
    // More bad lines than these in one page say all there is to say.
    private const int MaxProblems = 1_000;

    private readonly FieldMap _map = FieldMap.Of(rules, areColumns: true);
    private readonly bool _groups = rules.Any(r => r.Field.Contains("[]", StringComparison.Ordinal));

    /// <summary>Reads at most <paramref name="size"/> records.</summary>
    /// <param name="stream">The file from its beginning; it can be moved in.</param>
    /// <param name="name">What it is called in sentences.</param>
    /// <param name="from">Where to begin; null for the first row.</param>
    /// <param name="at">When the file was written; null where nobody knows.</param>
    /// <param name="size">Records at most.</param>
    /// <param name="cancellationToken">Ends it.</param>
    /// <exception cref="RecordSystemException">It is no such file.</exception>
    public async Task<CsvPart> ReadAsync(
        Stream stream, string name, (int Line, long Offset)? from, DateTimeOffset? at, int size, CancellationToken cancellationToken)
    {
        var lines = new CsvLineReader(stream, encoding, 0, 1);
        var rows = new CsvRowReader(lines, separator);
        var header = await HeaderAsync(rows, name, cancellationToken).ConfigureAwait(false);
        if (header.Length == 0)
            return new CsvPart([], [], null);
        if (from is { } start)
        {
            stream.Seek(start.Offset, SeekOrigin.Begin);
            rows = new CsvRowReader(new CsvLineReader(stream, encoding, start.Offset, start.Line), separator);
        }

        var records = new List<RawRecord>();
        var problems = new List<string>();
        while (await rows.ReadAsync(header.Length, cancellationToken).ConfigureAwait(false) is { } row)
        {
            var read = row.Values is { } values ? Read(header, values, at) : new RawRecord(new JsonObject(), null, row.Problem);
            if (_groups && read.Record is { } record && records.Count > 0 && records[^1].Record is { } last && last.Key == record.Key)
            {
                Append(last.Fields, record.Fields);
                continue;
            }

            if (records.Count >= size || problems.Count >= MaxProblems)
                return new CsvPart(records, problems, (row.Line, row.Offset));
            if (read.Record is null)
                problems.Add($"{name}, line {row.Line}: {read.Problem}.");
            else
                records.Add(read);
        }

        return new CsvPart(records, problems, null);
    }

    private async ValueTask<string[]> HeaderAsync(CsvRowReader rows, string name, CancellationToken cancellationToken)
    {
        if (await rows.ReadAsync(0, cancellationToken).ConfigureAwait(false) is not { } first)
            return [];
        // Excel's own first line, which names the separator.
        if (first.Values is ["sep=", ""] or [['s', 'e', 'p', '=', ..]])
            first = await rows.ReadAsync(0, cancellationToken).ConfigureAwait(false) ?? first;
        var header = first.Values?.Select(v => v.Trim()).ToArray() ?? throw new RecordSystemException($"{name}: the header in line {first.Line} cannot be read: {first.Problem}.");
        var wanted = rules.Where(r => r.Direction != FieldDirection.Write && r.Path.Length > 0).Select(r => r.Path).Distinct(StringComparer.Ordinal).ToList();
        for (var i = 0; i < header.Length; i++)
        {
            // Titles are told apart without regard to capitals; the map's spelling counts.
            header[i] = wanted.Find(w => w.Equals(header[i], StringComparison.OrdinalIgnoreCase)) ?? header[i];
        }

        var missing = rules.Where(r => r.Direction != FieldDirection.Write && r.Path.Length > 0 && (r.Required || r.Field == RecordKeys.FieldsOf(kind)[0]) && !header.Contains(r.Path, StringComparer.Ordinal))
            .Select(r => r.Path).ToList();
        if (missing.Count > 0)
            throw new RecordSystemException($"{name} has no column {string.Join(", ", missing)}. It has {string.Join(", ", header.Take(20))}. Check the separator, too.");
        var twice = wanted.Find(w => header.Count(h => h == w) > 1);
        return twice is null ? header : throw new RecordSystemException($"{name} has two columns {twice}.");
    }

    private RawRecord Read(string[] header, string[] values, DateTimeOffset? at)
    {
        var document = new JsonObject();
        for (var i = 0; i < header.Length; i++)
        {
            // A value that the encoding does not know was replaced: it would not come back as it was.
            if (values[i].Contains('\uFFFD', StringComparison.Ordinal))
                return new RawRecord(document, null, $"{header[i]} holds letters that are not of the encoding {encoding.WebName}");
            document[header[i]] = values[i];
        }

        try
        {
            return new RawRecord(document, _map.Read(kind, document, at), null);
        }
        catch (FormatException e)
        {
            return new RawRecord(document, null, e.Message);
        }
    }

    private static void Append(JsonObject to, JsonObject from)
    {
        foreach (var (name, value) in from.ToList())
        {
            if (value is not JsonArray more)
                continue;
            if (to[name] is not JsonArray list)
                to[name] = list = [];
            foreach (var element in more)
                list.Add(element?.DeepClone());
        }
    }
}
