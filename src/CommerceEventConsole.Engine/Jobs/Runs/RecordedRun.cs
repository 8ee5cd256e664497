using Microsoft.Extensions.Logging;

namespace CommerceEventConsole.Engine.Jobs.Runs;

/// <summary>Why a run begins.</summary>
/// <param name="Trigger">Why.</param>
/// <param name="Who">Who started it; null where nobody did.</param>
/// <param name="Attempt">Which try it is, counted from 1.</param>
public sealed record JobCause(JobTrigger Trigger, string? Who = null, int Attempt = 1);

/// <summary>Keeps the row and the lines of a running run current, and writes its end.</summary>
internal sealed class RecordedRun(
    JobRun run, JobRunStore store, RunLog log, Func<string> summary, JobSignals signals, TimeProvider time, TimeSpan interval, ILogger logger)
    : IAsyncDisposable
{
    private static readonly TimeSpan SignOfLife = TimeSpan.FromSeconds(20);

    private readonly CancellationTokenSource _ending = new();
    private Task _loop = Task.CompletedTask;

    public void Start() => _loop = LoopAsync(_ending.Token);

    /// <summary>Writes the end. A store that does not take it is logged: the run is then found to be cut off.</summary>
    public async Task EndAsync(JobOutcome outcome, string? error)
    {
        await StopAsync().ConfigureAwait(false);
        try
        {
            // Without a token: the run has ended, whoever stops the console.
            await store.EndAsync(run.Id, outcome, summary(), error, log.Take(run.Id), CancellationToken.None).ConfigureAwait(false);
        }
        catch (Exception e)
        {
            logger.LogWarning(e, "The end of a run could not be stored");
        }

        signals.RaiseChanged();
    }

    /// <summary>Whether somebody asked for the end; false where the store does not answer.</summary>
    public async Task<bool> IsInterruptedAsync()
    {
        try
        {
            return await store.InterruptedByAsync(run.Id, CancellationToken.None).ConfigureAwait(false) is not null;
        }
        catch (Exception e)
        {
            logger.LogWarning(e, "The store did not say who ended a run");
            return false;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _ending.Dispose();
    }

    private async Task StopAsync()
    {
        await _ending.CancelAsync().ConfigureAwait(false);
        await _loop.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }

    private async Task LoopAsync(CancellationToken cancellationToken)
    {
        var (last, told) = (time.GetTimestamp(), "");
        while (true)
        {
            await Task.Delay(interval, time, cancellationToken).ConfigureAwait(false);
            var (lines, counted) = (log.Take(run.Id), summary());
            if (lines.Count == 0 && counted == told && time.GetElapsedTime(last) < SignOfLife)
                continue;
            (last, told) = (time.GetTimestamp(), counted);
            try
            {
                // Not cut in the middle: the lines were taken, and would be lost.
                await store.ProgressAsync(run.Id, counted, lines, CancellationToken.None).ConfigureAwait(false);
            }
            catch (Exception e)
            {
                logger.LogWarning(e, "The progress of a run could not be stored; the run goes on");
            }

            signals.RaiseChanged();
        }
    }
}
