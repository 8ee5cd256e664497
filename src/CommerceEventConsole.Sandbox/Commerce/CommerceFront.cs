using System.Text.Json;
using System.Text.Json.Nodes;
using CommerceEventConsole.Sandbox.Commerce.Async;
using CommerceEventConsole.Sandbox.Commerce.Calls;
using CommerceEventConsole.Sandbox.Commerce.SignIn;
using CommerceEventConsole.Sandbox.Shop;
using CommerceEventConsole.Sandbox.Traffic;

namespace CommerceEventConsole.Sandbox.Commerce;

/// <summary>The three ways of making a call (spec 7.2).</summary>
internal enum CallWay
{
    /// <summary>It is done when it is answered.</summary>
    Now,

    /// <summary>It is accepted, and done a moment later.</summary>
    Later,

    /// <summary>The same for a list of bodies, with what varies in the path inside of them.</summary>
    Bulk,
}

/// <summary>Takes a call at any base address: counts it, meets it with faults and limits, signs in, finds it and does it.</summary>
internal sealed class CommerceFront(
    CallTable table, CallRunner runner, BulkOperations bulks, CommerceGate gate, CommerceSignIn signIns, CallCounter counter, SandboxOptions options)
{
    private const string System = "commerce";
    private const int MostSynchronous = 20;
    private const int MostAsynchronous = 5000;

    public static IResult? RequirePaas(CommerceSignIn signIns, HttpRequest request) => signIns.RefusePaas(request);

    public static IResult? RequireSaas(CommerceSignIn signIns, HttpRequest request) => signIns.RefuseSaas(request);

    /// <summary>The same guards for calls that are mapped by themselves.</summary>
    public async ValueTask<object?> GuardAsync(
        EndpointFilterInvocationContext context, EndpointFilterDelegate next, Func<CommerceSignIn, HttpRequest, IResult?> signIn)
    {
        var http = context.HttpContext;
        var template = (http.GetEndpoint() as RouteEndpoint)?.RoutePattern.RawText ?? "";
        var tally = counter.Start(System, CallCounter.Shop, http.Request.Method, template[(template.IndexOf("/V1/", StringComparison.Ordinal) + 4)..]);
        var answer = await gate.StopAsync(http) ?? signIn(signIns, http.Request) ?? await next(context);
        tally.End(answer);
        return answer;
    }

    /// <summary>Answers a call.</summary>
    public async Task AnswerAsync(HttpContext context, CallWay way, Func<CommerceSignIn, HttpRequest, IResult?> signIn)
    {
        var path = (string?)context.GetRouteValue("path") ?? "";
        var (template, run) = Find(context, way, path);
        var tally = counter.Start(System, CallCounter.Shop, context.Request.Method, template);
        IResult answer;
        try
        {
            answer = await gate.StopAsync(context) ?? signIn(signIns, context.Request) ?? await run();
        }
        catch (CommerceRefusal refusal)
        {
            answer = refusal.Answer();
        }
        tally.End(answer);
        await answer.ExecuteAsync(context);
    }

    private (string Template, Func<Task<IResult>> Run) Find(HttpContext context, CallWay way, string path)
    {
        var method = context.Request.Method;
        if (table.TryFind(method, path, way == CallWay.Bulk, out var call, out var values) && (way == CallWay.Now || method != HttpMethods.Get))
        {
            return way switch
            {
                CallWay.Later => ("async/" + call.Template, () => LaterAsync(context, call, values)),
                CallWay.Bulk => ("async/bulk/" + call.BulkTemplate, () => ManyAsync(context, call)),
                _ => (call.Template, () => NowAsync(context, call, values)),
            };
        }
        if (way == CallWay.Now && method == HttpMethods.Get && path.Split('/') is ["bulk", var uuid, ("status" or "detailed-status") and var kind])
            return ($"bulk/{{uuid}}/{kind}", () => Task.FromResult(Json.Answer(bulks.Status(uuid, detailed: kind is "detailed-status"))));
        return ("(unknown)", () => Task.FromResult(new CommerceRefusal(StatusCodes.Status404NotFound, "Request does not match any route: %1.", path).Answer()));
    }

    private async Task<IResult> NowAsync(HttpContext context, CommerceCall call, Dictionary<string, string> values)
    {
        var body = await BodyAsync(context.Request);
        if (body is JsonArray)
            throw DecodingError();
        CheckLimits(body, MostSynchronous);
        var (answer, refusal) = runner.Run(call, new CallInput(values, context.Request.Query, body as JsonObject, StoreOf(context)));
        return refusal?.Answer() ?? Json.Answer(FieldTrim.Apply(answer, context.Request.Query["fields"].ToString())!);
    }

    private async Task<IResult> LaterAsync(HttpContext context, CommerceCall call, Dictionary<string, string> values)
    {
        var body = await BodyAsync(context.Request);
        CheckLimits(body, MostAsynchronous);
        return Accept([(call, new CallInput(values, context.Request.Query, body as JsonObject, StoreOf(context)))]);
    }

    private async Task<IResult> ManyAsync(HttpContext context, CommerceCall call)
    {
        if (await BodyAsync(context.Request) is not JsonArray { Count: > 0 } items)
            throw DecodingError();
        CheckLimits(items, MostAsynchronous);
        var store = StoreOf(context);
        return Accept([.. items.Select(item => item as JsonObject ?? throw DecodingError()).Select(item =>
            (call, new CallInput(call.Variables.ToDictionary(name => name, name => Fields.Needed(item, name), StringComparer.Ordinal), context.Request.Query, item, store)))]);
    }

    private IResult Accept(List<(CommerceCall Call, CallInput Input)> calls) => Json.Answer(bulks.Accept(calls), StatusCodes.Status202Accepted);

    /// <summary>The store view of the path (PaaS) or of the header `Store` (SaaS); without one the first, with `all` none (spec 7.1).</summary>
    private static Store? StoreOf(HttpContext context)
    {
        var code = context.GetRouteValue("tenant") is null ? (string?)context.GetRouteValue("store") : context.Request.Headers["Store"].FirstOrDefault();
        return code switch
        {
            null or "" => Vocabulary.Stores[0],
            "all" => null,
            _ => Vocabulary.Stores.FirstOrDefault(store => store.Code == code)
                ?? throw new CommerceRefusal(StatusCodes.Status404NotFound, "The store that was requested wasn't found: %1. Verify the store and try again.", code),
        };
    }

    private static async Task<JsonNode?> BodyAsync(HttpRequest request)
    {
        using var buffer = new MemoryStream();
        await request.Body.CopyToAsync(buffer, request.HttpContext.RequestAborted);
        if (buffer.Length == 0)
            return null;
        try
        {
            var body = JsonNode.Parse(buffer.ToArray());
            return body is JsonObject or JsonArray ? body : throw DecodingError();
        }
        catch (JsonException)
        {
            throw DecodingError();
        }
    }

    private static CommerceRefusal DecodingError() => new(StatusCodes.Status400BadRequest, "Decoding error: %1", "Syntax error");

    /// <summary>Commerce counts the items of each list of the body, where its limits are switched on.</summary>
    private void CheckLimits(JsonNode? body, int most)
    {
        if (!options.CommerceInputLimits)
            return;
        var lists = body is JsonArray outer ? [outer] : (body as JsonObject ?? []).Select(pair => pair.Value).OfType<JsonArray>();
        if (lists.Any(list => list.Count > most))
            throw new CommerceRefusal(StatusCodes.Status400BadRequest, "Maximum items of type \"%1\" is %2", "array", Text.Of(most));
    }
}
