using System.Text.Json;
using CommerceEventConsole.Sandbox.BackOffice.Erp;
using CommerceEventConsole.Sandbox.Traffic;

namespace CommerceEventConsole.Sandbox.BackOffice;

/// <summary>The systems behind the shop, and the switches for their faults.</summary>
internal static class BackOfficeEndpoints
{
    private const int MostReceipts = 1000;

    public static void AddBackOffice(this IServiceCollection services)
    {
        services.AddSingleton<Systems>();
        services.AddSingleton<Articles>();
        services.AddSingleton<Reception>();
        services.AddErp();
    }

    public static void MapBackOffice(this IEndpointRouteBuilder routes)
    {
        foreach (var system in routes.ServiceProvider.GetRequiredService<Systems>().All)
            MapSystem(routes.MapGroup($"/{system.Name}"), system);

        routes.MapGet("/erp/articles/missing", (Articles articles) => new { skus = articles.Missing });

        routes.MapErp();

        routes.MapPost("/erp/articles/{sku}", (string sku, Agreement.Day day) =>
            day.Learn(sku)
                ? Results.Created($"/erp/articles/{Uri.EscapeDataString(sku)}", new { done = $"{sku} created in the ERP", sku })
                : Results.Ok(new { done = $"{sku} was there already", sku }));

        routes.MapGet("/control/faults", (Systems systems) => systems.Faulty.ToDictionary(system => system.Name, system => system.Fault, StringComparer.Ordinal));
        routes.MapPut("/control/faults/{system}", SetFaultAsync);
    }

    private static void MapSystem(RouteGroupBuilder routes, BusinessSystem system)
    {
        routes.MapPost("/{kind}", async (string kind, Reception reception, HttpContext context) =>
            Systems.Takes(kind)
                ? await reception.ReceiveAsync(system, kind, context)
                : Results.NotFound(new { error = $"there is no {system.Name}/{kind}" }))
            .AddEndpointFilter(CallCounter.Filter(system.Name, CallCounter.BackOffice, $"/{system.Name}"));

        routes.MapGet("/received", (long? after, int? take) =>
            new { items = system.After(after ?? 0, Math.Clamp(take ?? 100, 1, MostReceipts)) });

        routes.MapGet("/summary", () => system.Summary());
    }

    private static async Task<IResult> SetFaultAsync(string system, Systems systems, HttpRequest request)
    {
        if (!systems.TryGet(system, out var found))
            return Results.NotFound(new { error = $"there is no system {system}" });
        Fault? fault;
        try
        {
            fault = await request.ReadFromJsonAsync<Fault>(request.HttpContext.RequestAborted);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            return Results.BadRequest(new { error = "the body must be JSON such as {\"mode\":\"slow\",\"delayMs\":3000}" });
        }
        if (fault is null || fault.Problem is not null)
            return Results.BadRequest(new { error = fault?.Problem ?? "the body is empty" });
        found.Fault = fault;
        return Results.Ok(new { done = $"{found.Name}: {fault.Mode}", fault });
    }
}
