namespace CommerceEventConsole.Sandbox.Shop;

/// <summary>The buttons of the shop, by HTTP.</summary>
internal static class ShopEndpoints
{
    private const int MostOrders = 500;

    public static void AddShop(this IServiceCollection services)
    {
        services.AddSingleton<ShopState>();
        services.AddSingleton<ShopActions>();
        services.AddSingleton<ShopEvents>();
        services.AddSingleton<OrderDesk>();
        services.AddSingleton<OrderLife>();
        services.AddSingleton<ShopPlayer>();
        services.AddHostedService(provider => provider.GetRequiredService<ShopPlayer>());
    }

    public static void MapShop(this IEndpointRouteBuilder routes)
    {
        var shop = routes.MapGroup("/control/shop");
        shop.MapPost("/orders", (ShopActions actions, int? count, string? sku) =>
        {
            if (count is < 1 or > MostOrders)
                return Results.BadRequest(new { error = $"count must be between 1 and {MostOrders}" });
            var placed = Enumerable.Range(0, count ?? 1).Select(_ => actions.PlaceOrder(sku)).ToList();
            return Results.Ok(new { done = $"{placed.Count} order(s) placed", orders = placed.Select(order => new { order.Id, order.IncrementId }) });
        });
        shop.MapPost("/orders/{id:int}/advance", (int id, OrderLife life) =>
            life.Advance(id) ? Results.Ok(new { done = $"order {id} moved on" }) : Results.NotFound(new { error = $"no order {id}" }));
        shop.MapPost("/customers", (ShopActions actions) =>
        {
            var customer = actions.RegisterCustomer();
            return Results.Ok(new { done = $"{customer.FirstName} {customer.LastName} registered", customer.Id, customer.Email });
        });
        shop.MapPost("/prices", (ShopActions actions, string? sku) =>
        {
            var product = actions.ChangePrice(sku);
            return Results.Ok(new { done = $"{product.Sku} now costs {product.Price} USD", product.Sku, product.Price });
        });
        shop.MapPost("/stock", (ShopActions actions, string? sku) =>
        {
            var product = actions.ChangeStock(sku);
            return Results.Ok(new { done = $"{product.Quantity} of {product.Sku} in stock", product.Sku, product.Quantity });
        });
        shop.MapPost("/season", (ShopActions actions) => Results.Ok(new { done = actions.ChangeSeason() }));
        shop.MapPost("/creditmemos", (OrderLife life) =>
            life.RefundOne() is { } order
                ? Results.Ok(new { done = $"order {order.IncrementId} refunded", order.IncrementId })
                : Results.Conflict(new { error = "no order is paid yet" }));
        shop.MapPost("/pause", (ShopPlayer player) => SetOpen(player, open: false));
        shop.MapPost("/resume", (ShopPlayer player) => SetOpen(player, open: true));
    }

    private static IResult SetOpen(ShopPlayer player, bool open)
    {
        player.IsOpen = open;
        return Results.Ok(new { done = open ? "the shop is open" : "the shop is paused", open });
    }
}
