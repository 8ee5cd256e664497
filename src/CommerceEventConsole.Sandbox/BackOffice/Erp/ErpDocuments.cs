using System.Globalization;
using System.Text.Json.Nodes;

namespace CommerceEventConsole.Sandbox.BackOffice.Erp;

/// <summary>Rows as the ERP's REST interface writes them; the README beside the back office shows each.</summary>
internal static class ErpDocuments
{
    private const string Unit = "PCE";

    /// <summary>RFC 3339 in UTC with microseconds.</summary>
    public static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);

    public static JsonObject Order(ErpOrder order)
    {
        var head = order.Head;
        return new JsonObject
        {
            ["documentNo"] = order.DocumentNo,
            ["externalNo"] = order.Key,
            ["channel"] = head.Channel,
            ["orderDate"] = Date(head.OrderDate),
            ["currency"] = head.Currency,
            ["docState"] = Text.Of(order.State),
            ["docStateText"] = DocState.Name(order.State),
            ["shopStatus"] = head.ShopStatus,
            ["customerRef"] = head.CustomerRef,
            ["soldTo"] = new JsonObject { ["email"] = head.Email, ["name1"] = head.Name1, ["name2"] = head.Name2, ["company"] = head.Company },
            ["shipTo"] = new JsonObject { ["street"] = head.Street, ["zip"] = head.Zip, ["town"] = head.Town, ["country"] = head.Country },
            ["amounts"] = new JsonObject { ["net"] = head.Net, ["tax"] = head.Tax, ["freight"] = head.Freight, ["discount"] = head.Discount, ["gross"] = head.Gross },
            ["positions"] = new JsonObject
            {
                ["position"] = new JsonArray([.. order.Lines.Select(line => (JsonNode)new JsonObject
                {
                    ["lineNo"] = line.LineNo, ["articleNo"] = line.ArticleNo, ["text"] = line.Text, ["qty"] = line.Qty, ["unit"] = Unit,
                    ["unitPrice"] = line.UnitPrice, ["delivered"] = line.Delivered, ["returned"] = line.Returned,
                })]),
            },
            ["changedAt"] = Time(order.ChangedAt),
        };
    }

    public static JsonObject State(ErpOrder order) => new()
    {
        ["externalNo"] = order.Key, ["documentNo"] = order.DocumentNo, ["docState"] = Text.Of(order.State), ["docStateText"] = DocState.Name(order.State), ["changedAt"] = Time(order.ChangedAt),
    };

    public static JsonObject Delivery(ErpDelivery delivery) => new()
    {
        ["deliveryNo"] = delivery.Key, ["externalNo"] = delivery.Order.Key, ["documentNo"] = delivery.Order.DocumentNo, ["shippedOn"] = Date(delivery.ShippedOn), ["plant"] = delivery.Plant,
        ["carrier"] = new JsonObject { ["code"] = "ups", ["name"] = "United Parcel Service" },
        ["parcels"] = new JsonArray(new JsonObject { ["parcelNo"] = delivery.ParcelNo }),
        ["positions"] = Lines(delivery.Lines), ["changedAt"] = Time(delivery.ChangedAt),
    };

    public static JsonObject Return(ErpReturn back) => new()
    {
        ["returnNo"] = back.Key, ["externalNo"] = back.Order.Key, ["documentNo"] = back.Order.DocumentNo, ["returnedOn"] = Date(back.ReturnedOn), ["reason"] = back.Reason,
        ["positions"] = Lines(back.Lines), ["changedAt"] = Time(back.ChangedAt),
    };

    public static JsonObject Article(ErpArticle article) => new()
    {
        ["articleNo"] = article.Key, ["description"] = new JsonObject { ["short"] = article.Short, ["long"] = article.Long }, ["blocked"] = article.Blocked,
        ["weightKg"] = article.WeightKg, ["changedAt"] = Time(article.ChangedAt),
    };

    public static JsonObject Price(ErpPrice price) => new()
    {
        ["articleNo"] = price.Key, ["listCode"] = "BASE", ["netPrice"] = Comma(price.NetPrice), ["currency"] = "USD", ["validFrom"] = Date(price.ValidFrom), ["changedAt"] = Time(price.ChangedAt),
    };

    public static JsonObject Stock(ErpStock stock) => new()
    {
        ["articleNo"] = stock.ArticleNo, ["plant"] = stock.Plant, ["free"] = stock.Free, ["unit"] = Unit, ["changedAt"] = Time(stock.ChangedAt),
    };

    public static JsonObject Customer(ErpPartner customer) => new()
    {
        ["customerNo"] = customer.Number, ["email"] = customer.Key, ["name1"] = customer.Name1, ["name2"] = customer.Name2, ["group"] = customer.Group,
        ["phone"] = customer.Phone, ["changedAt"] = Time(customer.ChangedAt),
    };

    public static JsonObject Company(ErpPartner company) => new()
    {
        ["companyNo"] = company.Number, ["email"] = company.Key, ["name"] = company.Name1, ["legalName"] = company.LegalName, ["vatId"] = company.VatId, ["changedAt"] = Time(company.ChangedAt),
    };

    public static JsonObject ListPrice(ErpListPrice price) => new()
    {
        ["articleNo"] = price.ArticleNo, ["listCode"] = price.ListCode, ["fromQty"] = price.FromQty, ["netPrice"] = Comma(price.NetPrice), ["changedAt"] = Time(price.ChangedAt),
    };

    private static string? Date(DateOnly? date) => date?.ToString(ErpInput.DateFormat, CultureInfo.InvariantCulture);

    /// <summary>The one place where the ERP writes a decimal comma.</summary>
    private static string Comma(decimal price) => price.ToString("0.00##", CultureInfo.InvariantCulture).Replace('.', ',');

    private static JsonObject Lines(IReadOnlyList<ErpQuantity> lines) => new()
    {
        ["position"] = new JsonArray([.. lines.Select(line => (JsonNode)new JsonObject { ["lineNo"] = line.LineNo, ["articleNo"] = line.ArticleNo, ["qty"] = line.Qty })]),
    };
}
