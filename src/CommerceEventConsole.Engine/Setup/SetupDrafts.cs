using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Freshness;
using CommerceEventConsole.Engine.Sources;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Setup;

/// <summary>
/// Makes drafts of what a setup file says. What it does not say stays as the store has it, so that what people changed on the screens is
/// undone only where the file says otherwise; new ones start from the defaults.
/// </summary>
internal static class SetupDrafts
{
    public static SourceDraft ToDraft(SetupSource item, Source? stored)
    {
        var slug = item.Slug?.Trim() ?? "";
        var basis = stored is null
            ? new SourceDraft(slug, slug, Unset, null, null, ConfirmChallenges: true, [], Enabled: true)
            : SourceDraft.From(stored);
        return basis with
        {
            Name = item.Name ?? basis.Name,
            Verification = item.Verification ?? basis.Verification,
            Secret = item.Secret,
            ClientId = item.ClientId ?? basis.ClientId,
            ConfirmChallenges = item.ConfirmChallenges ?? basis.ConfirmChallenges,
            AllowedEnvironments = item.AllowedEnvironments ?? basis.AllowedEnvironments,
            Enabled = item.Enabled ?? basis.Enabled,
            PublicKeyBaseUrl = item.PublicKeyBaseUrl,
            AcceptsShortSecret = true,
        };
    }

    // No value of the enumeration: a source that does not say how it is verified is refused, not left open.
    private const Verification Unset = (Verification)byte.MaxValue;

    public static DestinationDraft ToDraft(SetupDestination item, Destination? stored)
    {
        var basis = stored is null
            ? new DestinationDraft(item.Name ?? "", DestinationKind.Other, "", null, null, AllowPrivateAddress: false)
            : DestinationDraft.From(stored);
        return basis with
        {
            Kind = item.Kind ?? basis.Kind,
            Url = item.Url ?? basis.Url,
            Secret = item.Secret,
            Headers = item.Headers is null ? null : [.. item.Headers.Select(h => new HeaderDraft(h.Key, h.Value))],
            AllowPrivateAddress = item.AllowPrivateAddress ?? basis.AllowPrivateAddress,
            MaxConcurrency = item.MaxConcurrency ?? basis.MaxConcurrency,
            TimeoutSeconds = item.TimeoutSeconds ?? basis.TimeoutSeconds,
            MaxAttempts = item.MaxAttempts ?? basis.MaxAttempts,
            FirstRetrySeconds = item.FirstRetrySeconds ?? basis.FirstRetrySeconds,
            MaxRetrySeconds = item.MaxRetrySeconds ?? basis.MaxRetrySeconds,
            MaxPerSecond = item.MaxPerSecond ?? basis.MaxPerSecond,
            RetryCurve = item.RetryCurve ?? basis.RetryCurve,
            MaxAgeHours = item.MaxAgeHours ?? basis.MaxAgeHours,
            FinalStatuses = item.FinalStatuses ?? basis.FinalStatuses,
            RetriedStatuses = item.RetriedStatuses ?? basis.RetriedStatuses,
            CircuitFailures = item.CircuitFailures ?? basis.CircuitFailures,
            CircuitPercent = item.CircuitPercent ?? basis.CircuitPercent,
            CircuitWindowSeconds = item.CircuitWindowSeconds ?? basis.CircuitWindowSeconds,
            CircuitMinimum = item.CircuitMinimum ?? basis.CircuitMinimum,
            HealthUrl = item.HealthUrl ?? basis.HealthUrl,
            ProbeSeconds = item.ProbeSeconds ?? basis.ProbeSeconds,
            MaxProbeSeconds = item.MaxProbeSeconds ?? basis.MaxProbeSeconds,
            ProbesToClose = item.ProbesToClose ?? basis.ProbesToClose,
        };
    }

    public static SubscriptionDraft ToDraft(SetupSubscription item, Subscription? stored, IReadOnlyList<int>? destinations)
    {
        var basis = stored is null
            ? new SubscriptionDraft(item.Name ?? "", "", [], [], [], RouteSending.Default, Enabled: true)
            : SubscriptionDraft.From(stored);
        return basis with
        {
            EventType = item.EventType ?? basis.EventType,
            Fields = item.Fields ?? basis.Fields,
            Rules = item.Rules is null ? basis.Rules : [.. item.Rules.Select(ToRule)],
            DestinationIds = destinations ?? basis.DestinationIds,
            Sending = basis.Sending with
            {
                Order = item.Order ?? basis.Sending.Order,
                BatchSize = item.BatchSize ?? basis.Sending.BatchSize,
                BatchSeconds = item.BatchSeconds ?? basis.Sending.BatchSeconds,
            },
            Enabled = item.Enabled ?? basis.Enabled,
        };
    }

    public static FreshnessDraft ToDraft(SetupPromise item, FreshnessPromise? stored, int? destination)
    {
        var basis = stored is { Kind: PromiseKind.Delivered } ? FreshnessDraft.From(stored) : new FreshnessDraft(item.Name ?? "", PromiseKind.Delivered);
        var saysWhat = item.Entity is not null || item.EventType is not null;
        return basis with
        {
            EntityKind = saysWhat ? item.Entity : basis.EntityKind,
            EventType = saysWhat ? item.EventType : basis.EventType,
            DestinationId = destination ?? basis.DestinationId,
            Minutes = item.Minutes ?? basis.Minutes,
            Enabled = item.Enabled ?? basis.Enabled,
        };
    }

    // An unknown operator becomes none of the six, which compiling refuses with the list of those that are.
    private static Rule ToRule(SetupRule rule) => new(
        rule.Field ?? "",
        RuleOperatorNames.TryParse(rule.Operator, out var operation) ? operation : default,
        rule.Value ?? "");
}
