using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.Engine.Subscriptions.Matching;

/// <summary>
/// <c>onChange</c>: the field differs from <c>_origData.&lt;field&gt;</c>, or from the path in the rule's value, e.g.
/// <c>product._origData.qty</c> (spec 6.8). Compared by <see cref="LooseJson"/>, so <c>"3126"</c> and 3126 are unchanged.
/// Without <c>_origData</c> it never holds. Where that is there but lacks the field, as on a new object, the previous value
/// counts as null: a value now is a change.
/// </summary>
internal sealed class ChangeRule : CompiledRule
{
    private readonly FieldPath _current;
    private readonly FieldPath _previous;
    private readonly FieldPath? _container;
    private readonly bool _isList;

    private ChangeRule(Rule rule, FieldPath current, FieldPath previous)
        : base(rule)
    {
        _current = current;
        _previous = previous;
        _container = ContainerOf(previous);
        _isList = current.HasArrays || previous.HasArrays;
    }

    /// <summary>True when the previous value is sought outside any <c>_origData</c>.</summary>
    public bool IsOutsideOriginalData => _container is null;

    /// <summary>Null with the problem when the rule's value is no path.</summary>
    public static ChangeRule? TryCreate(Rule rule, FieldPath current, out string? problem)
    {
        var text = string.IsNullOrWhiteSpace(rule.Value) ? $"{FieldPath.OriginalData}.{current.Text}" : rule.Value.Trim();
        if (!FieldPath.TryParse(text, out var previous, out problem)) return null;
        if (!previous!.IsWildcard) return new ChangeRule(rule, current, previous);
        problem = "'*' is not one value.";
        return null;
    }

    public override RuleVerdict Evaluate(in PayloadRoot payload)
    {
        bool isSame;
        bool isPreviousKnown;
        if (_isList)
        {
            var (now, before) = (Values(_current, payload).All, Values(_previous, payload).All);
            isPreviousKnown = before.Count > 0;
            isSame = now.Count == before.Count && now.Zip(before).All(pair => LooseJson.AreSame(pair.First, pair.Second));
        }
        else
        {
            var before = Value(_previous, payload);
            isPreviousKnown = before.ValueKind != JsonValueKind.Undefined;
            isSame = LooseJson.AreSame(Value(_current, payload), before);
        }

        if (!isPreviousKnown && !HasContainer(payload)) return RuleVerdict.NothingToCompare;
        return isSame ? RuleVerdict.Fails : RuleVerdict.Holds;
    }

    public override string Explain(in PayloadRoot payload, RuleVerdict verdict)
    {
        var (now, before) = (Values(_current, payload).Describe(), Values(_previous, payload).Describe());
        return verdict switch
        {
            RuleVerdict.NothingToCompare => $"{Rule.Field} is {now}; the event carries no previous value at {_previous.Text}.",
            RuleVerdict.Fails => $"{Rule.Field} did not change: it is {now} and was {before}.",
            _ => $"{Rule.Field} changed: it is {now} and was {before}.",
        };
    }

    private bool HasContainer(in PayloadRoot payload) =>
        _container is not null && Value(_container, payload).ValueKind is not (JsonValueKind.Undefined or JsonValueKind.Null);

    private static FieldPath? ContainerOf(FieldPath previous)
    {
        var names = previous.Text.Split('.');
        var index = Array.IndexOf(names, FieldPath.OriginalData);
        return index >= 0 && FieldPath.TryParse(string.Join('.', names[..(index + 1)]), out var container, out _) ? container : null;
    }

    private static JsonElement Value(FieldPath path, in PayloadRoot payload)
    {
        var single = default(SingleValue);
        FieldWalk.Run(path, payload, ref single);
        return single.Value;
    }

    private static FieldValues Values(FieldPath path, in PayloadRoot payload)
    {
        var values = default(FieldValues);
        FieldWalk.Run(path, payload, ref values);
        return values;
    }
}
