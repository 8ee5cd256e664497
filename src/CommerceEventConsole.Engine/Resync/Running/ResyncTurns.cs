using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Resync.Runs;
using CommerceEventConsole.Engine.Storage;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Resync.Running;

/// <summary>A run in the hands of this node: from when it is taken up until it ends, has to wait, is stopped, or goes to another node.</summary>
internal sealed partial class ResyncTurns(
    IRecordSystems systems,
    ResyncWork work,
    ResyncLeases leases,
    ResyncHistory history,
    ResyncSignals signals,
    IOptions<ResyncOptions> options,
    TimeProvider time,
    ILogger<ResyncTurns> logger)
{
    private const int MostDoublings = 20;

    /// <summary>Works on a run that the node holds.</summary>
    public async Task RunAsync(ResyncRun run, string owner, CancellationToken stoppingToken)
    {
        using var mine = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        var keeping = KeepAsync(run.Id, owner, mine);
        ResyncSession? session = null;
        try
        {
            if (ResyncPlan.Of(run) is not { } plan)
            {
                await leases.EndAsync(run, owner, ResyncState.Failed, "What it was to do cannot be read any more.", mine.Token).ConfigureAwait(false);
                return;
            }

            var here = await systems.CommerceAsync(plan.CommerceId, mine.Token).ConfigureAwait(false);
            var there = await systems.BackOfficeAsync(plan.SystemId, mine.Token).ConfigureAwait(false);
            session = new ResyncSession(run, plan, here, there, owner);
            await WorkAsync(session, mine.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException) when (mine.IsCancellationRequested)
        {
            // The process stops, and another node need not wait for the lease to run out; or somebody stopped the run, and there is none.
            if (stoppingToken.IsCancellationRequested)
                await leases.ReleaseAsync(run.Id, owner, CancellationToken.None).ConfigureAwait(false);
        }
        catch (RecordSystemException e)
        {
            session?.CountCalls(endsPage: false);
            await TroubleAsync(run, owner, e.Message, e.RetryAfter, e.NeedsPerson, stoppingToken).ConfigureAwait(false);
        }
        catch (NotSupportedException e)
        {
            session?.CountCalls(endsPage: false);
            await leases.EndAsync(run, owner, ResyncState.Failed, e.Message, stoppingToken).ConfigureAwait(false);
        }
        catch (Exception e) when (!stoppingToken.IsCancellationRequested)
        {
            LogTrouble(logger, e, run.Id);
            session?.CountCalls(endsPage: false);
            await TroubleAsync(run, owner, "The console had trouble with it; its log says more.", null, needsPerson: false, stoppingToken).ConfigureAwait(false);
        }
        finally
        {
            await mine.CancelAsync().ConfigureAwait(false);
            await keeping.ConfigureAwait(false);
        }
    }

    private async Task WorkAsync(ResyncSession session, CancellationToken cancellationToken)
    {
        var run = session.Run;
        if (!await work.RecoverAsync(session, cancellationToken).ConfigureAwait(false)) return;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var now = time.Now();
            if (session.Plan.Hours is { } hours && hours.Covers(now))
            {
                var end = hours.EndAfter(now) ?? now.AddDays(1);
                await leases.WaitAsync(run, session.Owner, end, $"Blackout hours ({hours}, {session.Plan.TimeZone}).", cancellationToken).ConfigureAwait(false);
                return;
            }

            if (session.IsSpent)
            {
                await leases.EndAsync(run, session.Owner, ResyncState.CutOff, null, cancellationToken).ConfigureAwait(false);
                return;
            }

            if (!await work.StepAsync(session, cancellationToken).ConfigureAwait(false)) break;
            signals.RaiseChanged();
        }

        if (run.State == ResyncState.Finished)
            await history.TrimAsync(run.DefinitionId, cancellationToken).ConfigureAwait(false);
    }

    // A system that is down is waited for, longer each time; after a long while a person is asked, and soon where only a person can help.
    private async Task TroubleAsync(
        ResyncRun run, string owner, string problem, TimeSpan? retryAfter, bool needsPerson, CancellationToken cancellationToken)
    {
        var now = time.Now();
        run.TroubleSince ??= now;
        if (now - run.TroubleSince >= (needsPerson ? options.Value.AskAfter : options.Value.GiveUpAfter))
        {
            await leases.EndAsync(run, owner, ResyncState.Paused, problem, cancellationToken).ConfigureAwait(false);
            return;
        }

        var wait = options.Value.FirstWait * Math.Pow(2, Math.Min(run.Troubles, MostDoublings));
        if (wait > options.Value.LongestWait) wait = options.Value.LongestWait;
        if (retryAfter > wait) wait = retryAfter.Value;
        run.Troubles++;
        await leases.WaitAsync(run, owner, (now + wait).ToStorePrecision(), problem, cancellationToken).ConfigureAwait(false);
    }

    // A page may take longer than the lease, and a person who pauses a run need not wait for its page. Does not throw.
    private async Task KeepAsync(int id, string owner, CancellationTokenSource mine)
    {
        var wake = new AutoResetSignal();
        signals.Started += wake.Set;
        try
        {
            while (!mine.IsCancellationRequested)
            {
                await wake.WaitAsync(options.Value.Lease / 4, time, mine.Token).ConfigureAwait(false);
                if (!mine.IsCancellationRequested && !await leases.KeepAsync(id, owner, mine.Token).ConfigureAwait(false))
                    await mine.CancelAsync().ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException)
        {
            // The turn is over.
        }
        catch (Exception e)
        {
            // The store is asked again with the next commit, which holds only while the lease does.
            LogTrouble(logger, e, id);
        }
        finally
        {
            signals.Started -= wake.Set;
        }
    }

    [LoggerMessage(LogLevel.Warning, "Resync run {Id} was interrupted")]
    private static partial void LogTrouble(ILogger logger, Exception exception, int id);
}
