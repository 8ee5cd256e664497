using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Storage.Tests.Stores;

/// <summary>An empty, migrated database of one provider, shared by the tests of a class, dropped after them.</summary>
public abstract class StoreFixture : IAsyncLifetime
{
    private readonly List<ServiceProvider> _nodes = [];
    private int _lastId = 1_000_000;

    /// <summary>Why tests on this database cannot run here; null where they can.</summary>
    public virtual string? Missing => null;

    /// <summary>The services of the first node.</summary>
    public IServiceProvider Services => _nodes[0];

    public IBatchCommitter Committer => Services.GetRequiredService<IBatchCommitter>();

    public IDeliveryQueue Queue => Services.GetRequiredService<IDeliveryQueue>();

    /// <summary>
    /// A number that no other test of the class uses, and no row gets by itself: tests share the database and keep apart by their ids.
    /// </summary>
    public int NextId() => Interlocked.Increment(ref _lastId);

    public ConsoleDbContext CreateContext() => Services.GetRequiredService<IDbContextFactory<ConsoleDbContext>>().CreateDbContext();

    /// <summary>The services of a further process on the same database.</summary>
    /// <param name="more">What this one has beside the store.</param>
    public IServiceProvider AddNode(Action<IServiceCollection>? more = null)
    {
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(TimeProvider.System);
        AddStorage(services);
        more?.Invoke(services);
        var node = services.BuildServiceProvider();
        _nodes.Add(node);
        return node;
    }

    /// <summary>Adds the store of this fixture to services that the caller builds and disposes of himself, such as those of a host.</summary>
    public void AddStorageTo(IServiceCollection services) => AddStorage(services);

    public async ValueTask InitializeAsync()
    {
        if (Missing is not null)
            return;
        AddNode();
        await MigrateAsync(Services);
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (Missing is not null)
            return;
        foreach (var node in _nodes)
            await node.DisposeAsync();
        await DropAsync();
    }

    public static Task MigrateAsync(IServiceProvider node) =>
        node.GetRequiredService<IStorageInitializer>().MigrateAsync(TestContext.Current.CancellationToken);

    protected abstract void AddStorage(IServiceCollection services);

    protected abstract Task DropAsync();
}
