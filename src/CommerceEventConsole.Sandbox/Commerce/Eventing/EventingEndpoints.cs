using System.Text.Json;
using System.Text.Json.Nodes;

namespace CommerceEventConsole.Sandbox.Commerce.Eventing;

/// <summary>Commerce's eventing calls (spec 6.11), and the switch for their faults.</summary>
internal static class EventingEndpoints
{
    /// <summary>Maps the calls below a group that has asked for the token already.</summary>
    public static void MapEventing(this RouteGroupBuilder rest)
    {
        var eventing = rest.MapGroup("/eventing");
        eventing.AddEndpointFilter(MeetFaultAsync);
        eventing.MapGet("/getEventSubscriptions", (EventingState state) => Json.Answer(state.List()));
        eventing.MapGet("/supportedList", () => Json.Answer(new JsonArray(
            [.. EventingSeed.Supported.Select(name => (JsonNode)new JsonObject { ["name"] = name })])));
        eventing.MapPost("/eventSubscribe", async (HttpRequest request, EventingState state) => Done(state.Subscribe(await EventAsync(request))));
        eventing.MapPut("/eventSubscribe/{name}", async (string name, HttpRequest request, EventingState state) => Done(state.Update(name, await EventAsync(request))));
        eventing.MapPost("/eventUnsubscribe/{name}", (string name, EventingState state) => Done(state.Unsubscribe(name)));
    }

    /// <summary>Maps what sets faults and what undoes everything; without a token, as all controls of the sandbox.</summary>
    public static void MapEventingControl(this IEndpointRouteBuilder routes)
    {
        routes.MapGet("/control/eventing", (EventingState state) => new { fault = state.Fault, subscriptions = state.List() });
        routes.MapPost("/control/eventing/reset", (EventingState state) =>
        {
            state.Reset();
            return new { done = "The event subscriptions are as at first" };
        });
        routes.MapPut("/control/eventing/fault", SetFaultAsync);
    }

    private static async ValueTask<object?> MeetFaultAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var services = context.HttpContext.RequestServices;
        var fault = services.GetRequiredService<EventingState>().Fault;
        if (fault.Mode == EventingFaultMode.Slow)
            await Task.Delay(TimeSpan.FromMilliseconds(fault.DelayMs), services.GetRequiredService<TimeProvider>(), context.HttpContext.RequestAborted);
        return fault.Mode switch
        {
            EventingFaultMode.Error500 => Error(new(500, "Internal Error. Details are available in Magento log file. Report ID: %1", "webapi-5a17")),
            EventingFaultMode.Forbidden => Error(new(403, "The consumer isn't authorized to access %1.", "Magento_AdobeCommerceEventsClient::event_subscriptions")),
            EventingFaultMode.WrongAnswer => Results.Text("<!doctype html><title>Fernhill Outdoor</title>", "text/html"),
            EventingFaultMode.MerchantMissing when !HttpMethods.IsGet(context.HttpContext.Request.Method) =>
                Error(new(400, "The event cannot be subscribed: %1 is not configured.", "merchant_id")),
            _ => await next(context),
        };
    }

    private static async Task<JsonObject?> EventAsync(HttpRequest request)
    {
        try
        {
            return (await request.ReadFromJsonAsync<JsonObject>(request.HttpContext.RequestAborted))?["event"] as JsonObject;
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static async Task<IResult> SetFaultAsync(EventingState state, HttpRequest request)
    {
        EventingFault? fault;
        try
        {
            fault = await request.ReadFromJsonAsync<EventingFault>(request.HttpContext.RequestAborted);
        }
        catch (Exception problem) when (problem is JsonException or InvalidOperationException)
        {
            return Results.BadRequest(new { error = "the body must be JSON such as {\"mode\":\"slow\",\"delayMs\":3000}" });
        }

        if (fault is null || fault.Problem is not null)
            return Results.BadRequest(new { error = fault?.Problem ?? "the body is empty" });
        state.Fault = fault;
        return Results.Ok(new { done = $"eventing: {fault.Mode}", fault });
    }

    // What a success looks like is not documented; an empty list is what the console must be ready for.
    private static IResult Done(EventingRefusal? refusal) => refusal is null ? Json.Answer(new JsonArray()) : Error(refusal);

    private static IResult Error(EventingRefusal refusal) => Json.Answer(
        new JsonObject { ["message"] = refusal.Message, ["parameters"] = new JsonArray([.. refusal.Parameters.Select(text => (JsonNode)text)]) }, refusal.Status);
}
