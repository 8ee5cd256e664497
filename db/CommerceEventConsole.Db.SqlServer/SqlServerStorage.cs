using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Replays;
using CommerceEventConsole.Engine.Storage;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Db.SqlServer;

/// <summary>Registers the store that several nodes can share.</summary>
public static class SqlServerStorage
{
    /// <summary>Adds the model, the committer and the queue on the database that <paramref name="connectionString"/> names.</summary>
    /// <remarks>
    /// EF Core repeats what failed for a passing reason, therefore refuses a transaction begun by hand: wrap it in
    /// <c>Database.CreateExecutionStrategy().ExecuteAsync(...)</c>.
    /// </remarks>
    public static IServiceCollection AddSqlServerStorage(
        this IServiceCollection services, string connectionString, StorageOptions options)
    {
        var database = new SqlServerDatabase(connectionString);
        services.AddSingleton(database);
        services.AddPooledDbContextFactory<SqlServerConsoleDbContext>(
            builder => Configure(builder, database.ConnectionString, options.MaxBatchSize));
        services.AddSingleton<IDbContextFactory<ConsoleDbContext>, ConsoleFactory>();
        services.AddScoped<ConsoleDbContext>(p => p.GetRequiredService<IDbContextFactory<SqlServerConsoleDbContext>>().CreateDbContext());
        services.AddSingleton<IBatchCommitter, SqlServerBatchCommitter>();
        services.AddSingleton<IReplayCommitter, SqlServerReplayCommitter>();
        services.AddSingleton<ISearchIndex, CurrentSearchIndex>();
        services.AddSingleton<IDeliveryQueue, SqlServerDeliveryQueue>();
        services.AddSingleton<IStorageInitializer, SqlServerInitializer>();
        services.AddSingleton(new StorageInfo(StorageProvider.SqlServer, SingleNode: false));
        services.AddSingleton(new StoreConnection(StorageProvider.SqlServer, SqlClientFactory.Instance, database.ConnectionString));
        return services;
    }

    /// <summary>EF Core's options; without <paramref name="connectionString"/> for what needs no server.</summary>
    internal static void Configure(DbContextOptionsBuilder builder, string? connectionString, int? maxBatchSize) =>
        builder.UseSqlServer(connectionString, server =>
        {
            // SQL Server 2019. Lists of ids go as parameters: what later servers would be sent (OPENJSON) not all of them know.
            server.UseCompatibilityLevel(150);
            server.UseParameterizedCollectionMode(ParameterTranslationMode.MultipleParameters);
            server.EnableRetryOnFailure();
            if (maxBatchSize is { } size)
                server.MaxBatchSize(size);
        });

    private sealed class ConsoleFactory(IDbContextFactory<SqlServerConsoleDbContext> inner) : IDbContextFactory<ConsoleDbContext>
    {
        public ConsoleDbContext CreateDbContext() => inner.CreateDbContext();
    }
}
