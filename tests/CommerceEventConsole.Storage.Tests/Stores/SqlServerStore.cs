using CommerceEventConsole.Db.SqlServer;
using CommerceEventConsole.Engine.Storage;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Storage.Tests.Stores;

/// <summary>A database of its own on the server that <c>CONSOLE_TEST_SQLSERVER</c> names.</summary>
public sealed class SqlServerStore : StoreFixture
{
    private const string Variable = "CONSOLE_TEST_SQLSERVER";

    private readonly string _name = $"console_test_{Guid.NewGuid():N}";
    private readonly string? _server = Environment.GetEnvironmentVariable(Variable);

    public override string? Missing =>
        string.IsNullOrWhiteSpace(_server) ? $"{Variable} holds no connection string to a SQL Server that databases may be made on." : null;

    private string ConnectionString => new SqlConnectionStringBuilder(_server) { InitialCatalog = _name }.ConnectionString;

    // One row per statement: servers that only speak the protocol know no MERGE.
    protected override void AddStorage(IServiceCollection services) =>
        services.AddSqlServerStorage(ConnectionString, new StorageOptions { Provider = StorageProvider.SqlServer, MaxBatchSize = 1 });

    protected override async Task DropAsync()
    {
        SqlConnection.ClearAllPools();
        await using var master = new SqlConnection(
            new SqlConnectionStringBuilder(_server) { InitialCatalog = "master", Pooling = false }.ConnectionString);
        await master.OpenAsync();
        await using var drop = master.CreateCommand();
        drop.CommandText = $"IF DB_ID(N'{_name}') IS NOT NULL DROP DATABASE [{_name}];";
        await drop.ExecuteNonQueryAsync();
    }
}
