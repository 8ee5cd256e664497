using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Commerce.OwnChanges;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Sources;
using CommerceEventConsole.Engine.Storage;

namespace CommerceEventConsole.Engine.Intake;

/// <summary>Makes the row of an event, what it is found by, and its deliveries: everything that one commit stores.</summary>
public sealed class EventFactory(EntityExtractor entities, PayloadChecker checker)
{
    private const int MaxEventId = 256;

    [ThreadStatic]
    private static Scratch? t_scratch;

    /// <summary>Builds a readable event.</summary>
    /// <param name="envelope">Its attributes, free of problems.</param>
    /// <param name="type">What its type stands for.</param>
    /// <param name="typeId">The number of that type.</param>
    /// <param name="received">How and from where it came.</param>
    /// <param name="body">The bytes to keep.</param>
    /// <param name="item">The structured event; undefined in binary mode.</param>
    /// <param name="routing">The routing table in force.</param>
    /// <param name="own">The change of the console's own that it tells of; null for any other event.</param>
    internal NewEvent Build(
        Envelope envelope, ResolvedEventType type, int typeId, in Received received, byte[] body, JsonElement item, RoutingTable routing,
        OwnChangeMatch? own = null)
    {
        var scratch = t_scratch ??= new Scratch();
        scratch.Clear();
        var payload = PayloadRoot.Find(envelope.Data, type.Info);
        var entity = entities.Extract(type, payload, scratch.Keys);
        var adobeId = received.Mode == ContentMode.Batched || received.Source.Verification != Verification.AdobeSignature
            ? AdobeIdentity(envelope, received)
            : AdobeIdentity(envelope, received) ?? received.AdobeEventIdHeader;
        if (adobeId is null && scratch.Keys.Count < SearchKey.MaxPerEvent)
            scratch.Keys.Add(new SearchKey(SearchKeyKind.EventId, SearchKey.Normalize(envelope.Id)));

        scratch.Warnings.AddRange(envelope.Warnings);
        if (item.ValueKind == JsonValueKind.Object)
            checker.Check(item, type.Info, scratch.Warnings);
        else
            checker.CheckData(envelope.Data, type.Info, scratch.Warnings);
        Match(type, payload, entity, routing, own, scratch);

        return new NewEvent
        {
            Row = new StoredEvent
            {
                SourceId = received.Source.Id,
                EventTypeId = typeId,
                IdentityHash = adobeId is null ? EventIdentity.OfCloudEvent(envelope.Source, envelope.Id) : EventIdentity.OfAdobeEvent(adobeId),
                EventId = Cut(adobeId ?? envelope.Id),
                OccurredAt = envelope.Time?.ToStorePrecision(),
                ReceivedAt = received.At,
                EntityKind = entity.Kind,
                EntityKey = entity.Key,
                ContentMode = received.Mode,
                Channel = IntakeChannel.Webhook,
                DeliveryCount = (short)Math.Min(scratch.Deliveries.Count, short.MaxValue),
                Warnings = scratch.Warnings.Count == 0 ? null : string.Join('\n', scratch.Warnings),
                OwnChange = own is null ? null : string.Join(',', own.DestinationIds),
                Headers = received.Headers,
                Body = body,
            },
            SearchKeys = scratch.Keys.ToArray(),
            Deliveries = scratch.Deliveries.Count == 0 ? [] : scratch.Deliveries.ToArray(),
        };
    }

    // Other senders may have an attribute of their own called eventid: it is Adobe's where the source is, or its companion is there.
    private static string? AdobeIdentity(Envelope envelope, in Received received) =>
        received.Source.Verification == Verification.AdobeSignature || envelope.RecipientClientId is not null ? envelope.AdobeEventId : null;

    private static void Match(
        ResolvedEventType type, in PayloadRoot payload, EntityRef entity, RoutingTable routing, OwnChangeMatch? own, Scratch scratch)
    {
        if (!routing.Routes.TryGetValue(type.Name, out var targets))
            return;
        object? asked = null;
        var matches = false;
        foreach (var target in targets)
        {
            // Targets of one subscription stand together: its rules are asked once.
            if (!ReferenceEquals(asked, target.Match))
            {
                asked = target.Match;
                matches = target.Match.Matches(payload);
            }

            // What a destination brought about is not sent back to it; others have not heard of it yet.
            if (matches && own?.DestinationIds.Contains(target.DestinationId) is not true)
            {
                scratch.Deliveries.Add(new NewDelivery(
                    target.RouteId, target.DestinationId, target.RevisionId, target.OrderKeyOf(entity), target.InitialState));
            }
        }
    }

    private static string Cut(string id) =>
        id.Length <= MaxEventId ? id : id[..(char.IsHighSurrogate(id[MaxEventId - 1]) ? MaxEventId - 1 : MaxEventId)];

    private sealed class Scratch
    {
        public List<SearchKey> Keys { get; } = [];

        public List<string> Warnings { get; } = [];

        public List<NewDelivery> Deliveries { get; } = [];

        public void Clear()
        {
            Keys.Clear();
            Warnings.Clear();
            Deliveries.Clear();
        }
    }
}

/// <summary>What is common to all events of one request.</summary>
/// <param name="Source">Where it came from.</param>
/// <param name="Mode">How events stood in it.</param>
/// <param name="At">When it was received.</param>
/// <param name="Headers">The headers to keep.</param>
/// <param name="AdobeEventIdHeader"><c>x-adobe-event-id</c>; null where it is missing.</param>
internal readonly record struct Received(
    SourceConfiguration Source, ContentMode Mode, DateTimeOffset At, byte[]? Headers, string? AdobeEventIdHeader);
