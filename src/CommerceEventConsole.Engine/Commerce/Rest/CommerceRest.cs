using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Commerce.Calls;
using CommerceEventConsole.Engine.Commerce.Instances;
using Microsoft.Extensions.Options;
using Polly;
using Polly.Retry;

namespace CommerceEventConsole.Engine.Commerce.Rest;

/// <summary>
/// Commerce's REST interface for an ERP integration (spec 7.2). Calls share their instance's budget; what fails for a passing reason is
/// tried again, unless Commerce may have done it and doing it twice would matter. Safe for several callers at once.
/// </summary>
public sealed class CommerceRest
{
    private readonly CommerceSender _sender;
    private readonly CommerceInstanceStore _instances;
    private readonly ResiliencePipeline<CommerceAnswer> _repeatable;
    private readonly ResiliencePipeline<CommerceAnswer> _once;

    internal CommerceRest(
        CommerceSender sender, CommerceInstanceStore instances, CommerceCallCounts counts, TimeProvider time, IOptions<CommerceOptions> options)
    {
        _sender = sender;
        _instances = instances;
        Counts = counts;
        Time = time;
        Options = options.Value;
        _repeatable = Retries(isRepeatable: true);
        _once = Retries(isRepeatable: false);
    }

    internal CommerceCallCounts Counts { get; }

    internal TimeProvider Time { get; }

    internal CommerceOptions Options { get; }

    internal GatheredOrders GatheredOrders { get; } = new();

    /// <summary>The calls of an instance.</summary>
    /// <param name="instance">Which.</param>
    /// <param name="purpose">Why it is called.</param>
    /// <param name="store">The code of the store whose view is read or written; null for the one in the instance's path.</param>
    public CommerceShop Open(CommerceInstance instance, CommercePurpose purpose, string? store = null) => new(this, instance, purpose, store);

    /// <summary>The calls of the instance with an id, or of the only one there is.</summary>
    /// <exception cref="CommerceException">There is none of that id, or the only one is asked for and there is none, or several.</exception>
    public async Task<CommerceShop> OpenAsync(int? instanceId, CommercePurpose purpose, CancellationToken cancellationToken, string? store = null)
    {
        var instances = await _instances.ListAsync(cancellationToken);
        var found = instanceId is { } id ? instances.SingleOrDefault(i => i.Id == id) : instances.Count == 1 ? instances[0] : null;
        return found is not null
            ? Open(found, purpose, store)
            : throw new CommerceException((instanceId, instances.Count) switch
            {
                (not null, _) => "The Commerce instance is not connected any more.",
                (_, 0) => "No Commerce instance is connected. Connect one on the page Commerce.",
                _ => "Several Commerce instances are connected: choose one.",
            })
            { WasNotSent = true };
    }

    /// <summary>Sends a call, and again where that is right.</summary>
    internal async Task<CommerceAnswer> SendAsync(CommerceInstance instance, CommerceCall call, bool isRepeatable, CancellationToken cancellationToken) =>
        await (isRepeatable ? _repeatable : _once).ExecuteAsync(
            static async (state, token) => await state._sender.SendAsync(state.instance, state.call, token), (_sender, instance, call), cancellationToken);

    private ResiliencePipeline<CommerceAnswer> Retries(bool isRepeatable)
    {
        var builder = new ResiliencePipelineBuilder<CommerceAnswer> { TimeProvider = Time };
        if (Options.Retries > 0)
        {
            builder.AddRetry(new RetryStrategyOptions<CommerceAnswer>
            {
                MaxRetryAttempts = Options.Retries,
                Delay = Options.RetryDelay,
                BackoffType = DelayBackoffType.Exponential,
                UseJitter = true,
                MaxDelay = Options.LongestWait,
                ShouldHandle = arguments => ValueTask.FromResult(arguments.Outcome switch
                {
                    { Result: { } answer } => IsWorthTrying(answer, isRepeatable),
                    { Exception: CommerceException e } => e.IsTransient && e.RetryAfter is null && (isRepeatable || e.WasNotSent),
                    _ => false,
                }),

                // After 429 and 503 the budget waits, for all callers alike.
                DelayGenerator = arguments => ValueTask.FromResult<TimeSpan?>(arguments.Outcome.Result is { Status: 429 or 503 } ? TimeSpan.Zero : null),
            });
        }

        return builder.Build();
    }

    // What was refused for its number was certainly not done; what broke off may have been.
    private bool IsWorthTrying(CommerceAnswer answer, bool isRepeatable) =>
        answer.IsTransient && (isRepeatable || answer.Status is 429) && !(answer.RetryAfter > Options.LongestWait);
}
