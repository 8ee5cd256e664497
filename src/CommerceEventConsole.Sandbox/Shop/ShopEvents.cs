using System.Text.Json.Nodes;
using CommerceEventConsole.Sandbox.Adobe;
using CommerceEventConsole.Sandbox.Commerce.Eventing;

namespace CommerceEventConsole.Sandbox.Shop;

/// <summary>
/// Hands to Adobe what a change of the shop tells. The registration wants the story's own events; the others leave only where the shop is
/// subscribed to them, as in Commerce.
/// </summary>
internal sealed class ShopEvents(Publisher publisher, EventingState eventing)
{
    private static readonly HashSet<string> OnRequest = new(
        [EventNames.TrackSaved, EventNames.StatusHistorySaved, EventNames.ReturnSaved, EventNames.CustomerDeleted, EventNames.GroupSaved, EventNames.GroupDeleted, EventNames.CompanySaved],
        StringComparer.Ordinal);

    public void Emit(string name, JsonObject value, Store store)
    {
        if (!OnRequest.Contains(name) || eventing.Wants(name))
            publisher.Publish(new ShopEvent(name, value, store));
    }
}
