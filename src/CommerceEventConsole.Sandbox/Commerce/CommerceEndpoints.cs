using CommerceEventConsole.Sandbox.Commerce.Async;
using CommerceEventConsole.Sandbox.Commerce.Calls;
using CommerceEventConsole.Sandbox.Commerce.Eventing;
using CommerceEventConsole.Sandbox.Commerce.SignIn;
using CommerceEventConsole.Sandbox.Traffic;

namespace CommerceEventConsole.Sandbox.Commerce;

/// <summary>
/// Commerce's REST interface (spec 7.2), on the state that the events tell of. PaaS: `/rest/{store}/V1`, `/rest/V1`, `/rest/{store}/async/V1`,
/// `/rest/{store}/async/bulk/V1`. SaaS: `/saas/{tenant}/V1` with `async` and `async/bulk` behind it, and the sandbox's IMS.
/// </summary>
internal static class CommerceEndpoints
{
    public static void AddCommerce(this IServiceCollection services)
    {
        services.AddSingleton<EventingState>();
        services.AddSingleton<CommerceGate>();
        services.AddSingleton<OAuthSignature>();
        services.AddSingleton<ImsTokens>();
        services.AddSingleton<CommerceSignIn>();
        services.AddSingleton<CallRunner>();
        services.AddSingleton<CallTable>();
        services.AddSingleton<CommerceFront>();
        services.AddSingleton<ICommerceCalls, OrderCalls>();
        services.AddSingleton<ICommerceCalls, PaperCalls>();
        services.AddSingleton<ICommerceCalls, StockCalls>();
        services.AddSingleton<ICommerceCalls, ProductCalls>();
        services.AddSingleton<ICommerceCalls, PriceCalls>();
        services.AddSingleton<ICommerceCalls, CustomerCalls>();
        services.AddSingleton<CustomerGroups>();
        services.AddSingleton<ICommerceCalls>(provider => provider.GetRequiredService<CustomerGroups>());
        services.AddSingleton<ICommerceCalls, CompanyCalls>();
        services.AddSingleton<ICommerceCalls, StoreCalls>();
        services.AddSingleton<BulkOperations>();
        services.AddHostedService(provider => provider.GetRequiredService<BulkOperations>());
    }

    public static void MapCommerce(this IEndpointRouteBuilder routes)
    {
        MapBase(routes, "/rest/{store}", CommerceFront.RequirePaas);
        MapBase(routes, "/rest", CommerceFront.RequirePaas);
        var saas = routes.MapGroup("/saas/{tenant}/V1");
        MapFace(saas, "/async/bulk", CallWay.Bulk, CommerceFront.RequireSaas);
        MapFace(saas, "/async", CallWay.Later, CommerceFront.RequireSaas);
        MapPlain(saas, CommerceFront.RequireSaas);

        routes.MapPost("/ims/token/v3", (ImsTokens tokens, HttpRequest request) => tokens.GiveAsync(request))
            .AddEndpointFilter(CallCounter.Filter("ims", CallCounter.Shop, "/ims"));
        routes.MapPost("/control/ims/revoke", (ImsTokens tokens) =>
        {
            tokens.Revoke();
            return new { done = "No token is good any more" };
        });
        routes.MapPut("/control/commerce/limit", (CommerceGate gate, CommerceLimit limit) =>
        {
            if (limit.Problem is { } problem)
                return Results.BadRequest(new { error = problem });
            gate.Limit(limit.RequestsPerSecond, limit.Burst);
            return Results.Ok(new { done = limit.RequestsPerSecond > 0 ? $"{limit.RequestsPerSecond} requests a second, {limit.Burst} at once" : "no limit" });
        });
        routes.MapEventingControl();
    }

    private static void MapBase(IEndpointRouteBuilder routes, string start, Func<CommerceSignIn, HttpRequest, IResult?> signIn)
    {
        MapFace(routes, start + "/async/bulk/V1", CallWay.Bulk, signIn);
        MapFace(routes, start + "/async/V1", CallWay.Later, signIn);
        MapPlain(routes.MapGroup(start + "/V1"), signIn);
    }

    private static void MapPlain(RouteGroupBuilder rest, Func<CommerceSignIn, HttpRequest, IResult?> signIn)
    {
        var eventing = rest.MapGroup("");
        eventing.AddEndpointFilter((context, next) => context.HttpContext.RequestServices.GetRequiredService<CommerceFront>().GuardAsync(context, next, signIn));
        eventing.MapEventing();
        MapFace(rest, "", CallWay.Now, signIn);
    }

    private static void MapFace(IEndpointRouteBuilder routes, string prefix, CallWay way, Func<CommerceSignIn, HttpRequest, IResult?> signIn) =>
        routes.Map(prefix + "/{**path}", (RequestDelegate)(context => context.RequestServices.GetRequiredService<CommerceFront>().AnswerAsync(context, way, signIn)));
}

/// <summary>The limit of requests as it is set by HTTP.</summary>
internal sealed record CommerceLimit(double RequestsPerSecond = 0, int Burst = 20)
{
    /// <summary>What is wrong with it; null when all is well.</summary>
    [System.Text.Json.Serialization.JsonIgnore]
    public string? Problem =>
        RequestsPerSecond is < 0 or > 100_000 ? "requestsPerSecond must be between 0 and 100000"
        : Burst is < 1 or > 100_000 ? "burst must be between 1 and 100000"
        : null;
}
