using CommerceEventConsole.Db.Sqlite;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.EndToEnd.Tests.Processes;

/// <summary>Reads a console's database file beside it, or after it.</summary>
internal sealed class StoreReader(string database)
{
    /// <summary>Event ids, in the order in which they were stored.</summary>
    public Task<List<string>> EventIdsAsync() => ReadAsync(db => db.Events.OrderBy(e => e.Seq).Select(e => e.EventId));

    /// <summary>How many deliveries are in each state.</summary>
    public async Task<Dictionary<DeliveryState, int>> StatesAsync() =>
        (await ReadAsync(db => db.Deliveries.GroupBy(d => d.State).Select(g => new { g.Key, Count = g.Count() }))).ToDictionary(g => g.Key, g => g.Count);

    /// <summary>Whether there are deliveries and all of them are delivered.</summary>
    public async Task<bool> AllDeliveredAsync() => await StatesAsync() is { Count: 1 } states && states.ContainsKey(DeliveryState.Delivered);

    public async Task<List<T>> ReadAsync<T>(Func<ConsoleDbContext, IQueryable<T>> query)
    {
        await using var services = new ServiceCollection().AddLogging().AddSqliteStorage($"Data Source={database};Pooling=False").BuildServiceProvider();
        await using var db = await services.GetRequiredService<IDbContextFactory<ConsoleDbContext>>()
            .CreateDbContextAsync(TestContext.Current.CancellationToken);
        return await query(db).ToListAsync(TestContext.Current.CancellationToken);
    }
}
