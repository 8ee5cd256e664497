using System.Text.Json.Nodes;
using CommerceEventConsole.Sandbox.Shop;

namespace CommerceEventConsole.Sandbox.Commerce.Calls;

/// <summary>Lists that take `searchCriteria` (spec 7.2). The fields that people search by are read off directly; any other by way of the document.</summary>
internal static class Listing
{
    public static readonly Listing<Order> Orders = new(OrderDocument.ForRest, (order, field) => field switch
    {
        "entity_id" => Text.Of(order.Id),
        "increment_id" => order.IncrementId,
        "state" => order.State,
        "status" => order.Status,
        "store_id" => Text.Of(order.Store.Id),
        "customer_email" => order.Customer.Email,
        "ext_order_id" => order.ExtOrderId,
        "created_at" => Json.CommerceTime(order.CreatedAt),
        "updated_at" => Json.CommerceTime(order.UpdatedAt),
        _ => Listing<Order>.Other,
    });

    public static readonly Listing<Paper> Shipments = Papers(PaperDocument.ShipmentForRest);

    public static readonly Listing<Paper> Invoices = Papers(PaperDocument.InvoiceForRest);

    public static readonly Listing<Paper> CreditMemos = Papers(PaperDocument.CreditMemoForRest);

    public static readonly Listing<ReturnPaper> Returns = new(paper => PaperDocument.Return(paper, Figures.Numbers), (_, _) => Listing<ReturnPaper>.Other);

    public static readonly Listing<(Product Product, SourceStock Source)> SourceItems = new(
        row => CatalogDocument.SourceItemForRest(row.Product, row.Source),
        (row, field) => field switch
        {
            "sku" => row.Product.Sku,
            "source_code" => row.Source.Code,
            "quantity" => Text.OfQuantity(row.Source.Quantity),
            "status" => row.Source.InStock ? "1" : "0",
            _ => null,
        });

    public static readonly Listing<Customer> Customers = new(CustomerDocument.ForRest, (customer, field) => field switch
    {
        "entity_id" or "id" => Text.Of(customer.Id),
        "email" => customer.Email,
        "group_id" => Text.Of(customer.GroupId),
        "created_at" => Json.CommerceTime(customer.CreatedAt),
        "updated_at" => Json.CommerceTime(customer.UpdatedAt),
        _ => Listing<Customer>.Other,
    });

    /// <summary>Products as a store view shows them.</summary>
    public static Listing<Product> Products(Store? store) => new(product => CatalogDocument.ProductForRest(product, store?.Id ?? 0), (product, field) => field switch
    {
        "entity_id" or "id" => Text.Of(product.Id),
        "sku" => product.Sku,
        "name" => product.Name,
        "status" => Text.Of(product.Status),
        "type_id" => product.TypeId,
        "created_at" => Json.CommerceTime(product.CreatedAt),
        "updated_at" => Json.CommerceTime(product.UpdatedAt),
        _ => Listing<Product>.Other,
    });

    /// <summary>A list that is never long enough to be searched.</summary>
    public static JsonObject Frame(IReadOnlyList<JsonObject> items) => new()
    {
        ["items"] = new JsonArray([.. items]), ["search_criteria"] = new JsonObject { ["filter_groups"] = new JsonArray() }, ["total_count"] = items.Count,
    };

    private static Listing<Paper> Papers(Func<Paper, JsonObject> document) => new(document, (paper, field) => field switch
    {
        "entity_id" => Text.Of(paper.Id),
        "increment_id" => paper.IncrementId,
        "order_id" => Text.Of(paper.Order.Id),
        "created_at" => Json.CommerceTime(paper.CreatedAt),
        "updated_at" => Json.CommerceTime(paper.UpdatedAt),
        _ => Listing<Paper>.Other,
    });
}

/// <summary>How one kind of thing is listed.</summary>
/// <param name="document">One as JSON.</param>
/// <param name="field">A field as text, null where it is empty, <see cref="Other"/> where the document must say.</param>
internal sealed class Listing<T>(Func<T, JsonObject> document, Func<T, string, string?> field)
{
    /// <summary>Stands for a field that is not read off directly.</summary>
    public static readonly string Other = new("\0");

    /// <exception cref="CommerceRefusal">The criteria cannot be understood.</exception>
    public JsonObject Answer(CallInput input, IEnumerable<T> all) =>
        SearchCriteria.TryRead(input.Query, out var criteria, out var error)
            ? criteria.Apply(all, FieldOf, document)
            : throw new CommerceRefusal(StatusCodes.Status400BadRequest, "The search criteria are wrong: %1.", error);

    private string? FieldOf(T one, string name)
    {
        var text = field(one, name);
        return ReferenceEquals(text, Other) ? Filter.FieldText(document(one), name) : text;
    }
}
