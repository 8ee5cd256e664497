using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Deliveries.Circuits;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Routing;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Tests.Deliveries.Circuits;

public sealed class OutageTests
{
    private static readonly CircuitSettings Quick = new()
    {
        Failures = 3,
        FirstProbe = TimeSpan.FromMilliseconds(20),
        LongestProbe = TimeSpan.FromMilliseconds(50),
    };

    // Probes only when a test says so.
    private static readonly CircuitSettings Unprobed = Quick with { FirstProbe = TimeSpan.FromHours(1), LongestProbe = TimeSpan.FromHours(1) };

    private volatile string? _poison;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Failures_in_a_row_hold_everything_and_say_why()
    {
        await using var receiver = await Receiver.AnsweringAsync(503);
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver) with { Circuit = Unprobed });
        var ids = await StoreAsync(rig, 12);

        await rig.StartAsync();
        foreach (var id in ids)
            await rig.UntilAsync(id, DeliveryState.Held);

        var health = await rig.HealthAsync();
        Assert.True(health!.IsOpen);
        Assert.Equal("ERP answered 503 (it is not available now)", health.Reason);
        Assert.Equal(DestinationState.Unreachable, rig.Routing.Current.Destinations[1].State);
        Assert.Equal(["console: destination.unreachable"], await AuditAsync(rig));

        // Two failed before the third opened the circuit; what was in flight with that one cost nothing.
        Assert.Equal(2, (await Task.WhenAll(ids.Select(rig.DeliveryAsync))).Sum(d => d.Attempts));
    }

    [Fact]
    public async Task What_comes_while_a_destination_is_unreachable_is_held_and_not_sent()
    {
        await using var receiver = await Receiver.AnsweringAsync(503);
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver) with { Circuit = Unprobed });
        await StoreAsync(rig, 5);
        await rig.StartAsync();
        await rig.UntilHealthAsync(h => h.IsOpen);

        var late = await rig.StoreAsync("order-late");
        Assert.Equal(0, (await rig.UntilAsync(late, DeliveryState.Held)).Attempts);
        Assert.Empty(await rig.AttemptsAsync(late));
    }

    [Fact]
    public async Task The_oldest_held_delivery_is_the_probe_and_closes_the_circuit_when_it_arrives()
    {
        var isDown = true;
        await using var receiver = await Receiver.StartAsync((context, _) =>
        {
            context.Response.StatusCode = Volatile.Read(ref isDown) ? 503 : 200;
            return Task.CompletedTask;
        });
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver) with { Circuit = Quick });
        var ids = await StoreAsync(rig, 20);
        await rig.StartAsync();
        await rig.UntilHealthAsync(h => h is { IsOpen: true, FailedProbes: >= 3 });

        Volatile.Write(ref isDown, false);

        foreach (var id in ids)
            Assert.InRange((await rig.UntilAsync(id, DeliveryState.Delivered)).Attempts, 1, 2);
        Assert.False((await rig.HealthAsync())!.IsOpen);
        Assert.Equal(["console: destination.unreachable", "console: destination.reachable"], await AuditAsync(rig));
        var attempts = await AllAttemptsAsync(rig);
        Assert.True(attempts.Count(a => a.Outcome == AttemptOutcome.Uncounted) >= 3);
        Assert.Equal(attempts.Count, receiver.Requests.Count);
    }

    [Fact]
    public async Task A_health_address_is_asked_instead_where_there_is_one()
    {
        await using var receiver = await Receiver.AnsweringAsync(503, 503, 503, 200);
        var asked = 0;
        await using var health = await Receiver.StartAsync((context, number) =>
        {
            asked = number;
            context.Response.StatusCode = number < 3 ? 500 : 204;
            return Task.CompletedTask;
        });
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver) with
        {
            MaxConcurrency = 1,
            Headers = [new("x-api-key", "secret")],
            Circuit = Quick with { HealthUrl = health.Url },
        });
        var ids = await StoreAsync(rig, 5);

        await rig.StartAsync();
        foreach (var id in ids)
            await rig.UntilAsync(id, DeliveryState.Delivered);

        Assert.Equal(3, asked);
        Assert.DoesNotContain("x-api-key", health.Requests.First().Headers.Keys);
        Assert.DoesNotContain(AttemptOutcome.Delivered, (await AllAttemptsAsync(rig)).Take(3).Select(a => a.Outcome));
    }

    [Fact]
    public async Task The_backlog_leaves_oldest_first_one_at_a_time_to_begin_with()
    {
        var isDown = true;
        var atOnce = new List<int>();
        var now = 0;
        await using var receiver = await Receiver.StartAsync((context, _) =>
        {
            if (Volatile.Read(ref isDown))
            {
                context.Response.StatusCode = 503;
                return Task.CompletedTask;
            }

            lock (atOnce)
                atOnce.Add(++now);
            context.Response.OnCompleted(() =>
            {
                lock (atOnce)
                    now--;
                return Task.CompletedTask;
            });
            return Task.CompletedTask;
        });
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver) with { MaxConcurrency = 8, Circuit = Quick });
        var ids = await StoreAsync(rig, 30);
        await rig.StartAsync();
        await rig.UntilHealthAsync(h => h.IsOpen);
        // Those that were in flight at the opening, too, are back: what a probe takes is held again.
        foreach (var id in ids)
            await rig.UntilAsync(id, DeliveryState.Held);
        Volatile.Write(ref isDown, false);
        foreach (var id in ids)
            await rig.UntilAsync(id, DeliveryState.Delivered);

        // The probe, and then one, two, two: never more than the ramp allows.
        Assert.Equal(1, atOnce[0]);
        Assert.Equal(1, atOnce[1]);
        Assert.All(atOnce.Take(4), n => Assert.InRange(n, 1, 2));
        var order = (await AllAttemptsAsync(rig)).Where(a => a.Outcome == AttemptOutcome.Delivered).Select(a => a.DeliveryId).ToList();
        Assert.Equal(ids.First(id => id != order[0]), order[1]);
    }

    [Fact]
    public async Task A_delivery_that_the_destination_cannot_digest_holds_no_others_up_and_is_given_up()
    {
        await using var receiver = await Receiver.StartAsync(async (context, number) =>
        {
            // It answers with an error of its own to that one event, and for a while to all.
            context.Request.Headers.TryGetValue("webhook-id", out var id);
            var isPoison = number == 1 || id == _poison;
            if (number == 1)
                _poison = id.ToString();
            context.Response.StatusCode = isPoison || number <= 4 ? 500 : 200;
            await Task.CompletedTask;
        });
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver) with { MaxConcurrency = 1, MaxAttempts = 3, Circuit = Quick });
        var ids = await StoreAsync(rig, 8);

        await rig.StartAsync();

        foreach (var id in ids.Skip(1))
            await rig.UntilAsync(id, DeliveryState.Delivered);
        await rig.UntilAsync(ids[0], DeliveryState.Failed);
        Assert.Equal(AttemptOutcome.Exhausted, (await rig.AttemptsAsync(ids[0]))[^1].Outcome);
    }

    [Fact]
    public async Task An_outage_of_one_destination_is_none_of_another()
    {
        await using var down = await Receiver.AnsweringAsync(503);
        await using var up = await Receiver.StartAsync();
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(down) with { Circuit = Unprobed });
        rig.Routing.Set(Rig.Erp(up) with { Id = 2, Name = "WMS" });
        await StoreAsync(rig, 5);
        await rig.StartAsync();
        await rig.UntilHealthAsync(h => h.IsOpen);

        var other = await rig.StoreAsync(routeId: 2, destinationId: 2);

        await rig.UntilAsync(other, DeliveryState.Delivered);
        Assert.Null(await rig.HealthAsync(2));
    }

    [Fact]
    public async Task Refused_events_do_not_make_a_destination_unreachable()
    {
        await using var receiver = await Receiver.AnsweringAsync(422);
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver) with { Circuit = Unprobed });
        var ids = await StoreAsync(rig, 8);

        await rig.StartAsync();

        foreach (var id in ids)
            await rig.UntilAsync(id, DeliveryState.Failed);
        Assert.Null(await rig.HealthAsync());
    }

    [Fact]
    public async Task A_storm_of_429_costs_one_delivery_an_attempt_and_no_other()
    {
        const int AtOnce = 6;
        var all = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var receiver = await Receiver.StartAsync(async (context, number) =>
        {
            if (number == AtOnce)
                all.SetResult();
            await all.Task;
            context.Response.StatusCode = StatusCodes.Status429TooManyRequests;
            context.Response.Headers.RetryAfter = "40";
        });
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver) with { MaxConcurrency = AtOnce });
        var ids = await StoreAsync(rig, 20);

        await rig.StartAsync();
        await all.Task;
        foreach (var id in ids)
            await rig.UntilAsync(id, d => d.State is DeliveryState.Pending or DeliveryState.Retrying);
        await rig.StopAsync();

        Assert.Equal(AtOnce, receiver.Requests.Count);
        Assert.Equal(1, (await Task.WhenAll(ids.Select(rig.DeliveryAsync))).Sum(d => d.Attempts));
        Assert.Equal(AtOnce - 1, (await AllAttemptsAsync(rig)).Count(a => a.Outcome == AttemptOutcome.Uncounted));
        Assert.Null(await rig.HealthAsync());
    }

    [Fact]
    public async Task A_limit_per_second_is_kept()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver) with { MaxPerSecond = 10 });
        var ids = await StoreAsync(rig, 8);
        var start = TimeProvider.System.GetTimestamp();

        await rig.StartAsync();
        foreach (var id in ids)
            await rig.UntilAsync(id, DeliveryState.Delivered);

        // Eight at one every tenth of a second; with some room for how the clock rounds.
        Assert.True(TimeProvider.System.GetElapsedTime(start) > TimeSpan.FromSeconds(0.6));
    }

    [Fact]
    public async Task Of_two_nodes_one_probes_and_both_drain_the_backlog()
    {
        var (isDown, isOpen, now, most) = (true, false, 0, 0);
        await using var receiver = await Receiver.StartAsync(async (context, _) =>
        {
            var isProbe = Volatile.Read(ref isOpen) && Volatile.Read(ref isDown);
            if (isProbe)
                InterlockedMax(ref most, Interlocked.Increment(ref now));
            context.Response.StatusCode = Volatile.Read(ref isDown) ? 503 : 200;
            await Task.Yield();
            if (isProbe)
                Interlocked.Decrement(ref now);
        });
        await using var rig = await Rig.CreateAsync(options: o => o.PollInterval = TimeSpan.FromMilliseconds(50));
        await using var other = rig.AddNode();
        rig.Routing.Set(Rig.Erp(receiver) with { Circuit = Quick });
        other.Routing.Set(Rig.Erp(receiver) with { Circuit = Quick });
        await rig.StartAsync();
        await other.StartAsync();
        var ids = await StoreAsync(rig, 16);
        await rig.UntilHealthAsync(h => h.IsOpen);
        await rig.Routing.ReloadAsync(Token);
        await other.Routing.ReloadAsync(Token);
        foreach (var id in ids)
            await rig.UntilAsync(id, d => d.State == DeliveryState.Held || d.LeaseOwner is not null);
        Volatile.Write(ref isOpen, true);
        var failed = (await rig.HealthAsync())!.FailedProbes;
        await rig.UntilHealthAsync(h => h.FailedProbes >= failed + 4);

        Volatile.Write(ref isDown, false);

        foreach (var id in ids)
            await rig.UntilAsync(id, DeliveryState.Delivered);
        Assert.InRange(most, 1, 2);
        Assert.Equal(["destination.unreachable", "destination.reachable"], (await AuditAsync(rig)).Select(a => a[9..]));
        var delivered = (await AllAttemptsAsync(rig)).Where(a => a.Outcome == AttemptOutcome.Delivered).Select(a => a.DeliveryId).ToList();
        Assert.Equal(ids, delivered.Order());
        await other.StopAsync();
        await rig.StopAsync();
    }

    [Fact]
    public async Task A_probe_in_flight_is_cut_off_when_the_console_stops_and_its_delivery_is_held()
    {
        var probing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var receiver = await Receiver.StartAsync(async (context, number) =>
        {
            if (number <= 3)
            {
                context.Response.StatusCode = 503;
                return;
            }

            probing.TrySetResult();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await using var rig = await Rig.CreateAsync(options: o => o.StopGrace = TimeSpan.Zero);
        rig.Routing.Set(Rig.Erp(receiver) with { MaxConcurrency = 1, Circuit = Quick });
        var ids = await StoreAsync(rig, 4);
        await rig.StartAsync();
        await probing.Task;

        await rig.StopAsync();

        var attempt = (await AllAttemptsAsync(rig))[^1];
        Assert.Equal(AttemptOutcome.Interrupted, attempt.Outcome);
        Assert.Equal(DeliveryState.Held, (await rig.DeliveryAsync(attempt.DeliveryId)).State);
        Assert.Contains(attempt.DeliveryId, ids);
        Assert.Equal((true, null, 0), await rig.HealthAsync() is { } h ? (h.IsOpen, h.ProbeOwner, h.FailedProbes) : default);
    }

    [Fact]
    public async Task Failures_right_after_the_return_make_it_unreachable_at_once()
    {
        await using var receiver = await Receiver.StartAsync((context, number) =>
        {
            // Three open the circuit, the probe arrives, and then the connection breaks again.
            if (number == 4)
                return Task.CompletedTask;
            context.Abort();
            return Task.CompletedTask;
        });
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver) with { MaxConcurrency = 1, Circuit = Quick with { LongestProbe = TimeSpan.FromHours(1) } });
        await StoreAsync(rig, 5);

        await rig.StartAsync();
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while ((await AuditAsync(rig)).Count < 3)
        {
            Assert.False(limit.IsCancellationRequested);
            await timer.WaitForNextTickAsync(Token);
        }

        Assert.Equal(
            ["console: destination.unreachable", "console: destination.reachable", "console: destination.unreachable"], (await AuditAsync(rig)).Take(3));

        // Two before the circuit opened, and the first after the return: it might have been at fault itself.
        Assert.InRange((await AllAttemptsAsync(rig)).Count(a => a.Outcome == AttemptOutcome.Transient), 2, 3);
    }

    [Fact]
    public async Task One_delivery_is_enough_to_find_that_nothing_gets_through()
    {
        var gone = await Receiver.StartAsync();
        var url = gone.Url;
        await gone.DisposeAsync();
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(url) with { Circuit = Unprobed });
        await rig.StartAsync();

        var id = await rig.StoreAsync();

        Assert.Equal(2, (await rig.UntilAsync(id, DeliveryState.Held)).Attempts);
        Assert.Equal("ERP could not be reached: no connection", (await rig.HealthAsync())!.Reason);
        Assert.Equal(AttemptOutcome.Uncounted, (await rig.AttemptsAsync(id))[^1].Outcome);
    }

    [Fact]
    public async Task Refused_credentials_hold_everything_as_an_outage_does()
    {
        await using var receiver = await Receiver.AnsweringAsync(401);
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver) with { Circuit = Unprobed });
        var ids = await StoreAsync(rig, 6);

        await rig.StartAsync();

        foreach (var id in ids)
            await rig.UntilAsync(id, DeliveryState.Held);
        Assert.Equal("ERP answered 401 (it did not accept the credentials)", (await rig.HealthAsync())!.Reason);
    }

    [Fact]
    public async Task A_restart_goes_on_where_the_outage_stood()
    {
        await using var receiver = await Receiver.AnsweringAsync(503, 503, 503, 200);
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver) with { MaxConcurrency = 1, Circuit = Unprobed });
        var ids = await StoreAsync(rig, 5);
        await rig.StartAsync();
        await rig.UntilHealthAsync(h => h.IsOpen);
        await LeaseProbeAsync(rig);

        await rig.KillAndRestartAsync();
        await rig.UntilHealthAsync(h => h.ProbeOwner is null);
        foreach (var id in ids)
            await rig.UntilAsync(id, DeliveryState.Held);
        await MakeProbeDueAsync(rig);
        rig.Get<DeliverySignals>().RaiseDue(1);

        foreach (var id in ids)
            await rig.UntilAsync(id, DeliveryState.Delivered);
    }

    private static async Task<List<long>> StoreAsync(Rig rig, int count)
    {
        var ids = new List<long>();
        for (var i = 0; i < count; i++)
            ids.Add(await rig.StoreAsync($"order-{i}"));
        return ids;
    }

    private static async Task<List<DeliveryAttempt>> AllAttemptsAsync(Rig rig)
    {
        await using var context = rig.Context();
        return await context.DeliveryAttempts.AsNoTracking().OrderBy(a => a.StartedAt).ThenBy(a => a.Id).ToListAsync(Token);
    }

    private static async Task<List<string>> AuditAsync(Rig rig)
    {
        await using var context = rig.Context();
        return await context.AuditEntries.OrderBy(a => a.Id).Select(a => a.Who + ": " + a.Action).ToListAsync(Token);
    }

    private static void InterlockedMax(ref int target, int value)
    {
        for (var seen = Volatile.Read(ref target); value > seen; seen = Volatile.Read(ref target))
            Interlocked.CompareExchange(ref target, value, seen);
    }

    private static async Task LeaseProbeAsync(Rig rig)
    {
        await using var context = rig.Context();
        DateTimeOffset? until = DateTimeOffset.MaxValue.AddYears(-1000);
        await context.DestinationHealth.ExecuteUpdateAsync(
            set => set.SetProperty(h => h.ProbeOwner, "somebody").SetProperty(h => h.ProbeUntil, until), Token);
    }

    private static async Task MakeProbeDueAsync(Rig rig)
    {
        await using var context = rig.Context();
        DateTimeOffset? past = rig.Time.GetUtcNow().AddSeconds(-1);
        await context.DestinationHealth.ExecuteUpdateAsync(set => set.SetProperty(h => h.NextProbeAt, past), Token);
    }
}
