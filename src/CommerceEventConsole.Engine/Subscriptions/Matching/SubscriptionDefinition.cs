namespace CommerceEventConsole.Engine.Subscriptions.Matching;

/// <summary>One condition of a subscription, in Adobe's terms (spec 6.8).</summary>
/// <param name="Field">Path below the payload root; it need not be among the fields that are kept.</param>
/// <param name="Operator">How the field is compared.</param>
/// <param name="Value">What it is compared with; for <see cref="RuleOperator.OnChange"/> empty, or the path of the previous value.</param>
public sealed record Rule(string Field, RuleOperator Operator, string Value);

/// <summary>What a subscription revision asks for: as typed or imported, not yet checked.</summary>
/// <param name="EventType">Canonical event type, e.g. <c>observer.sales_order_save_commit_after</c>.</param>
/// <param name="Fields">The field filter in Adobe's path syntax (spec 6.7); none means the whole payload.</param>
/// <param name="Rules">Conditions that must all hold; none means every event of the type.</param>
public sealed record SubscriptionDefinition(string EventType, IReadOnlyList<string> Fields, IReadOnlyList<Rule> Rules);
