namespace CommerceEventConsole.Engine.Subscriptions.History;

/// <summary>
/// Walks a range slice by slice: while the next slice is read, others are evaluated beside it, on all processors but one. Results are
/// handed over in order.
/// </summary>
internal sealed class SliceWalk(EventSlices slices)
{
    private const int SliceRows = 2_000;

    private static readonly int Workers = Math.Max(1, Environment.ProcessorCount - 1);

    /// <summary>Walks to the end of the range, or until <paramref name="take"/> says that it is enough.</summary>
    /// <param name="typeId">The type of the events.</param>
    /// <param name="range">Where they stand.</param>
    /// <param name="newestFirst">From which end.</param>
    /// <param name="evaluate">Evaluates a slice; called from several threads.</param>
    /// <param name="take">Takes its result, one at a time; false ends the walk.</param>
    /// <param name="cancellationToken">Ends it between two slices, and <paramref name="evaluate"/> as soon as that looks.</param>
    public async Task RunAsync<T>(
        int typeId,
        SeqRange range,
        bool newestFirst,
        Func<IReadOnlyList<StoredRow>, CancellationToken, Task<T>> evaluate,
        Func<T, bool> take,
        CancellationToken cancellationToken)
    {
        using var ending = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var token = ending.Token;
        var running = new Queue<Task<T>>(Workers);
        try
        {
            while (!range.IsEmpty)
            {
                var rows = await slices.NextAsync(typeId, range, newestFirst, SliceRows, token).ConfigureAwait(false);
                if (rows.Count == 0) break;
                range = newestFirst ? range with { Last = rows[^1].Seq - 1 } : range with { First = rows[^1].Seq + 1 };
                if (running.Count == Workers && !take(await running.Dequeue().ConfigureAwait(false))) return;
                running.Enqueue(Task.Run(() => evaluate(rows, token), token));
            }

            while (running.TryDequeue(out var next))
            {
                if (!take(await next.ConfigureAwait(false))) return;
            }
        }
        finally
        {
            await ending.CancelAsync().ConfigureAwait(false);
            Task rest = Task.WhenAll(running);
            await rest.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
