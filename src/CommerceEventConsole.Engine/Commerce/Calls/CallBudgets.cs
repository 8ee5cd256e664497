using System.Collections.Concurrent;
using CommerceEventConsole.Engine.Commerce.Instances;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Commerce.Calls;

/// <summary>The budget of every instance on this node, shared by all that call it.</summary>
internal sealed class CallBudgets(TimeProvider time, IOptions<CommerceOptions> options)
{
    // By instance: there are at most 20.
    private readonly ConcurrentDictionary<int, CallBudget> _budgets = new();

    /// <summary>The budget of an instance, as large as it is configured now.</summary>
    public CallBudget Of(CommerceInstance instance)
    {
        var budget = _budgets.GetOrAdd(instance.Id, _ => new CallBudget(time, options.Value));
        budget.Resize(instance.CallsPerMinute, instance.ParallelCalls);
        return budget;
    }
}
