using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Engine.Subscriptions.Fields;
using CommerceEventConsole.Engine.Subscriptions.Matching;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Subscriptions;

/// <summary>An event to try a subscription on.</summary>
/// <param name="Title">What it is, e.g. <c>Order 000000012</c>.</param>
/// <param name="ReceivedAt">When it was received; null for the catalogue's sample.</param>
/// <param name="Event">The event.</param>
public sealed record PreviewEvent(string Title, DateTimeOffset? ReceivedAt, OutboundEvent Event)
{
    /// <summary>Whether it is a stored event, not the catalogue's sample.</summary>
    public bool IsReal => ReceivedAt is not null;
}

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
    private const int MaxEvents = 100;
    private const int MaxBytes = 6_000_000;

    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = 10_000 };

    // Shown as text and encoded there; escapes would only make it hard to read.
    private static readonly JsonWriterOptions Indented = new()
    {
        Indented = true,
        MaxDepth = 10_000,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>
    /// The newest stored events of a type, at most 100 and 6 MB of them but at least one, and behind them the catalogue's sample, where there
    /// are any.
    /// </summary>
    public async Task<IReadOnlyList<PreviewEvent>> EventsAsync(string eventType, CancellationToken cancellationToken)
    {
        if (eventType.Length == 0)
            return [];
        var name = eventTypes.Resolve(eventType).Name;
        var events = await NewestAsync(name, cancellationToken);
        if (catalogue.Find(name) is { } info)
            events.Add(new PreviewEvent("Sample of the catalogue", null, Sample(info)));
        return events;
    }

    /// <summary>The fields of a type, from the catalogue and from events of <see cref="EventsAsync"/>. Takes a while: not for a screen's own thread.</summary>
    public FieldTree FieldsOf(string eventType, IReadOnlyList<PreviewEvent> events)
    {
        var builder = new FieldTreeBuilder();
        if (catalogue.Find(eventType) is { } info)
            builder.Add(info);
        foreach (var preview in events.Where(e => e.IsReal))
        {
            using var opened = PreviewPayload.Open(preview, catalogue);
            if (opened is not null)
                builder.AddEvent(opened.Payload.Root, showsValues: !opened.IsProtected);
        }

        return builder.Build();
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

    private async Task<List<PreviewEvent>> NewestAsync(string name, CancellationToken cancellationToken)
    {
        await using var context = await contexts.CreateDbContextAsync(cancellationToken);
        var sizes = await (
            from type in context.EventTypes
            where type.Name == name
            join e in context.Events on type.Id equals e.EventTypeId
            orderby e.Seq descending
            select new { e.Seq, e.Body.Length }).Take(MaxEvents).ToListAsync(cancellationToken);
        var room = MaxBytes;
        var seqs = sizes.TakeWhile((e, i) => (room -= e.Length) >= 0 || i == 0).Select(e => e.Seq).ToList();
        var rows = await context.Events.AsNoTracking().Where(e => seqs.Contains(e.Seq)).OrderByDescending(e => e.Seq).ToListAsync(cancellationToken);
        return rows.ConvertAll(row => new PreviewEvent(
            TitleOf(row),
            row.ReceivedAt,
            new OutboundEvent(row.Seq, "", name, row.IdentityHash, row.ContentMode, row.Headers, row.Body)));
    }

    private static string TitleOf(StoredEvent row) => row.EntityKey is { } key
        ? $"{row.EntityKind.DisplayName()} {EntityText.Show(key)}"
        : string.Create(CultureInfo.InvariantCulture, $"Event {row.Seq}");
}
