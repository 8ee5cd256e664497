using System.Buffers;
using System.Globalization;
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

/// <summary>Shows what a subscription would send, by the same code that sends.</summary>
public sealed class SubscriptionPreview(
    IDbContextFactory<ConsoleDbContext> contexts, EventCatalogue catalogue, EventTypeResolver eventTypes, TimeProvider time)
{
    private const int MaxEvents = 100;
    private const int MaxBytes = 6_000_000;
    private const int MaxTried = 50;
    private const int MaxTooSlow = 3;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = 10_000 };

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

    /// <summary>
    /// Tries a subscription on the newest stored events: 50 at most, two seconds at most, and no further after a few on which a pattern
    /// took too long. Not for a screen's own thread.
    /// </summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="events">What <see cref="EventsAsync"/> returned.</param>
    /// <param name="cancellationToken">Stops it between two events.</param>
    public PreviewRun Run(CompiledSubscription subscription, IReadOnlyList<PreviewEvent> events, CancellationToken cancellationToken)
    {
        var (outcomes, tooSlow, started) = (new List<PreviewOutcome>(), 0, time.GetTimestamp());
        foreach (var preview in events.Where(e => e.IsReal).Take(MaxTried))
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (tooSlow == MaxTooSlow || time.GetElapsedTime(started) > Patience)
                break;
            var outcome = Try(subscription, preview);
            tooSlow += outcome.TookTooLong ? 1 : 0;
            outcomes.Add(outcome);
        }

        return new PreviewRun(outcomes, tooSlow > 0);
    }

    /// <summary>Shows what a subscription makes of one event.</summary>
    /// <param name="subscription">The subscription.</param>
    /// <param name="definition">What it was compiled from.</param>
    /// <param name="preview">The event.</param>
    public PreviewDetail Show(CompiledSubscription subscription, SubscriptionDefinition definition, PreviewEvent preview)
    {
        var outcome = Try(subscription, preview);
        using var opened = PreviewPayload.Open(preview, catalogue);
        if (opened is null or { IsProtected: true })
            return new PreviewDetail(outcome, [], [], opened is { IsProtected: true });
        // What is kept is marked by the paths alone: under another name it would not be found again.
        var marks = FieldFilter.Compile([.. definition.Fields.Select(f => FieldEntry.Parse(f).Path)], []);
        using var kept = Reduce(opened, marks);
        using var sent = Reduce(opened, subscription.Filter);
        return new PreviewDetail(
            outcome, PreviewLines.Of(opened.Payload.Root, kept.RootElement), PreviewLines.Of(sent.RootElement, sent.RootElement), IsProtected: false);
    }

    private PreviewOutcome Try(CompiledSubscription subscription, PreviewEvent preview)
    {
        using var opened = PreviewPayload.Open(preview, catalogue);
        if (opened is null)
            return new PreviewOutcome(preview, false, "This event cannot be read as JSON, so nothing can be shown for it.", null, false, 0, 0);
        var isMatch = subscription.Matches(opened.Payload, out var decision);
        // Reasons quote values.
        var reason = !opened.IsProtected ? decision.Reason : isMatch ? "All rules hold." : "A rule does not hold. Its values are protected.";
        var sent = isMatch ? opened.SizeWith(subscription.Filter) : 0;
        return new PreviewOutcome(preview, isMatch, reason, decision.DecidedBy, decision.RegexTimedOut, opened.Bytes, sent);
    }

    private static JsonDocument Reduce(PreviewPayload opened, FieldFilter filter)
    {
        var output = new ArrayBufferWriter<byte>();
        filter.Write(output, opened.Payload);
        return JsonDocument.Parse(output.WrittenMemory, AnyDepth);
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
