using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Running;
using CommerceEventConsole.Engine.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Replays;

/// <summary>
/// Runs replays, some at once, in order of their start. Each goes by steps that commit where it stands with what they made; a step that
/// was not committed is made again, by whichever node.
/// </summary>
internal sealed partial class ReplayRunner(
    IEnumerable<IReplayWork> kinds,
    ReplayLeases leases,
    ReplaySignals signals,
    StorageInfo storage,
    IOptions<ReplayOptions> options,
    TimeProvider time,
    ILogger<ReplayRunner> logger) : LeasedRunner<Replay>("replays", signals, storage, time)
{
    protected override int MaxAtOnce => options.Value.MaxAtOnce;

    protected override TimeSpan PollInterval => options.Value.PollInterval;

    protected override Task TakeBackAllAsync(CancellationToken cancellationToken) => leases.TakeBackAllAsync(cancellationToken);

    protected override Task<Replay?> TakeAsync(IReadOnlyCollection<int> running, CancellationToken cancellationToken) =>
        leases.TakeAsync(Owner, running, cancellationToken);

    protected override int IdOf(Replay run) => run.Id;

    protected override async Task<bool> WorkAsync(Replay run, CancellationToken stoppingToken)
    {
        var wake = new AutoResetSignal();
        Signals.Started += wake.Set;
        try
        {
            LogStart(logger, run.Id, run.Position);
            var turn = new ReplayTurn(run, Owner, wake, leases, options, Time);
            var work = kinds.Single(k => k.Kind == run.Kind);
            while (await work.StepAsync(turn, stoppingToken).ConfigureAwait(false))
                Signals.RaiseChanged();
            return true;
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // The process stops: another node need not wait for the lease to run out.
            await leases.ReleaseAsync(run.Id, Owner, CancellationToken.None).ConfigureAwait(false);
            return false;
        }
        finally
        {
            Signals.Started -= wake.Set;
        }
    }

    protected override void LogTrouble(Exception exception) => LogTrouble(logger, exception);

    [LoggerMessage(LogLevel.Warning, "A replay was interrupted; it goes on shortly")]
    private static partial void LogTrouble(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Information, "Replay {Id} goes on at {Position}")]
    private static partial void LogStart(ILogger logger, int id, long position);
}
