using System.Text.Json;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Deliveries.Edits;
using CommerceEventConsole.Engine.Subscriptions;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Tests.Deliveries.Batches;

public sealed class BatchingTests
{
    [Fact]
    public async Task A_backlog_goes_in_full_requests()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var rig = await RigAsync(receiver, size: 10, seconds: 60);
        var ids = await StoreAsync(rig, 20);

        await rig.StartAsync();
        await ArrivedAsync(rig, ids);

        Assert.Equal([10, 10], receiver.Requests.Select(r => Items(r).Count));
        Assert.All(receiver.Requests, r => Assert.StartsWith("application/cloudevents-batch+json", r.Headers.ContentType.ToString(), StringComparison.Ordinal));
        Assert.Equal(20, receiver.Requests.SelectMany(Items).Select(i => i.GetProperty("idempotencyid").GetString()).Distinct(StringComparer.Ordinal).Count());
    }

    [Fact]
    public async Task A_request_that_does_not_fill_goes_when_its_time_is_up()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var rig = await RigAsync(receiver, size: 500, seconds: 1);
        await rig.StartAsync();

        var ids = await StoreAsync(rig, 3);
        await ArrivedAsync(rig, ids);

        Assert.Equal(3, receiver.Requests.Sum(r => Items(r).Count));
    }

    [Fact]
    public async Task Each_delivery_ends_as_the_answer_says_of_it()
    {
        await using var receiver = await Receiver.StartAsync((context, _) =>
            context.Response.WriteAsync("""[{"status":201},{"status":422,"error":"no such article"},{"status":201}]"""));
        await using var rig = await RigAsync(receiver, size: 3, seconds: 60);
        var ids = await StoreAsync(rig, 3);

        await rig.StartAsync();
        var refused = await rig.UntilAsync(ids[1], DeliveryState.Failed);

        await rig.UntilAsync(ids[0], DeliveryState.Delivered);
        await rig.UntilAsync(ids[2], DeliveryState.Delivered);
        Assert.Equal((422, "ERP answered 422: no such article"), (refused.LastStatusCode, refused.LastError));
        var attempt = Assert.Single(await rig.AttemptsAsync(ids[1]));
        using var sent = JsonDocument.Parse(attempt.RequestBody!);
        Assert.Equal("event-2", sent.RootElement.GetProperty("id").GetString());
    }

    [Fact]
    public async Task What_fails_together_is_tried_again_under_the_same_ids()
    {
        await using var receiver = await Receiver.AnsweringAsync(500, 200);
        await using var rig = await RigAsync(receiver, size: 3, seconds: 1);
        var ids = await StoreAsync(rig, 3);

        await rig.StartAsync();
        await ArrivedAsync(rig, ids);

        Assert.All(receiver.Requests.SelectMany(Items).GroupBy(i => i.GetProperty("id").GetString(), StringComparer.Ordinal), same =>
        {
            Assert.Equal(2, same.Count());
            Assert.Single(same.Select(i => i.GetProperty("idempotencyid").GetString()).Distinct(StringComparer.Ordinal));
        });
        foreach (var id in ids)
            Assert.Equal(2, (await rig.DeliveryAsync(id)).Attempts);
    }

    [Fact]
    public async Task What_was_edited_goes_by_itself_with_its_own_headers()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var rig = await RigAsync(receiver, size: 10, seconds: 0);
        var original = await rig.StoreInStateAsync(DeliveryState.Superseded, "000000001");
        var edited = await rig.StoreAsync("000000002");
        await using (var context = rig.Context())
        {
            context.DeliveryEdits.Add(new DeliveryEdit
            {
                DeliveryId = edited, OriginalId = original, Body = """{"id":"edited"}"""u8.ToArray(), EditedBy = "anna", Reason = "Why",
            });
            await context.SaveChangesAsync(TestContext.Current.CancellationToken);
            await context.Deliveries.Where(d => d.Id == edited)
                .ExecuteUpdateAsync(set => set.SetProperty(d => d.Edits, EditMarks.IsEdited), TestContext.Current.CancellationToken);
        }

        await rig.StartAsync();
        await ArrivedAsync(rig, [edited]);

        var request = Assert.Single(receiver.Requests);
        Assert.Equal("""{"id":"edited"}""", request.Body);
        Assert.StartsWith("application/cloudevents+json", request.Headers.ContentType.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_events_of_one_entity_never_go_together()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var rig = await RigAsync(receiver, size: 10, seconds: 0);
        var first = await rig.StoreAsync("000000001");
        var second = await rig.StoreAsync("000000001");

        await rig.StartAsync();
        await ArrivedAsync(rig, [first, second]);

        Assert.Equal(["event-1", "event-2"], receiver.Requests.Select(r => Assert.Single(Items(r)).GetProperty("id").GetString()));
    }

    private static async Task<Rig> RigAsync(Receiver receiver, int size, int seconds)
    {
        var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver));
        rig.Routing.Set(new RouteSending { BatchSize = size, BatchSeconds = seconds });
        return rig;
    }

    private static async Task<List<long>> StoreAsync(Rig rig, int count)
    {
        var ids = new List<long>();
        for (var i = 0; i < count; i++)
            ids.Add(await rig.StoreAsync($"order-{i}"));
        return ids;
    }

    private static async Task ArrivedAsync(Rig rig, IEnumerable<long> ids)
    {
        foreach (var id in ids)
            await rig.UntilAsync(id, DeliveryState.Delivered);
    }

    private static List<JsonElement> Items(Received request)
    {
        using var document = JsonDocument.Parse(request.Body);
        return [.. document.RootElement.Clone().EnumerateArray()];
    }
}
