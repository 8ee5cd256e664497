using CommerceEventConsole.Engine.Resync.Runs;
using CommerceEventConsole.Engine.Running;
using CommerceEventConsole.Engine.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Resync.Running;

/// <summary>
/// Works on runs, some at once, in order of their start. A run that has to wait is given back with the time from which it may go on, so that
/// it holds up no other one.
/// </summary>
internal sealed partial class ResyncRunner(
    ResyncTurns turns, ResyncLeases leases, ResyncSignals signals, StorageInfo storage, IOptions<ResyncOptions> options, TimeProvider time, ILogger<ResyncRunner> logger)
    : LeasedRunner<ResyncRun>("resync", signals, storage, time)
{
    protected override int MaxAtOnce => options.Value.MaxAtOnce;

    protected override TimeSpan PollInterval => options.Value.PollInterval;

    protected override Task TakeBackAllAsync(CancellationToken cancellationToken) => leases.TakeBackAllAsync(cancellationToken);

    protected override Task<ResyncRun?> TakeAsync(IReadOnlyCollection<int> running, CancellationToken cancellationToken) =>
        leases.TakeAsync(Owner, running, cancellationToken);

    protected override int IdOf(ResyncRun run) => run.Id;

    protected override async Task<bool> WorkAsync(ResyncRun run, CancellationToken stoppingToken)
    {
        LogStart(logger, run.Id, run.Compared);
        await turns.RunAsync(run, Owner, stoppingToken).ConfigureAwait(false);
        return true;
    }

    protected override void LogTrouble(Exception exception) => LogTrouble(logger, exception);

    [LoggerMessage(LogLevel.Warning, "A resync was interrupted; it goes on shortly")]
    private static partial void LogTrouble(ILogger logger, Exception exception);

    [LoggerMessage(LogLevel.Information, "Resync run {Id} goes on after {Compared} records")]
    private static partial void LogStart(ILogger logger, int id, long compared);
}
