using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.BackOffice.Csv;
using CommerceEventConsole.Engine.BackOffice.Systems;
using CommerceEventConsole.Tests.Shared;
using Microsoft.Extensions.Logging.Abstractions;

namespace CommerceEventConsole.Engine.Tests.BackOffice;

/// <summary>A folder of its own that files are dropped in.</summary>
internal sealed class CsvDrop : IDisposable
{
    public const string Stock = """
        { "Stock": { "read": { "file": "stock-*.csv", "doneFolder": "done" }, "write": { "file": "out-{time}.csv" },
          "fields": [
            { "field": "sku", "path": "Artikel", "as": "Text", "required": true }, { "field": "source_code", "path": "Lager", "as": "Text" },
            { "field": "quantity", "path": "Menge", "as": "Number" }, { "field": "name", "path": "Text" } ] } }
        """;

    private readonly string _root = Directory.CreateTempSubdirectory("console-drop-").FullName;

    public CsvDrop() => Folder = Directory.CreateDirectory(Path.Combine(_root, "erp")).FullName;

    public ManualTime Time { get; } = new();

    public string Folder { get; }

    public CsvSystem Open(string records = Stock, CsvConnection? connection = null)
    {
        var files = (connection ?? new CsvConnection { Culture = "de-DE" }) with { Folder = Folder };
        var options = new BackOfficeOptions { Folders = { _root } };
        return new CsvSystem("Files", files, SystemJson.Read<Dictionary<RecordKind, CsvRecords>>(records), new FolderStore(files, options, Time, NullLogger.Instance), Time);
    }

    /// <summary>Leaves a file, written so many minutes ago.</summary>
    public void Drop(string name, byte[] content, double minutesAgo)
    {
        var path = Path.Combine(Folder, name);
        File.WriteAllBytes(path, content);
        File.SetLastWriteTimeUtc(path, Time.GetUtcNow().AddMinutes(-minutesAgo).UtcDateTime);
    }

    public void Drop(string name, string text, double minutesAgo = 60) => Drop(name, System.Text.Encoding.UTF8.GetBytes(text), minutesAgo);

    public string[] Names(string below = "") => [.. Directory.GetFiles(Path.Combine(Folder, below)).Select(f => Path.GetFileName(f)).Order(StringComparer.Ordinal)];

    public string Text(string name) => File.ReadAllText(Path.Combine(Folder, name));

    public void Dispose() => Directory.Delete(_root, recursive: true);
}
