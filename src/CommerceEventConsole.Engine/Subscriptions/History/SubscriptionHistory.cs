using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Subscriptions.History;

/// <summary>
/// The time machine: runs a draft, and what is in force, over the stored events, and tells what the draft would change. It only reads,
/// slice by slice, and holds nothing that intake waits for.
/// </summary>
public sealed class SubscriptionHistory
{
    private readonly EventSlices _slices;
    private readonly SliceWalk _walk;
    private readonly EventTypeResolver _eventTypes;
    private readonly TimeProvider _time;

    internal SubscriptionHistory(EventSlices slices, SliceWalk walk, EventTypeResolver eventTypes, TimeProvider time)
    {
        _slices = slices;
        _walk = walk;
        _eventTypes = eventTypes;
        _time = time;
    }

    /// <summary>Runs over the events received in the last days, up to the newest at the start; not on the caller's thread.</summary>
    /// <param name="question">What to compare, and how far back.</param>
    /// <param name="progress">Told after each slice, from any thread.</param>
    /// <param name="cancellationToken">Ends it within a slice.</param>
    /// <exception cref="FormatException">One of the two has errors; the message names them.</exception>
    /// <exception cref="OperationCanceledException">It was ended.</exception>
    public Task<HistoryResult> RunAsync(
        HistoryQuestion question, IProgress<HistoryProgress>? progress, CancellationToken cancellationToken) =>
        // SQLite answers on the thread that asks.
        Task.Run(() => RunHereAsync(question, progress, cancellationToken), cancellationToken);

    private async Task<HistoryResult> RunHereAsync(
        HistoryQuestion question, IProgress<HistoryProgress>? progress, CancellationToken cancellationToken)
    {
        var started = _time.GetTimestamp();
        var since = _time.GetUtcNow().AddDays(-question.Days);
        var passes = Passes(question, since);
        var range = await _slices.RangeAsync(since, to: null, cancellationToken).ConfigureAwait(false);
        var places = new List<(HistoryPass Pass, int TypeId)>(passes.Count);
        var sum = new HistorySum();
        foreach (var pass in passes)
        {
            if (range is not { } all || await _slices.TypeIdAsync(pass.EventType, cancellationToken).ConfigureAwait(false) is not { } typeId)
                continue;
            sum.Estimated += await _slices.CountAsync(typeId, all, cancellationToken).ConfigureAwait(false);
            places.Add((pass, typeId));
        }

        progress?.Report(sum.Progress(_time.GetElapsedTime(started)));
        foreach (var (pass, typeId) in places)
        {
            await _walk.RunAsync(
                typeId,
                range!.Value,
                question.NewestFirst,
                (rows, token) => Task.FromResult(pass.Evaluate(rows, token)),
                outcome =>
                {
                    sum.Add(outcome);
                    progress?.Report(sum.Progress(_time.GetElapsedTime(started)));
                    return !pass.IsTooSlow;
                },
                cancellationToken).ConfigureAwait(false);
        }

        return sum.Result(passes, _time.GetElapsedTime(started));
    }

    // Usually both are about the same type; otherwise each is asked about the events of its own.
    private List<HistoryPass> Passes(HistoryQuestion question, DateTimeOffset since)
    {
        var draft = _eventTypes.Resolve(question.Draft.EventType);
        if (question.Published is not { } published)
            return [new HistoryPass(draft, question.Draft, null, since)];
        var inForce = _eventTypes.Resolve(published.EventType);
        return string.Equals(draft.Name, inForce.Name, StringComparison.Ordinal)
            ? [new HistoryPass(draft, question.Draft, published, since)]
            : [new HistoryPass(draft, question.Draft, null, since), new HistoryPass(inForce, null, published, since)];
    }
}
