using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.Engine.Subscriptions.Matching;

/// <summary>
/// A rule on a <c>context_*</c> source (spec 6.8): Commerce evaluates it before it sends; the session and request it asks
/// about are gone by the time the event arrives. Here it always holds, and compiling it leaves a warning.
/// </summary>
internal sealed class ContextRule(Rule rule) : CompiledRule(rule)
{
    private const string Prefix = "context_";

    public static bool IsContext(string field) => field.StartsWith(Prefix, StringComparison.Ordinal);

    public override RuleVerdict Evaluate(in PayloadRoot payload) => RuleVerdict.Holds;

    public override string Explain(in PayloadRoot payload, RuleVerdict verdict) => $"{Rule.Field} is evaluated in Commerce only.";
}
