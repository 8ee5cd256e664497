using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using CommerceEventConsole.Sandbox.Commerce.Eventing;
using CommerceEventConsole.Sandbox.Shop;

namespace CommerceEventConsole.Sandbox.Commerce;

/// <summary>Commerce's REST interface, the reading half (spec 7.2). It answers from the state that the events told of.</summary>
internal static class CommerceEndpoints
{
    public static void MapCommerce(this IEndpointRouteBuilder routes)
    {
        var rest = routes.MapGroup("/rest/{store}/V1");
        rest.AddEndpointFilter(RequireTokenAsync);

        rest.MapGet("/orders/{id:int}", (int id, ShopState shop) => One(shop, () => shop.TryGetOrder(id, out var order) ? OrderDocument.ForRest(order) : null, "entity_id", Text.Of(id)));
        rest.MapGet("/orders", (HttpRequest request, ShopState shop) => Many(request, shop, () => shop.Orders.Select(OrderDocument.ForRest)));
        rest.MapGet("/products/{sku}", (string sku, ShopState shop) => One(shop, () => shop.TryGetProduct(sku, out var product) ? CatalogDocument.ProductForRest(product) : null, "sku", sku));
        rest.MapGet("/products", (HttpRequest request, ShopState shop) => Many(request, shop, () => shop.Products.Select(CatalogDocument.ProductForRest)));
        rest.MapGet("/customers/search", (HttpRequest request, ShopState shop) => Many(request, shop, () => shop.Customers.Select(CustomerDocument.ForRest)));
        rest.MapGet("/customers/{id:int}", (int id, ShopState shop) => One(shop, () => shop.TryGetCustomer(id, out var customer) ? CustomerDocument.ForRest(customer) : null, "customerId", Text.Of(id)));
        rest.MapGet("/stockItems/{sku}", (string sku, ShopState shop) => One(shop, () => shop.TryGetProduct(sku, out var product) ? CatalogDocument.StockForRest(product) : null, "sku", sku));
        rest.MapGet("/inventory/source-items", (HttpRequest request, ShopState shop) => Many(request, shop, () => shop.Products.Select(CatalogDocument.SourceItemForRest)));
        rest.MapEventing();
        routes.MapEventingControl();
    }

    private static async ValueTask<object?> RequireTokenAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var options = context.HttpContext.RequestServices.GetRequiredService<SandboxOptions>();
        var expected = Encoding.UTF8.GetBytes($"Bearer {options.CommerceToken}");
        var given = Encoding.UTF8.GetBytes(context.HttpContext.Request.Headers.Authorization.ToString());
        return CryptographicOperations.FixedTimeEquals(expected, given)
            ? await next(context)
            : Error(StatusCodes.Status401Unauthorized, "This token gives no access to %1.", context.HttpContext.Request.Path);
    }

    private static IResult One(ShopState shop, Func<JsonObject?> find, string field, string value)
    {
        lock (shop.Gate)
        {
            return find() is { } document
                ? Json.Answer(document)
                : Error(StatusCodes.Status404NotFound, "There is no entity with %1 = %2.", field, value);
        }
    }

    private static IResult Many(HttpRequest request, ShopState shop, Func<IEnumerable<JsonObject>> documents)
    {
        if (!SearchCriteria.TryRead(request.Query, out var criteria, out var error))
            return Error(StatusCodes.Status400BadRequest, "The search criteria are wrong: %1.", error);
        lock (shop.Gate)
            return Json.Answer(criteria.Apply(documents()));
    }

    /// <summary>Placeholders of the message stand for the parameters (spec 6.11).</summary>
    private static IResult Error(int status, string message, params string[] parameters) =>
        Json.Answer(new JsonObject { ["message"] = message, ["parameters"] = new JsonArray([.. parameters.Select(text => (JsonNode)text)]) }, status);
}
