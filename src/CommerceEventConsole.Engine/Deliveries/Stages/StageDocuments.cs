using System.Text.Json;
using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Engine.Deliveries.Stages;

/// <summary>Between the CloudEvent that a delivery is about and the documents that its stages know.</summary>
internal static class StageDocuments
{
    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = 10_000 };

    /// <summary>The payload, and what is known about the event.</summary>
    /// <param name="cloudEvent">The CloudEvent, as the subscription's fields leave it.</param>
    /// <param name="source">The stored event.</param>
    /// <param name="deliveryId">The delivery's <see cref="IdempotencyId"/>.</param>
    /// <param name="info">What the catalogue says about the event type, if it knows it.</param>
    /// <exception cref="StageException">It is no JSON object.</exception>
    public static StageInputs Read(byte[] cloudEvent, OutboundEvent source, string deliveryId, EventTypeInfo? info)
    {
        var root = Parse(cloudEvent) ?? throw new StageException("the event is no JSON that a stage can read");
        _ = SafeJson.TryGetProperty(root, "data"u8, out var data);
        return StageInputs.Of(PayloadRoot.Find(data, info).Root, JsonSerializer.SerializeToElement(new JsonObject
        {
            ["id"] = Text(root, "id"u8),
            ["type"] = source.EventType,
            ["time"] = Text(root, "time"u8),
            ["source"] = Text(root, "source"u8),
            ["seq"] = source.Seq,
            ["delivery"] = deliveryId,
        }));
    }

    /// <summary>A destination's answer; undefined where it is no JSON.</summary>
    public static JsonElement Answer(ReadOnlySpan<byte> body)
    {
        try
        {
            return Parse(body.ToArray()) ?? default;
        }
        catch (StageException)
        {
            return default;
        }
    }

    /// <summary>The CloudEvent with what Commerce answered beside its payload: members of <c>data</c> with the names of the questions.</summary>
    public static byte[] WithAnswers(byte[] cloudEvent, CompiledStages stages, StageInputs inputs)
    {
        if (stages.Enrich.IsEmpty)
            return cloudEvent;
        var root = JsonNode.Parse(cloudEvent, documentOptions: AnyDepth) as JsonObject ?? throw new StageException("the event is no JSON object");
        if (root["data"] is not JsonObject data)
        {
            // A payload that is no object moves under the name that Adobe's events have for it.
            var payload = root["data"];
            root.Remove("data");
            root["data"] = data = new JsonObject { ["value"] = payload };
        }

        foreach (var question in stages.Enrich)
            data[question.Stage.Name] = inputs.Find(question.Stage.Name) is { } answer ? JsonSerializer.SerializeToNode(answer) : null;
        return JsonSerializer.SerializeToUtf8Bytes(root, StageJson.Written);
    }

    private static JsonElement? Parse(byte[] json)
    {
        try
        {
            using var document = JsonDocument.Parse(json.AsMemory(json.AsSpan().StartsWith("\uFEFF"u8) ? 3 : 0), AnyDepth);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static string? Text(JsonElement root, ReadOnlySpan<byte> name) =>
        SafeJson.TryGetProperty(root, name, out var value) && value.ValueKind is JsonValueKind.String or JsonValueKind.Number ? StageText.TextOf(value) : null;
}
