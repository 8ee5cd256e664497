using System.Text.Json.Nodes;

namespace CommerceEventConsole.Sandbox.BackOffice;

/// <summary>Takes what the console sends to a system: fault first, then signature, idempotency and the ERP's business check.</summary>
internal sealed class Reception(Articles articles, Erp.ErpInbox inbox, SandboxOptions options, TimeProvider time)
{
    private const int TooLong = 256;
    private const string BatchType = "application/cloudevents-batch+json";

    private readonly byte[]? _key = options.ErpSecret is { } secret && WebhookSignature.TryReadSecret(secret, out var key) ? key : null;

    /// <summary>Handles one call.</summary>
    public async Task<IResult> ReceiveAsync(BusinessSystem system, string kind, HttpContext context)
    {
        var cancellationToken = context.RequestAborted;
        using var buffer = new MemoryStream();
        await context.Request.Body.CopyToAsync(buffer, cancellationToken);
        var body = buffer.ToArray();
        var call = new Call(system, kind, context.Request.Headers["webhook-id"].ToString(), body);
        if (call.Id.Length is > 0 and <= TooLong)
            call.Attempt = system.CountAttempt(call.Id);

        if (await MeetFaultAsync(call, context) is { } met)
            return met;
        if (Distrust(call, context.Request.Headers) is { } distrusted)
            return Json.Answer(distrusted.Body, distrusted.Status);
        if (context.Request.ContentType?.StartsWith(BatchType, StringComparison.OrdinalIgnoreCase) == true || IncomingEvent.IsList(body))
            return JudgeBatch(call);
        var verdict = Judge(call);
        return Json.Answer(verdict.Body, verdict.Status);
    }

    private async Task<IResult?> MeetFaultAsync(Call call, HttpContext context)
    {
        var fault = call.System.Fault;
        switch (fault.Mode)
        {
            case FaultMode.Down:
                Note(call, ReceiptOutcome.Faulted, 0, "down");
                context.Abort();
                return Results.Empty;
            case FaultMode.Slow:
                await Task.Delay(TimeSpan.FromMilliseconds(fault.DelayMs), time, context.RequestAborted);
                return null;
            case FaultMode.Error500:
                Note(call, ReceiptOutcome.Faulted, StatusCodes.Status500InternalServerError, "error500");
                return Refusal(StatusCodes.Status500InternalServerError, "Posting run crashed: number range object not available.");
            case FaultMode.TooMany429:
                Note(call, ReceiptOutcome.Faulted, StatusCodes.Status429TooManyRequests, "tooMany429");
                context.Response.Headers.RetryAfter = Text.Of(fault.RetryAfterSeconds);
                return Refusal(StatusCodes.Status429TooManyRequests, "Too many calls at this time.");
            case FaultMode.WrongAnswer:
                Note(call, ReceiptOutcome.Faulted, StatusCodes.Status200OK, "wrongAnswer");
                return Results.Text("<!doctype html><title>Maintenance</title><p>The system is being updated.</p>", "text/html");
            case FaultMode.Flaky when Random.Shared.Next(100) < fault.Percent:
                Note(call, ReceiptOutcome.Faulted, StatusCodes.Status503ServiceUnavailable, "flaky");
                return Refusal(StatusCodes.Status503ServiceUnavailable, "No free work process.");
            default:
                return null;
        }
    }

    private Verdict? Distrust(Call call, IHeaderDictionary headers)
    {
        if (call.Id.Length is 0 or > TooLong)
            return Refuse(call, ReceiptOutcome.Invalid, StatusCodes.Status400BadRequest, "The header webhook-id is missing or too long.");
        if (_key is not null && !WebhookSignature.IsValid(_key, call.Id, headers["webhook-timestamp"].ToString(),
                headers["webhook-signature"].ToString(), call.Body, time.GetUtcNow()))
            return Refuse(call, ReceiptOutcome.Invalid, StatusCodes.Status401Unauthorized, "The signature is wrong or too old.");
        return null;
    }

    // Each event of a batch is taken or refused by itself, and the answer says which.
    private IResult JudgeBatch(Call batch)
    {
        if (IncomingEvent.Split(batch.Body) is not { } events)
        {
            var refusal = Refuse(batch, ReceiptOutcome.Invalid, StatusCodes.Status400BadRequest, "The body is no JSON array, or an empty one.");
            return Json.Answer(refusal.Body, refusal.Status);
        }

        var results = new JsonArray();
        foreach (var (id, body) in events)
        {
            var call = new Call(batch.System, batch.Kind, id, body);
            var verdict = id.Length is 0 or > TooLong
                ? Refuse(call, ReceiptOutcome.Invalid, StatusCodes.Status400BadRequest, "The attribute idempotencyid, or messageId of a document, is missing or too long.")
                : Judge(call with { Attempt = batch.System.CountAttempt(id) });
            verdict.Body["id"] = id;
            verdict.Body["status"] = verdict.Status;
            results.Add((JsonNode)verdict.Body);
        }

        return Json.Answer(new JsonObject { ["results"] = results }, StatusCodes.Status200OK);
    }

    private Verdict Judge(Call call)
    {
        if (!IncomingEvent.TryRead(call.Body, out var incoming))
            return Refuse(call, ReceiptOutcome.Invalid, StatusCodes.Status400BadRequest, "The body is no JSON object.");
        call.Incoming = incoming;

        // What was taken stays taken, also when the same delivery would be refused today.
        if (IsErpOrder(call) && !call.System.HasTaken(call.Id) && incoming.Skus.FirstOrDefault(articles.IsMissing) is { } sku)
            return Refuse(call, ReceiptOutcome.Refused, StatusCodes.Status422UnprocessableEntity, $"unknown SKU {sku}", "items[].sku");

        return Accept(call);
    }

    private Verdict Accept(Call call)
    {
        var (number, duplicate) = call.System.Take(call.Id, call.Kind);
        var status = duplicate ? StatusCodes.Status200OK : StatusCodes.Status201Created;
        Note(call, duplicate ? ReceiptOutcome.Duplicate : ReceiptOutcome.Accepted, status, reason: null, number);
        var body = new JsonObject
        {
            [$"{call.System.Name}Number"] = number,
            ["orderNumber"] = call.Incoming?.OrderNumber,
            ["duplicate"] = duplicate,
        };
        // The number of the message is one thing, that of the sales order another: many messages may tell of one order.
        if (IsErpOrder(call) && inbox.Feed(call.Body, number) is { } documentNo)
            body["documentNo"] = documentNo;
        return new Verdict(status, body);
    }

    private Verdict Refuse(Call call, ReceiptOutcome outcome, int status, string reason, string? field = null)
    {
        Note(call, outcome, status, reason);
        var body = new JsonObject { ["error"] = reason };
        if (field is not null)
            body["field"] = field;
        return new Verdict(status, body);
    }

    private static IResult Refusal(int status, string reason) => Json.Answer(new JsonObject { ["error"] = reason }, status);

    private void Note(Call call, ReceiptOutcome outcome, int status, string? reason, string? given = null)
    {
        if (call.Incoming is null && IncomingEvent.TryRead(call.Body, out var read))
            call.Incoming = read;
        call.System.Record(number => new Receipt(number, call.System.Name, call.Kind, call.Id.Length is > 0 and <= TooLong ? call.Id : null,
            time.GetUtcNow(), call.Incoming?.Type, call.Incoming?.OrderNumber, call.Attempt,
            outcome == ReceiptOutcome.Duplicate, outcome, status, given, reason));
    }

    private static bool IsErpOrder(Call call) => call.System.Name is Systems.ErpName && call.Kind is "orders" or "inbox";

    private sealed record Verdict(int Status, JsonObject Body);

    private sealed record Call(BusinessSystem System, string Kind, string Id, byte[] Body)
    {
        public int Attempt { get; set; } = 1;

        public IncomingEvent? Incoming { get; set; }
    }
}
