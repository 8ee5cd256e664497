using System.Globalization;
using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Commerce.Rest;

namespace CommerceEventConsole.Engine.Commerce.Records;

/// <summary>Stock at sources (spec 7.2). Commerce does not say when it changed; pages go by number, in the order of SKU and source.</summary>
internal sealed class StockRecords : ICommerceKind
{
    public bool HasChanges => false;

    public bool CanWrite => true;

    public async Task<RecordPage> ReadAsync(CommerceShop shop, RecordQuery query, CancellationToken cancellationToken)
    {
        if (query.Keys is { } keys)
        {
            var skus = keys.Select(k => Split(k).Sku).ToHashSet(StringComparer.Ordinal);
            var items = await shop.Stock.ReadAsync(skus, cancellationToken);
            var asked = keys.ToHashSet(StringComparer.Ordinal);
            return EntityWalk.Whole([.. items.Select(Record).Where(r => asked.Contains(r.Key))]);
        }

        var number = int.TryParse(query.Position, NumberStyles.None, CultureInfo.InvariantCulture, out var n) ? n : 1;
        var page = await shop.Stock.SearchAsync(
            SearchCriteria.All.Page(number, query.PageSize).OrderBy("sku").OrderBy("source_code"), cancellationToken);
        // A number beyond the end is answered with the last page again: only the total tells.
        var isLast = page.Items.Count == 0 || (long)number * query.PageSize >= page.Total;
        return new RecordPage(
            [.. page.Items.Select(i => Record(StockCalls.Read(i)))], isLast ? null : (number + 1).ToString(CultureInfo.InvariantCulture), page.Total, []);
    }

    public async Task<IReadOnlyList<RecordOutcome>> WriteAsync(CommerceShop shop, IReadOnlyList<SystemRecord> records, CancellationToken cancellationToken)
    {
        var items = records.Select(Item).ToList();
        var outcomes = await shop.Stock.WriteManyAsync(items, cancellationToken);
        return [.. outcomes.Zip(records, (o, r) => new RecordOutcome(r.Key, o.Problem, o.IsTransient, o.Reference))];
    }

    private static SystemRecord Record(SourceItem item) => new(
        RecordKind.Stock,
        item.SourceCode == SourceItem.DefaultSource ? item.Sku : $"{item.Sku}/{item.SourceCode}",
        new JsonObject { ["sku"] = item.Sku, ["source_code"] = item.SourceCode, ["quantity"] = item.Quantity, ["status"] = item.IsInStock ? 1 : 0 });

    // A system that says nothing of the status means that there is stock while there is some.
    private static SourceItem Item(SystemRecord record)
    {
        var (sku, source) = Split(record.Key);
        var quantity = JsonFields.Decimal(record.Fields["quantity"]) ?? 0;
        var isIn = record.Fields.TryGetPropertyValue("status", out var status) && status is not null ? JsonFields.Flag(status) : quantity > 0;
        return new SourceItem(
            JsonFields.Text(record.Fields["sku"]) ?? sku, JsonFields.Text(record.Fields["source_code"]) is { Length: > 0 } code ? code : source, quantity, isIn);
    }

    // A SKU may hold a slash, a source's code does not.
    private static (string Sku, string Source) Split(string key) =>
        key.LastIndexOf('/') is > 0 and var at ? (key[..at], key[(at + 1)..]) : (key, SourceItem.DefaultSource);
}
