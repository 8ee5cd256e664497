namespace CommerceEventConsole.Engine.Subscriptions.Formats;

/// <summary>What an import would do with one subscription.</summary>
public enum ImportAction
{
    /// <summary>A new subscription, as a draft.</summary>
    Create,

    /// <summary>Changes to the draft of one that is there.</summary>
    Change,

    /// <summary>Nothing: it is that way already.</summary>
    Same,

    /// <summary>Nothing: it cannot be taken.</summary>
    Refuse,
}

/// <summary>One subscription of an import, compared with what the console holds.</summary>
/// <param name="Action">What would be done.</param>
/// <param name="Draft">What it would be.</param>
/// <param name="SubscriptionId">The one that is changed or the same; null for a new one.</param>
/// <param name="Version">What <see cref="Subscription.Version"/> was when it was compared; 0 for a new one.</param>
/// <param name="Differences">What would be different, part by part; for a new one empty.</param>
/// <param name="Notes">What one should know before.</param>
/// <param name="Problems">Why it is refused; otherwise empty.</param>
/// <param name="Places">Where it is written, each as <c>file:line</c>.</param>
public sealed record ImportItem(
    ImportAction Action,
    SubscriptionDraft Draft,
    int? SubscriptionId,
    long Version,
    IReadOnlyList<DraftDifference> Differences,
    IReadOnlyList<string> Notes,
    IReadOnlyList<string> Problems,
    IReadOnlyList<string> Places)
{
    /// <summary>Whether there is something to save.</summary>
    public bool CanBeSaved => Action is ImportAction.Create or ImportAction.Change;
}

/// <summary>What an import would do, and what was noticed on the way. Nothing is done yet.</summary>
/// <param name="Items">One for each subscription of the files.</param>
/// <param name="Findings">What was noticed in the files.</param>
public sealed record ImportPlan(IReadOnlyList<ImportItem> Items, IReadOnlyList<FormatFinding> Findings);

/// <summary>What became of an item.</summary>
/// <param name="Item">The item.</param>
/// <param name="SubscriptionId">The subscription with the draft; null where it was not saved.</param>
/// <param name="Problem">Why it was not saved; null where it was.</param>
public sealed record ImportOutcome(ImportItem Item, int? SubscriptionId, string? Problem);
