using System.Globalization;
using System.Text;
using CommerceEventConsole.Engine.BackOffice.Mapping;
using CommerceEventConsole.Engine.BackOffice.Rest;
using CommerceEventConsole.Engine.Setup;

namespace CommerceEventConsole.Engine.BackOffice.Csv;

/// <summary>What the configuration of a CSV drop must be like.</summary>
internal static class CsvRules
{
    private const int MaxName = 200;

    /// <summary>Adds every problem of a connection.</summary>
    public static void CheckConnection(List<ValidationProblem> problems, CsvConnection connection, bool allowPrivate, BackOfficeOptions options)
    {
        if (connection.Folder.Length > 0 == connection.BaseUrl.Length > 0)
            problems.Add("folder", "Enter a folder or an address, one of both.");
        else if (connection.BaseUrl.Length > 0)
            CheckHttp(problems, connection, allowPrivate);
        else if (options.Folders.Count == 0)
            problems.Add("folder", $"No folder is open to the console. Who runs it names some in the setting {BackOfficeOptions.Section}:Folders.");
        else if (!CsvFolder.IsBelow(connection.Folder, options.Folders))
            problems.Add("folder", $"The folder must lie in {string.Join(" or ", options.Folders)}.");
        if (Separator(connection) is not { Length: 1 } separator || separator is "\"" or "\r" or "\n")
            problems.Add("separator", "Enter one letter, such as ; or , or \\t.");
        if (TryEncoding(connection.Encoding) is not { } encoding || !encoding.GetBytes("a\n").AsSpan().SequenceEqual("a\n"u8))
            problems.Add("encoding", "Enter an encoding such as utf-8 or windows-1252. UTF-16 is not read: save files as UTF-8.");
        if (connection.Culture.Length > 0 && TryCulture(connection.Culture) is null)
            problems.Add("culture", "Enter the name of a culture such as de-DE, or leave it empty.");
        problems.CheckRange("quietSeconds", connection.QuietSeconds, 0, 3_600, "Seconds that a file must be left alone");
    }

    /// <summary>Adds every problem of what is exchanged.</summary>
    public static void CheckRecords(List<ValidationProblem> problems, CsvConnection connection, IReadOnlyDictionary<RecordKind, CsvRecords> records)
    {
        if (records.Count == 0)
            problems.Add("records", "Describe at least one kind of records.");
        var isFolder = connection.Folder.Length > 0;
        foreach (var (kind, of) in records)
        {
            var at = kind.ToString();
            if (!Enum.IsDefined(kind))
            {
                problems.Add("records", $"There is no kind of records named {kind}.");
                continue;
            }

            if (of.Read is null && of.Write is null)
                problems.Add("records", $"{at}: it is neither read nor written.");
            FieldMapRules.Check(problems, at, kind, of.Fields, areColumns: true);
            if (of.Read is { } read && (isFolder ? !IsName(read.File) : read.File.Length == 0))
                problems.Add("records", $"{at}: enter which file is read; in a folder it is a name such as stock-*.csv, without a path.");
            if (of.Read is { DoneFolder.Length: > 0 } done && (!isFolder || !IsName(done.DoneFolder) || done.DoneFolder.Contains('*', StringComparison.Ordinal)))
                problems.Add("records", $"{at}: doneFolder is the name of a folder below, without a path.");
            if (of.Write is { } write && (write.File.Contains('*', StringComparison.Ordinal) || (isFolder ? !IsName(write.File) : write.File.Length == 0)))
                problems.Add("records", $"{at}: enter the name of the file that is written, such as orders-{{time}}.csv.");
            if (of.Write is { } written && isFolder && !written.File.Contains("{time}", StringComparison.Ordinal))
                problems.Add("records", $"{at}: the name of a written file must hold {{time}}, or one would stand in for another.");
        }
    }

    /// <summary>What stands between two values.</summary>
    public static string Separator(CsvConnection connection) => connection.Separator == "\\t" ? "\t" : connection.Separator;

    /// <summary>The encoding of a name; null where there is none.</summary>
    public static Encoding? TryEncoding(string name)
    {
        try
        {
            return CodePagesEncodingProvider.Instance.GetEncoding(name) ?? Encoding.GetEncoding(name);
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>The culture of a name; null where there is none.</summary>
    public static CultureInfo? TryCulture(string name)
    {
        try
        {
            return CultureInfo.GetCultureInfo(name, predefinedOnly: true);
        }
        catch (CultureNotFoundException)
        {
            return null;
        }
    }

    private static void CheckHttp(List<ValidationProblem> problems, CsvConnection connection, bool allowPrivate)
    {
        RestRules.CheckUrl(problems, "baseUrl", connection.BaseUrl, allowPrivate, "https://files.example.com/erp");
        RestRules.CheckAuthentication(problems, connection.Authentication, allowPrivate);
        problems.CheckRange("timeoutSeconds", connection.TimeoutSeconds, 1, 300, "Seconds that a request may take");
    }

    // A name, and no way out of the folder.
    private static bool IsName(string name) =>
        name.Length is > 0 and <= MaxName && name[0] != '.' && !name.Any(c => c is '/' or '\\' or ':' || char.IsControl(c));
}
