using System.Data;
using CommerceEventConsole.Engine.Storage;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Storage;
using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.Db.SqlServer;

/// <summary>
/// Creates and migrates the database. Nodes that start together do not collide: creation runs under an application lock in
/// <c>master</c>, taken only where the database is absent; migrations run under the application lock that EF Core takes for them.
/// </summary>
internal sealed class SqlServerInitializer(
    IDbContextFactory<SqlServerConsoleDbContext> factory, SqlServerDatabase database, ILogger<SqlServerInitializer> logger) : IStorageInitializer
{
    /// <summary>Milliseconds that a node waits for another to create the database.</summary>
    private const int LockTimeout = 120_000;

    public async Task MigrateAsync(CancellationToken cancellationToken)
    {
        await using var context = await factory.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var creator = context.GetService<IRelationalDatabaseCreator>();
        if (!await creator.ExistsAsync(cancellationToken).ConfigureAwait(false))
            await CreateAsync(creator, cancellationToken).ConfigureAwait(false);
        await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
        logger.LogInformation("SQL Server database {Database} is up to date", database.Name);
    }

    private async Task CreateAsync(IRelationalDatabaseCreator creator, CancellationToken cancellationToken)
    {
        // The lock belongs to this session and ends with it.
        await using var master = await SqlServerDatabase.OpenAsync(database.MasterConnectionString, cancellationToken).ConfigureAwait(false);
        await LockCreationAsync(master, cancellationToken).ConfigureAwait(false);
        if (await creator.ExistsAsync(cancellationToken).ConfigureAwait(false))
            return;
        await creator.CreateAsync(cancellationToken).ConfigureAwait(false);
        logger.LogInformation("Created the SQL Server database {Database}", database.Name);
    }

    private async Task LockCreationAsync(SqlConnection master, CancellationToken cancellationToken)
    {
        await using var command = master.CreateCommand();
        command.CommandType = CommandType.StoredProcedure;
        command.CommandText = "sp_getapplock";
        command.CommandTimeout = (LockTimeout / 1000) + 30;
        command.Parameters.Add("@Resource", SqlDbType.NVarChar, 255).Value = "CommerceEventConsole.Create." + database.Name;
        command.Parameters.Add("@LockMode", SqlDbType.VarChar, 32).Value = "Exclusive";
        command.Parameters.Add("@LockOwner", SqlDbType.VarChar, 32).Value = "Session";
        command.Parameters.Add("@LockTimeout", SqlDbType.Int).Value = LockTimeout;
        var result = command.Parameters.Add("@Result", SqlDbType.Int);
        result.Direction = ParameterDirection.ReturnValue;
        await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        if (result.Value is not int granted || granted < 0)
            throw new TimeoutException($"Another node has been creating the database {database.Name} for too long.");
    }
}
