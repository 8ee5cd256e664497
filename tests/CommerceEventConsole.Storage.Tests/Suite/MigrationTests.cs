using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Storage.Tests.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Storage.Tests.Suite;

public abstract class MigrationTests(StoreFixture store) : StoreSuite(store)
{
    [Fact]
    public async Task Migrations_make_every_table_of_the_model()
    {
        await using var context = Store.CreateContext();

        Assert.Empty(await context.Database.GetPendingMigrationsAsync(Cancellation));
        Assert.False(context.Database.HasPendingModelChanges());
        Assert.Equal(
            [Counter.Accounts, Counter.Configuration, Counter.DeliveryId, Counter.EventSeq],
            await context.Counters.OrderBy(c => c.Name).Select(c => c.Name).ToListAsync(Cancellation));
        Assert.Empty(await context.Sources.ToListAsync(Cancellation));
        Assert.Empty(await context.Users.ToListAsync(Cancellation));
    }

    [Fact]
    public async Task Migrations_applied_again_change_nothing()
    {
        await using var context = Store.CreateContext();
        var before = await context.Database.GetAppliedMigrationsAsync(Cancellation);

        await StoreFixture.MigrateAsync(Store.AddNode());

        Assert.Equal(before, await context.Database.GetAppliedMigrationsAsync(Cancellation), StringComparer.Ordinal);
    }
}

public sealed class MigrationTestsOnSqlite(SqliteStore store) : MigrationTests(store), IClassFixture<SqliteStore>
{
    [Fact]
    public async Task A_migration_whose_process_was_killed_is_taken_up_again()
    {
        await using var context = Store.CreateContext();
        // What EF Core writes when it begins, and takes away when it is done.
        await context.Database.ExecuteSqlAsync(
            $"INSERT INTO __EFMigrationsLock (Id, Timestamp) VALUES (1, {TimeProvider.System.GetUtcNow().AddMinutes(-2)})", Cancellation);

        await StoreFixture.MigrateAsync(Store.AddNode()).WaitAsync(TimeSpan.FromSeconds(45), Cancellation);

        Assert.Equal(0, await context.Database.SqlQuery<int>($"SELECT count(*) AS Value FROM __EFMigrationsLock").SingleAsync(Cancellation));
    }
}

public sealed class MigrationTestsOnSqlServer(SqlServerStore store) : MigrationTests(store), IClassFixture<SqlServerStore>
{
    [Fact]
    public async Task Nodes_that_start_together_on_no_database_do_not_collide()
    {
        await using var empty = new Absent();
        var nodes = Enumerable.Range(0, 4).Select(_ => empty.AddNode()).ToList();

        await Task.WhenAll(nodes.Select(StoreFixture.MigrateAsync));

        await using var context = nodes[0].GetRequiredService<IDbContextFactory<ConsoleDbContext>>().CreateDbContext();
        Assert.Equal(4, await context.Counters.CountAsync(Cancellation));
    }

    /// <summary>A database that nobody has made yet.</summary>
    private sealed class Absent : IAsyncDisposable
    {
        private readonly SqlServerStore _store = new();

        public IServiceProvider AddNode() => _store.AddNode();

        public ValueTask DisposeAsync() => _store.DisposeAsync();
    }
}
