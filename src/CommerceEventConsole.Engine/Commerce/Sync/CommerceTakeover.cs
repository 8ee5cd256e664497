using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Commerce.Sync;

/// <summary>Makes a draft of a subscription that only Commerce has.</summary>
internal static class CommerceTakeover
{
    /// <summary>The draft, without destinations; problems where it holds something that the console has no word for.</summary>
    public static SubscriptionDraft ToDraft(CommerceSubscription there, string name, out IReadOnlyList<ValidationProblem> problems)
    {
        var rules = new List<Rule>();
        var unknown = new List<ValidationProblem>();
        foreach (var rule in there.Rules)
        {
            if (RuleOperatorNames.TryParse(rule.Operator, out var operation))
                rules.Add(new Rule(rule.Field, operation, rule.Value));
            else
                unknown.Add(new("rules", $"The console does not know the comparison '{rule.Operator}' of the field {rule.Field}."));
        }

        problems = unknown;
        var special = there.Fields.Where(f => f.Converter is not null || f.Source is not null).ToList();
        return new SubscriptionDraft(
            name,
            there.Name,
            [.. there.Fields.Select(f => f.Name).Distinct(StringComparer.Ordinal)],
            rules,
            [],
            RouteSending.Default,
            Enabled: true,
            new CommerceSettings(
                there.Parent,
                there.Priority,
                there.Destination is "default" ? null : there.Destination,
                ProviderId: null,
                there.HipaaAuditRequired,
                special.Count == 0 ? null : special));
    }
}
