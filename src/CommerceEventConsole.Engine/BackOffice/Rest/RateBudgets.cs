using System.Collections.Concurrent;
using CommerceEventConsole.Engine.BackOffice.Systems;

namespace CommerceEventConsole.Engine.BackOffice.Rest;

/// <summary>The budget of each system: one for all that talk to it, however often it is opened.</summary>
internal sealed class RateBudgets(TimeProvider time)
{
    // By system: there are at most 50, and a deleted one leaves a few bytes.
    private readonly ConcurrentDictionary<int, RateBudget> _budgets = new();

    /// <summary>The budget of a system, with its present limits.</summary>
    public RateBudget Of(BackOfficeSystem system) => _budgets.AddOrUpdate(
        system.Id,
        _ => New(system),
        (_, kept) => kept.Has(system.RequestsPerMinute, system.MaxParallel) ? kept : New(system));

    private RateBudget New(BackOfficeSystem system) => new(system.RequestsPerMinute, system.MaxParallel, time);
}
