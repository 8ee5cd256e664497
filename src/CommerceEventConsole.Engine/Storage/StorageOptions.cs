namespace CommerceEventConsole.Engine.Storage;

/// <summary>The database in use.</summary>
public enum StorageProvider
{
    /// <summary>Embedded; one node only.</summary>
    Sqlite,

    /// <summary>Microsoft SQL Server.</summary>
    SqlServer,
}

/// <summary>Section <c>Storage</c>.</summary>
public sealed class StorageOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Storage";

    /// <summary>Which database.</summary>
    public StorageProvider Provider { get; set; }

    /// <summary>How to reach it. For SQLite empty means <c>data/console.db</c> under the content root.</summary>
    public string ConnectionString { get; set; } = "";

    /// <summary>
    /// Rows in one statement of EF Core's. One keeps it from using MERGE on SQL Server; nothing on a hot path goes through EF Core. Null for
    /// EF Core's own choice.
    /// </summary>
    public int? MaxBatchSize { get; set; } = 1;

    /// <summary>Events, rejected requests and attempts in one transaction at most.</summary>
    public int GroupCommitSize { get; set; } = 512;

    /// <summary>Writes waiting at most; past it intake answers 503.</summary>
    public int QueueLength { get; set; } = 8192;

    /// <summary>Megabytes waiting at most; past it intake answers 503.</summary>
    public int QueueMegabytes { get; set; } = 128;
}

/// <summary>Readies the database at start.</summary>
public interface IStorageInitializer
{
    /// <summary>Creates the database if it is not there and applies the migrations that it lacks.</summary>
    Task MigrateAsync(CancellationToken cancellationToken);
}

/// <summary>What the rest of the engine needs to know of the database in use.</summary>
/// <param name="Provider">Which database.</param>
/// <param name="SingleNode">Whether only one process may use it: then what a dead process had leased can be taken back at start.</param>
public sealed record StorageInfo(StorageProvider Provider, bool SingleNode);
