using System.Net;
using System.Text;
using System.Text.Json.Nodes;

namespace CommerceEventConsole.Storage.Tests.Commerce;

/// <summary>Commerce's eventing calls in memory: subscriptions by name, an update merges fields (spec 6.11).</summary>
internal sealed class ShopInMemory : HttpMessageHandler
{
    public Dictionary<string, JsonObject> Subscriptions { get; } = new(StringComparer.Ordinal);

    /// <summary>The writes that arrived, such as <c>POST eventSubscribe</c>.</summary>
    public List<string> Writes { get; } = [];

    /// <summary>Answers a write in place of the shop where it returns a status; it may change things, too.</summary>
    public Func<string, int?> Meets { get; set; } = _ => null;

    public void Add(string name, params string[] fields) =>
        Subscriptions[name] = new JsonObject { ["name"] = name, ["fields"] = Fields(fields), ["rules"] = new JsonArray() };

    public IEnumerable<string> FieldsOf(string name) => Subscriptions[name]["fields"]!.AsArray().Select(f => (string)f!["name"]!);

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        var call = request.RequestUri!.AbsolutePath.Split("/eventing/")[1].Split('/');
        if (request.Method == HttpMethod.Get)
            return Answer(200, new JsonArray([.. Subscriptions.Values.Select(s => s.DeepClone())]).ToJsonString());
        var write = $"{request.Method} {call[0]}";
        Writes.Add(write);
        if (Meets(write) is { } status)
            return Answer(status, """{"message":"No, %1.","parameters":["not now"]}""");
        var item = request.Content is null
            ? null
            : JsonNode.Parse(await request.Content.ReadAsStringAsync(cancellationToken))!["event"]!.AsObject();
        if (call[0] == "eventUnsubscribe")
            Subscriptions.Remove(call[1]);
        else if (request.Method == HttpMethod.Post)
            Subscriptions[(string)item!["name"]!] = (JsonObject)item.DeepClone();
        else
            Subscriptions[call[1]]["fields"] = Fields(FieldsOf(call[1]).Union(item!["fields"]!.AsArray().Select(f => (string)f!["name"]!)));
        return Answer(200, "[]");
    }

    private static JsonArray Fields(IEnumerable<string> names) => [.. names.Select(n => (JsonNode)new JsonObject { ["name"] = n })];

    private static HttpResponseMessage Answer(int status, string body) =>
        new((HttpStatusCode)status) { Content = new StringContent(body, Encoding.UTF8, "application/json") };
}
