using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Events;

namespace CommerceEventConsole.Components.Events;

/// <summary>Where the story of an entity is shown.</summary>
public static class EntityAddress
{
    /// <summary>The address of an entity; null where it has no key. A slash in a SKU stays one: the route takes the rest of the path.</summary>
    public static string? Of(EntityRef entity) => entity is { Key: { } key, Kind: not EntityKind.None }
        ? $"entity/{entity.Kind.ToString().ToLowerInvariant()}/{string.Join('/', key.Split('/').Select(Uri.EscapeDataString))}"
        : null;

    /// <summary>Where a hit of the search leads.</summary>
    public static string Of(SearchHit hit) => hit.Entity is { } entity && Of(entity) is { } address ? address : $"events/{hit.LastSeq}";
}
