using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.Commerce.Api;

namespace CommerceEventConsole.Engine.Commerce.Rest;

/// <summary>How far an operation of a bulk call is. The numbers are Commerce's (spec 7.2).</summary>
public enum BulkState
{
    /// <summary>Done.</summary>
    Complete = 1,

    /// <summary>Failed for a reason that may pass.</summary>
    FailedForNow = 2,

    /// <summary>Failed for good.</summary>
    FailedForGood = 3,

    /// <summary>Waiting, or under way.</summary>
    Open = 4,

    /// <summary>Not taken on.</summary>
    Rejected = 5,
}

/// <summary>One operation of a bulk call.</summary>
/// <param name="Id">Its number within the call, from 0, in the order of what was sent.</param>
/// <param name="State">How far it is.</param>
/// <param name="Message">What Commerce says about it; null for nothing.</param>
public sealed record BulkOperation(int Id, BulkState State, string? Message)
{
    /// <summary>Why it is not done, as a sentence; null where it is.</summary>
    public string? Problem => State switch
    {
        BulkState.Complete => null,
        BulkState.Open => "Commerce has not worked on it in the time that the console waits.",
        _ => Message ?? "Commerce did not do it, and does not say why.",
    };

    /// <summary>Whether it may be done later.</summary>
    public bool IsTransient => State is BulkState.FailedForNow or BulkState.Open;
}

/// <summary>
/// Asynchronous calls (spec 7.2): Commerce takes them on, works on them when it can, and is asked how far it is. Only POST, PUT, PATCH and
/// DELETE. All of them throw <see cref="CommerceException"/> where Commerce did not do what was asked.
/// </summary>
public sealed class BulkCalls
{
    private readonly CommerceShop _shop;

    internal BulkCalls(CommerceShop shop) => _shop = shop;

    /// <summary>Hands over one call. Not tried again once Commerce may have taken it on.</summary>
    /// <returns>The id to ask by.</returns>
    public async Task<string> StartAsync(HttpMethod method, string path, JsonObject body, CancellationToken cancellationToken) =>
        Id(await _shop.DeferAsync(method, path, body, many: false, cancellationToken));

    /// <summary>Hands over many calls at once.</summary>
    /// <param name="method">The method.</param>
    /// <param name="path">The path; values in it become words: <c>products/bySku</c> instead of <c>products/{sku}</c>, whose value is then read from the body.</param>
    /// <param name="bodies">Their bodies, no more than the asynchronous limit.</param>
    /// <param name="cancellationToken">Gives it up.</param>
    /// <returns>The id to ask by.</returns>
    public async Task<string> StartAsync(HttpMethod method, string path, IReadOnlyList<JsonObject> bodies, CancellationToken cancellationToken)
    {
        if (bodies.Count > _shop.Options.AsyncInputLimit)
            throw new ArgumentException($"Commerce takes at most {_shop.Options.AsyncInputLimit} at once.", nameof(bodies));
        return Id(await _shop.DeferAsync(method, path, CommerceBody.List(bodies), many: true, cancellationToken));
    }

    /// <summary>How far the operations of a call are, in their order.</summary>
    public async Task<IReadOnlyList<BulkOperation>> StatusAsync(string bulkId, CancellationToken cancellationToken)
    {
        var status = (await _shop.GetAsync($"bulk/{CommerceShop.Encode(bulkId)}/status", cancellationToken)).Object();
        var list = status["operations_list"] is JsonArray array ? array.OfType<JsonObject>() : [];

        // Older versions number operations through all calls: only the order can be relied on.
        return [.. list.OrderBy(o => JsonFields.Long(o["id"]) ?? 0).Select((o, index) => new BulkOperation(
            index, Enum.IsDefined((BulkState)(JsonFields.Long(o["status"]) ?? 0)) ? (BulkState)JsonFields.Long(o["status"])! : BulkState.Open, Message(o)))];
    }

    /// <summary>Waits until a call is worked on, asking ever more rarely, or until the console's patience is at its end.</summary>
    /// <returns>Its operations; those still open are not done.</returns>
    public async Task<IReadOnlyList<BulkOperation>> WaitAsync(string bulkId, CancellationToken cancellationToken)
    {
        var end = _shop.Time.GetUtcNow() + _shop.Options.BulkPatience;
        var wait = _shop.Options.BulkPoll;
        while (true)
        {
            await Task.Delay(wait, _shop.Time, cancellationToken);
            var operations = await StatusAsync(bulkId, cancellationToken);
            if ((operations.Count > 0 && operations.All(o => o.State != BulkState.Open)) || _shop.Time.GetUtcNow() >= end)
                return operations;
            wait = wait * 2 < _shop.Options.BulkPollMax ? wait * 2 : _shop.Options.BulkPollMax;
        }
    }

    /// <summary>Hands over any number of calls, as many at once as Commerce takes, and waits for them.</summary>
    /// <returns>One operation for each body, in their order. One that Commerce did not tell of counts as open.</returns>
    public async Task<IReadOnlyList<BulkOperation>> RunAsync(
        HttpMethod method, string path, IReadOnlyList<JsonObject> bodies, CancellationToken cancellationToken)
    {
        var all = new List<BulkOperation>(bodies.Count);
        foreach (var chunk in bodies.Chunk(_shop.Options.AsyncInputLimit))
        {
            var done = await WaitAsync(await StartAsync(method, path, chunk, cancellationToken), cancellationToken);
            for (var i = 0; i < chunk.Length; i++)
                all.Add((i < done.Count ? done[i] : new BulkOperation(i, BulkState.Open, Message: null)) with { Id = all.Count });
        }

        return all;
    }

    private static string Id(CommerceAnswer answer)
    {
        var ticket = answer.Object();
        var id = JsonFields.Text(ticket["bulk_uuid"]) ?? throw answer.NotCommerce();
        return JsonFields.Flag(ticket["errors"]) && ticket["request_items"] is JsonArray { Count: 1 } items && JsonFields.Text(items[0]?["error_message"]) is { } refused
            ? throw new CommerceException($"Commerce did not take the call on: {refused}", 400)
            : id;
    }

    private static string? Message(JsonObject operation) => JsonFields.Text(operation["result_message"]) is { Length: > 0 } text ? text : null;
}
