using CommerceEventConsole.Benchmarks.Dispatch;
using CommerceEventConsole.Db.Sqlite;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Replays;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Setup;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Benchmarks.Replay;

/// <summary>
/// The calls behind the replay dialog, made in this process on the product's store. The replay itself runs in the product, which finds it
/// by polling, as it would another node's.
/// </summary>
internal sealed class ResendReplay(DispatchProduct product) : IReplayCall
{
    private static readonly DeliveryScope Failed = new() { States = [DeliveryState.Failed] };

    private readonly ServiceProvider _services = Services(product.ConnectionString);
    private int _last;

    public string Name => "product, failed ones replayed";

    public async Task<long> EstimateAsync(CancellationToken cancellationToken)
    {
        var estimate = await _services.GetRequiredService<ResendPlanner>().EstimateAsync(Failed, progress: null, cancellationToken);
        return estimate.ToSend(ResendOptions.For(Failed));
    }

    public async Task ConfirmAsync(CancellationToken cancellationToken)
    {
        var (replay, problem) = await _services.GetRequiredService<ReplayStore>()
            .StartResendAsync(new ResendRequest(Failed, ResendOptions.For(Failed), Estimated: 0), "benchmark", cancellationToken);
        _last = replay?.Id ?? throw new InvalidOperationException(problem);
    }

    public async Task<TimeSpan> UnnoticedAsync(CancellationToken cancellationToken)
    {
        var replay = await _services.GetRequiredService<ReplayStore>().GetAsync(_last, cancellationToken);
        return replay is { StartedAt: { } started } ? started - replay.CreatedAt : throw new InvalidOperationException("The replay was not taken up.");
    }

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    private static ServiceProvider Services(string connectionString)
    {
        var none = new ConfigurationBuilder().Build();
        var services = new ServiceCollection().AddLogging().AddSingleton<IConfiguration>(none).AddSqliteStorage(connectionString);
        services.AddStoredKeyRing();
        return services.AddRouting(none).AddDelivery(none).AddReplays().BuildServiceProvider();
    }
}
