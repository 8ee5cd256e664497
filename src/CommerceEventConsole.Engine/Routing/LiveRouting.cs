using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Engine.Subscriptions.Matching;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Routing;

/// <summary>Holds the routing table and follows changes: this node's at once, other nodes' by polling the configuration version.</summary>
internal sealed class LiveRouting(
    IDbContextFactory<ConsoleDbContext> factory,
    RoutingTableReader reader,
    RevisionCache revisions,
    IOptions<RoutingOptions> options,
    TimeProvider time,
    ILogger<LiveRouting> logger) : BackgroundService, IRouting
{
    private readonly SemaphoreSlim _reload = new(1, 1);
    private readonly PeriodicTimer _poll = new(TimeSpan.FromSeconds(options.Value.PollSeconds), time);
    private volatile RoutingTable _current = RoutingTable.Empty;

    /// <inheritdoc />
    public event Action? Changed;

    /// <inheritdoc />
    public RoutingTable Current => _current;

    /// <inheritdoc />
    public async Task ReloadAsync(CancellationToken cancellationToken)
    {
        await _reload.WaitAsync(cancellationToken);
        try
        {
            _current = await reader.ReadAsync(cancellationToken);
        }
        finally
        {
            _reload.Release();
        }

        RaiseChanged();
    }

    /// <inheritdoc />
    public async ValueTask<CompiledSubscription?> RevisionAsync(int revisionId, CancellationToken cancellationToken)
    {
        if (revisions.Find(revisionId) is { } known)
            return known;

        await using var context = await factory.CreateDbContextAsync(cancellationToken);
        var row = await context.SubscriptionRevisions.AsNoTracking().SingleOrDefaultAsync(r => r.Id == revisionId, cancellationToken);
        if (row is null)
            return null;
        if (revisions.Compile(row, out var problem) is { } compiled)
        {
            revisions.Keep(revisionId, compiled);
            return compiled;
        }

        logger.LogError("Revision {RevisionId} cannot be used: {Problem}", revisionId, problem);
        return null;
    }

    /// <summary>Reads the store before anything that starts later, the web server among it, asks for the table.</summary>
    public override async Task StartAsync(CancellationToken cancellationToken)
    {
        await FollowAsync(cancellationToken);
        await base.StartAsync(cancellationToken);
    }

    /// <inheritdoc />
    public override void Dispose()
    {
        _poll.Dispose();
        _reload.Dispose();
        base.Dispose();
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _poll.WaitForNextTickAsync(stoppingToken))
            await FollowAsync(stoppingToken);
    }

    // A store that does not answer leaves the table that is in force: events and deliveries go on as they were.
    private async Task FollowAsync(CancellationToken cancellationToken)
    {
        try
        {
            if (await reader.VersionAsync(cancellationToken) != Current.Version)
                await ReloadAsync(cancellationToken);
        }
        catch (Exception e) when (e is not OperationCanceledException || !cancellationToken.IsCancellationRequested)
        {
            logger.LogError(e, "The configuration could not be read; version {Version} stays in force", Current.Version);
        }
    }

    private void RaiseChanged()
    {
        foreach (var handler in Changed?.GetInvocationList() ?? [])
        {
            try
            {
                ((Action)handler)();
            }
            catch (Exception e)
            {
                logger.LogError(e, "Somebody who follows the routing table failed");
            }
        }
    }
}
