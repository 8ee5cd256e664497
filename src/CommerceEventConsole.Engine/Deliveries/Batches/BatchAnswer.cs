using System.Text;
using System.Text.Json;
using CommerceEventConsole.Engine.Deliveries.Outbound;

namespace CommerceEventConsole.Engine.Deliveries.Batches;

/// <summary>
/// What the answer to a batch says of each item. A destination that answers 2xx may tell them apart with a JSON array, by itself or as the
/// member <c>results</c> or <c>items</c> of an object, of <c>{"id", "status", "error"}</c>: <c>id</c> is the item's idempotency id or its
/// event's id, <c>status</c> an HTTP status. Without ids, an array of as many elements goes by position. Any other answer is one for all.
/// </summary>
public static class BatchAnswer
{
    private const int BadGateway = 502;

    /// <summary>Bytes of an answer that are read for each item.</summary>
    public const int BytesPerItem = 1024;

    /// <summary>
    /// The answer of each item, in their order. An item that an array of ids does not name, and every item of an answer that begins as JSON
    /// and does not end as such, counts as not taken: it is sent again rather than lost.
    /// </summary>
    /// <param name="answer">What came back.</param>
    /// <param name="items">What was sent: the idempotency id and the CloudEvents <c>id</c> of each.</param>
    public static IReadOnlyList<DestinationAnswer> Split(DestinationAnswer answer, IReadOnlyList<(string Id, string EventId)> items)
    {
        if (answer.StatusCode is not (>= 200 and < 300))
            return [.. Enumerable.Repeat(answer, items.Count)];
        if (!TryRead(answer.Body, out var results))
            return [.. Enumerable.Repeat(NotTaken(answer, "The answer to the batch breaks off."), items.Count)];
        if (results.Count == 0)
            return [.. Enumerable.Repeat(answer, items.Count)];
        if (results.TrueForAll(r => r.Id is null))
        {
            return results.Count == items.Count
                ? results.ConvertAll(r => Of(answer, r))
                : [.. Enumerable.Repeat(answer, items.Count)];
        }

        var byId = results.Where(r => r.Id is not null).GroupBy(r => r.Id!, StringComparer.Ordinal).ToDictionary(g => g.Key, g => g.Last(), StringComparer.Ordinal);
        return [.. items.Select(item => byId.TryGetValue(item.Id, out var result) || byId.TryGetValue(item.EventId, out result)
            ? Of(answer, result)
            : NotTaken(answer, "The answer to the batch does not name this event."))];
    }

    private static DestinationAnswer NotTaken(DestinationAnswer answer, string reason) =>
        answer with { StatusCode = BadGateway, MediaType = "text/plain", Body = Encoding.UTF8.GetBytes(reason) };

    private static DestinationAnswer Of(DestinationAnswer answer, Result result) =>
        answer with { StatusCode = result.Status ?? answer.StatusCode, MediaType = "application/json", Body = result.Raw };

    // False for what begins as JSON and cannot be read; no results where it says nothing of items.
    private static bool TryRead(byte[] body, out List<Result> results)
    {
        results = [];
        var start = body.AsSpan().TrimStart(" \t\r\n"u8);
        if (start.IsEmpty || start[0] is not ((byte)'[' or (byte)'{'))
            return true;
        try
        {
            using var document = JsonDocument.Parse(body);
            var root = document.RootElement;
            if (root.ValueKind == JsonValueKind.Object && (root.TryGetProperty("results", out var inner) || root.TryGetProperty("items", out inner)))
                root = inner;
            if (root.ValueKind != JsonValueKind.Array)
                return true;
            var read = root.EnumerateArray().Select(Read).ToList();
            if (read.TrueForAll(r => r.Status is not null))
                results = read;
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }

    private static Result Read(JsonElement element)
    {
        if (element.ValueKind != JsonValueKind.Object)
            return new Result(null, null, []);
        var id = element.TryGetProperty("id", out var name) && name.ValueKind == JsonValueKind.String ? name.GetString() : null;
        int? status = element.TryGetProperty("status", out var value) && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt32(out var number) && number is >= 200 and < 600 ? number : null;
        return new Result(id, status, JsonSerializer.SerializeToUtf8Bytes(element));
    }

    private sealed record Result(string? Id, int? Status, byte[] Raw);
}
