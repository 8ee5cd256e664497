using System.Diagnostics;
using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.Engine.Subscriptions.Matching;

/// <summary>A rule ready to be asked by any number of threads.</summary>
internal abstract class CompiledRule(Rule rule)
{
    public Rule Rule { get; } = rule;

    public abstract RuleVerdict Evaluate(in PayloadRoot payload);

    /// <summary>Why the rule gave <paramref name="verdict"/>, in one sentence that may quote the payload.</summary>
    public abstract string Explain(in PayloadRoot payload, RuleVerdict verdict);
}

/// <summary>
/// A rule that compares one scalar at a time. A path through arrays holds when any element does. A field that is absent or null
/// never holds; neither does an object or array, whose elements are reached with <c>[]</c> (Adobe documents none of this: spec 6.8).
/// </summary>
internal abstract class ScalarRule(Rule rule, FieldPath path) : CompiledRule(rule)
{
    private const int ScratchBytes = 256;

    public sealed override RuleVerdict Evaluate(in PayloadRoot payload)
    {
        var best = new Best(this);
        FieldWalk.Run(path, payload, ref best);
        return best.Verdict;
    }

    public sealed override string Explain(in PayloadRoot payload, RuleVerdict verdict)
    {
        var found = new FieldValues();
        FieldWalk.Run(path, payload, ref found);
        return verdict switch
        {
            RuleVerdict.Holds => $"{Rule.Field} is {found.Describe()}: {Expectation}.",
            RuleVerdict.TimedOut => $"{Rule.Field}: the pattern {Rule.Value} took too long on this value and was given up.",
            _ => $"{Rule.Field} is {found.Describe()}, not {Expectation}.",
        };
    }

    /// <summary>How long the walk over a list may take before it ends as <see cref="RuleVerdict.TimedOut"/>; null for comparisons that are always quick.</summary>
    protected virtual TimeSpan? Patience => null;

    /// <summary>What the rule asks for, to be read after "is" or "is not".</summary>
    protected abstract string Expectation { get; }

    /// <summary>Compares one value.</summary>
    /// <param name="text">Its text as rules see it.</param>
    /// <param name="isNumber">True when it is a JSON number and not text.</param>
    protected abstract RuleVerdict Test(ReadOnlySpan<byte> text, bool isNumber);

    private RuleVerdict Test(JsonElement value)
    {
        if (!JsonScalar.Is(value)) return RuleVerdict.NothingToCompare;
        using var scalar = JsonScalar.Read(value, stackalloc byte[ScratchBytes]);
        return Test(scalar.Text, value.ValueKind == JsonValueKind.Number);
    }

    // A time-out ends the walk too: a thousand elements must not cost a thousand time-outs.
    private struct Best(ScalarRule rule) : IFieldVisitor
    {
        private readonly long _start = rule.Patience is null ? 0 : Stopwatch.GetTimestamp();

        public RuleVerdict Verdict { get; private set; }

        public bool Visit(JsonElement value)
        {
            var verdict = rule.Test(value);
            if (verdict > Verdict) Verdict = verdict;
            if (rule.Patience is { } patience && Verdict < RuleVerdict.TimedOut && Stopwatch.GetElapsedTime(_start) > patience) Verdict = RuleVerdict.TimedOut;
            return Verdict < RuleVerdict.TimedOut;
        }
    }
}
