using System.Globalization;
using CommerceEventConsole.Sandbox.BackOffice;

namespace CommerceEventConsole.Sandbox.Commerce;

/// <summary>What stands in front of the REST face: faults that are set, and a limit of requests where one is set (spec 7.1).</summary>
internal sealed class CommerceGate(SandboxOptions options, TimeProvider time) : IFaulty
{
    private readonly Lock _gate = new();
    private Fault _fault = new();
    private double _perSecond = options.CommerceRequestsPerSecond;
    private int _burst = options.CommerceBurst;
    private double _tokens = options.CommerceBurst;
    private DateTimeOffset _filledAt = time.GetUtcNow();

    public string Name => "commerce";

    public Fault Fault
    {
        get => Volatile.Read(ref _fault);
        set => Volatile.Write(ref _fault, value);
    }

    /// <summary>Sets the limit: requests a second on average (0: none) and at once.</summary>
    public void Limit(double perSecond, int burst)
    {
        lock (_gate)
            (_perSecond, _burst, _tokens, _filledAt) = (perSecond, burst, burst, time.GetUtcNow());
    }

    /// <summary>The answer to a call that does not get through now; null when it does.</summary>
    public async Task<IResult?> StopAsync(HttpContext context)
    {
        if (await FaultGate.MeetAsync(this, context, time, (status, text) => new CommerceRefusal(status, text).Answer()) is { } met)
            return met;
        if (Take() is not { } wait)
            return null;
        context.Response.Headers.RetryAfter = Math.Ceiling(wait.TotalSeconds).ToString(CultureInfo.InvariantCulture);
        return new CommerceRefusal(StatusCodes.Status429TooManyRequests, "Too Many Requests").Answer();
    }

    /// <summary>Takes a request's worth; how long to wait where there is none left.</summary>
    private TimeSpan? Take()
    {
        lock (_gate)
        {
            if (_perSecond <= 0)
                return null;
            var now = time.GetUtcNow();
            _tokens = Math.Min(_burst, _tokens + ((now - _filledAt).TotalSeconds * _perSecond));
            _filledAt = now;
            if (_tokens < 1)
                return TimeSpan.FromSeconds((1 - _tokens) / _perSecond);
            _tokens--;
            return null;
        }
    }
}
