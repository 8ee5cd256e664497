namespace CommerceEventConsole.EndToEnd.Tests.ShopDay;

/// <summary>Waits for what takes as long as a part of the day.</summary>
internal static class Patience
{
    // A whole catalogue on a busy machine; only a failing test ever waits this long.
    private static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(200);

    /// <summary>Looks again and again, until it is so.</summary>
    /// <param name="what">What is waited for.</param>
    /// <param name="condition">Whether it is so.</param>
    /// <param name="state">What to say of how it stands, where it never is.</param>
    public static async Task TrueAsync(string what, Func<Task<bool>> condition, Func<Task<string>>? state = null)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        limit.CancelAfter(Limit);
        try
        {
            while (!await condition())
                await Task.Delay(Interval, TimeProvider.System, limit.Token);
        }
        catch (OperationCanceledException e) when (!TestContext.Current.CancellationToken.IsCancellationRequested)
        {
            throw new TimeoutException($"Waited {Limit.TotalMinutes} minutes in vain: {what}. {(state is null ? "" : await state())}", e);
        }
    }
}
