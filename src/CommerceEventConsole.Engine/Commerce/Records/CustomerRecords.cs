using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Commerce.Rest;

namespace CommerceEventConsole.Engine.Commerce.Records;

/// <summary>Customers, by e-mail address (spec 7.2). Commerce has no call that writes many.</summary>
internal sealed class CustomerRecords : ICommerceKind
{
    public bool HasChanges => true;

    public bool CanWrite => true;

    public async Task<RecordPage> ReadAsync(CommerceShop shop, RecordQuery query, CancellationToken cancellationToken) => query.Keys is { } keys
        ? EntityWalk.Page(await shop.ManyAsync("customers/search", "email", keys, fields: null, cancellationToken), Record)
        : await EntityWalk.PageAsync(shop.Customers.SearchAsync, query, fields: null, "updated_at", Record, cancellationToken);

    public async Task<IReadOnlyList<RecordOutcome>> WriteAsync(CommerceShop shop, IReadOnlyList<SystemRecord> records, CancellationToken cancellationToken)
    {
        var there = (await shop.ManyAsync("customers/search", "email", [.. records.Select(r => r.Key)], fields: null, cancellationToken))
            .GroupBy(KeyOf, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.First(), StringComparer.Ordinal);
        return await EachRecord.WriteAsync(
            records,
            async (record, _) =>
            {
                var customer = EntityWalk.Copy(record.Fields, "firstname", "lastname", "group_id", "website_id", "store_id");
                customer["email"] = JsonFields.Text(record.Fields["email"]) ?? record.Key;
                if (!there.TryGetValue(record.Key, out var stored) || EntityWalk.IdOf(stored) is not { } id)
                {
                    await shop.Customers.CreateAsync(customer, cancellationToken);
                    return;
                }

                // Commerce wants these to be there, whatever is changed.
                foreach (var name in new[] { "email", "firstname", "lastname", "website_id" })
                    customer[name] ??= stored[name]?.DeepClone();
                await shop.Customers.UpdateAsync(id, customer, cancellationToken);
            },
            cancellationToken);
    }

    private static SystemRecord? Record(JsonObject item) => KeyOf(item) is { Length: > 0 } key
        ? new SystemRecord(RecordKind.Customer, key, EntityWalk.Copy(item, "email", "firstname", "lastname", "group_id", "website_id"), EntityWalk.ChangedOf(item))
        : null;

    private static string KeyOf(JsonObject item) => JsonFields.Text(item["email"])?.ToLowerInvariant() ?? "";
}

/// <summary>Companies of Adobe Commerce B2B, by e-mail address. They are read; a new one needs a person who administers it, so none is written.</summary>
internal sealed class CompanyRecords : ICommerceKind
{
    public bool HasChanges => false;

    public bool CanWrite => false;

    public async Task<RecordPage> ReadAsync(CommerceShop shop, RecordQuery query, CancellationToken cancellationToken) => query.Keys is { } keys
        ? EntityWalk.Page(await shop.ManyAsync("company/", "company_email", keys, fields: null, cancellationToken), Record)
        : await EntityWalk.PageAsync(shop.Customers.CompaniesAsync, query, fields: null, changed: null, Record, cancellationToken);

    public Task<IReadOnlyList<RecordOutcome>> WriteAsync(CommerceShop shop, IReadOnlyList<SystemRecord> records, CancellationToken cancellationToken) =>
        throw new NotSupportedException("Companies are not written into Commerce.");

    private static SystemRecord? Record(JsonObject item) => JsonFields.Text(item["company_email"])?.ToLowerInvariant() is { Length: > 0 } key
        ? new SystemRecord(RecordKind.Company, key, EntityWalk.Copy(item, "company_name", "company_email", "legal_name", "vat_tax_id"))
        : null;
}
