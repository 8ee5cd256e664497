using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Storage.Tests.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Storage.Tests.Suite;

/// <summary>Sentences that hold on every provider. Each file derives one class per provider.</summary>
public abstract class StoreSuite
{
    protected StoreSuite(StoreFixture store)
    {
        Assert.SkipWhen(store.Missing is not null, store.Missing ?? "");
        Store = store;
    }

    protected StoreFixture Store { get; }

    protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    internal Task CommitAsync(WriteBatch batch) => Store.Committer.CommitAsync(batch, Cancellation);

    internal Task CommitAsync(params NewEvent[] events) => CommitAsync(Batches.Of(events));

    /// <summary>Leases what is due at noon, for a minute.</summary>
    protected Task<IReadOnlyList<LeasedDelivery>> ClaimAsync(int destinationId, int count = 100, string owner = "dispatcher") =>
        Store.Queue.ClaimAsync(destinationId, count, owner, Batches.Noon, Batches.Noon.AddMinutes(1), Cancellation);

    protected async Task<List<T>> ReadAsync<T>(Func<ConsoleDbContext, IQueryable<T>> query)
    {
        await Store.Services.GetRequiredService<ISearchIndex>().CatchUpAsync(Cancellation);
        await using var context = Store.CreateContext();
        return await query(context).ToListAsync(Cancellation);
    }
}
