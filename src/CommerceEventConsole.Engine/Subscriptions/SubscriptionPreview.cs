using System.Buffers;
using System.Text;
using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Engine.Subscriptions.Matching;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Subscriptions;

/// <summary>An event to try a subscription on.</summary>
/// <param name="Title">What it is, e.g. <c>Sample</c>.</param>
/// <param name="ReceivedAt">When it was received; null for the catalogue's sample.</param>
/// <param name="Event">The event.</param>
public sealed record PreviewEvent(string Title, DateTimeOffset? ReceivedAt, OutboundEvent Event);

/// <summary>What a subscription would do with an event.</summary>
/// <param name="IsMatch">Whether every rule holds.</param>
/// <param name="Reason">Why, in one sentence.</param>
/// <param name="Body">What would be sent, indented; null where nothing would.</param>
/// <param name="Bytes">How large the body is when it is sent.</param>
public sealed record PreviewResult(bool IsMatch, string Reason, string? Body, int Bytes);

/// <summary>Shows what a subscription would send, by the same code that sends.</summary>
public sealed class SubscriptionPreview(
    IDbContextFactory<ConsoleDbContext> contexts, EventCatalogue catalogue, EventTypeResolver eventTypes, TimeProvider time)
{
    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = 10_000 };

    // Shown as text and encoded there; escapes would only make it hard to read.
    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        MaxDepth = 10_000,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The catalogue's sample and the newest stored event of a type, where there are any.</summary>
    public async Task<IReadOnlyList<PreviewEvent>> EventsAsync(string eventType, CancellationToken cancellationToken)
    {
        var events = new List<PreviewEvent>();
        if (eventType.Length == 0)
            return events;
        var name = eventTypes.Resolve(eventType).Name;
        if (await NewestAsync(name, cancellationToken) is { } newest)
            events.Add(newest);
        if (catalogue.Find(name) is { } info)
            events.Add(new PreviewEvent("Sample of the catalogue", null, Sample(info)));
        return events;
    }

    /// <summary>Tries a compiled subscription on an event.</summary>
    public PreviewResult Try(CompiledSubscription subscription, PreviewEvent preview)
    {
        var source = preview.Event;
        try
        {
            // Whole first: it is the same document in every content mode, and the rules look at all of it.
            using var document = JsonDocument.Parse(CloudEventBody.Write(source, FieldFilter.Everything, catalogue), AnyDepth);
            document.RootElement.TryGetProperty("data"u8, out var data);
            if (!subscription.Matches(PayloadRoot.Find(data, catalogue.Find(source.EventType)), out var decision))
                return new PreviewResult(false, decision.Reason, null, 0);
            var body = CloudEventBody.Write(source, subscription.Filter, catalogue);
            return new PreviewResult(true, decision.Reason, Indent(body), body.Length);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return new PreviewResult(false, "This event cannot be read as JSON, so nothing can be shown for it.", null, 0);
        }
    }

    private static string Indent(byte[] json)
    {
        using var document = JsonDocument.Parse(json, AnyDepth);
        var output = new ArrayBufferWriter<byte>(json.Length * 2);
        using (var writer = new Utf8JsonWriter(output, Indented))
            document.RootElement.WriteTo(writer);
        return Encoding.UTF8.GetString(output.WrittenSpan);
    }

    private OutboundEvent Sample(EventTypeInfo info) => new(
        Seq: 0,
        SourceSlug: "sample",
        info.Name,
        IdentityHash: [],
        ContentMode.Structured,
        Headers: null,
        JsonSerializer.SerializeToUtf8Bytes(new
        {
            specversion = "1.0",
            id = "sample",
            source = "urn:uuid:00000000-0000-0000-0000-000000000000",
            type = "com.adobe.commerce." + info.Name,
            time = time.Now(),
            datacontenttype = "application/json",
            data = info.Sample,
        }));

    private async Task<PreviewEvent?> NewestAsync(string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var row = await (
            from type in context.EventTypes
            where type.Name == name
            join e in context.Events on type.Id equals e.EventTypeId
            orderby e.Seq descending
            select e).AsNoTracking().FirstOrDefaultAsync(cancellationToken);
        return row is null
            ? null
            : new PreviewEvent(
                "Newest event",
                row.ReceivedAt,
                new OutboundEvent(row.Seq, "", name, row.IdentityHash, row.ContentMode, row.Headers, row.Body));
    }
}
