using CommerceEventConsole.Engine.Deliveries;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Replays;

/// <summary>A replay in the hands of this node, and what its steps need whatever its kind.</summary>
internal sealed class ReplayTurn(
    Replay replay, string owner, AutoResetSignal wake, ReplayLeases leases, IOptions<ReplayOptions> options, TimeProvider time)
{
    private long _kept = time.GetTimestamp();

    /// <summary>The replay as it was last read or committed.</summary>
    public Replay Replay => replay;

    /// <summary>The name that its lease bears.</summary>
    public string Owner => owner;

    /// <summary>When its outcome was last looked at, as a timestamp; null before.</summary>
    public long? LookedAt { get; set; }

    /// <summary>Until when the node keeps it from now on.</summary>
    public DateTimeOffset LeaseFrom(DateTimeOffset now) => now + options.Value.Lease;

    /// <summary>Waits, or until somebody changes a replay; false where this one is not the node's to run any more.</summary>
    public async Task<bool> WaitAsync(TimeSpan atMost, CancellationToken cancellationToken)
    {
        var step = options.Value.Lease / 4;
        while (await KeepAsync(step, cancellationToken).ConfigureAwait(false))
        {
            if (atMost <= TimeSpan.Zero) return true;
            var started = time.GetTimestamp();
            await wake.WaitAsync(atMost < step ? atMost : step, time, cancellationToken).ConfigureAwait(false);
            cancellationToken.ThrowIfCancellationRequested();
            atMost -= time.GetElapsedTime(started);
        }

        return false;
    }

    /// <summary>Ends it, because it cannot go on.</summary>
    public Task FailAsync(string error, CancellationToken cancellationToken) => leases.FailAsync(replay.Id, owner, error, cancellationToken);

    /// <summary>Stops it until a person lets it go on.</summary>
    public Task PauseAsync(string error, CancellationToken cancellationToken) => leases.PauseAsync(replay.Id, owner, error, cancellationToken);

    // Waits are short, and a lease is long: in between it is enough to look.
    private async Task<bool> KeepAsync(TimeSpan every, CancellationToken cancellationToken)
    {
        if (time.GetElapsedTime(_kept) < every)
            return await leases.IsHeldAsync(replay.Id, owner, cancellationToken).ConfigureAwait(false);
        _kept = time.GetTimestamp();
        return await leases.KeepAsync(replay.Id, owner, cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>How replays of a kind go on.</summary>
internal interface IReplayWork
{
    /// <summary>The kind.</summary>
    ReplayKind Kind { get; }

    /// <summary>Makes one step; false at the end, whichever.</summary>
    Task<bool> StepAsync(ReplayTurn turn, CancellationToken cancellationToken);
}
