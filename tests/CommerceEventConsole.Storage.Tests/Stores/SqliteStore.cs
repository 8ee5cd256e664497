using CommerceEventConsole.Db.Sqlite;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Storage.Tests.Stores;

/// <summary>SQLite in a file of its own.</summary>
public sealed class SqliteStore : StoreFixture
{
    private readonly string _folder = Directory.CreateTempSubdirectory("console-store-").FullName;

    private string ConnectionString => "Data Source=" + Path.Combine(_folder, "console.db");

    protected override void AddStorage(IServiceCollection services) => services.AddSqliteStorage(ConnectionString);

    protected override Task DropAsync()
    {
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
        return Task.CompletedTask;
    }
}
