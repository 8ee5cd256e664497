using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CsvHelper;

namespace CommerceEventConsole.Engine.BackOffice.Exports;

/// <summary>Writes rows as a file.</summary>
internal static class ExportFile
{
    private static readonly JsonWriterOptions JsonOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The ending of a file's name.</summary>
    public static string Ending(ExportFormat format) => format == ExportFormat.Csv ? "csv" : "jsonl";

    /// <summary>The file.</summary>
    public static byte[] Write(ExportFormat format, IReadOnlyList<string> columns, IEnumerable<object?[]> rows)
    {
        using var content = new MemoryStream();
        if (format == ExportFormat.Csv)
            WriteCsv(content, columns, rows);
        else
            WriteJsonLines(content, columns, rows);
        return content.ToArray();
    }

    // Who opens it in a spreadsheet must not run what a sender wrote: texts that begin like a formula are marked as texts.
    private static void WriteCsv(MemoryStream content, IReadOnlyList<string> columns, IEnumerable<object?[]> rows)
    {
        using var csv = CsvWriter.Create(content, new CsvWriterOptions { Injection = CsvInjection.Escape }, leaveOpen: true);
        foreach (var column in columns)
            csv.WriteField(column);
        csv.EndRecord();
        foreach (var row in rows)
        {
            foreach (var value in row)
                csv.WriteField(Text(value));
            csv.EndRecord();
        }
    }

    private static void WriteJsonLines(MemoryStream content, IReadOnlyList<string> columns, IEnumerable<object?[]> rows)
    {
        using var json = new Utf8JsonWriter(content, JsonOptions);
        foreach (var row in rows)
        {
            json.WriteStartObject();
            for (var i = 0; i < row.Length; i++)
            {
                json.WritePropertyName(columns[i]);
                switch (row[i])
                {
                    case null:
                        json.WriteNullValue();
                        break;
                    case long number:
                        json.WriteNumberValue(number);
                        break;
                    case decimal number:
                        json.WriteNumberValue(number);
                        break;
                    default:
                        json.WriteStringValue(Text(row[i]));
                        break;
                }
            }

            json.WriteEndObject();
            json.Flush();
            json.Reset();
            content.Write(Encoding.UTF8.GetBytes("\n"));
        }
    }

    private static string Text(object? value) => value switch
    {
        null => "",
        DateTimeOffset time => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture),
        IFormattable formattable => formattable.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };
}
