using CommerceEventConsole.Db.Sqlite;
using CommerceEventConsole.Engine.Activity;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Tests.Shared;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Storage.Tests.Activity;

/// <summary>A database file of its own, with a clock that stands still.</summary>
public sealed class ActivityStore : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("console-activity-").FullName;
    private readonly ServiceProvider _services;

    private ActivityStore()
    {
        _services = new ServiceCollection()
            .AddLogging()
            .AddSqliteStorage($"Data Source={Path.Combine(_folder, "console.db")}")
            .BuildServiceProvider();
        Contexts = _services.GetRequiredService<IDbContextFactory<ConsoleDbContext>>();
        Queries = new ActivityQueries(Contexts, Time);
    }

    public ManualTime Time { get; } = new(new DateTimeOffset(2026, 5, 4, 9, 7, 30, TimeSpan.Zero));

    public IDbContextFactory<ConsoleDbContext> Contexts { get; }

    public ActivityQueries Queries { get; }

    public static async Task<ActivityStore> CreateAsync()
    {
        var store = new ActivityStore();
        await store._services.GetRequiredService<IStorageInitializer>().MigrateAsync(CancellationToken.None);
        return store;
    }

    /// <summary>Counts something so many minutes ago.</summary>
    public async Task CountAsync(int minutesAgo, ActivityMeasure measure, int scope, long count)
    {
        await using var context = await Contexts.CreateDbContextAsync();
        context.ActivityMinutes.Add(new ActivityMinute
        {
            Minute = ActivityTally.MinuteOf(Time.GetUtcNow()) - minutesAgo,
            Measure = measure,
            ScopeId = scope,
            Count = count,
        });
        await context.SaveChangesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        SqliteConnection.ClearAllPools();
        Directory.Delete(_folder, recursive: true);
    }
}
