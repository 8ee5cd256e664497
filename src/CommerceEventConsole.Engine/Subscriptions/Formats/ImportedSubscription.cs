using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Engine.Subscriptions.Formats;

/// <summary>A subscription as a file describes it, before it is compared with what the console holds.</summary>
/// <param name="Draft">
/// What the file says. Where it has no name of its own (Adobe's files), <see cref="SubscriptionDraft.Name"/> is empty.
/// <see cref="SubscriptionDraft.DestinationIds"/> is always empty: files name destinations.
/// </param>
/// <param name="Destinations">The names of its destinations; null where the format knows none.</param>
/// <param name="Places">Where it is written, each as <c>file:line</c>; at least one.</param>
/// <param name="Problems">Why it cannot be taken; empty where it can.</param>
public sealed record ImportedSubscription(
    SubscriptionDraft Draft, IReadOnlyList<string>? Destinations, IReadOnlyList<string> Places, IReadOnlyList<string> Problems)
{
    /// <summary>Whether it comes from a file of Adobe's, which says nothing of names, destinations, order and the switch.</summary>
    public bool IsCommerce => Destinations is null;

    /// <summary>What its routes do beside sending, by the name of the destination; null where the file says nothing of it.</summary>
    public IReadOnlyDictionary<string, RouteStages>? Stages { get; init; }
}

/// <summary>All that was understood of some files.</summary>
/// <param name="Subscriptions">The subscriptions, in the order in which they were found.</param>
/// <param name="Findings">What was noticed, file by file.</param>
public sealed record ImportedFiles(IReadOnlyList<ImportedSubscription> Subscriptions, IReadOnlyList<FormatFinding> Findings);
