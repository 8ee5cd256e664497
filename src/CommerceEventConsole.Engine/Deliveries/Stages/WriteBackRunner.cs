using System.Globalization;
using System.Text;
using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Engine.Subscriptions.Stages;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Deliveries.Stages;

/// <summary>
/// The stage after sending. First it stores that the destination has taken the delivery, and with what answer; from then on nothing sends it
/// again. Each change in Commerce is stored as it is done.
/// </summary>
internal sealed partial class WriteBackRunner(
    StageProgress progress, IStageCommerce commerce, StageQuestions questions, TimeProvider time, IOptions<StageOptions> options, IOptions<DeliveryOptions> delivering, ILogger<WriteBackRunner> logger)
{
    private const int MaxMediaType = 200;

    /// <summary>Finishes an attempt that the destination has taken; what it returns is to be recorded.</summary>
    /// <param name="attempt">The attempt.</param>
    /// <param name="owner">The dispatcher that holds the delivery.</param>
    /// <param name="abandon">Drops everything, as the end of the process would.</param>
    public async Task<FinishedAttempt> FinishAsync(FinishedAttempt attempt, string owner, CancellationToken abandon)
    {
        if (attempt is not { Left: { } left, Outcome.Outcome: AttemptOutcome.Delivered })
            return attempt;
        var started = time.GetTimestamp();
        var (until, lease) = Until();
        var giveUp = attempt.Delivery.LeaseUntil;
        attempt = attempt with { Delivery = attempt.Delivery with { LeaseUntil = lease } };
        try
        {
            var sent = left.Done.Sent;
            if (sent is null)
            {
                sent = SentBy(attempt);
                if (!await progress.DoneAsync(sent, owner, lease, giveUp, abandon).ConfigureAwait(false))
                    throw StageFailedException.Cut(new FailedStage(StageKind.WriteBack, null));
            }

            await WriteAllAsync(attempt, left, sent, owner, until, lease, abandon).ConfigureAwait(false);
            return attempt with { Duration = attempt.Duration + time.GetElapsedTime(started) };
        }
        catch (StageFailedException e)
        {
            // Also where the lease was lost: a delivered attempt would end the round, and whoever holds the delivery now is not done with it.
            LogFailed(logger, attempt.Delivery.Lease.Id, e.Message);
            return attempt with { Outcome = e.Outcome, Failed = e.Stage, Duration = attempt.Duration + time.GetElapsedTime(started) };
        }
    }

    /// <summary>The path of the order that a write-back finds by its number; null where it needs no look.</summary>
    /// <exception cref="StageException">There is no number.</exception>
    public static string? LookUp(CompiledWriteBack back, StageInputs inputs) =>
        back is { Stage.By: not null, Entity: { } path } && back.Applies(inputs) ? "orders/" + Uri.EscapeDataString(StageText.Single(path, inputs)) : null;

    /// <summary>What a write-back says to Commerce; null where it does not apply.</summary>
    /// <param name="back">The write-back.</param>
    /// <param name="inputs">What the stages know.</param>
    /// <param name="order">The order, where it was looked up by <see cref="LookUp"/>.</param>
    /// <param name="deliveryId">The delivery's idempotency id.</param>
    /// <param name="destinationId">Whose answer is written.</param>
    /// <exception cref="StageException">It cannot be made.</exception>
    public static StageWrite? Make(CompiledWriteBack back, StageInputs inputs, JsonElement order, string deliveryId, int destinationId)
    {
        if (!back.Applies(inputs))
            return null;
        long? id = null;
        string? number = null;
        if (back.Entity is { } path)
        {
            var text = StageText.Single(path, inputs);
            if (back.Stage.By is not null)
                (text, number) = (Member(order, "entity_id"u8) ?? "", text);
            id = long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var read)
                ? read
                : throw new StageException($"“{path.Text}” is “{text}”, but the entity_id of an order is a number");

            // An answer to a question about the order knows its number as well.
            number ??= inputs.Find(path.Root) is { } asked && Member(asked, "entity_id"u8) == text ? Member(asked, "increment_id"u8) : null;
        }

        return new StageWrite(back.Stage.Kind, back.Stage.InstanceId, id, number, back.Fields(inputs), $"{deliveryId} {back.Stage.Name}", destinationId);
    }

    private static string? Member(JsonElement document, ReadOnlySpan<byte> name) =>
        SafeJson.TryGetProperty(document, name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? StageText.TextOf(value) : null;

    // Until when it works, and how long it holds the delivery for that.
    private (DateTimeOffset Until, DateTimeOffset Lease) Until()
    {
        var until = time.Now() + options.Value.WriteBackTime;
        return (until, (until + delivering.Value.LeaseMargin).ToStorePrecision());
    }

    private async Task WriteAllAsync(
        FinishedAttempt attempt, WriteBackLeft left, DeliveryStage sent, string owner, DateTimeOffset until, DateTimeOffset lease, CancellationToken abandon)
    {
        var inputs = left.Inputs.With(StageDocument.Answer, StageDocuments.Answer(sent.Result));
        using var late = new CancellationTokenSource(until - time.Now(), time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, left.Cut, abandon);
        var orders = new Dictionary<(int?, string), JsonElement>();
        foreach (var back in left.Stages.WriteBack)
        {
            if (left.Done.Written.Contains(back.Stage.Name))
                continue;
            var result = await WriteAsync(attempt, left, back, inputs, orders, either.Token).ConfigureAwait(false);
            if (result is { } done && !await progress.DoneAsync(Row(attempt, back, done), owner, lease, lease, abandon).ConfigureAwait(false))
                throw StageFailedException.Cut(new FailedStage(StageKind.WriteBack, back.Stage.Name));
        }
    }

    // Null where there was nothing to write.
    private async Task<JsonElement?> WriteAsync(
        FinishedAttempt attempt,
        WriteBackLeft left,
        CompiledWriteBack back,
        StageInputs inputs,
        Dictionary<(int?, string), JsonElement> orders,
        CancellationToken limited)
    {
        var stage = new FailedStage(StageKind.WriteBack, back.Stage.Name);
        try
        {
            limited.ThrowIfCancellationRequested();
            var order = await FindAsync(attempt, left.Stages, back, inputs, orders, limited).ConfigureAwait(false);
            if (Make(back, inputs, order, left.Id, attempt.Destination.Id) is not { } write)
                return null;
            stage = await DescribeAsync(stage, write, limited).ConfigureAwait(false);
            return await commerce.WriteAsync(write, limited).ConfigureAwait(false) ?? default(JsonElement);
        }
        catch (StageException e)
        {
            throw StageFailedException.Of(stage, e);
        }
        catch (CommerceException e)
        {
            throw StageFailedException.Of(stage, e, attempt.Delivery.Number);
        }
        catch (OperationCanceledException) when (limited.IsCancellationRequested)
        {
            throw left.Cut.IsCancellationRequested ? StageFailedException.Cut(stage) : StageFailedException.Slow(stage, attempt.Delivery.Number);
        }
    }

    // Searched once an attempt, and not at all where the route asked for the order itself.
    private async Task<JsonElement> FindAsync(
        FinishedAttempt attempt,
        CompiledStages stages,
        CompiledWriteBack back,
        StageInputs inputs,
        Dictionary<(int?, string), JsonElement> orders,
        CancellationToken limited)
    {
        if (LookUp(back, inputs) is not { } path)
            return default;
        var place = (back.Stage.InstanceId, path);
        if (orders.TryGetValue(place, out var known))
            return known;
        return orders[place] = Asked(stages, back, inputs, path)
            ?? await questions.AskAsync(back.Stage.InstanceId, path, back.Stage.By, attempt.Delivery.Lease.CreatedAt, limited).ConfigureAwait(false)
            ?? throw StageFailedException.Later(new FailedStage(StageKind.WriteBack, back.Stage.Name), 404, $"Commerce has no order with the number {Uri.UnescapeDataString(path["orders/".Length..])}");
    }

    /// <summary>The order of a <see cref="LookUp"/> among what the route asked for; null where it did not.</summary>
    public static JsonElement? Asked(CompiledStages stages, CompiledWriteBack back, StageInputs inputs, string path)
    {
        foreach (var question in stages.Enrich)
        {
            if (question.Stage.InstanceId == back.Stage.InstanceId && LookUpKeys.Of(question.Stage.Path) == LookUpKeys.OrderNumber
                && inputs.Find(question.Stage.Name) is { ValueKind: JsonValueKind.Object } order
                && Member(order, "increment_id"u8) is { } number && "orders/" + Uri.EscapeDataString(number) == path)
                return order;
        }

        return null;
    }

    private async Task<FailedStage> DescribeAsync(FailedStage stage, StageWrite write, CancellationToken cancellationToken)
    {
        if (commerce.Plan(write) is not [.., var request])
            return stage;
        var address = await commerce.AddressAsync(write.InstanceId, request.Path, cancellationToken).ConfigureAwait(false);
        return stage with { Request = $"{request.Method} {address}", Body = request.Body is null ? null : Encoding.UTF8.GetBytes(request.Body) };
    }

    private DeliveryStage SentBy(FinishedAttempt attempt) => new()
    {
        DeliveryId = attempt.Delivery.Lease.Id,
        Attempt = attempt.Delivery.Number,
        Stage = StageKind.Send,
        Name = "",
        At = time.Now(),
        StatusCode = attempt.Outcome.StatusCode,
        MediaType = attempt.Answer?.MediaType is { Length: <= MaxMediaType } type ? type : null,
        Result = attempt.Answer?.Body is { Length: > 0 } body ? body : null,
    };

    private DeliveryStage Row(FinishedAttempt attempt, CompiledWriteBack back, JsonElement result) => new()
    {
        DeliveryId = attempt.Delivery.Lease.Id,
        Attempt = attempt.Delivery.Number,
        Stage = StageKind.WriteBack,
        Name = back.Stage.Name,
        At = time.Now(),
        MediaType = result.ValueKind == JsonValueKind.Undefined ? null : "application/json",
        Result = result.ValueKind == JsonValueKind.Undefined ? null : Encoding.UTF8.GetBytes(result.GetRawText()),
    };

    [LoggerMessage(LogLevel.Information, "Delivery {DeliveryId} arrived, but was not written back: {Reason}")]
    private static partial void LogFailed(ILogger logger, long deliveryId, string reason);
}
