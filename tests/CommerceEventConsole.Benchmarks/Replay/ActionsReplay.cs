using CommerceEventConsole.Benchmarks.Dispatch;
using CommerceEventConsole.Db.Sqlite;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Benchmarks.Replay;

/// <summary>
/// <see cref="DeliveryActions.ReplayAsync"/>, which marks deliveries as due again. It runs in this process, on the product's store: the
/// product finds what is due by polling, as it would another node's.
/// </summary>
internal sealed class ActionsReplay(DispatchProduct product) : IReplayCall
{
    private const int Page = 10_000;

    private readonly ServiceProvider _services = new ServiceCollection().AddLogging()
        .AddSqliteStorage(product.ConnectionString).AddDelivery(new ConfigurationBuilder().Build()).BuildServiceProvider();

    public string Name => "product, failed sent again (delivery actions)";

    public async Task<long> EstimateAsync(CancellationToken cancellationToken)
    {
        await using var db = await ContextAsync(cancellationToken);
        return await Failed(db).LongCountAsync(cancellationToken);
    }

    public async Task ConfirmAsync(CancellationToken cancellationToken)
    {
        var actions = _services.GetRequiredService<DeliveryActions>();
        for (long after = 0; ;)
        {
            List<long> ids;
            await using (var db = await ContextAsync(cancellationToken))
                ids = await Failed(db).Where(d => d.Id > after).OrderBy(d => d.Id).Select(d => d.Id).Take(Page).ToListAsync(cancellationToken);
            if (ids.Count == 0)
                return;
            await actions.ReplayAsync(ids, "benchmark", deliveredToo: false, cancellationToken);
            after = ids[^1];
        }
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    // The list of states is that of the index's filter, or it is not used.
    private static IQueryable<Delivery> Failed(ConsoleDbContext db)
    {
        var failed = DeliveryState.Failed;
        return db.Deliveries
            .Where(d => d.State == DeliveryState.Retrying || d.State == DeliveryState.Failed || d.State == DeliveryState.Held
                || d.State == DeliveryState.Superseded || d.State == DeliveryState.Dismissed)
            .Where(d => d.State == failed);
    }

    private Task<ConsoleDbContext> ContextAsync(CancellationToken cancellationToken) =>
        _services.GetRequiredService<IDbContextFactory<ConsoleDbContext>>().CreateDbContextAsync(cancellationToken);
}
