using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Deliveries.Circuits;
using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Deliveries.Pumps;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Tests.Shared;

namespace CommerceEventConsole.Engine.Tests.Deliveries.Pumps;

public sealed class PumpHandTests : IDisposable
{
    private const int AtOnce = 8;

    private readonly ManualTime _time = new();
    private readonly FakeRouting _routing = new();
    private readonly DeliveryOptions _options = new() { Prefetch = 4, ClaimBatch = 1000, MostInHand = 500, HandMegabytes = 1 };
    private readonly DestinationConfiguration _erp;
    private readonly DestinationGate _gate;
    private readonly PumpHand _hand;
    private long _id;

    public PumpHandTests()
    {
        _erp = new DestinationConfiguration(
            1, "ERP", DestinationKind.Erp, new Uri("https://erp.example"), Secret: null, [], AllowPrivateAddress: false, DestinationState.Active, AtOnce,
            TimeSpan.FromSeconds(30), MaxAttempts: 12, TimeSpan.FromSeconds(5), TimeSpan.FromHours(1));
        _routing.Set(_erp);
        _gate = new DestinationGate(1, _routing, _time);
        _hand = new PumpHand(1, _gate, new RouteSendings(_routing), _options, _time);
    }

    public void Dispose() => _gate.Dispose();

    [Fact]
    public void A_destination_that_has_done_nothing_yet_gets_a_multiple_of_what_it_may_have_in_flight() =>
        Assert.Equal(AtOnce * _options.Prefetch, _hand.Room(_erp));

    [Fact]
    public void A_fast_destination_gets_as_many_as_it_took_in_the_last_moment()
    {
        Take(200);

        Assert.Equal(200, _hand.Room(_erp));
    }

    [Fact]
    public void However_fast_it_is_it_gets_no_more_than_the_most()
    {
        Take(2000);

        Assert.Equal(_options.MostInHand, _hand.Room(_erp));
    }

    [Fact]
    public void A_destination_that_was_fast_and_is_no_more_gets_what_any_gets()
    {
        Take(200);
        _time.Advance(2 * _options.Ahead);

        Assert.Equal(AtOnce * _options.Prefetch, _hand.Room(_erp));
    }

    [Fact]
    public void What_is_leased_but_not_loaded_yet_takes_its_room()
    {
        Take(200);
        _hand.Expect(150);

        Assert.Equal(0, _hand.Room(_erp));
        _hand.Miss(150);
        Assert.Equal(200, _hand.Room(_erp));
        Assert.True(_hand.IsEmpty);
    }

    [Fact]
    public void Large_events_come_in_smaller_numbers_and_the_largest_one_by_one()
    {
        Take(200);
        var first = Bring(bytes: 64 * 1024, count: 2);
        Assert.Equal(14, _hand.Room(_erp));

        _hand.Leave(first);
        var large = Bring(bytes: 4 * 1024 * 1024, count: 1);
        Assert.Equal(0, _hand.Room(_erp));
        _hand.Leave(large);
        Assert.Equal(1, _hand.Room(_erp));
    }

    [Fact]
    public void The_end_waits_for_what_is_expected()
    {
        _hand.Expect(1);
        _hand.NoMore();
        Assert.False(_hand.Empty.IsCompleted);

        _hand.Miss(1);
        Assert.True(_hand.Empty.IsCompletedSuccessfully);
    }

    // As many as that went out and were recorded.
    private void Take(int count)
    {
        List<ClaimedDelivery>? late = null;
        Bring(bytes: 100, count: 1);
        var sent = _hand.TakeNext(out _, ref late)!;
        _hand.Landed(count);
        _hand.Leave(sent);
    }

    private ClaimedDelivery[] Bring(int bytes, int count)
    {
        var deliveries = Enumerable.Range(0, count).Select(_ => Delivery(bytes)).ToArray();
        _hand.Expect(count);
        _hand.Add(deliveries);
        return deliveries;
    }

    private ClaimedDelivery Delivery(int bytes) => new(
        new LeasedDelivery(++_id, _id, Rig.RouteId, 1, 1, 0, _time.GetUtcNow()),
        _time.GetUtcNow() + TimeSpan.FromMinutes(5),
        new OutboundEvent(_id, "shop", Rig.EventTypeName, [1], ContentMode.Structured, [], new byte[bytes]));
}
