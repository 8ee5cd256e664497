using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.Db.Sqlite;

/// <summary>
/// EF Core guards a migration of SQLite with a row, and waits for that row without end. A process that was killed while it migrated
/// leaves it behind: the row of a migration that cannot be running any more is taken away.
/// </summary>
internal static class MigrationLock
{
    // Migrations of this store take well under a second each; one transaction of a large file may take longer.
    private const int AbandonedAfterSeconds = 60;
    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    /// <summary>Returns when nobody else migrates.</summary>
    public static async Task WaitAsync(DbContext context, ILogger logger, CancellationToken cancellationToken)
    {
        if (await CountAsync(context, "SELECT count(*) AS Value FROM sqlite_master WHERE name = '__EFMigrationsLock'", cancellationToken).ConfigureAwait(false) == 0)
            return;
        for (var waits = 0; await CountAsync(context, "SELECT count(*) AS Value FROM __EFMigrationsLock", cancellationToken).ConfigureAwait(false) > 0; waits++)
        {
            var removed = await context.Database
                .ExecuteSqlAsync($"DELETE FROM __EFMigrationsLock WHERE unixepoch(Timestamp) <= unixepoch() - {AbandonedAfterSeconds}", cancellationToken).ConfigureAwait(false);
            if (removed > 0)
                logger.LogWarning("A migration that was begun more than {Seconds} s ago was never finished; it is taken up again", AbandonedAfterSeconds);
            else if (waits == 0)
                logger.LogInformation("Another process is migrating the database, or was stopped in the middle; waiting up to {Seconds} s", AbandonedAfterSeconds);
            if (removed == 0)
                await Task.Delay(Interval, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }

    private static Task<int> CountAsync(DbContext context, string sql, CancellationToken cancellationToken) =>
        context.Database.SqlQueryRaw<int>(sql).SingleAsync(cancellationToken);
}
