using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Storage.Tests.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Migrations;
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
    public async Task Attempts_and_edits_of_an_older_console_are_counted_where_they_are_looked_up_now()
    {
        await using var older = new Older();
        await using var context = older.AddNode().GetRequiredService<IDbContextFactory<ConsoleDbContext>>().CreateDbContext();
        await context.GetService<IMigrator>().MigrateAsync("Initial", Cancellation);
        foreach (var id in new[] { 1, 2, 3 })
        {
            await context.Database.ExecuteSqlAsync(
                $"INSERT INTO Deliveries (Id, EventSeq, RouteId, DestinationId, RevisionId, State, Attempts, DueAt, CreatedAt, UpdatedAt) VALUES ({id}, 1, 1, 1, 1, 5, 1, 0, 0, 0)",
                Cancellation);
        }

        foreach (var number in new[] { 1, 2 })
        {
            await context.Database.ExecuteSqlAsync(
                $"INSERT INTO DeliveryAttempts (DeliveryId, Number, StartedAt, DurationMs, Outcome) VALUES (2, {number}, {number}, 1, 2)", Cancellation);
        }

        await context.Database.ExecuteSqlAsync(
            $"INSERT INTO DeliveryEdits (DeliveryId, OriginalId, Body, EditedBy, EditedAt, Reason) VALUES (3, 2, x'00', 'anna', 0, '')", Cancellation);

        await context.Database.MigrateAsync(Cancellation);

        var rows = await context.Deliveries.OrderBy(d => d.Id).Select(d => new { d.LastAttempt, d.Edits }).ToListAsync(Cancellation);
        Assert.Equal([(0, EditMarks.None), (2, EditMarks.IsReplaced), (0, EditMarks.IsEdited)], rows.Select(r => (r.LastAttempt, r.Edits)));
    }

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

    /// <summary>A database that nobody has migrated yet.</summary>
    private sealed class Older : IAsyncDisposable
    {
        private readonly SqliteStore _store = new();

        public IServiceProvider AddNode() => _store.AddNode();

        public ValueTask DisposeAsync() => _store.DisposeAsync();
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
