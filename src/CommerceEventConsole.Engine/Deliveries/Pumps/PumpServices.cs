using CommerceEventConsole.Engine.Deliveries.Batches;
using CommerceEventConsole.Engine.Deliveries.Circuits;
using CommerceEventConsole.Engine.Routing;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Deliveries.Pumps;

/// <summary>What every pump works with.</summary>
internal sealed class PumpServices(
    IRouting routing,
    ClaimedDeliveries claims,
    DeliveryLeases leases,
    HeldDeliveries held,
    DeliverySender sender,
    BatchSender batches,
    RouteSendings sendings,
    CircuitStore circuits,
    ProbeRequests probes,
    IOptions<DeliveryOptions> options,
    TimeProvider time,
    ILogger<Dispatcher> logger)
{
    public IRouting Routing => routing;

    public ClaimedDeliveries Claims => claims;

    public DeliveryLeases Leases => leases;

    public HeldDeliveries Held => held;

    public DeliverySender Sender => sender;

    public BatchSender Batches => batches;

    public RouteSendings Sendings => sendings;

    public CircuitStore Circuits => circuits;

    public ProbeRequests Probes => probes;

    public DeliveryOptions Options { get; } = options.Value;

    public TimeProvider Time => time;

    public ILogger Logger => logger;
}
