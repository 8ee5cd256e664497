using System.Collections.Immutable;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Engine.Subscriptions.Formats.Export;

/// <summary>A subscription that goes out.</summary>
/// <param name="Draft">Its content.</param>
/// <param name="Destinations">The names of its destinations.</param>
/// <param name="Id">Its identity in this console's store; nothing of it goes out.</param>
public sealed record ExportedSubscription(SubscriptionDraft Draft, IReadOnlyList<string> Destinations, int Id = 0)
{
    /// <summary>What its routes do beside sending, by the name of the destination.</summary>
    public IReadOnlyDictionary<string, RouteStages> Stages { get; init; } = ImmutableSortedDictionary<string, RouteStages>.Empty;
}

/// <summary>How subscriptions are told to Commerce.</summary>
/// <param name="AddRuleFields">
/// Whether Commerce is asked also for the fields that conditions need but do not send on: the console checks conditions itself, and
/// can only check what arrives.
/// </param>
public sealed record ExportOptions(bool AddRuleFields = true);

/// <summary>A text to download or copy.</summary>
/// <param name="Text">The text.</param>
/// <param name="Notes">What the text cannot say, and what to mind; for people who do not program.</param>
public sealed record ExportedText(string Text, IReadOnlyList<string> Notes);
