using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Deliveries.Circuits;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Storage.Tests.Stores;
using CommerceEventConsole.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Storage.Tests.Suite;

public abstract class CircuitTests(StoreFixture store) : StoreSuite(store)
{
    private static readonly TimeSpan Lease = TimeSpan.FromMinutes(1);

    private readonly ManualTime _time = new(Batches.Noon);

    [Fact]
    public async Task Of_nodes_that_find_it_unreachable_at_once_one_opens_the_circuit()
    {
        var erp = await DestinationAsync();
        var before = await VersionAsync();
        var nodes = Enumerable.Range(0, 4).Select(_ => Node()).ToList();

        var opened = await Task.WhenAll(nodes.Select(n => n.Circuits.OpenAsync(erp, "No connection.", retryAfter: null, Cancellation)));

        Assert.Single(opened, o => o);
        Assert.Equal(before + 1, await VersionAsync());
        Assert.All(nodes, n => Assert.Equal(1, n.Routing.Reloads));
        var row = await RowAsync(erp.Id);
        Assert.Equal((true, "No connection.", Batches.Noon, Batches.Noon.AddSeconds(5)), (row.IsOpen, row.Reason, row.Since, row.NextProbeAt!.Value));
        var entry = Assert.Single(await AuditAsync(erp));
        Assert.Equal(("console", "destination.unreachable"), (entry.Who, entry.Action));
        Assert.Contains("No connection.", entry.After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_closes_once_and_opens_again_later()
    {
        var erp = await DestinationAsync();
        var node = Node();
        await OpenAsync(node, erp);

        Assert.True(await node.Circuits.CloseAsync(erp, Cancellation));
        Assert.False(await Node().Circuits.CloseAsync(erp, Cancellation));
        var closed = await RowAsync(erp.Id);
        Assert.True(await node.Circuits.OpenAsync(erp, "Again.", retryAfter: null, Cancellation));

        Assert.Equal((false, null, null), (closed.IsOpen, closed.Reason, closed.NextProbeAt));
        Assert.Equal("Again.", (await RowAsync(erp.Id)).Reason);
        Assert.Equal(
            ["destination.unreachable", "destination.reachable", "destination.unreachable"], (await AuditAsync(erp)).Select(a => a.Action));
    }

    [Fact]
    public async Task One_node_at_a_time_probes_and_only_when_it_is_due()
    {
        var erp = await DestinationAsync();
        await OpenAsync(Node(), erp);
        Assert.False(await TakeAsync(Node(), erp, "a"));

        _time.Advance(TimeSpan.FromSeconds(5));
        var taken = await Task.WhenAll(Enumerable.Range(0, 4).Select(i => TakeAsync(Node(), erp, $"node-{i}")));

        Assert.Single(taken, t => t);
    }

    [Fact]
    public async Task A_probe_whose_node_is_gone_is_taken_by_another()
    {
        var erp = await DestinationAsync();
        await OpenAsync(Node(), erp);
        _time.Advance(TimeSpan.FromSeconds(5));
        Assert.True(await TakeAsync(Node(), erp, "a"));
        Assert.False(await TakeAsync(Node(), erp, "b"));

        _time.Advance(Lease);

        Assert.True(await TakeAsync(Node(), erp, "b"));
        await Node().Circuits.EndProbeAsync(erp.Id, "a", ProbeResult.Fails("Late.", null, mayBeEvent: false), Lease, Cancellation);
        Assert.Equal(("b", 0, null), await RowAsync(erp.Id) is var row ? (row.ProbeOwner, row.FailedProbes, row.ProbeError) : default);
    }

    [Fact]
    public async Task A_probe_that_failed_says_why_and_puts_the_next_one_off()
    {
        var erp = await DestinationAsync();
        var node = Node();
        await OpenAsync(node, erp);
        _time.Advance(TimeSpan.FromSeconds(5));
        await TakeAsync(node, erp, "a");

        await node.Circuits.EndProbeAsync(
            erp.Id, "a", ProbeResult.Fails("No connection.", null, mayBeEvent: false), TimeSpan.FromSeconds(8), Cancellation);

        var row = await RowAsync(erp.Id);
        Assert.Equal((1, "No connection.", null), (row.FailedProbes, row.ProbeError, row.ProbeOwner));
        Assert.Equal((Batches.Noon.AddSeconds(5), Batches.Noon.AddSeconds(13)), (row.ProbedAt!.Value, row.NextProbeAt!.Value));
        Assert.False(await TakeAsync(node, erp, "a"));
    }

    [Fact]
    public async Task One_that_opens_again_soon_is_not_probed_as_often_as_at_first()
    {
        var erp = await DestinationAsync();
        var node = Node();
        await OpenAsync(node, erp);
        for (var i = 0; i < 4; i++)
        {
            _time.Advance(TimeSpan.FromMinutes(1));
            await TakeAsync(node, erp, "a");
            await node.Circuits.EndProbeAsync(erp.Id, "a", ProbeResult.Fails("No.", null, mayBeEvent: false), TimeSpan.Zero, Cancellation);
        }

        await node.Circuits.CloseAsync(erp, Cancellation);
        _time.Advance(TimeSpan.FromSeconds(10));
        await OpenAsync(node, erp);
        var soon = await RowAsync(erp.Id);
        await node.Circuits.CloseAsync(erp, Cancellation);
        _time.Advance(TimeSpan.FromHours(1));
        await OpenAsync(node, erp);

        Assert.Equal((2, TimeSpan.FromSeconds(11.25)), (soon.FailedProbes, soon.NextProbeAt!.Value - soon.Since));
        var later = await RowAsync(erp.Id);
        Assert.Equal((0, TimeSpan.FromSeconds(5)), (later.FailedProbes, later.NextProbeAt!.Value - later.Since));
    }

    [Fact]
    public async Task The_probe_is_the_oldest_held_delivery_and_each_is_taken_once()
    {
        var erp = await DestinationAsync();
        var held = await HoldAsync(erp.Id, [null, null, null]);

        var first = await TakeDeliveryAsync(erp.Id);
        var second = await TakeDeliveryAsync(erp.Id);
        var around = await TakeDeliveryAsync(erp.Id, after: held[2]);

        Assert.Equal(held[0], first!.Lease.Id);
        Assert.Equal(held[1], second!.Lease.Id);
        Assert.Equal(held[2], around!.Lease.Id);
        Assert.Null(await TakeDeliveryAsync(erp.Id));
        await using var context = Store.CreateContext();
        var row = await context.Deliveries.AsNoTracking().SingleAsync(d => d.Id == held[0], Cancellation);
        Assert.Equal((DeliveryState.Sending, "prober", Batches.Noon + Lease), (row.State, row.LeaseOwner, row.LeaseUntil!.Value));
    }

    [Fact]
    public async Task A_probe_never_overtakes_an_older_delivery_of_its_entity()
    {
        var erp = await DestinationAsync();
        var held = await HoldAsync(erp.Id, [7, 7, 8]);

        Assert.Equal(held[0], (await TakeDeliveryAsync(erp.Id))!.Lease.Id);
        Assert.Equal(held[2], (await TakeDeliveryAsync(erp.Id))!.Lease.Id);
        Assert.Null(await TakeDeliveryAsync(erp.Id));
    }

    [Fact]
    public async Task What_was_held_comes_back_before_what_came_later()
    {
        var erp = await DestinationAsync();
        var held = await HoldAsync(erp.Id, [null, null, null]);
        _time.Advance(TimeSpan.FromHours(1));
        var deliveries = new HeldDeliveries(Store.Contexts(), _time, Options.Create(new DeliveryOptions()));

        Assert.True(await deliveries.ReleaseAsync(erp.Id, 2, Cancellation));

        var leased = await Store.Queue.ClaimAsync(erp.Id, 10, "dispatcher", Batches.Noon, Batches.Noon + Lease, Cancellation);
        Assert.Equal(held.Take(2), leased.Select(l => l.Id));
    }

    private static Task OpenAsync(CircuitNode node, DestinationConfiguration destination) =>
        node.Circuits.OpenAsync(destination, "No connection.", retryAfter: null, Cancellation);

    private static Task<bool> TakeAsync(CircuitNode node, DestinationConfiguration destination, string owner) =>
        node.Circuits.TakeProbeAsync(destination.Id, owner, Lease, Cancellation);

    private CircuitNode Node() => new(Store, _time);

    private Task<ClaimedDelivery?> TakeDeliveryAsync(int destinationId, long after = 0)
    {
        var options = Options.Create(new DeliveryOptions());
        var superseded = new SupersededDeliveries(Store.Contexts(), new RouteSendings(new CircuitNode.CountingRouting()), options, _time);
        var claims = new ClaimedDeliveries(Store.Queue, superseded, new DeliveryLeases(Store.Contexts(), _time, options), Store.Contexts(), _time);
        return new ProbeDeliveries(Store.Contexts(), claims, _time).TakeAsync(destinationId, after, "prober", Lease, Cancellation);
    }

    private async Task<DestinationConfiguration> DestinationAsync()
    {
        await using var context = Store.CreateContext();
        var name = $"ERP {Guid.NewGuid():N}";
        var row = new Destination { Name = name, Url = "https://erp.example", CreatedAt = Batches.Noon, ChangedAt = Batches.Noon };
        context.Destinations.Add(row);
        await context.SaveChangesAsync(Cancellation);
        return new DestinationConfiguration(
            row.Id, name, row.Kind, new Uri(row.Url), Secret: null, [], AllowPrivateAddress: false, DestinationState.Active, MaxConcurrency: 8,
            TimeSpan.FromSeconds(30), MaxAttempts: 12, TimeSpan.FromSeconds(5), TimeSpan.FromHours(1));
    }

    private async Task<List<long>> HoldAsync(int destinationId, long?[] orderKeys)
    {
        var source = Store.NextId();
        var events = orderKeys.Select((key, i) => Batches.Event(
            source, $"held-{destinationId}-{i}", deliveries: new NewDelivery(destinationId, destinationId, 1, key, DeliveryState.Held))).ToArray();
        await CommitAsync(events);
        return await ReadAsync(c => c.Deliveries.Where(d => d.DestinationId == destinationId).OrderBy(d => d.Id).Select(d => d.Id));
    }

    private async Task<DestinationHealth> RowAsync(int id) =>
        Assert.Single(await ReadAsync(c => c.DestinationHealth.AsNoTracking().Where(h => h.DestinationId == id)));

    private async Task<long> VersionAsync() =>
        Assert.Single(await ReadAsync(c => c.Counters.Where(x => x.Name == Counter.Configuration).Select(x => x.Value)));

    private Task<List<Engine.Audit.AuditEntry>> AuditAsync(DestinationConfiguration destination) =>
        ReadAsync(c => c.AuditEntries.AsNoTracking().Where(a => a.Subject == "Destination " + destination.Name).OrderBy(a => a.Id));
}

public sealed class CircuitTestsOnSqlite(SqliteStore store) : CircuitTests(store), IClassFixture<SqliteStore>;

public sealed class CircuitTestsOnSqlServer(SqlServerStore store) : CircuitTests(store), IClassFixture<SqlServerStore>;
