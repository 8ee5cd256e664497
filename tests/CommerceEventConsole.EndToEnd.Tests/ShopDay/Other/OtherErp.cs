using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;

namespace CommerceEventConsole.EndToEnd.Tests.ShopDay.Other;

/// <summary>
/// An ERP that has nothing in common with the sandbox's: other paths, names, status words and times, OData pages by number, a key in another
/// header, and orders that are put one by one at an address of their own.
/// </summary>
internal sealed partial class OtherErp : IAsyncDisposable
{
    public const string KeyHeader = "Ocp-Apim-Subscription-Key";
    public const string Key = "only-for-this-test";

    private const string Base = "/odata/v4/";
    private const int LargestPage = 100;

    private readonly WebApplication _app;
    private readonly Lock _gate = new();
    private readonly Dictionary<string, SortedDictionary<string, JsonObject>> _tables = new(StringComparer.Ordinal);
    private long _changed;
    private int _number = 90_000_000;
    private int _calls;

    private OtherErp(WebApplication app) => _app = app;

    /// <summary>Whether every question is answered with 503.</summary>
    public bool IsDown { get; set; }

    /// <summary>Requests that came, also while it was down.</summary>
    public int Calls => Volatile.Read(ref _calls);

    public string Url => _app.Urls.First() + Base.TrimEnd('/');

    public static async Task<OtherErp> StartAsync()
    {
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions());
        builder.WebHost.UseKestrelCore().UseUrls("http://127.0.0.1:0");
        var erp = new OtherErp(builder.Build());
        erp._app.Run(erp.AnswerAsync);
        await erp._app.StartAsync(TestContext.Current.CancellationToken);
        return erp;
    }

    /// <summary>The rows of a list, copies of them.</summary>
    public List<JsonObject> Rows(string list)
    {
        lock (_gate)
            return [.. Table(list).Values.Select(r => (JsonObject)r.DeepClone())];
    }

    /// <summary>Creates or changes a row, as the ERP's own people do.</summary>
    public void Put(string list, string key, JsonObject row)
    {
        lock (_gate)
        {
            var now = TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();
            _changed = Math.Max(_changed, now);
            var stored = Table(list).TryGetValue(key, out var known) ? known : Table(list)[key] = [];
            foreach (var (name, value) in row)
                stored[name] = value?.DeepClone();
            stored["LastChange"] = _changed;
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync(CancellationToken.None);
        await _app.DisposeAsync();
    }

    private async Task AnswerAsync(HttpContext context)
    {
        Interlocked.Increment(ref _calls);
        if (IsDown || context.Request.Headers[KeyHeader] != Key || context.Request.Path.Value?.StartsWith(Base, StringComparison.Ordinal) != true)
        {
            context.Response.StatusCode = IsDown ? StatusCodes.Status503ServiceUnavailable : StatusCodes.Status401Unauthorized;
            return;
        }

        var path = context.Request.Path.Value[Base.Length..].Split('/');
        var answer = context.Request.Method == HttpMethods.Put
            ? Order(Uri.UnescapeDataString(path[1]), (JsonObject)(await JsonNode.ParseAsync(context.Request.Body, cancellationToken: context.RequestAborted))!)
            : Page(path[0], context.Request.Query);
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(answer.ToJsonString(), context.RequestAborted);
    }

    private JsonObject Order(string number, JsonObject order)
    {
        lock (_gate)
        {
            if (!Table("SalesDocuments").ContainsKey(number))
            {
                order["SalesDocument"] = (++_number).ToString(CultureInfo.InvariantCulture);
                order["LifecycleStatus"] = "OPEN";
            }

            Put("SalesDocuments", number, order);
            return new JsonObject { ["d"] = new JsonObject { ["SalesDocument"] = Table("SalesDocuments")[number]["SalesDocument"]!.DeepClone() } };
        }
    }

    private JsonObject Page(string list, IQueryCollection query)
    {
        var (top, skip) = (Math.Min(Number(query["$top"], LargestPage), LargestPage), Number(query["$skip"], 0));
        var conditions = Condition().Matches(query["$filter"].ToString())
            .Select(m => (Field: m.Groups["field"].Value, Operator: m.Groups["operator"].Value, Value: m.Groups["text"].Success ? m.Groups["text"].Value.Replace("''", "'", StringComparison.Ordinal) : m.Groups["number"].Value))
            .ToList();
        var keys = conditions.Where(c => c.Operator == "eq").ToLookup(c => c.Field, c => c.Value, StringComparer.Ordinal);
        lock (_gate)
        {
            var fitting = Table(list).Values.Where(row => keys.All(k => k.Contains(row[k.Key]!.ToString())) && conditions.All(c => c.Operator switch
            {
                "ge" => (long)row[c.Field]! >= long.Parse(c.Value, CultureInfo.InvariantCulture),
                "lt" => (long)row[c.Field]! < long.Parse(c.Value, CultureInfo.InvariantCulture),
                _ => true,
            })).ToList();
            return new JsonObject
            {
                ["@odata.count"] = fitting.Count,
                ["value"] = new JsonArray([.. fitting.Skip(skip).Take(top).Select(r => r.DeepClone())]),
            };
        }
    }

    private SortedDictionary<string, JsonObject> Table(string list) =>
        _tables.TryGetValue(list, out var table) ? table : _tables[list] = new SortedDictionary<string, JsonObject>(StringComparer.Ordinal);

    private static int Number(string? text, int usual) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : usual;

    [GeneratedRegex("(?<field>[A-Za-z]+) (?<operator>eq|ge|lt) (?:'(?<text>(?:[^']|'')*)'|(?<number>[0-9]+))", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Condition();
}
