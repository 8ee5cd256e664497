using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Subscriptions;

namespace CommerceEventConsole.Components.Subscriptions;

/// <summary>A line of the list.</summary>
/// <param name="Id">The subscription.</param>
/// <param name="Draft">Its content in force; that of its draft where nothing is.</param>
/// <param name="Title">The event type in a merchant's words; its name where the catalogue does not know it.</param>
/// <param name="Destinations">The names of its destinations.</param>
/// <param name="Mark">What is to be known of its draft; null where it has none.</param>
public sealed record SubscriptionLine(int Id, SubscriptionDraft Draft, string Title, IReadOnlyList<string> Destinations, string? Mark)
{
    /// <summary>The lines for what the stores hold.</summary>
    public static IReadOnlyList<SubscriptionLine> For(
        IReadOnlyList<Subscription> subscriptions, IReadOnlyList<Destination> destinations, EventCatalogue catalogue)
    {
        var names = destinations.ToDictionary(d => d.Id, d => d.Name);
        return [.. subscriptions.Select(Line)];

        SubscriptionLine Line(Subscription row)
        {
            var draft = SubscriptionDraft.From(row, row.Published() ?? row.Draft());
            return new SubscriptionLine(
                row.Id,
                draft,
                catalogue.Find(draft.EventType)?.Title ?? draft.EventType,
                [.. draft.DestinationIds.Select(id => names.GetValueOrDefault(id, "(deleted)")).Order(StringComparer.OrdinalIgnoreCase)],
                row.Published() is null ? "never published" : row.Draft() is null ? null : "draft");
        }
    }
}
