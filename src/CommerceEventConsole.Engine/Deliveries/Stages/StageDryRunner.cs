using System.Text;
using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Engine.Subscriptions.Matching;
using CommerceEventConsole.Engine.Subscriptions.Stages;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Deliveries.Stages;

/// <summary>Tries stages with the code that deliveries run, on a stored event: asks Commerce, sends nothing, writes nothing, stores nothing.</summary>
internal sealed class StageDryRunner(
    IDbContextFactory<ConsoleDbContext> store, IRouting routing, EventCatalogue catalogue, IStageCommerce commerce, TimeProvider time) : IStageDryRun
{
    private const int MaxShown = 64 * 1024;
    private const int NoRoute = 0;

    private static readonly JsonSerializerOptions Indented = new(StageJson.Written) { WriteIndented = true };

    /// <inheritdoc />
    public async Task<DryRunReport> RunAsync(DryRunRequest request, CancellationToken cancellationToken)
    {
        var run = new Run(commerce, routing.Current.Destinations.GetValueOrDefault(request.DestinationId), time.Now());
        try
        {
            await RunAsync(run, request, cancellationToken).ConfigureAwait(false);
        }
        catch (StageFailedException e)
        {
            run.Fail(e.Stage.Kind, e.Stage.Name, e.Message);
        }

        return new DryRunReport([.. run.Steps]);
    }

    private async Task RunAsync(Run run, DryRunRequest request, CancellationToken cancellationToken)
    {
        if (CompiledStages.Compile(request.Stages, out var problems) is not { } stages)
        {
            foreach (var problem in problems)
                run.Fail(KindOf(problem), "", problem.Message);
            return;
        }

        var source = await EventAsync(request.EventSeq, cancellationToken).ConfigureAwait(false);
        if (source is null)
        {
            run.Fail(StageKind.Map, "", "The event is no longer in the store.");
            return;
        }

        if (Write(source, request.Fields, out var reason) is not { } cloudEvent)
        {
            run.Fail(StageKind.Map, "", reason);
            return;
        }

        var id = IdempotencyId.Of(source.SourceSlug, source.IdentityHash, NoRoute);
        var inputs = Read(cloudEvent, source, id);
        foreach (var question in stages.Enrich)
            inputs = inputs.With(question.Stage.Name, await run.AskAsync(question, inputs, cancellationToken).ConfigureAwait(false));
        var (body, type, path) = RoutePreparation.Make(stages, cloudEvent, inputs);
        run.Send(stages, id, body, type, path);
        if (request.Answer is { } answer)
            await run.WriteBackAsync(stages, id, inputs, answer, cancellationToken).ConfigureAwait(false);
    }

    private async Task<OutboundEvent?> EventAsync(long seq, CancellationToken cancellationToken)
    {
        await using var context = await store.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        return await ClaimedDeliveries.Events(context, [seq]).FirstOrDefaultAsync(cancellationToken).ConfigureAwait(false);
    }

    private byte[]? Write(OutboundEvent source, IReadOnlyList<string> fields, out string problem)
    {
        problem = "The stored event could not be turned into a CloudEvent.";
        if (CompiledSubscription.Compile(new SubscriptionDefinition(source.EventType, fields, []), out var problems) is not { } compiled)
        {
            problem = "The fields cannot be used: " + string.Join(' ', problems);
            return null;
        }

        try
        {
            return CloudEventBody.Write(source, compiled.Filter, catalogue);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
        {
            return null;
        }
    }

    private StageInputs Read(byte[] cloudEvent, OutboundEvent source, string id)
    {
        try
        {
            return StageDocuments.Read(cloudEvent, source, id, catalogue.Find(source.EventType));
        }
        catch (StageException e)
        {
            throw StageFailedException.Of(new FailedStage(StageKind.Map, null), e);
        }
    }

    private static StageKind KindOf(StageProblem problem) =>
        problem.Field.StartsWith("enrich", StringComparison.Ordinal) ? StageKind.Enrich
        : problem.Field.StartsWith("send", StringComparison.Ordinal) ? StageKind.Send
        : problem.Field.StartsWith("writeBack", StringComparison.Ordinal) ? StageKind.WriteBack
        : StageKind.Map;

    /// <summary>One dry run: its steps so far.</summary>
    private sealed class Run(IStageCommerce commerce, DestinationConfiguration? destination, DateTimeOffset now)
    {
        public List<DryRunStep> Steps { get; } = [];

        public void Fail(StageKind kind, string? name, string problem)
        {
            // A step that was shown before it failed says why itself.
            if (Steps is [.., { Problem: not null } last] && last.Stage == kind && last.Name == (name ?? ""))
                return;
            Steps.Add(new DryRunStep(kind, name ?? "", null, null, WasSent: false, null, problem));
        }

        public async Task<JsonElement> AskAsync(CompiledEnrich question, StageInputs inputs, CancellationToken cancellationToken)
        {
            var stage = new FailedStage(StageKind.Enrich, question.Stage.Name);
            string? request = null;
            try
            {
                var path = question.Path.Address(inputs);
                request = "GET " + await commerce.AddressAsync(question.Stage.InstanceId, KnownQuestion.AddressOf(path, question.Stage.By), cancellationToken).ConfigureAwait(false);
                var answer = await AskAsync(question.Stage.InstanceId, path, question.Stage.By, cancellationToken).ConfigureAwait(false);
                if (answer is null && !question.Stage.MayBeMissing)
                    throw StageFailedException.Later(stage, 404, "Commerce has nothing there");
                Add(stage, request, null, wasSent: true, answer is { } found ? JsonSerializer.Serialize(found, Indented) : "404", null);
                return answer ?? default;
            }
            catch (StageException e)
            {
                throw Failed(StageFailedException.Of(stage, e), request, wasSent: false);
            }
            catch (CommerceException e)
            {
                throw Failed(StageFailedException.Of(stage, e, attempt: 1), request, wasSent: !e.WasNotSent && request is not null);
            }
            catch (StageFailedException e)
            {
                throw Failed(e, request, wasSent: true);
            }
        }

        // As deliveries ask, but never from memory.
        private async Task<JsonElement?> AskAsync(int? instanceId, string path, string? by, CancellationToken cancellationToken)
        {
            if (by is null)
                return await commerce.GetAsync(instanceId, path, cancellationToken).ConfigureAwait(false);
            var (question, key) = KnownQuestion.Of(path.TrimStart('/'), by) ?? throw KnownQuestion.NoKey(by);
            var found = await commerce.GetManyAsync(instanceId, question, [key], cancellationToken).ConfigureAwait(false);
            return question.Among(found, key);
        }

        // The order of a number, and the question in the report.
        private async Task<JsonElement> FindAsync(CompiledStages stages, CompiledWriteBack back, FailedStage stage, StageInputs inputs, CancellationToken cancellationToken)
        {
            if (WriteBackRunner.LookUp(back, inputs) is not { } path)
                return default;
            if (WriteBackRunner.Asked(stages, back, inputs, path) is { } asked)
                return asked;
            var request = "GET " + await commerce.AddressAsync(back.Stage.InstanceId, KnownQuestion.AddressOf(path, back.Stage.By), cancellationToken).ConfigureAwait(false);
            var order = await AskAsync(back.Stage.InstanceId, path, back.Stage.By, cancellationToken).ConfigureAwait(false)
                ?? throw Failed(StageFailedException.Later(stage, 404, "Commerce has no order with this number"), request, wasSent: true);
            Add(stage, request, null, wasSent: true, JsonSerializer.Serialize(order, Indented), null);
            return order;
        }

        public void Send(CompiledStages stages, string id, byte[] body, string type, string? path)
        {
            var text = Encoding.UTF8.GetString(body);
            if (stages.Map is not null)
                Add(new FailedStage(StageKind.Map, null), null, Pretty(text), wasSent: false, null, null);
            if (destination is null)
            {
                Fail(StageKind.Send, "", "The destination is not there any more.");
                return;
            }

            var request = StagedSender.Request(destination, stages, id, body, type, path, now);
            Add(new FailedStage(StageKind.Send, null), $"{request.Method} {CredentialMask.Text(CredentialMask.Address(request.Url), destination)}", Pretty(text), wasSent: false, null, null);
        }

        public async Task WriteBackAsync(CompiledStages stages, string id, StageInputs inputs, string answer, CancellationToken cancellationToken)
        {
            inputs = inputs.With(StageDocument.Answer, StageDocuments.Answer(Encoding.UTF8.GetBytes(answer)));
            foreach (var back in stages.WriteBack)
            {
                var stage = new FailedStage(StageKind.WriteBack, back.Stage.Name);
                try
                {
                    var order = await FindAsync(stages, back, stage, inputs, cancellationToken).ConfigureAwait(false);
                    if (WriteBackRunner.Make(back, inputs, order, id, destination?.Id ?? 0) is not { } write)
                    {
                        Add(stage, null, $"Nothing is written: “{back.Stage.OnlyWith}” has no value.", wasSent: false, null, null);
                        continue;
                    }

                    foreach (var request in commerce.Plan(write))
                    {
                        var address = await commerce.AddressAsync(write.InstanceId, request.Path, cancellationToken).ConfigureAwait(false);
                        Add(stage, $"{request.Method} {address}", request.Body, wasSent: false, null, null);
                    }
                }
                catch (StageException e)
                {
                    throw Failed(StageFailedException.Of(stage, e), null, wasSent: false);
                }
                catch (CommerceException e)
                {
                    throw Failed(StageFailedException.Of(stage, e, attempt: 1), null, wasSent: false);
                }
            }
        }

        private StageFailedException Failed(StageFailedException e, string? request, bool wasSent)
        {
            Add(e.Stage, request, null, wasSent, null, e.Message);
            return e;
        }

        private void Add(FailedStage stage, string? request, string? body, bool wasSent, string? answer, string? problem) =>
            Steps.Add(new DryRunStep(stage.Kind, stage.Name ?? "", request, Masked(body), wasSent, Cut(answer), problem));

        private string? Masked(string? text) => text is null ? null : Cut(destination is null ? text : CredentialMask.Text(text, destination));

        private static string? Cut(string? text) => text is null || text.Length <= MaxShown ? text : text[..MaxShown] + "…";

        private static string Pretty(string text)
        {
            try
            {
                using var document = JsonDocument.Parse(text);
                return JsonSerializer.Serialize(document.RootElement, Indented);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException)
            {
                return text;
            }
        }
    }
}
