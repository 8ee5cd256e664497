namespace CommerceEventConsole.EndToEnd.Tests.Processes;

/// <summary>Waits for conditions of other processes.</summary>
internal static class Until
{
    // Generous, so that a busy machine does not fail what works; only a failing test ever waits this long.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(2);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(50);

    /// <summary>Waits for what ends by itself, or says what did not.</summary>
    public static async Task<T> EndedAsync<T>(string what, Task<T> task)
    {
        await EndedAsync(what, (Task)task);
        return await task;
    }

    /// <inheritdoc cref="EndedAsync{T}"/>
    public static async Task EndedAsync(string what, Task task)
    {
        try
        {
            await task.WaitAsync(Limit, TestContext.Current.CancellationToken);
        }
        catch (TimeoutException e) when (!task.IsCompleted)
        {
            throw new TimeoutException($"Waited {Limit.TotalMinutes} minutes in vain: {what}.", e);
        }
    }

    /// <summary>Looks again and again, until it is so.</summary>
    public static Task TrueAsync(string what, Func<bool> condition) => TrueAsync(what, () => Task.FromResult(condition()));

    /// <inheritdoc cref="TrueAsync(string, Func{bool})"/>
    public static Task TrueAsync(string what, Func<Task<bool>> condition) =>
        FoundAsync(what, async () => await condition() ? "yes" : null);

    /// <summary>Looks again and again, until there is something.</summary>
    public static async Task<T> FoundAsync<T>(string what, Func<Task<T?>> look)
        where T : class
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            while (true)
            {
                if (await look().WaitAsync(limit.Token) is { } found)
                    return found;
                await Task.Delay(Interval, TimeProvider.System, limit.Token);
            }
        }
        catch (OperationCanceledException e) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Waited {Limit.TotalMinutes} minutes in vain: {what}.", e);
        }
    }
}
