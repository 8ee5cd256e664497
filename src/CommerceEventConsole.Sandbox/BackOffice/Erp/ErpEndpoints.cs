using System.Text.Json;
using System.Text.Json.Nodes;
using CommerceEventConsole.Sandbox.Shop;

namespace CommerceEventConsole.Sandbox.BackOffice.Erp;

/// <summary>The ERP's REST interface, and the buttons of its own life.</summary>
internal static class ErpEndpoints
{
    private const int MostAtOnce = 200_000;

    public static void AddErp(this IServiceCollection services)
    {
        services.AddSingleton<ErpState>();
        services.AddSingleton<ErpDesk>();
        services.AddSingleton<ErpInbox>();
        services.AddSingleton<ErpLife>();
        services.AddSingleton<ErpResources>();
        services.AddSingleton<ErpApi>();
    }

    public static void MapErp(this IEndpointRouteBuilder routes)
    {
        routes.Map(ErpApi.Base + "/{**path}", (RequestDelegate)(context => context.RequestServices.GetRequiredService<ErpApi>().AnswerAsync(context)));

        var control = routes.MapGroup("/control/erp");
        control.AddEndpointFilter(RefuseAsync);
        control.MapPost("/confirm/{externalNo}", (string externalNo, ErpState state, ErpDesk desk) => Do(state, () =>
        {
            desk.Confirm(Order(state, externalNo));
            return new { done = $"{externalNo} is confirmed" };
        }));
        control.MapPost("/cancel/{externalNo}", (string externalNo, ErpState state, ErpDesk desk) => Do(state, () =>
        {
            desk.Cancel(Order(state, externalNo));
            return new { done = $"{externalNo} is cancelled" };
        }));
        control.MapPost("/ship/{externalNo}", async (string externalNo, HttpRequest request, ErpState state, ErpDesk desk) =>
        {
            var body = await BodyAsync(request);
            return Do(state, () => Shipped(desk.Deliver(Order(state, externalNo), Lines(body), Plant(body), ErpInput.Text(body, "parcelNo"))));
        });
        control.MapPost("/ship", async (HttpRequest request, ErpState state, ErpLife life) =>
        {
            var body = await BodyAsync(request);
            return Do(state, () => new { deliveries = life.Ship(Count(body), Whole(body, "partialPercent") ?? 0, Seed(body)).Select(delivery => delivery.Key).ToList() });
        });
        control.MapPost("/stock", async (HttpRequest request, ErpState state, ErpDesk desk, ErpLife life) =>
        {
            var body = await BodyAsync(request);
            return Do(state, () => new
            {
                changed = Changes(body) is { } changes
                    ? changes.Select(change => desk.PutStock(ErpInput.Key(change, "articleNo"), Plant(change), ErpInput.NeededNumber(change, "free"))).ToList().Count
                    : life.Count(Count(body), PlantsOf(body), Seed(body)),
            });
        });
        control.MapPost("/prices", async (HttpRequest request, ErpState state, ErpDesk desk, ErpLife life) =>
        {
            var body = await BodyAsync(request);
            return Do(state, () => new
            {
                changed = Changes(body) is { } changes
                    ? changes.Select(change => desk.PutPrice(ErpInput.Key(change, "articleNo"), ErpInput.NeededNumber(change, "netPrice"), validFrom: null)).ToList().Count
                    : life.Reprice(Count(body), Seed(body)),
            });
        });
        control.MapPost("/returns", async (HttpRequest request, ErpState state, ErpDesk desk, ErpLife life) =>
        {
            var body = await BodyAsync(request);
            return Do(state, () => new
            {
                returns = (ErpInput.Text(body, "externalNo") is { } externalNo
                    ? [desk.TakeBack(Order(state, externalNo), Lines(body), ErpInput.Text(body, "reason") ?? "does not fit")]
                    : life.TakeBack(Count(body), Seed(body))).Select(back => back.Key).ToList(),
            });
        });
        control.MapPost("/reset", (ShopState shop, ErpState state, Articles missing) =>
        {
            lock (shop.Gate)
            lock (state.Gate)
            {
                foreach (var sku in missing.Missing)
                    missing.Create(sku);
                state.Reset(shop);
            }
            return new { done = "The ERP has the shop's articles, and no orders" };
        });
    }

    private static async ValueTask<object?> RefuseAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (ErpFault fault)
        {
            return Results.Json(new { error = fault.Message }, statusCode: fault.Status);
        }
    }

    private static IResult Do(ErpState state, Func<object> action)
    {
        lock (state.Gate)
            return Results.Ok(action());
    }

    private static object Shipped(ErpDelivery delivery) => new { done = $"{delivery.Order.Key} is delivered", deliveryNo = delivery.Key, parcelNo = delivery.ParcelNo };

    private static ErpOrder Order(ErpState state, string externalNo) => state.Orders.TryGet(externalNo, out var order) ? order : throw ErpFault.Unknown($"order {externalNo}");

    private static List<(string ArticleNo, decimal Qty)>? Lines(JsonObject body) =>
        body["lines"] is JsonArray lines ? [.. lines.OfType<JsonObject>().Select(line => (ErpInput.Key(line, "articleNo"), ErpInput.NeededNumber(line, "qty")))] : null;

    private static List<JsonObject>? Changes(JsonObject body) => body["changes"] is JsonArray changes ? [.. changes.OfType<JsonObject>()] : null;

    private static string Plant(JsonObject body) => ErpInput.Text(body, "plant") switch
    {
        null => Plants.Main,
        var plant when Plants.All.ContainsKey(plant) => plant,
        var plant => throw ErpFault.Field("plant", $"there is no plant {plant}"),
    };

    private static string[] PlantsOf(JsonObject body) =>
        body["plants"] is JsonArray { Count: > 0 } plants ? [.. plants.Select(plant => Plant(new JsonObject { ["plant"] = plant?.ToString() }))] : [Plants.Main];

    private static int Count(JsonObject body) => Whole(body, "count") is >= 0 and <= MostAtOnce and var count ? count : throw ErpFault.Field("count", $"count must be between 0 and {Text.Of(MostAtOnce)}");

    private static int Seed(JsonObject body) => Whole(body, "seed") ?? 1;

    private static int? Whole(JsonObject body, string name) => ErpInput.Number(body, name) is { } number ? (int)number : null;

    private static async Task<JsonObject> BodyAsync(HttpRequest request)
    {
        try
        {
            using var buffer = new MemoryStream();
            await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
            return buffer.Length > 0 && JsonNode.Parse(buffer.ToArray()) is JsonObject body ? body : [];
        }
        catch (JsonException)
        {
            throw ErpFault.Field("body", "the body is no JSON");
        }
    }
}
