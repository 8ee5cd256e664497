using System.Text;
using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice.Mapping;
using CsvHelper;

namespace CommerceEventConsole.Engine.BackOffice.Csv;

/// <summary>Writes records as the rows of a file: one row for each, or one for each of its items.</summary>
internal sealed class CsvDocument(IReadOnlyList<FieldRule> rules, Encoding encoding, string separator)
{
    private readonly FieldMap _map = FieldMap.Of(rules, areColumns: true);
    private readonly List<string> _columns = [.. rules.Where(r => r.Direction != FieldDirection.Read && r.Path.Length > 0).Select(r => r.Path).Distinct(StringComparer.Ordinal)];

    /// <summary>The file, and what could not be written of it.</summary>
    public (byte[]? Content, IReadOnlyList<RecordOutcome> Outcomes) Write(IReadOnlyList<SystemRecord> records)
    {
        using var content = new MemoryStream();
        var outcomes = new List<RecordOutcome>(records.Count);
        var count = 0;
        using (var text = new StreamWriter(content, encoding, leaveOpen: true))
        using (var csv = CsvWriter.Create(text, new CsvWriterOptions { Separator = separator[0] }, leaveOpen: true))
        {
            Row(csv, _columns);
            foreach (var record in records)
            {
                try
                {
                    foreach (var row in Rows(record).ToList())
                        Row(csv, _columns.Select(c => FieldConverter.Text(row[c]) ?? ""));
                    outcomes.Add(new RecordOutcome(record.Key));
                    count++;
                }
                catch (FormatException e)
                {
                    outcomes.Add(new RecordOutcome(record.Key, $"It cannot be written: {e.Message}."));
                }
            }
        }

        return (count == 0 ? null : content.ToArray(), outcomes);
    }

    private static void Row(CsvWriter csv, IEnumerable<string> values)
    {
        foreach (var value in values)
            csv.WriteField(value);
        csv.EndRecord();
    }

    private IEnumerable<JsonObject> Rows(SystemRecord record)
    {
        var lists = rules.Where(r => r.Direction != FieldDirection.Read)
            .Select(r => r.Field.IndexOf("[]", StringComparison.Ordinal) is var cut and > 0 ? r.Field[..cut] : null)
            .OfType<string>().Distinct(StringComparer.Ordinal).ToList();
        var count = Math.Max(1, lists.Max(l => (record.Fields[l] as JsonArray)?.Count) ?? 1);
        for (var i = 0; i < count; i++)
        {
            var fields = count == 1 ? record.Fields : record.Fields.DeepClone().AsObject();
            if (count > 1)
            {
                foreach (var list in lists)
                    fields[list] = fields[list] is JsonArray elements && i < elements.Count ? new JsonArray(elements[i]?.DeepClone()) : new JsonArray();
            }

            yield return _map.Write(fields);
        }
    }
}
