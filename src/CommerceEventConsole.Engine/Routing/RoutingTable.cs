using System.Collections.Frozen;
using System.Collections.Immutable;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Deliveries.Circuits;
using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Intake;
using CommerceEventConsole.Engine.Sources;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Routing;

/// <summary>A source as intake uses it, its secret readable.</summary>
/// <param name="Id">Identity in the store.</param>
/// <param name="Slug">The last segment of its address.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Verification">How deliveries prove where they come from.</param>
/// <param name="Secret">The HMAC key or bearer token in UTF-8; empty where none is needed.</param>
/// <param name="ClientId">The recipient that Adobe events must name; null accepts any.</param>
/// <param name="PublicKeyBaseUrl">Where Adobe's public keys are fetched; null for Adobe's own host.</param>
/// <param name="ConfirmChallenges">Whether validation URLs are called.</param>
/// <param name="AllowedEnvironments">The allowed values of <c>data.source</c>; empty for any.</param>
/// <param name="Enabled">Whether events are accepted.</param>
public sealed record SourceConfiguration(
    int Id,
    string Slug,
    string Name,
    Verification Verification,
    ReadOnlyMemory<byte> Secret,
    string? ClientId,
    Uri? PublicKeyBaseUrl,
    bool ConfirmChallenges,
    ImmutableArray<string> AllowedEnvironments,
    bool Enabled)
{
    /// <summary>
    /// Why this source cannot be used, e.g. a secret that cannot be decrypted; null when it can. Nothing can be verified meanwhile
    /// (<see cref="Secret"/> then holds random bytes), so it answers 503: the sender comes again.
    /// </summary>
    public string? Fault { get; init; }
}

/// <summary>A destination as the dispatcher uses it, its secrets readable.</summary>
/// <param name="Id">Identity in the store.</param>
/// <param name="Name">What people call it.</param>
/// <param name="Kind">What sort of system it is.</param>
/// <param name="Url">Where events are posted.</param>
/// <param name="Secret">The Standard Webhooks secret; null sends no signature.</param>
/// <param name="Headers">Further request headers.</param>
/// <param name="AllowPrivateAddress">Whether the address may be private or loopback.</param>
/// <param name="State">Whether it is being sent to.</param>
/// <param name="MaxConcurrency">Requests in flight at most.</param>
/// <param name="Timeout">The longest that one attempt may take.</param>
/// <param name="MaxAttempts">Attempts before a delivery is given up.</param>
/// <param name="FirstRetry">The wait before the first retry.</param>
/// <param name="MaxRetry">The longest wait between retries.</param>
public sealed record DestinationConfiguration(
    int Id,
    string Name,
    DestinationKind Kind,
    Uri Url,
    string? Secret,
    ImmutableArray<KeyValuePair<string, string>> Headers,
    bool AllowPrivateAddress,
    DestinationState State,
    int MaxConcurrency,
    TimeSpan Timeout,
    int MaxAttempts,
    TimeSpan FirstRetry,
    TimeSpan MaxRetry)
{
    /// <summary>
    /// Why this destination cannot be sent to, e.g. a secret that cannot be decrypted; null when it can. <see cref="State"/> then says
    /// <see cref="DestinationState.Paused"/>, whatever the store says, and its deliveries are held.
    /// </summary>
    public string? Fault { get; init; }

    /// <summary>Requests begun in a second at most, by each node; 0 for no limit.</summary>
    public int MaxPerSecond { get; init; }

    /// <summary>How the waits between attempts grow.</summary>
    public RetryCurve RetryCurve { get; init; }

    /// <summary>How long after its making a delivery is tried again; null for no limit.</summary>
    public TimeSpan? MaxAge { get; init; }

    /// <summary>Which answers are final.</summary>
    public StatusTable Statuses { get; init; } = StatusTable.Usual;

    /// <summary>When it counts as unreachable, and how it is probed then.</summary>
    public CircuitSettings Circuit { get; init; } = new();
}

/// <summary>One way that an event of a type may go: the published revision of an enabled subscription, and a destination.</summary>
/// <param name="RouteId">The route.</param>
/// <param name="SubscriptionId">The subscription.</param>
/// <param name="RevisionId">Its published revision.</param>
/// <param name="Match">The revision's rules and filter.</param>
/// <param name="DestinationId">The destination.</param>
/// <param name="InitialState">What a delivery starts as: <c>pending</c>, or <c>held</c> while the destination is not being sent to.</param>
/// <param name="Sending">In what order its deliveries go, and how many in one request.</param>
public sealed record RouteTarget(
    int RouteId, int SubscriptionId, int RevisionId, CompiledSubscription Match, int DestinationId, DeliveryState InitialState, RouteSending Sending)
{
    /// <summary>See <see cref="Delivery.OrderKey"/>.</summary>
    internal long? OrderKeyOf(EntityRef entity) => Sending.Order == RouteOrder.Any ? null : OrderKey.Of(entity);
}

/// <summary>Sources, routes and destinations at one moment. Immutable: whoever holds it sees one consistent picture.</summary>
public sealed class RoutingTable
{
    private const long NeverLoaded = -1;

    /// <summary>The table before the store was read for the first time: it cannot tell an unknown source from a known one.</summary>
    public static RoutingTable Empty { get; } = new() { Version = NeverLoaded };

    /// <summary>The configuration version that it shows (<c>Counter.Configuration</c>).</summary>
    public long Version { get; init; }

    /// <summary>Whether the store was read. Until then intake answers 503: a 404 would make the sender give up.</summary>
    public bool IsLoaded => Version != NeverLoaded;

    /// <summary>What could not be read, in words and without secrets; empty when all is well.</summary>
    public ImmutableArray<string> Faults { get; init; } = [];

    /// <summary>Every source, by slug.</summary>
    public FrozenDictionary<string, SourceConfiguration> Sources { get; init; } = FrozenDictionary<string, SourceConfiguration>.Empty;

    /// <summary>Ways out, by canonical event type; the targets of one subscription stand together and share their <c>Match</c>.</summary>
    public FrozenDictionary<string, ImmutableArray<RouteTarget>> Routes { get; init; } =
        FrozenDictionary<string, ImmutableArray<RouteTarget>>.Empty;

    /// <summary>Every destination, by id.</summary>
    public FrozenDictionary<int, DestinationConfiguration> Destinations { get; init; } =
        FrozenDictionary<int, DestinationConfiguration>.Empty;
}

/// <summary>Gives the routing table in force, and follows changes.</summary>
public interface IRouting
{
    /// <summary>The table in force. Reading it costs nothing.</summary>
    RoutingTable Current { get; }

    /// <summary>Raised after <see cref="Current"/> has changed.</summary>
    event Action? Changed;

    /// <summary>Reads the store and puts the result in force; returns when it is.</summary>
    Task ReloadAsync(CancellationToken cancellationToken);

    /// <summary>
    /// The rules and filter of any revision, superseded ones too (kept in a bounded cache); null where the store has no such revision.
    /// </summary>
    ValueTask<CompiledSubscription?> RevisionAsync(int revisionId, CancellationToken cancellationToken);
}
