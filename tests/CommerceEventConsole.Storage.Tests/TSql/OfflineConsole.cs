using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Activity;
using CommerceEventConsole.Engine.Alerts;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Commerce;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Intake;
using CommerceEventConsole.Engine.Jobs;
using CommerceEventConsole.Engine.Jobs.Quartz;
using CommerceEventConsole.Engine.Jobs.Retention;
using CommerceEventConsole.Engine.Replays;
using CommerceEventConsole.Engine.Resync;
using CommerceEventConsole.Engine.Resync.Definitions;
using CommerceEventConsole.Engine.Resync.Schedules;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Tests.Shared;
using Microsoft.AspNetCore.Identity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Storage.Tests.TSql;

/// <summary>The console's own classes on <see cref="OfflineServer"/>.</summary>
internal sealed class OfflineConsole : IAsyncDisposable
{
    private readonly ServiceProvider _services;

    public OfflineConsole(bool hasRows)
    {
        Server = new OfflineServer(hasRows);
        var configuration = new ConfigurationBuilder().Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton<TimeProvider>(new ManualTime());
        services.AddSingleton(Server);
        services.AddSingleton<IDbContextFactory<ConsoleDbContext>>(Server);
        services.AddScoped<ConsoleDbContext>(_ => Server.CreateDbContext());
        services.AddSingleton(new StorageInfo(StorageProvider.SqlServer, SingleNode: false));
        services.AddSingleton<IBatchCommitter, NoCommitter>();
        services.AddSingleton<ISearchIndex, CurrentSearchIndex>();
        services.AddSingleton<StoreWriter>();
        services.AddSingleton<IDeliveryQueue, OneLease>();
        services.AddDataProtection();
        services.AddIntake(configuration);
        services.AddRouting(configuration);
        services.AddCommerce();
        services.AddBackOffice(configuration);
        services.AddSetupFile(configuration);
        services.AddDelivery(configuration);
        services.AddEventQueries();
        services.AddReplays();
        services.AddSingleton<ICronSyntax, QuartzCron>();
        services.AddSingleton<IResyncSchedules, NoSchedules>();
        services.AddResync(configuration);
        services.AddActivity();
        services.AddAlerts(configuration);
        services.AddJobRecords(configuration);
        services.AddSingleton<AlertSweep>();
        services.AddSingleton<LiveFeedReader>();
        services.AddSingleton<StoredSearchKeys>();
        services.AddSingleton<EventSweep>();
        services.AddSingleton<ActivitySweep>();
        services.AddSingleton<EntryLinks>();
        services.AddSingleton<People>();
        services.AddSingleton<FirstStart>();
        services.AddIdentityCore<ConsoleUser>().AddRoles<IdentityRole>().AddEntityFrameworkStores<ConsoleDbContext>().AddDefaultTokenProviders();
        services.AddSingleton<ISecretProtector, OpenSecrets>();
        _services = services.BuildServiceProvider(new ServiceProviderOptions { ValidateScopes = true });
    }

    public OfflineServer Server { get; }

    public T Get<T>()
        where T : notnull => _services.GetRequiredService<T>();

    /// <summary>What <paramref name="call"/> sends.</summary>
    public static async Task<IReadOnlyList<string>> SentAsync(Func<OfflineConsole, CancellationToken, Task> call, bool hasRows)
    {
        await using var console = new OfflineConsole(hasRows);
        try
        {
            await call(console, TestContext.Current.CancellationToken);
        }
        catch (InvalidOperationException) when (!hasRows)
        {
            // Some rows are always there, such as the counters: without them a call rightly goes no further.
        }

        return console.Server.Texts;
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private sealed class NoCommitter : IBatchCommitter
    {
        public Task CommitAsync(WriteBatch batch, CancellationToken cancellationToken) => Task.CompletedTask;

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }

    internal sealed class NoSchedules : IResyncSchedules
    {
        public Task SetAsync(ResyncDefinition definition, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task RemoveAsync(int definitionId, CancellationToken cancellationToken) => Task.CompletedTask;

        public Task<IReadOnlyDictionary<int, DateTimeOffset>> NextAsync(IReadOnlyCollection<int> definitionIds, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyDictionary<int, DateTimeOffset>>(new Dictionary<int, DateTimeOffset>());
    }

    private sealed class OneLease : IDeliveryQueue
    {
        public Task<IReadOnlyList<LeasedDelivery>> ClaimAsync(
            int destinationId, int count, string owner, DateTimeOffset now, DateTimeOffset leaseUntil, CancellationToken cancellationToken) =>
            Task.FromResult<IReadOnlyList<LeasedDelivery>>([new LeasedDelivery(1, 1, 1, destinationId, 1, 0, now)]);
    }

    /// <summary>Reads any secret: what the server makes up is no encrypted text.</summary>
    private sealed class OpenSecrets : ISecretProtector
    {
        public void Prepare()
        {
        }

        public string Protect(SecretPurpose purpose, string secret) => secret;

        public bool TryUnprotect(SecretPurpose purpose, string protectedSecret, out string secret)
        {
            secret = "{}";
            return true;
        }
    }
}
