using System.Text.Json.Nodes;
using CommerceEventConsole.Sandbox.Shop;

namespace CommerceEventConsole.Sandbox.Commerce.Calls;

/// <summary>A call of spec 7.2: the same for every base address, and for the synchronous, asynchronous and bulk way of making it.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Template">Path below the base address, with `{name}` for what varies.</param>
/// <param name="Run">Does it, under the shop's gate, and returns the answer. It throws <see cref="CommerceRefusal"/> or <see cref="OrderRefusal"/> and has changed nothing then.</param>
internal sealed record CommerceCall(string Method, string Template, Func<CallInput, JsonNode?> Run)
{
    public static CommerceCall Get(string template, Func<CallInput, JsonNode?> run) => new(HttpMethods.Get, template, run);

    public static CommerceCall Post(string template, Func<CallInput, JsonNode?> run) => new(HttpMethods.Post, template, run);

    public static CommerceCall Put(string template, Func<CallInput, JsonNode?> run) => new(HttpMethods.Put, template, run);

    public static CommerceCall Delete(string template, Func<CallInput, JsonNode?> run) => new(HttpMethods.Delete, template, run);

    /// <summary>The template of the bulk way: `products/{sku}` is `products/bySku` there (spec 7.2).</summary>
    public string BulkTemplate => string.Join('/', Template.Split('/').Select(part =>
        part.StartsWith('{') ? "by" + char.ToUpperInvariant(part[1]) + part[2..^1] : part));

    /// <summary>Names of what varies in the path.</summary>
    public IEnumerable<string> Variables => Template.Split('/').Where(part => part.StartsWith('{')).Select(part => part[1..^1]);
}

/// <summary>A group of calls that belong together.</summary>
internal interface ICommerceCalls
{
    IEnumerable<CommerceCall> All { get; }
}

/// <summary>What a call is made with.</summary>
/// <param name="Values">What varies in the path.</param>
/// <param name="Query">The query string.</param>
/// <param name="Body">The body; null without one.</param>
/// <param name="Store">The store view that the call is made for; null for all of them.</param>
internal sealed record CallInput(IReadOnlyDictionary<string, string> Values, IQueryCollection Query, JsonObject? Body, Store? Store)
{
    /// <summary>A number of the path.</summary>
    /// <exception cref="CommerceRefusal">It is none.</exception>
    public int Id(string name) => Fields.TryWhole(Values[name], out var number)
        ? number
        : throw new CommerceRefusal(StatusCodes.Status400BadRequest, "The \"%1\" value's type is invalid. The \"%2\" type was expected. Verify and try again.", Values[name], "int");

    /// <summary>Text of the path. A slash of a SKU comes encoded, and the server leaves it so.</summary>
    public string Text(string name) => Values[name].Replace("%2F", "/", StringComparison.OrdinalIgnoreCase);

    /// <summary>An object of the body.</summary>
    /// <exception cref="CommerceRefusal">It is missing.</exception>
    public JsonObject Object(string name) => Body?[name] as JsonObject ?? throw CommerceRefusal.Required(name);

    /// <summary>A list of objects of the body.</summary>
    /// <exception cref="CommerceRefusal">It is missing, or something in it is no object.</exception>
    public IReadOnlyList<JsonObject> Objects(string name) => Body is null ? throw CommerceRefusal.Required(name) : Fields.Objects(Body, name) ?? throw CommerceRefusal.Required(name);
}
