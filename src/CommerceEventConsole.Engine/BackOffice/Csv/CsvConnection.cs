using CommerceEventConsole.Engine.BackOffice.Mapping;
using CommerceEventConsole.Engine.BackOffice.Rest;

namespace CommerceEventConsole.Engine.BackOffice.Csv;

/// <summary>Where files with separated values are left and fetched, and how they are written.</summary>
public sealed record CsvConnection
{
    /// <summary>A folder of this machine, below one of <see cref="BackOfficeOptions.Folders"/>; empty where files are exchanged over HTTP.</summary>
    public string Folder { get; init; } = "";

    /// <summary>What stands before every path where files are exchanged over HTTP (GET and PUT); empty for a folder.</summary>
    public string BaseUrl { get; init; } = "";

    /// <summary>HTTP: how the console proves who it is; null for not at all.</summary>
    public RestAuthentication? Authentication { get; init; }

    /// <summary>HTTP: seconds that one request may take.</summary>
    public int TimeoutSeconds { get; init; } = 60;

    /// <summary>What stands between two values; <c>\t</c> for a tabulator.</summary>
    public string Separator { get; init; } = ";";

    /// <summary>How letters are written: utf-8, windows-1252, iso-8859-1 and others of one byte.</summary>
    public string Encoding { get; init; } = "utf-8";

    /// <summary>How numbers are written, by the name of a culture such as <c>de-DE</c>; empty for a decimal point.</summary>
    public string Culture { get; init; } = "";

    /// <summary>Seconds that a file must have been left alone before it is read, so that none is read that is being written.</summary>
    public int QuietSeconds { get; init; } = 10;
}

/// <summary>How a kind of records is read from and written to files.</summary>
public sealed record CsvRecords
{
    /// <summary>How they are read; null where they are not.</summary>
    public CsvRead? Read { get; init; }

    /// <summary>How they are written; null where they are not.</summary>
    public CsvWrite? Write { get; init; }

    /// <summary>The field map; <see cref="FieldRule.Path"/> is the title of a column. Rows one after the other with the same key are one record, e.g. an order with its items.</summary>
    public IReadOnlyList<FieldRule> Fields { get; init; } = [];
}

/// <summary>Which files of a folder count.</summary>
public enum CsvFiles
{
    /// <summary>All, oldest first: each holds changes.</summary>
    All,

    /// <summary>The newest only: each holds everything.</summary>
    Newest,
}

/// <summary>How records are read from files.</summary>
public sealed record CsvRead
{
    /// <summary>Folder: names of files, with <c>*</c> for any letters. HTTP: the path of the file, with <c>{since}</c> where the server knows it.</summary>
    public string File { get; init; } = "";

    /// <summary>Folder: which of them count.</summary>
    public CsvFiles Files { get; init; }

    /// <summary>
    /// Folder: the folder below into which files go once a later run asks only for what is newer, so that nothing leaves before it is
    /// processed; empty where they stay and are told apart by name and time.
    /// </summary>
    public string DoneFolder { get; init; } = "";
}

/// <summary>How records are written to files.</summary>
public sealed record CsvWrite
{
    /// <summary>The file's name, or its path over HTTP, with <c>{time}</c> for date, time and a number that tells files of one moment apart.</summary>
    public string File { get; init; } = "";
}
