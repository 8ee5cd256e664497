using CommerceEventConsole.Engine.Commerce.Api;

namespace CommerceEventConsole.Engine.Commerce.Drift;

/// <summary>How an event stands on both sides.</summary>
public enum DriftState
{
    /// <summary>The console waits for it, but Commerce is not subscribed: it never comes.</summary>
    OnlyHere,

    /// <summary>Commerce is subscribed, but nothing here asks for it.</summary>
    OnlyThere,

    /// <summary>Both, but not alike.</summary>
    Different,

    /// <summary>Both, and alike.</summary>
    Same,
}

/// <summary>One event, here and in Commerce.</summary>
public sealed record DriftItem
{
    /// <summary>What it is known by from one reading to the next: its name in Commerce.</summary>
    public required string Key { get; init; }

    /// <summary>The canonical event type.</summary>
    public required string EventType { get; init; }

    /// <summary>How it stands.</summary>
    public required DriftState State { get; init; }

    /// <summary>What the console needs; null where nothing here asks for it.</summary>
    public WantedSubscription? Here { get; init; }

    /// <summary>What Commerce has; null where it is not subscribed.</summary>
    public CommerceSubscription? There { get; init; }

    /// <summary>What they differ in; empty unless they do.</summary>
    public IReadOnlyList<DriftDifference> Differences { get; init; } = [];

    /// <summary>Whether Commerce offers this event; null where it does not say.</summary>
    public bool? IsOffered { get; init; }

    /// <summary>Whether PaaS needs its code generated anew once this is written: <c>bin/magento events:generate:module</c> (spec 6.11).</summary>
    public bool NeedsModule { get; init; }

    /// <summary>A subscription here that is a draft for this event and was never published; null where there is none.</summary>
    public int? DraftId { get; init; }

    /// <summary>Stands for exactly this content on both sides: whoever saw it, saw this.</summary>
    public required string Fingerprint { get; init; }

    /// <summary>Whether an update, which only adds, brings the sides closer together.</summary>
    public bool CanMerge => State == DriftState.Different && Differences.Any(d => !StaysAfterMerge(d));

    /// <summary>Whether something has to go in Commerce, which only ending and making the subscription anew can do.</summary>
    public bool NeedsReplacement => State == DriftState.Different && Differences.Any(StaysAfterMerge);

    /// <summary>
    /// Whether a difference is still there after an update. A rule that is added to one that does not belong there would let even less
    /// through, so that rules are then left alone.
    /// </summary>
    public bool StaysAfterMerge(DriftDifference difference) => difference.Aspect switch
    {
        DriftAspect.FieldExtra or DriftAspect.RuleExtra or DriftAspect.Parent => true,
        DriftAspect.RuleMissing => Differences.Any(d => d.Aspect == DriftAspect.RuleExtra),
        _ => false,
    };
}

/// <summary>All events, here and in Commerce.</summary>
/// <param name="Items">Each of them once, by name.</param>
/// <param name="Elsewhere">How many published subscriptions ask for events that do not come from Commerce; they are not in the list.</param>
public sealed record DriftReport(IReadOnlyList<DriftItem> Items, int Elsewhere);
