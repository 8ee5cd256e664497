using CommerceEventConsole.Engine.Deliveries;

namespace CommerceEventConsole.Engine.Replays;

/// <summary>What a resend would do.</summary>
/// <param name="Scope">The scope as it was counted: frozen, so that what was counted is what is sent.</param>
/// <param name="Counts">Its deliveries by state.</param>
/// <param name="Outdated">Those of them for which something newer goes or went, by state; as far as they were looked at.</param>
public sealed record ResendEstimate(DeliveryScope Scope, ScopeCounts Counts, ScopeCounts Outdated)
{
    /// <summary>Deliveries that would be sent.</summary>
    public int ToSend(ResendOptions options) =>
        Enum.GetValues<DeliveryState>().Where(options.Sends).Sum(s => Counts.In(s) - (options.NewestOnly ? Outdated.In(s) : 0));
}

/// <summary>Counts what a resend would do. It only reads.</summary>
public sealed class ResendPlanner
{
    private static readonly ScopeCounts None = new(new Dictionary<DeliveryState, int>(), 0);

    private readonly DeliveryScopes _scopes;
    private readonly NewerDeliveries _newer;

    internal ResendPlanner(DeliveryScopes scopes, NewerDeliveries newer) => (_scopes, _newer) = (scopes, newer);

    /// <summary>Counts the deliveries of a scope, not on the caller's thread. What is outdated among them is not looked for yet.</summary>
    /// <param name="scope">What.</param>
    /// <param name="progress">Told of each part counted, from any thread.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public async Task<ResendEstimate> EstimateAsync(DeliveryScope scope, IProgress<ScopeCounts>? progress, CancellationToken cancellationToken)
    {
        var frozen = await Task.Run(() => _scopes.FreezeAsync(scope, cancellationToken), cancellationToken).ConfigureAwait(false);
        return new ResendEstimate(frozen, await _scopes.CountAsync(frozen, progress, cancellationToken).ConfigureAwait(false), None);
    }

    /// <summary>
    /// Looks delivery by delivery for those that something newer makes unnecessary, not on the caller's thread: it takes as long as the
    /// scope is large.
    /// </summary>
    /// <param name="estimate">What was counted.</param>
    /// <param name="progress">Told of each part looked at, from any thread.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public Task<ResendEstimate> LookForNewerAsync(ResendEstimate estimate, IProgress<ScopeCounts>? progress, CancellationToken cancellationToken) =>
        Task.Run(() => LookHereAsync(estimate, progress, cancellationToken), cancellationToken);

    private async Task<ResendEstimate> LookHereAsync(ResendEstimate estimate, IProgress<ScopeCounts>? progress, CancellationToken cancellationToken)
    {
        var scope = estimate.Scope;
        var options = ResendOptions.For(scope);
        var tally = new ScopeTally(progress);
        var (position, looked, isEnd) = (0L, 0, false);
        while (!isEnd)
        {
            var page = await _scopes.NextAsync(scope, position, DeliveryScopes.MaxCount, cancellationToken).ConfigureAwait(false);
            var sent = page.Rows.Where(r => options.Sends(r.State)).ToList();
            var older = await _newer.OlderAsync(sent, scope, options, replayId: null, cancellationToken).ConfigureAwait(false);
            looked += page.Rows.Count;
            tally.Add(
                [.. sent.Where(r => older.Contains(r.Id)).CountBy(r => r.State).Select(c => new StateCount(c.Key, c.Value))],
                Math.Min(1, looked / (double)Math.Max(1, estimate.Counts.Total)));
            (position, isEnd) = (page.Position, page.IsEnd);
        }

        return estimate with { Outdated = tally.Whole() };
    }
}
