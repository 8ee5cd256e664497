using System.Reflection;
using CommerceEventConsole.Sandbox.Adobe;
using CommerceEventConsole.Sandbox.Agreement;
using CommerceEventConsole.Sandbox.BackOffice;
using CommerceEventConsole.Sandbox.BackOffice.Erp;
using CommerceEventConsole.Sandbox.Shop;

namespace CommerceEventConsole.Sandbox.Page;

/// <summary>The page at `/` and the status that it polls.</summary>
internal static class PageEndpoints
{
    private const int ShownReceipts = 12;
    private const int ShownOrders = 8;
    private const int ShownRetries = 8;
    private const int ShownAttempts = 10;

    public static void MapPage(this IEndpointRouteBuilder routes)
    {
        MapFile(routes, "/", "index.html", "text/html; charset=utf-8");
        MapFile(routes, "/page.css", "page.css", "text/css; charset=utf-8");
        MapFile(routes, "/page.js", "page.js", "text/javascript; charset=utf-8");
        routes.MapGet("/control/status", Status);
    }

    private static object Status(
        AdobeStatusReader adobe, ShopState shop, ShopPlayer player, Systems systems, Articles articles, ErpState erp, AgreementReader agreement, SandboxOptions options, TimeProvider time)
    {
        var compared = agreement.Read();
        object shopNow;
        lock (shop.Gate)
        {
            shopNow = new
            {
                open = player.IsOpen,
                options.OrdersPerMinute,
                orders = shop.OrderCount,
                customers = shop.CustomerCount,
                products = shop.ProductCount,
                lastOrders = shop.Orders.TakeLast(ShownOrders).Reverse()
                    .Select(order => new { order.IncrementId, order.Status, total = decimal.Round(order.GrandTotal, 2), order.Store.Currency, items = order.Items.Count })
                    .ToList(),
            };
        }
        object erpNow;
        lock (erp.Gate)
        {
            erpNow = new
            {
                orders = erp.Orders.Count, deliveries = erp.Deliveries.Count, returns = erp.Returns.Count, articles = erp.Articles.Count,
                compared.Differences,
                parts = new[]
                {
                    ("orders", compared.Orders), ("statuses", compared.Statuses), ("shipments", compared.Shipments), ("returns", compared.Returns),
                    ("stock levels", compared.Stock), ("prices", compared.Prices), ("list prices", compared.ListPrices),
                }.Where(part => part.Item2.Differences > 0).Select(part => new { name = part.Item1, part.Item2.Differences }).ToList(),
            };
        }
        return new
        {
            now = time.GetUtcNow(),
            options.ConsoleUrl,
            shop = shopNow,
            erp = erpNow,
            adobe = adobe.Read(ShownRetries, ShownAttempts),
            systems = systems.All.Select(system => system.Summary()),
            missingArticles = articles.Missing,
            received = systems.All.SelectMany(system => system.Latest(ShownReceipts)).OrderByDescending(receipt => receipt.Time).Take(ShownReceipts),
            signatures = options.ErpSecret is null ? "not checked" : "checked",
        };
    }

    private static void MapFile(IEndpointRouteBuilder routes, string path, string name, string contentType)
    {
        var content = Read(name);
        routes.MapGet(path, (HttpResponse response) =>
        {
            response.Headers.CacheControl = "no-cache";
            response.Headers.ContentSecurityPolicy = "default-src 'none'; img-src data:; style-src 'self'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'";
            return Results.Bytes(content, contentType);
        });
    }

    private static byte[] Read(string name)
    {
        using var stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Page/{name}")
            ?? throw new InvalidOperationException($"The page's file {name} is not in the assembly.");
        using var content = new MemoryStream();
        stream.CopyTo(content);
        return content.ToArray();
    }
}
