using System.Buffers;
using System.Collections.Frozen;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Engine.Subscriptions.Matching;

/// <summary>
/// A subscription revision made ready for events: checked once, then used by any number of threads.
/// The event type is the caller's index; only rules and fields are applied here.
/// </summary>
public sealed class CompiledSubscription
{
    private readonly RuleSet _rules;

    private CompiledSubscription(string eventType, RuleSet rules, FieldFilter filter, IReadOnlyList<string> warnings)
    {
        EventType = eventType;
        _rules = rules;
        Filter = filter;
        Warnings = warnings;
    }

    /// <summary>Canonical event type that the subscription is about.</summary>
    public string EventType { get; }

    /// <summary>What is kept of the payload.</summary>
    public FieldFilter Filter { get; }

    /// <summary>What is accepted but may surprise, e.g. a rule that only Commerce can evaluate.</summary>
    public IReadOnlyList<string> Warnings { get; }

    /// <summary>What its routes do beside sending, by the id of the destination; null where none does more.</summary>
    internal FrozenDictionary<int, CompiledStages>? Stages { get; private init; }

    /// <summary>How many evaluations were given up because a pattern took too long, since this object was compiled.</summary>
    public long RegexTimeouts => _rules.RegexTimeouts;

    /// <summary>Checks a definition whole. Null when anything is wrong; <paramref name="problems"/> then names every field and rule with its reason.</summary>
    public static CompiledSubscription? Compile(SubscriptionDefinition definition, out IReadOnlyList<string> problems)
    {
        var found = new List<string>();
        var warnings = new List<string>();
        if (string.IsNullOrWhiteSpace(definition.EventType))
            found.Add("eventType: name the event that the subscription is about.");

        var filter = FieldFilter.Compile(definition.Fields, found);
        var rules = RuleSet.Compile(definition.Rules, found, warnings);
        problems = found;
        return found.Count > 0 ? null : new CompiledSubscription(definition.EventType, rules, filter, warnings);
    }

    /// <summary>The same, with routes that do more than send.</summary>
    internal CompiledSubscription With(FrozenDictionary<int, CompiledStages> stages) => new(EventType, _rules, Filter, Warnings) { Stages = stages };

    /// <summary>True when every rule holds. Builds no text; for plain comparisons it allocates nothing.</summary>
    public bool Matches(in PayloadRoot payload) => _rules.Matches(payload);

    /// <summary>The same, with the reason in words.</summary>
    public bool Matches(in PayloadRoot payload, out MatchDecision decision) => _rules.Matches(payload, out decision);

    /// <summary>Writes the payload root reduced to the fields of the subscription.</summary>
    public void WriteFiltered(IBufferWriter<byte> output, in PayloadRoot payload) => Filter.Write(output, payload);
}
