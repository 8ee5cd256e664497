using System.Globalization;
using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Commerce.Rest;

namespace CommerceEventConsole.Engine.Commerce.Records;

/// <summary>Pages of entities in the order of their number: a position is the last number read, so that nothing is left out or read twice.</summary>
internal static class EntityWalk
{
    /// <summary>The page of a query.</summary>
    /// <param name="search">Searches.</param>
    /// <param name="query">What is asked for, not by key.</param>
    /// <param name="fields">Which members the answer has; null for all.</param>
    /// <param name="changed">The member that tells when it changed; null where there is none.</param>
    /// <param name="read">Makes a record of an entity; null where it is none.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    public static async Task<RecordPage> PageAsync(
        Func<SearchCriteria, CancellationToken, Task<CommercePage>> search,
        RecordQuery query,
        string? fields,
        string? changed,
        Func<JsonObject, SystemRecord?> read,
        CancellationToken cancellationToken)
    {
        var after = long.TryParse(query.Position, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;
        var criteria = new SearchCriteria { PageSize = query.PageSize, CurrentPage = 1, Fields = fields }.Where("entity_id", "gt", after).OrderBy("entity_id");
        if (changed is not null && query.ChangedSince is { } since)
            criteria = criteria.Where(changed, "gteq", since);
        if (changed is not null && query.ChangedBefore is { } before)
            criteria = criteria.Where(changed, "lt", before);
        var page = await search(criteria, cancellationToken);
        var last = page.Items.Count == 0 ? after : page.Items.Max(i => IdOf(i) ?? after);
        var next = last > after && page.Items.Count < page.Total ? last.ToString(CultureInfo.InvariantCulture) : null;
        return Page(page.Items, read, next, query.Position is null ? page.Total : null);
    }

    /// <summary>Records of entities, and what could not be read of them.</summary>
    public static RecordPage Page(IReadOnlyList<JsonObject> items, Func<JsonObject, SystemRecord?> read, string? next = null, long? total = null)
    {
        var records = new List<SystemRecord>(items.Count);
        var unreadable = new List<string>();
        foreach (var item in items)
        {
            if (read(item) is { } record)
                records.Add(record);
            else
                unreadable.Add(string.Create(CultureInfo.InvariantCulture, $"Entity {IdOf(item)} has no key."));
        }

        return new RecordPage(records, next, total, unreadable);
    }

    /// <summary>A page that is all there is.</summary>
    public static RecordPage Whole(IReadOnlyList<SystemRecord> records) => new(records, null, records.Count, []);

    /// <summary>An entity's number. Searches know a product's or a customer's as <c>entity_id</c>, and answer it as <c>id</c>.</summary>
    public static long? IdOf(JsonObject item) => JsonFields.Long(item["entity_id"]) ?? JsonFields.Long(item["id"]);

    /// <summary>When an entity changed; null where it does not say.</summary>
    public static DateTimeOffset? ChangedOf(JsonObject item) => CommerceTime.TryRead(JsonFields.Text(item["updated_at"]), out var at) ? at : null;

    /// <summary>Copies members that are there.</summary>
    public static JsonObject Copy(JsonObject item, params ReadOnlySpan<string> names)
    {
        var copy = new JsonObject();
        foreach (var name in names)
        {
            if (item.TryGetPropertyValue(name, out var value))
                copy[name] = value?.DeepClone();
        }

        return copy;
    }
}
