using System.Text.Json;

namespace CommerceEventConsole.Engine.Catalogue;

/// <summary>
/// Finds what an event is about and by which values it should be found again. Stateless; safe for concurrent use; allocates
/// nothing but the strings it keeps and never throws, whatever the payload holds.
/// </summary>
public sealed class EntityExtractor(EventCatalogue catalogue)
{
    /// <summary>Reads the entity and the search keys of an event.</summary>
    /// <param name="type">The event's type.</param>
    /// <param name="data">CloudEvents <c>data</c>; <see langword="default"/> when the event has none.</param>
    /// <param name="keys">Cleared, then filled with at most <see cref="SearchKey.MaxPerEvent"/> distinct keys; meant to be used again.</param>
    public EntityRef Extract(ResolvedEventType type, JsonElement data, List<SearchKey> keys) =>
        Extract(type, PayloadRoot.Find(data, type.Info), keys);

    /// <summary>The same, for a payload whose root is already found.</summary>
    public EntityRef Extract(ResolvedEventType type, in PayloadRoot payload, List<SearchKey> keys)
    {
        keys.Clear();
        if (type.Info is { } info)
        {
            var key = ReadKey(info.EntityKeys, payload.Entity);
            Collect(info.EntityKind, info.SearchKeys, payload.Entity, keys, key);
            Collect(info.EntityKind, info.RootSearchKeys, payload.Root, keys, key);
            return new EntityRef(info.EntityKind, key);
        }

        return ExtractUnknown(type.Guess, payload, keys);
    }

    // A payload that nests its entity under a name we know says more than the name of the event type.
    private EntityRef ExtractUnknown(EntityDefinition guess, in PayloadRoot payload, List<SearchKey> keys)
    {
        EntityNames.FindAny(payload.Root, out var named);
        var definition = named == EntityKind.None ? guess : catalogue.Of(named);
        var key = ReadKey(definition.Keys, payload.Entity);
        Collect(definition.Kind, definition.SearchKeys, payload.Entity, keys, key);
        var kind = definition.Kind == EntityKind.None && key is not null ? EntityKind.Other : definition.Kind;
        return new EntityRef(kind, key);
    }

    private static string? ReadKey(IReadOnlyList<EntityKeyPath> paths, JsonElement entity)
    {
        const int prefix = 3;
        Span<char> buffer = stackalloc char[SearchKey.MaxLength];
        EntityKeyPath.IdPrefix.CopyTo(buffer);
        for (var i = 0; i < paths.Count; i++)
        {
            var path = paths[i];
            if (!path.Compiled.TryFindOne(entity, out var value)) continue;

            var start = path.IsId ? prefix : 0;
            if (!SafeJson.TryReadText(value, buffer[start..], out var written)) continue;
            ReadOnlySpan<char> text = buffer.Slice(start, written).Trim();
            if (text.IsEmpty || (path.IsId && SearchKeyCollector.IsZero(text))) continue;

            // An e-mail is written in any case; it is one customer all the same.
            if (path.IsId) return string.Concat(EntityKeyPath.IdPrefix, text);
            return text.Contains('@') ? SearchKey.Normalize(text) : new string(text);
        }

        return null;
    }

    private static void Collect(EntityKind about, IReadOnlyList<SearchKeyPath> paths, JsonElement from, List<SearchKey> keys, string? entityKey)
    {
        for (var i = 0; i < paths.Count && keys.Count < SearchKey.MaxPerEvent; i++)
        {
            if (IsSaidBetter(about, paths[i].Kind, keys)) continue;
            var collector = new SearchKeyCollector(paths[i].Kind, keys, entityKey);
            paths[i].Compiled.Visit(from, ref collector);
        }
    }

    // An order says who bought and what twice: in words that people search for, and as Commerce's own id. Each key is a page to write
    // at intake; the ids of a customer or product are keys of its own events, which lead to the words.
    private static bool IsSaidBetter(EntityKind about, SearchKeyKind kind, List<SearchKey> keys) => kind switch
    {
        SearchKeyKind.CustomerId => about != EntityKind.Customer && Has(keys, SearchKeyKind.Email),
        SearchKeyKind.ProductId => about is not (EntityKind.Product or EntityKind.Stock) && Has(keys, SearchKeyKind.Sku),
        _ => false,
    };

    private static bool Has(List<SearchKey> keys, SearchKeyKind kind)
    {
        foreach (var key in keys)
        {
            if (key.Kind == kind) return true;
        }

        return false;
    }
}
