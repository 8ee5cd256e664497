using System.Text.Json.Nodes;

namespace CommerceEventConsole.Sandbox.BackOffice.Erp;

/// <summary>All lists of the ERP's REST interface; the README beside the back office describes them.</summary>
internal sealed class ErpResources
{
    private readonly Dictionary<string, ErpResource> _byName;

    public ErpResources(ErpState state, ErpDesk desk)
    {
        ErpPut PutOrder(JsonObject body) => desk.PutOrder(ErpInput.Key(body, "externalNo"), ErpInput.Head(body), ErpInput.Lines(body));

        ErpPut PostOrder(JsonObject body)
        {
            var (number, head, lines) = (ErpInput.Key(body, "externalNo"), ErpInput.Head(body), ErpInput.Lines(body));
            if (!state.Orders.TryGet(number, out var known))
                return desk.PutOrder(number, head, lines);
            return ErpDesk.SaysTheSame(known, head, lines)
                ? new ErpPut(known, known.DocumentNo, Created: false)
                : throw new ErpFault(StatusCodes.Status409Conflict, "DIFFERS", $"order {number} is there with other lines or another amount", "externalNo");
        }

        ErpPut PutArticle(JsonObject body)
        {
            var description = body["description"] as JsonObject;
            var (text, longText, blocked, weight) = (ErpInput.Text(description, "short"), ErpInput.Text(description, "long"), ErpInput.Flag(body, "blocked"), ErpInput.Number(body, "weightKg"));
            return desk.PutArticle(ErpInput.Key(body, "articleNo"), article =>
            {
                (article.Short, article.Long) = (text ?? article.Short, longText ?? article.Long);
                (article.Blocked, article.WeightKg) = (blocked ?? article.Blocked, weight ?? article.WeightKg);
            });
        }

        ErpPut PutCustomer(JsonObject body)
        {
            var (name1, name2, group, phone) = (ErpInput.Text(body, "name1"), ErpInput.Text(body, "name2"), ErpInput.Text(body, "group"), ErpInput.Text(body, "phone"));
            return desk.PutPartner(state.Customers, "CU-4", ErpInput.Key(body, "email"), customer =>
            {
                (customer.Name1, customer.Name2) = (name1 ?? customer.Name1, name2 ?? customer.Name2);
                (customer.Group, customer.Phone) = (group ?? customer.Group ?? "RETAIL", phone ?? customer.Phone);
            });
        }

        ErpPut PutCompany(JsonObject body)
        {
            var (name, legal, vat) = (ErpInput.Text(body, "name"), ErpInput.Text(body, "legalName"), ErpInput.Text(body, "vatId"));
            return desk.PutPartner(state.Companies, "CO-5", ErpInput.Key(body, "email"), company =>
                (company.Name1, company.LegalName, company.VatId) = (name ?? company.Name1, legal ?? company.LegalName, vat ?? company.VatId));
        }

        ErpResource[] all =
        [
            new ErpResource<ErpOrder>("sales-orders", state.Orders, ErpDocuments.Order) { KeyFields = ["externalNo"], FilterFields = ["externalNo", "documentNo", "docState"], Put = PutOrder, Post = PostOrder },
            new ErpResource<ErpOrder>("order-states", state.Orders, ErpDocuments.State) { KeyFields = ["externalNo"], FilterFields = ["externalNo", "documentNo", "docState"] },
            new ErpResource<ErpDelivery>("deliveries", state.Deliveries, ErpDocuments.Delivery) { KeyFields = ["deliveryNo"], FilterFields = ["deliveryNo", "externalNo"] },
            new ErpResource<ErpReturn>("returns", state.Returns, ErpDocuments.Return) { KeyFields = ["returnNo"], FilterFields = ["returnNo", "externalNo"] },
            new ErpResource<ErpArticle>("articles", state.Articles, ErpDocuments.Article) { KeyFields = ["articleNo"], FilterFields = ["articleNo"], Put = PutArticle },
            new ErpResource<ErpPrice>("prices", state.Prices, ErpDocuments.Price)
            {
                KeyFields = ["articleNo"], FilterFields = ["articleNo"],
                Put = body => desk.PutPrice(ErpInput.Key(body, "articleNo"), ErpInput.NeededNumber(body, "netPrice"), ErpInput.Date(body, "validFrom")),
            },
            new ErpResource<ErpStock>("stock", state.Stock, ErpDocuments.Stock)
            {
                KeyFields = ["articleNo", "plant"], FilterFields = ["articleNo", "plant"],
                Put = body => desk.PutStock(ErpInput.Key(body, "articleNo"), ErpInput.Text(body, "plant") ?? Plants.Main, ErpInput.NeededNumber(body, "free")),
            },
            new ErpResource<ErpPartner>("customers", state.Customers, ErpDocuments.Customer) { KeyFields = ["email"], FilterFields = ["email", "customerNo"], Put = PutCustomer },
            new ErpResource<ErpPartner>("companies", state.Companies, ErpDocuments.Company) { KeyFields = ["email"], FilterFields = ["email", "companyNo"], Put = PutCompany },
            new ErpResource<ErpListPrice>("price-list-entries", state.ListPrices, ErpDocuments.ListPrice)
            {
                KeyFields = ["articleNo", "listCode", "fromQty"], FilterFields = ["articleNo", "listCode"],
                Put = body => desk.PutListPrice(
                    ErpInput.Key(body, "articleNo"), ErpInput.Key(body, "listCode"), ErpInput.Number(body, "fromQty") ?? 1, ErpInput.NeededNumber(body, "netPrice")),
            },
        ];
        _byName = all.ToDictionary(resource => resource.Name, StringComparer.Ordinal);
    }

    public ErpResource Find(string name) => _byName.TryGetValue(name, out var found) ? found : throw ErpFault.Unknown($"list {name}");
}
