using System.Text;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Tests.Deliveries;

public sealed class DispatchTests
{
    [Fact]
    public async Task A_younger_delivery_of_an_entity_waits_while_the_older_one_is_tried_again()
    {
        await using var receiver = await Receiver.AnsweringAsync(500, 500, 200);
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver));
        var older = await rig.StoreAsync("000000001");
        var younger = await rig.StoreAsync("000000001");

        await rig.StartAsync();
        await rig.UntilAsync(younger, DeliveryState.Delivered);

        Assert.Equal("event-1 event-1 event-1 event-2", string.Join(' ', receiver.Requests.Select(EventId)));
        Assert.Equal(DeliveryState.Delivered, (await rig.DeliveryAsync(older)).State);
    }

    [Fact]
    public async Task A_younger_delivery_goes_once_the_older_one_is_given_up()
    {
        await using var receiver = await Receiver.AnsweringAsync(422, 200);
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver));
        var older = await rig.StoreAsync();
        var younger = await rig.StoreAsync();

        await rig.StartAsync();
        await rig.UntilAsync(younger, DeliveryState.Delivered);

        Assert.Equal(DeliveryState.Failed, (await rig.DeliveryAsync(older)).State);
    }

    [Fact]
    public async Task No_more_are_in_flight_than_the_destination_allows()
    {
        const int Most = 3;
        var full = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var arrived = 0;
        await using var receiver = await Receiver.StartAsync(async (_, _) =>
        {
            if (Interlocked.Increment(ref arrived) == Most)
                full.SetResult();
            await full.Task;
        });
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver) with { MaxConcurrency = Most });
        var ids = new List<long>();
        for (var i = 0; i < 20; i++)
            ids.Add(await rig.StoreAsync($"order-{i}"));

        await rig.StartAsync();
        foreach (var id in ids)
            await rig.UntilAsync(id, DeliveryState.Delivered);

        Assert.Equal(Most, receiver.MostAtOnce);
        Assert.Equal(20, receiver.Requests.Count);
    }

    [Fact]
    public async Task A_destination_that_does_not_answer_does_not_slow_another()
    {
        await using var stuck = await Receiver.StartAsync((context, _) => Task.Delay(Timeout.Infinite, context.RequestAborted));
        await using var quick = await Receiver.StartAsync();
        await using var rig = await Rig.CreateAsync(options: o => o.StopGrace = TimeSpan.Zero);
        rig.Routing.Set(Rig.Erp(stuck));
        rig.Routing.Set(Rig.Erp(quick) with { Id = 2, Name = "WMS" });
        for (var i = 0; i < 20; i++)
            await rig.StoreAsync($"order-{i}");
        await rig.StartAsync();

        var other = await rig.StoreAsync(routeId: 2, destinationId: 2);

        await rig.UntilAsync(other, DeliveryState.Delivered);
    }

    [Fact]
    public async Task Deliveries_of_a_paused_destination_are_held_and_leave_when_it_is_active_again()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var rig = await Rig.CreateAsync(options: o => o.ChunkSize = 2);
        rig.Routing.Set(Rig.Erp(receiver) with { State = DestinationState.Paused });
        var ids = new List<long>();
        for (var i = 0; i < 5; i++)
            ids.Add(await rig.StoreAsync($"order-{i}"));
        ids.Add(await rig.StoreAsync("order-held-at-intake", state: DeliveryState.Held));
        await rig.StartAsync();
        foreach (var id in ids)
            await rig.UntilAsync(id, DeliveryState.Held);
        Assert.Empty(receiver.Requests);

        rig.Routing.Set(Rig.Erp(receiver));

        foreach (var id in ids)
            Assert.Equal(1, (await rig.UntilAsync(id, DeliveryState.Delivered)).Attempts);
    }

    [Fact]
    public async Task An_attempt_in_flight_ends_when_its_destination_is_paused()
    {
        var arrived = new TaskCompletionSource();
        var answer = new TaskCompletionSource();
        await using var receiver = await Receiver.StartAsync((context, _) =>
        {
            arrived.SetResult();
            context.Response.StatusCode = 500;
            return answer.Task;
        });
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver));
        await rig.StartAsync();
        var id = await rig.StoreAsync();
        await arrived.Task;

        rig.Routing.Set(Rig.Erp(receiver) with { State = DestinationState.Paused });
        answer.SetResult();

        Assert.Equal(1, (await rig.UntilAsync(id, DeliveryState.Held)).Attempts);
    }

    [Fact]
    public async Task What_a_dead_process_was_sending_is_sent_again_with_the_same_id()
    {
        var arrived = new TaskCompletionSource();
        await using var receiver = await Receiver.StartAsync((context, number) =>
        {
            if (number > 1)
                return Task.CompletedTask;
            arrived.SetResult();
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver));
        await rig.StartAsync();
        var id = await rig.StoreAsync();
        await arrived.Task;

        await rig.KillAndRestartAsync();

        Assert.Equal(1, (await rig.UntilAsync(id, DeliveryState.Delivered)).Attempts);
        Assert.Equal(2, receiver.Requests.Count);
        Assert.Single(receiver.Requests.Select(r => r.Id).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_lease_is_taken_back_when_it_has_run_out_and_not_before()
    {
        await using var rig = await Rig.CreateAsync();
        var expired = await rig.StoreAsync("order-1");
        var standing = await rig.StoreAsync("order-2");
        var retried = await rig.StoreAsync("order-3");
        var now = rig.Time.Now();
        await LeaseAsync(rig, expired, now.AddSeconds(-1), attempts: 0);
        await LeaseAsync(rig, standing, now.AddMinutes(10), attempts: 0);
        await LeaseAsync(rig, retried, now.AddSeconds(-1), attempts: 2);

        await rig.Get<DeliveryLeases>().TakeBackExpiredAsync(default);

        Assert.Equal(DeliveryState.Pending, (await rig.DeliveryAsync(expired)).State);
        Assert.Null((await rig.DeliveryAsync(expired)).LeaseOwner);
        Assert.Equal(DeliveryState.Sending, (await rig.DeliveryAsync(standing)).State);
        Assert.Equal(DeliveryState.Retrying, (await rig.DeliveryAsync(retried)).State);
    }

    [Fact]
    public async Task Stopping_lets_an_attempt_in_flight_end()
    {
        var arrived = new TaskCompletionSource();
        var answer = new TaskCompletionSource();
        await using var receiver = await Receiver.StartAsync((_, _) =>
        {
            arrived.SetResult();
            return answer.Task;
        });
        await using var rig = await Rig.CreateAsync(options: o => o.StopGrace = TimeSpan.FromMinutes(5));
        rig.Routing.Set(Rig.Erp(receiver));
        await rig.StartAsync();
        var id = await rig.StoreAsync();
        await arrived.Task;

        var stopping = rig.StopAsync();
        answer.SetResult();
        await stopping;

        Assert.Equal(DeliveryState.Delivered, (await rig.DeliveryAsync(id)).State);
    }

    [Fact]
    public async Task An_attempt_that_the_stop_cuts_off_costs_nothing_and_is_due_at_once()
    {
        var arrived = new TaskCompletionSource();
        await using var receiver = await Receiver.StartAsync((context, _) =>
        {
            arrived.SetResult();
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        await using var rig = await Rig.CreateAsync(options: o => o.StopGrace = TimeSpan.Zero);
        rig.Routing.Set(Rig.Erp(receiver) with { MaxConcurrency = 1 });
        await rig.StartAsync();
        var id = await rig.StoreAsync("order-1");
        await arrived.Task;
        var waiting = await rig.StoreAsync("order-2");

        await rig.StopAsync();

        var delivery = await rig.DeliveryAsync(id);
        Assert.Equal((DeliveryState.Pending, 0), (delivery.State, delivery.Attempts));
        Assert.Null(delivery.LeaseOwner);
        Assert.Equal(AttemptOutcome.Interrupted, Assert.Single(await rig.AttemptsAsync(id)).Outcome);
        Assert.Equal(DeliveryState.Pending, (await rig.DeliveryAsync(waiting)).State);
    }

    [Fact]
    public async Task No_credential_is_kept_in_an_attempt()
    {
        string[] secrets = ["signing-secret-1", "bearer-token-2", "api-key-3", "query-token-4", "userinfo-5"];
        await using var receiver = await Receiver.StartAsync(async (context, _) =>
        {
            // A destination that answers with what it was sent.
            context.Response.StatusCode = 400;
            context.Response.Headers["x-echo"] = context.Request.Headers.Authorization;
            await context.Response.WriteAsync(
                $"bad credentials: {context.Request.Headers.Authorization} {context.Request.Headers["x-api-key"]} {context.Request.QueryString}");
        });
        await using var rig = await Rig.CreateAsync();
        var url = new UriBuilder(receiver.Url) { Query = "token=query-token-4&shop=north", UserName = "user", Password = "userinfo-5" }.Uri;
        rig.Routing.Set(Rig.Erp(url) with
        {
            Secret = "signing-secret-1",
            Headers = [new("Authorization", "Bearer bearer-token-2"), new("x-api-key", "api-key-3"), new("x-shop", "north")],
        });
        await rig.StartAsync();
        var id = await rig.StoreAsync();
        var delivery = await rig.UntilAsync(id, DeliveryState.Failed);

        var attempt = Assert.Single(await rig.AttemptsAsync(id));
        var signature = Assert.Single(receiver.Requests).Headers["webhook-signature"].ToString();
        var kept = string.Join('\n', attempt.RequestHead, attempt.ResponseHead, attempt.Error, delivery.LastError,
            Encoding.UTF8.GetString(attempt.RequestBody!), Encoding.UTF8.GetString(attempt.ResponseBody!));
        Assert.All([.. secrets, signature], secret => Assert.DoesNotContain(secret, kept, StringComparison.Ordinal));
        Assert.Contains("x-shop: north", attempt.RequestHead, StringComparison.Ordinal);
        Assert.Contains("?token=***&shop=north", attempt.RequestHead, StringComparison.Ordinal);
        Assert.Contains("bad credentials: Bearer ***", attempt.Error, StringComparison.Ordinal);
    }

    private static string? EventId(Received request)
    {
        using var document = System.Text.Json.JsonDocument.Parse(request.Body);
        return document.RootElement.GetProperty("id").GetString();
    }

    private static async Task LeaseAsync(Rig rig, long id, DateTimeOffset until, int attempts)
    {
        await using var context = rig.Context();
        await context.Deliveries.Where(d => d.Id == id).ExecuteUpdateAsync(set => set
            .SetProperty(d => d.State, DeliveryState.Sending)
            .SetProperty(d => d.LeaseOwner, "somebody")
            .SetProperty(d => d.LeaseUntil, until)
            .SetProperty(d => d.Attempts, attempts));
    }
}
