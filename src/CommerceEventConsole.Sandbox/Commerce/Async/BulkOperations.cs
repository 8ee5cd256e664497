using System.Security.Cryptography;
using System.Text.Json.Nodes;
using System.Threading.Channels;
using CommerceEventConsole.Sandbox.Commerce.Calls;

namespace CommerceEventConsole.Sandbox.Commerce.Async;

/// <summary>Where an operation of a bulk stands (spec 7.2).</summary>
internal enum OperationStatus
{
    /// <summary>Done.</summary>
    Complete = 1,

    /// <summary>Failed, and may be tried again.</summary>
    FailedRetriable = 2,

    /// <summary>Failed for good.</summary>
    FailedNotRetriable = 3,

    /// <summary>Waits.</summary>
    Open = 4,

    /// <summary>Never accepted.</summary>
    Rejected = 5,
}

/// <summary>One call of a bulk.</summary>
internal sealed class Operation(int id, CommerceCall call, CallInput input)
{
    public int Id => id;

    public CommerceCall Call => call;

    public CallInput Input => input;

    public OperationStatus Status { get; set; } = OperationStatus.Open;

    public string Message { get; set; } = "";

    public JsonNode? Result { get; set; }
}

/// <summary>
/// The asynchronous way of Commerce's REST interface (spec 7.2): calls are accepted at once and done a moment later, one after the other,
/// as Commerce's queue consumer does.
/// </summary>
internal sealed class BulkOperations(CallRunner runner, SandboxOptions options, TimeProvider time) : BackgroundService
{
    private const int KeptBulks = 2000;
    private const int WaitingBulks = 1000;

    private readonly Lock _gate = new();
    private readonly BoundedMap<string, List<Operation>> _bulks = new(KeptBulks, StringComparer.OrdinalIgnoreCase);
    private readonly Channel<(DateTimeOffset Due, List<Operation> Bulk)> _waiting = Channel.CreateBounded<(DateTimeOffset, List<Operation>)>(WaitingBulks);

    /// <summary>Accepts calls; the answer that names the bulk.</summary>
    /// <exception cref="CommerceRefusal">The queue is full.</exception>
    public JsonObject Accept(IEnumerable<(CommerceCall Call, CallInput Input)> calls)
    {
        var uuid = Guid.NewGuid().ToString();
        var bulk = calls.Select((one, index) => new Operation(index, one.Call, one.Input)).ToList();
        lock (_gate)
        {
            if (!_waiting.Writer.TryWrite((time.GetUtcNow().AddMilliseconds(options.AsyncDelayMs), bulk)))
                throw new CommerceRefusal(StatusCodes.Status500InternalServerError, "Something went wrong while processing the request: %1.", "queue");
            _bulks.Set(uuid, bulk);
        }
        return new JsonObject
        {
            ["bulk_uuid"] = uuid,
            ["request_items"] = new JsonArray([.. bulk.Select(operation => (JsonNode)new JsonObject
            {
                ["id"] = operation.Id,
                ["data_hash"] = Convert.ToHexStringLower(SHA256.HashData(Json.Bytes(operation.Input.Body ?? []))),
                ["status"] = "accepted",
            })]),
            ["errors"] = false,
        };
    }

    /// <summary>`GET /bulk/{uuid}/status` and its longer form, which also holds what each call answered.</summary>
    /// <exception cref="CommerceRefusal">There is no such bulk, or no more.</exception>
    public JsonObject Status(string uuid, bool detailed)
    {
        lock (_gate)
        {
            if (!_bulks.TryGetValue(uuid, out var bulk))
                throw CommerceRefusal.NoSuch("bulkUuid", uuid);
            return new JsonObject
            {
                ["bulk_id"] = uuid,
                ["operation_count"] = bulk.Count,
                ["operations_list"] = new JsonArray([.. bulk.Select(operation => (JsonNode)Document(operation, detailed))]),
            };
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            await foreach (var (due, bulk) in _waiting.Reader.ReadAllAsync(stoppingToken))
            {
                var wait = due - time.GetUtcNow();
                if (wait > TimeSpan.Zero)
                    await Task.Delay(wait, time, stoppingToken);
                foreach (var operation in bulk)
                    Do(operation);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // What waits is gone with the sandbox.
        }
    }

    private void Do(Operation operation)
    {
        var (result, refusal) = runner.Run(operation.Call, operation.Input);
        lock (_gate)
        {
            operation.Status = refusal is null ? OperationStatus.Complete : OperationStatus.FailedNotRetriable;
            operation.Message = refusal is null ? "Service execution success" : Filled(refusal);
            operation.Result = result;
        }
    }

    /// <summary>Messages of operations come with their parameters in place.</summary>
    private static string Filled(CommerceRefusal refusal)
    {
        var message = refusal.Message;
        var number = 0;
        foreach (var parameter in refusal.Body()["parameters"]!.AsArray())
            message = message.Replace($"%{Text.Of(++number)}", (string)parameter!, StringComparison.Ordinal);
        return message;
    }

    private static JsonObject Document(Operation operation, bool detailed)
    {
        var document = new JsonObject
        {
            ["id"] = operation.Id,
            ["status"] = (int)operation.Status,
            ["result_message"] = operation.Status == OperationStatus.Open ? null : operation.Message,
            ["error_code"] = operation.Status == OperationStatus.FailedNotRetriable ? 0 : null,
        };
        if (detailed)
        {
            document["topic_name"] = $"async.{operation.Call.Template.Replace('/', '.')}.{operation.Call.Method.ToLowerInvariant()}";
            document["result_serialized_data"] = operation.Result?.ToJsonString();
        }
        return document;
    }
}
