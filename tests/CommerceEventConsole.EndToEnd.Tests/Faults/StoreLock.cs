using CommerceEventConsole.Db.Sqlite;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.EndToEnd.Tests.Faults;

/// <summary>A write transaction on a console's database that another process has begun and does not end.</summary>
internal sealed class StoreLock : IAsyncDisposable
{
    private readonly ServiceProvider _services;
    private readonly ConsoleDbContext _db;

    private StoreLock(ServiceProvider services, ConsoleDbContext db)
    {
        _services = services;
        _db = db;
    }

    public static async Task<StoreLock> TakeAsync(string database)
    {
        var services = new ServiceCollection().AddLogging().AddSqliteStorage($"Data Source={database};Pooling=False").BuildServiceProvider();
        var db = await services.GetRequiredService<IDbContextFactory<ConsoleDbContext>>().CreateDbContextAsync(TestContext.Current.CancellationToken);
        var taken = new StoreLock(services, db);
        // BEGIN IMMEDIATE: the one writer of the file is from now on this one.
        await db.Database.BeginTransactionAsync(TestContext.Current.CancellationToken);
        return taken;
    }

    public async ValueTask DisposeAsync()
    {
        await _db.Database.RollbackTransactionAsync(CancellationToken.None);
        await _db.DisposeAsync();
        await _services.DisposeAsync();
    }
}
