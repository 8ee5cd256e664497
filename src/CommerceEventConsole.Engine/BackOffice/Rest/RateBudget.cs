namespace CommerceEventConsole.Engine.BackOffice.Rest;

/// <summary>
/// What a system takes of this node: requests a minute, evenly, and requests at a time. All that talk to the system share it.
/// </summary>
internal sealed class RateBudget(int perMinute, int parallel, TimeProvider time)
{
    // What was not used may be caught up on, for as long as this.
    private static readonly TimeSpan Slack = TimeSpan.FromSeconds(2);

    private readonly SemaphoreSlim _places = new(parallel);
    private readonly Lock _lock = new();
    private DateTimeOffset _nextAt = DateTimeOffset.MinValue;

    /// <summary>Whether it is one of these limits.</summary>
    public bool Has(int requestsPerMinute, int requestsAtATime) => perMinute == requestsPerMinute && parallel == requestsAtATime;

    /// <summary>Waits until a request may begin. Give the place back with <see cref="Leave"/>.</summary>
    public async Task EnterAsync(CancellationToken cancellationToken)
    {
        await _places.WaitAsync(cancellationToken).ConfigureAwait(false);
        try
        {
            if (Wait() is { Ticks: > 0 } wait)
                await Task.Delay(wait, time, cancellationToken).ConfigureAwait(false);
        }
        catch
        {
            _places.Release();
            throw;
        }
    }

    /// <summary>Gives the place back.</summary>
    public void Leave() => _places.Release();

    private TimeSpan Wait()
    {
        if (perMinute == 0)
            return TimeSpan.Zero;
        lock (_lock)
        {
            var now = time.GetUtcNow();
            if (_nextAt < now - Slack)
                _nextAt = now - Slack;
            var wait = _nextAt - now;
            _nextAt += TimeSpan.FromMinutes(1) / perMinute;
            return wait;
        }
    }
}
