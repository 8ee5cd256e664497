using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.Engine.Setup;

/// <summary>
/// Makes changes of sources, destinations and subscriptions: one at a time over all nodes, each in one transaction with its audit entries
/// and the raised configuration version, and in force on this node when the call returns.
/// </summary>
internal sealed class ConfigurationWriter(
    IDbContextFactory<ConsoleDbContext> factory,
    ISecretProtector secrets,
    IRouting routing,
    TimeProvider time,
    ILogger<ConfigurationWriter> logger)
{
    /// <summary>Runs <paramref name="work"/>; what it did is undone unless it succeeds and has recorded something.</summary>
    public async Task<ChangeResult<T>> ChangeAsync<T>(
        string who, Func<ConfigurationChange, CancellationToken, Task<ChangeResult<T>>> work, CancellationToken cancellationToken)
        where T : class
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(who);

        // The key ring may have to write a new key, on a connection of its own: not while this one holds SQLite's only write lock.
        secrets.Prepare();

        await using var outer = await factory.CreateDbContextAsync(cancellationToken);
        var (result, committed) = await outer.Database.CreateExecutionStrategy().ExecuteAsync(
            token => TryChangeAsync(who, work, token), cancellationToken);
        if (committed)
            await FollowAsync();
        return result;
    }

    /// <summary>Changes a row that a person has looked at, unless another person was faster.</summary>
    public Task<ChangeResult<T>> EditAsync<T>(
        string who,
        Func<ConsoleDbContext, IQueryable<T>> find,
        long? seenVersion,
        Func<ConfigurationChange, T, CancellationToken, Task<ChangeResult<T>>> work,
        CancellationToken cancellationToken)
        where T : class, IConfigurationRow
    {
        return ChangeAsync<T>(who, EditAsync, cancellationToken);

        async Task<ChangeResult<T>> EditAsync(ConfigurationChange change, CancellationToken token)
        {
            var row = await find(change.Context).SingleOrDefaultAsync(token);
            if (row is null)
                return ChangeResult<T>.NotFound();
            return seenVersion is { } seen && seen != row.Version
                ? ChangeResult<T>.Conflict(row, row.ChangedBy)
                : await work(change, row, token);
        }
    }

    private async Task<(ChangeResult<T> Result, bool Committed)> TryChangeAsync<T>(
        string who, Func<ConfigurationChange, CancellationToken, Task<ChangeResult<T>>> work, CancellationToken cancellationToken)
        where T : class
    {
        await using var context = await factory.CreateDbContextAsync(cancellationToken);
        await using var transaction = await context.Database.BeginTransactionAsync(cancellationToken);

        // First of all the counter: its row is the lock under which changes queue up, so that what is read below stays true.
        var counter = context.Counters.Where(c => c.Name == Counter.Configuration);
        await counter.ExecuteUpdateAsync(set => set.SetProperty(c => c.Value, c => c.Value + 1), cancellationToken);
        var version = await counter.Select(c => c.Value).SingleAsync(cancellationToken);

        var change = new ConfigurationChange(context, who, time.Now(), version);
        var result = await work(change, cancellationToken);
        if (!result.Succeeded || !change.HasRecords)
            return (result, false);

        await context.SaveChangesAsync(cancellationToken);
        await transaction.CommitAsync(cancellationToken);
        context.ChangeTracker.Clear();
        return (result, true);
    }

    private async Task FollowAsync()
    {
        try
        {
            // Without a token: the change is made, whoever asked for it may leave.
            await routing.ReloadAsync(CancellationToken.None);
        }
        catch (Exception e)
        {
            logger.LogWarning(e, "A change of the configuration is stored, but could not be put in force yet; the next poll does it");
        }
    }
}
