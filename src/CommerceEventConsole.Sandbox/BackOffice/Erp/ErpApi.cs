using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommerceEventConsole.Sandbox.Traffic;

namespace CommerceEventConsole.Sandbox.BackOffice.Erp;

/// <summary>The ERP's REST interface below `/erp/api`: key, faults, lists, single rows and batches; the README beside the back office describes it.</summary>
internal sealed class ErpApi(ErpResources resources, ErpState state, Systems systems, CallCounter counter, SandboxOptions options, TimeProvider time)
{
    /// <summary>Header that holds the key.</summary>
    public const string KeyHeader = "X-ERP-Key";

    /// <summary>Path below which everything is.</summary>
    public const string Base = "/erp/api";

    private const int MostRows = 1000;

    /// <summary>Answers a call.</summary>
    public async Task AnswerAsync(HttpContext context)
    {
        string[] parts = [.. ((string?)context.GetRouteValue("path") ?? "").Split('/', StringSplitOptions.RemoveEmptyEntries).Select(part => part.Replace("%2F", "/", StringComparison.OrdinalIgnoreCase))];
        var tally = counter.Start(Systems.ErpName, CallCounter.BackOffice, context.Request.Method, "api/" + Template(parts));
        IResult answer;
        try
        {
            answer = await FaultGate.MeetAsync(systems.Erp, context, time, (status, text) => new ErpFault(status, "SYSTEM", text).Answer()) ?? await DoAsync(context, parts);
        }
        catch (ErpFault fault)
        {
            answer = fault.Answer();
        }
        tally.End(answer);
        await answer.ExecuteAsync(context);
    }

    private static string Template(string[] parts) => parts switch
    {
        [var list] => list,
        [var list, "batch"] => $"{list}/batch",
        [var list, ..] => $"{list}/{{key}}",
        [] => "",
    };

    private async Task<IResult> DoAsync(HttpContext context, string[] parts)
    {
        var given = Encoding.UTF8.GetBytes(context.Request.Headers[KeyHeader].ToString());
        if (!CryptographicOperations.FixedTimeEquals(Encoding.UTF8.GetBytes(options.ErpApiKey), given))
            throw new ErpFault(StatusCodes.Status401Unauthorized, "KEY", $"{KeyHeader} is missing or wrong");
        if (parts.Length == 0)
            throw ErpFault.Unknown("list without a name");
        var resource = resources.Find(parts[0]);
        var method = context.Request.Method;
        return (method, parts[1..]) switch
        {
            ("GET", []) => List(context, resource, extra: null),
            ("GET", [var key]) when resource.Name is "stock" => List(context, resource, $"articleNo eq '{key.Replace("'", "''", StringComparison.Ordinal)}'"),
            ("GET", var key) => One(resource, string.Join('/', key)),
            ("POST", []) when resource.Put is not null => Put(resource.Post ?? resource.Put, resource, await ObjectAsync(context.Request)),
            ("POST", ["batch"]) when resource.Put is not null => Batch(resource, await ObjectAsync(context.Request)),
            ("PUT", var key) when resource.Put is not null && key.Length == resource.KeyFields.Length => Put(resource.Put, resource, Keyed(resource, key, await ObjectAsync(context.Request))),
            _ => throw new ErpFault(StatusCodes.Status405MethodNotAllowed, "METHOD", $"{method} is not possible here"),
        };
    }

    private IResult List(HttpContext context, ErpResource resource, string? extra)
    {
        var request = context.Request;
        var query = request.Query;
        if (extra is not null)
            query = new QueryCollection(new Dictionary<string, Microsoft.Extensions.Primitives.StringValues>(query, StringComparer.Ordinal) { ["$filter"] = extra });
        lock (state.Gate)
            return Json.Answer(resource.List(query, $"{request.Scheme}://{request.Host}{Base}/{resource.Name}"));
    }

    private IResult One(ErpResource resource, string key)
    {
        lock (state.Gate)
            return resource.One(resource.Name is "customers" or "companies" ? key.ToLowerInvariant() : key) is { } row ? Json.Answer(row) : throw ErpFault.Unknown($"{resource.Name} {key}");
    }

    private IResult Put(Func<JsonObject, ErpPut> put, ErpResource resource, JsonObject body)
    {
        lock (state.Gate)
        {
            var done = put(body);
            var answer = resource.Document(done.Row);
            answer["created"] = done.Created;
            return Json.Answer(answer, done.Created ? StatusCodes.Status201Created : StatusCodes.Status200OK);
        }
    }

    private IResult Batch(ErpResource resource, JsonObject body)
    {
        if (body["rows"] is not JsonArray rows)
            throw new ErpFault(StatusCodes.Status400BadRequest, "BODY", "the body must hold rows", "rows");
        if (rows.Count > MostRows)
            throw new ErpFault(StatusCodes.Status400BadRequest, "BODY", $"at most {Text.Of(MostRows)} rows", "rows");
        var results = new JsonArray();
        lock (state.Gate)
        {
            for (var i = 0; i < rows.Count; i++)
                results.Add((JsonNode)Outcome(resource, i, rows[i]));
        }
        return Json.Answer(new JsonObject { ["results"] = results });
    }

    private static JsonObject Outcome(ErpResource resource, int row, JsonNode? node)
    {
        var outcome = new JsonObject { ["row"] = row };
        try
        {
            var done = resource.Put!(node as JsonObject ?? throw new ErpFault(StatusCodes.Status400BadRequest, "BODY", "a row is an object"));
            outcome["key"] = done.Row.Key;
            outcome["ok"] = true;
            outcome["number"] = done.Number;
            outcome["created"] = done.Created;
        }
        catch (ErpFault fault)
        {
            outcome["key"] = (node as JsonObject)?[resource.KeyFields[0]]?.ToString();
            outcome["ok"] = false;
            outcome["fault"] = fault.Document();
        }
        return outcome;
    }

    /// <summary>What the address says goes before what the body says.</summary>
    private static JsonObject Keyed(ErpResource resource, string[] key, JsonObject body)
    {
        for (var i = 0; i < key.Length; i++)
            body[resource.KeyFields[i]] = key[i];
        return body;
    }

    private static async Task<JsonObject> ObjectAsync(HttpRequest request)
    {
        try
        {
            return await JsonNode.ParseAsync(request.Body, cancellationToken: request.HttpContext.RequestAborted) as JsonObject ?? throw new ErpFault(StatusCodes.Status400BadRequest, "BODY", "the body must be a JSON object");
        }
        catch (JsonException)
        {
            throw new ErpFault(StatusCodes.Status400BadRequest, "BODY", "the body is no JSON");
        }
    }
}
