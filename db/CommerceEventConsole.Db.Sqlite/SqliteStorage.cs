using System.Data.Common;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Replays;
using CommerceEventConsole.Engine.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Diagnostics;
using Microsoft.EntityFrameworkCore.Migrations;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.Db.Sqlite;

/// <summary>Registers the embedded store.</summary>
public static class SqliteStorage
{
    /// <summary>Adds the model, the committer and the queue on the database file that <paramref name="connectionString"/> names.</summary>
    public static IServiceCollection AddSqliteStorage(this IServiceCollection services, string connectionString)
    {
        var database = new SqliteDatabase(connectionString);
        services.AddSingleton(database);
        services.AddPooledDbContextFactory<SqliteConsoleDbContext>(options => options
            .UseSqlite(database.ConnectionString)
            .ReplaceService<IMigrationsSqlGenerator, ClusteredTables>()
            .AddInterceptors(new Pragmas()));
        services.AddSingleton<IDbContextFactory<ConsoleDbContext>, ConsoleFactory>();
        services.AddScoped<ConsoleDbContext>(p => p.GetRequiredService<IDbContextFactory<SqliteConsoleDbContext>>().CreateDbContext());
        services.AddSingleton<SqliteBatchCommitter>();
        services.AddSingleton<IBatchCommitter>(p => p.GetRequiredService<SqliteBatchCommitter>());
        services.AddSingleton<IReplayCommitter>(p => p.GetRequiredService<SqliteBatchCommitter>());
        services.AddSingleton<ISearchIndex>(p => p.GetRequiredService<SqliteBatchCommitter>());
        services.AddSingleton<IDeliveryQueue>(p => p.GetRequiredService<SqliteBatchCommitter>());
        services.AddSingleton<IStorageInitializer, Initializer>();
        services.AddSingleton(new StorageInfo(StorageProvider.Sqlite, SingleNode: true));
        services.AddSingleton(new StoreConnection(StorageProvider.Sqlite, SqliteFactory.Instance, database.ConnectionString));
        return services;
    }

    private sealed class ConsoleFactory(IDbContextFactory<SqliteConsoleDbContext> inner) : IDbContextFactory<ConsoleDbContext>
    {
        public ConsoleDbContext CreateDbContext() => inner.CreateDbContext();
    }

    /// <summary>Every connection waits for a writer, and flushes what it commits.</summary>
    private sealed class Pragmas : DbConnectionInterceptor
    {
        private static readonly string Text = $"PRAGMA busy_timeout = {SqliteDatabase.BusyTimeout}; PRAGMA synchronous = FULL;";

        public override void ConnectionOpened(DbConnection connection, ConnectionEndEventData eventData) =>
            SqliteDatabase.Run((SqliteConnection)connection, Text);

        public override Task ConnectionOpenedAsync(
            DbConnection connection, ConnectionEndEventData eventData, CancellationToken cancellationToken = default)
        {
            SqliteDatabase.Run((SqliteConnection)connection, Text);
            return Task.CompletedTask;
        }
    }

    private sealed class Initializer(
        IDbContextFactory<SqliteConsoleDbContext> factory, SqliteDatabase database, ILogger<Initializer> logger) : IStorageInitializer
    {
        public async Task MigrateAsync(CancellationToken cancellationToken)
        {
            if (Path.GetDirectoryName(Path.GetFullPath(database.DataSource)) is { Length: > 0 } folder)
                Directory.CreateDirectory(folder);
            await using var context = await factory.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
            await MigrationLock.WaitAsync(context, logger, cancellationToken).ConfigureAwait(false);
            await context.Database.MigrateAsync(cancellationToken).ConfigureAwait(false);
            await context.Database.ExecuteSqlRawAsync("PRAGMA journal_mode = WAL", cancellationToken).ConfigureAwait(false);
            logger.LogInformation("SQLite {Version} at {Path}", SqliteWriterConnection.LibraryVersion, database.DataSource);
        }
    }
}
