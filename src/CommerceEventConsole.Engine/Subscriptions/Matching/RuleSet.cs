using System.Globalization;
using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.Engine.Subscriptions.Matching;

/// <summary>
/// The rules of a subscription, joined by AND (spec 6.8): the first that does not hold decides. No rules hold always.
/// Safe for any number of threads.
/// </summary>
public sealed class RuleSet
{
    private readonly CompiledRule[] _rules;
    private long _regexTimeouts;

    private RuleSet(CompiledRule[] rules) => _rules = rules;

    /// <summary>How long a pattern may take on one value before it is given up as not matching.</summary>
    public static TimeSpan RegexTimeout { get; } = TimeSpan.FromMilliseconds(100);

    /// <summary>How long a pattern may take on all values of a list, of which none takes too long by itself.</summary>
    public static TimeSpan RegexListTimeout { get; } = TimeSpan.FromSeconds(1);

    /// <summary>How many evaluations were given up because a pattern took too long.</summary>
    public long RegexTimeouts => Interlocked.Read(ref _regexTimeouts);

    /// <summary>Compiles rules; what is wrong goes to <paramref name="problems"/>, what may surprise to <paramref name="warnings"/>, each naming its rule.</summary>
    public static RuleSet Compile(IReadOnlyList<Rule> rules, ICollection<string> problems, ICollection<string> warnings)
    {
        var compiled = new List<CompiledRule>(rules.Count);
        for (var index = 0; index < rules.Count; index++)
        {
            var name = string.Create(CultureInfo.InvariantCulture, $"rules[{index}] '{rules[index].Field}'");
            var rule = RuleCompiler.Compile(rules[index], out var problem, out var warning);
            if (rule is not null) compiled.Add(rule);
            if (problem is not null) problems.Add($"{name}: {problem}");
            if (warning is not null) warnings.Add($"{name}: {warning}");
        }

        return new RuleSet([.. compiled]);
    }

    /// <summary>True when every rule holds.</summary>
    public bool Matches(in PayloadRoot payload) => FirstThatFails(payload, out _) is null;

    /// <summary>The same, with the rule that decided and the reason.</summary>
    public bool Matches(in PayloadRoot payload, out MatchDecision decision)
    {
        var decider = FirstThatFails(payload, out var verdict);
        decision = decider is null
            ? new MatchDecision(true, null, Summary(payload), false)
            : new MatchDecision(false, decider.Rule, decider.Explain(payload, verdict), verdict == RuleVerdict.TimedOut);
        return decider is null;
    }

    private CompiledRule? FirstThatFails(in PayloadRoot payload, out RuleVerdict verdict)
    {
        verdict = RuleVerdict.Holds;
        foreach (var rule in _rules)
        {
            verdict = rule.Evaluate(payload);
            if (verdict == RuleVerdict.Holds) continue;
            if (verdict == RuleVerdict.TimedOut) Interlocked.Increment(ref _regexTimeouts);
            return rule;
        }

        return null;
    }

    private string Summary(in PayloadRoot payload)
    {
        if (_rules.Length == 0) return "The subscription has no rules.";
        var copy = payload;
        return string.Join(' ', _rules.Select(rule => rule.Explain(copy, RuleVerdict.Holds)));
    }
}
