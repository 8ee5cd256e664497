using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Engine.Subscriptions.Stages;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Deliveries.Stages;

/// <summary>The stages before sending: asks Commerce, and makes the document.</summary>
internal sealed class RoutePreparation(
    IRouting routing, DeliveryContent content, StageQuestions questions, IStageCommerce commerce, EventCatalogue catalogue, TimeProvider time, IOptions<DeliveryOptions> options)
{
    private const string JsonUtf8 = "; charset=utf-8";

    /// <summary>The stages of a delivery's route; null for none. Costs two look-ups in memory where the revision is known.</summary>
    public async ValueTask<CompiledStages?> StagesOfAsync(ClaimedDelivery delivery, CancellationToken cancellationToken)
    {
        var revision = await routing.RevisionAsync(delivery.Lease.RevisionId, cancellationToken).ConfigureAwait(false);
        return revision?.Stages?.GetValueOrDefault(delivery.Lease.DestinationId);
    }

    /// <summary>All that a delivery sends.</summary>
    /// <exception cref="NotSendableException">Its event cannot be made.</exception>
    /// <exception cref="StageFailedException">A stage failed.</exception>
    public async Task<PreparedDelivery> PrepareAsync(
        ClaimedDelivery delivery, CompiledStages stages, DestinationConfiguration destination, CancellationToken cancellationToken)
    {
        var (id, cloudEvent) = await content.MakeAsync(delivery, cancellationToken).ConfigureAwait(false);
        var inputs = await AskAsync(delivery, stages, Read(delivery, cloudEvent, id), names: null, Limit(delivery, destination), cancellationToken).ConfigureAwait(false);
        var (body, type, path) = Make(stages, cloudEvent, inputs);
        return new PreparedDelivery(delivery, id, cloudEvent, inputs, body, type, path);
    }

    /// <summary>What the stages of a delivery know that its destination has taken already: of Commerce's answers those that are written back.</summary>
    /// <exception cref="NotSendableException">Its event cannot be made.</exception>
    /// <exception cref="StageFailedException">A stage failed.</exception>
    public async Task<(string Id, StageInputs Inputs)> ReadAgainAsync(
        ClaimedDelivery delivery, CompiledStages stages, DestinationConfiguration destination, CancellationToken cancellationToken)
    {
        var (id, cloudEvent) = await content.MakeAsync(delivery, cancellationToken).ConfigureAwait(false);
        var inputs = await AskAsync(
            delivery, stages, Read(delivery, cloudEvent, id), stages.NamesWrittenBack, Limit(delivery, destination), cancellationToken).ConfigureAwait(false);
        return (id, inputs);
    }

    /// <summary>The document, its type, and what is added to the destination's address.</summary>
    /// <exception cref="StageFailedException">It cannot be made.</exception>
    public static (byte[] Body, string ContentType, string? Path) Make(CompiledStages stages, byte[] cloudEvent, StageInputs inputs)
    {
        var failed = new FailedStage(StageKind.Map, null);
        try
        {
            var body = stages.Map?.Write(inputs) ?? StageDocuments.WithAnswers(cloudEvent, stages, inputs);
            failed = new FailedStage(StageKind.Send, null);
            return (body, stages.Map is null ? OutboundRequest.ContentType : Utf8(stages.Map.MediaType), stages.SendPath?.Address(inputs));
        }
        catch (StageException e)
        {
            throw StageFailedException.Of(failed, e);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or ArgumentException)
        {
            throw StageFailedException.Of(failed, new StageException("the event cannot be written as JSON"));
        }
    }

    private static string Utf8(string mediaType) => mediaType.Contains("charset", StringComparison.OrdinalIgnoreCase) ? mediaType : mediaType + JsonUtf8;

    private StageInputs Read(ClaimedDelivery delivery, byte[] cloudEvent, string id)
    {
        try
        {
            return StageDocuments.Read(cloudEvent, delivery.Event!, id, catalogue.Find(delivery.Event!.EventType));
        }
        catch (StageException e)
        {
            throw StageFailedException.Of(new FailedStage(StageKind.Map, null), e);
        }
    }

    // Enough of the lease must be left for the destination to take its whole time.
    private DateTimeOffset Limit(ClaimedDelivery delivery, DestinationConfiguration destination) =>
        delivery.LeaseUntil - destination.Timeout - (options.Value.LeaseMargin / 4);

    private async Task<StageInputs> AskAsync(
        ClaimedDelivery delivery, CompiledStages stages, StageInputs inputs, IReadOnlySet<string>? names, DateTimeOffset limit, CancellationToken cancellationToken)
    {
        if (stages.Enrich.IsEmpty || names is { Count: 0 })
            return inputs;
        var left = limit - time.Now();
        using var late = new CancellationTokenSource(left > TimeSpan.Zero ? left : TimeSpan.Zero, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(late.Token, cancellationToken);
        foreach (var question in stages.Enrich)
        {
            if (names?.Contains(question.Stage.Name) == false)
                continue;
            inputs = inputs.With(question.Stage.Name, await AskAsync(delivery, question, inputs, either.Token, cancellationToken).ConfigureAwait(false));
        }

        return inputs;
    }

    private async Task<JsonElement> AskAsync(
        ClaimedDelivery delivery, CompiledEnrich question, StageInputs inputs, CancellationToken limited, CancellationToken cut)
    {
        var stage = new FailedStage(StageKind.Enrich, question.Stage.Name);
        try
        {
            var path = question.Path.Address(inputs);
            stage = stage with { Request = "GET " + await AddressAsync(question.Stage.InstanceId, KnownQuestion.AddressOf(path, question.Stage.By), limited).ConfigureAwait(false) };
            var answer = await questions.AskAsync(question.Stage.InstanceId, path, question.Stage.By, delivery.Lease.CreatedAt, limited).ConfigureAwait(false);
            if (answer is { } found)
                return found;

            // Not yet visible, most often: tried again a limited number of times (spec 9.7, check 86).
            return question.Stage.MayBeMissing ? default : throw StageFailedException.Later(stage, 404, $"Commerce has nothing at {Sentence.Clean(path)}");
        }
        catch (StageException e)
        {
            throw StageFailedException.Of(stage, e);
        }
        catch (CommerceException e)
        {
            throw StageFailedException.Of(stage, e, delivery.Number);
        }
        catch (OperationCanceledException) when (limited.IsCancellationRequested)
        {
            throw cut.IsCancellationRequested ? StageFailedException.Cut(stage) : StageFailedException.Slow(stage, delivery.Number);
        }
    }

    private Task<string> AddressAsync(int? instanceId, string path, CancellationToken cancellationToken) =>
        commerce.AddressAsync(instanceId, path, cancellationToken);
}
