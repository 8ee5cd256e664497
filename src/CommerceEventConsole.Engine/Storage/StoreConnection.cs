using System.Data.Common;

namespace CommerceEventConsole.Engine.Storage;

/// <summary>How a library that keeps its own tables beside ours opens connections to the database in use.</summary>
/// <param name="provider">Which database.</param>
/// <param name="factory">Its client.</param>
/// <param name="connectionString">How to reach it. It may hold a password: never logged.</param>
public sealed class StoreConnection(StorageProvider provider, DbProviderFactory factory, string connectionString)
{
    /// <summary>Which database.</summary>
    public StorageProvider Provider => provider;

    /// <summary>Its client.</summary>
    public DbProviderFactory Factory => factory;

    /// <summary>How to reach it. It may hold a password: never logged.</summary>
    public string ConnectionString => connectionString;
}
