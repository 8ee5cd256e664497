using System.Threading.RateLimiting;

namespace CommerceEventConsole.Engine.Deliveries.Circuits;

/// <summary>
/// How fast a destination may be sent to, by this node: its limit of requests per second, and the time for which it asked to be left
/// alone. Not for several threads at once.
/// </summary>
internal sealed class Pace(TimeProvider time) : IDisposable
{
    // Tokens come in small portions, so that a second's worth does not go out at once.
    private const int PortionsPerSecond = 10;

    private TokenBucketRateLimiter? _limiter;
    private int _perSecond;
    private DateTimeOffset _aloneUntil;
    private DateTimeOffset _tokenAt;

    /// <summary>When it may be sent to again; the past where it may.</summary>
    public DateTimeOffset AloneUntil => _aloneUntil;

    /// <summary>Whether it is being left alone.</summary>
    public bool IsLeftAlone => time.GetUtcNow() < _aloneUntil;

    /// <summary>How long nothing may be sent; zero where something may.</summary>
    public TimeSpan Wait
    {
        get
        {
            var until = _aloneUntil > _tokenAt ? _aloneUntil : _tokenAt;
            var wait = until - time.GetUtcNow();
            return wait > TimeSpan.Zero ? wait : TimeSpan.Zero;
        }
    }

    /// <summary>Leaves the destination alone for a time; never for less than was asked before.</summary>
    /// <returns>Whether it was being left alone already.</returns>
    public bool LeaveAlone(TimeSpan wait)
    {
        var already = IsLeftAlone;
        var until = time.GetUtcNow() + wait;
        if (until > _aloneUntil)
            _aloneUntil = until;
        return already;
    }

    /// <summary>Takes leave to begin one request now.</summary>
    public bool TryTake(int perSecond)
    {
        if (IsLeftAlone)
            return false;
        if (perSecond <= 0)
            return true;
        var limiter = Limiter(perSecond);
        limiter.TryReplenish();
        using var lease = limiter.AttemptAcquire();
        if (lease.IsAcquired)
            return true;
        _tokenAt = time.GetUtcNow() + Portion(perSecond).Every;
        return false;
    }

    public void Dispose() => _limiter?.Dispose();

    private static (int Tokens, TimeSpan Every) Portion(int perSecond) => perSecond < PortionsPerSecond
        ? (1, TimeSpan.FromSeconds(1.0 / perSecond))
        : ((int)Math.Ceiling(perSecond / (double)PortionsPerSecond), TimeSpan.FromSeconds(Math.Ceiling(perSecond / (double)PortionsPerSecond) / perSecond));

    private TokenBucketRateLimiter Limiter(int perSecond)
    {
        if (_limiter is not null && _perSecond == perSecond)
            return _limiter;
        _limiter?.Dispose();
        _perSecond = perSecond;
        var (tokens, every) = Portion(perSecond);
        return _limiter = new TokenBucketRateLimiter(new TokenBucketRateLimiterOptions
        {
            TokenLimit = tokens,
            TokensPerPeriod = tokens,
            ReplenishmentPeriod = every,
            AutoReplenishment = false,
            QueueLimit = 0,
        });
    }
}
