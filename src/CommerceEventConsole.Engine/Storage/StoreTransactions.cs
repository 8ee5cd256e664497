using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Storage;

/// <summary>Changes in one transaction.</summary>
internal static class StoreTransactions
{
    /// <summary>Does what belongs together, saves and commits it; on a server that was away for a moment, from the beginning again.</summary>
    /// <param name="contexts">The store.</param>
    /// <param name="work">What is done; what it adds to the context is saved after it.</param>
    /// <param name="cancellationToken">Gives up; nothing is changed then.</param>
    /// <returns>What <paramref name="work"/> returned.</returns>
    public static async Task<T> InTransactionAsync<T>(
        this IDbContextFactory<ConsoleDbContext> contexts, Func<ConsoleDbContext, CancellationToken, Task<T>> work, CancellationToken cancellationToken)
    {
        await using var outer = await contexts.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await outer.Database.CreateExecutionStrategy().ExecuteAsync(
            async token =>
            {
                await using var db = await contexts.CreateDbContextAsync(token).ConfigureAwait(false);
                await using var transaction = await db.Database.BeginTransactionAsync(token).ConfigureAwait(false);
                var result = await work(db, token).ConfigureAwait(false);
                await db.SaveChangesAsync(token).ConfigureAwait(false);
                await transaction.CommitAsync(token).ConfigureAwait(false);
                return result;
            },
            cancellationToken).ConfigureAwait(false);
    }
}
