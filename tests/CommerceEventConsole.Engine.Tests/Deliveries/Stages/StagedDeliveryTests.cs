using System.Text;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Deliveries.Stages;
using CommerceEventConsole.Engine.Failures;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Stages;
using Microsoft.AspNetCore.Http;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Tests.Deliveries.Stages;

public class StagedDeliveryTests
{
    private static readonly RouteStages Full = new()
    {
        Enrich = [new("order", "orders/{entity_id}")],
        Map = new MapStage { Rows = [new("number", new StageValue { Path = "order.increment_id" }) { IsRequired = true }, new("id", new StageValue { Path = "envelope.delivery" })] },
        Send = new SendStage("PUT", "orders/{order.increment_id}"),
        WriteBack =
        [
            new("external id", WriteBackKind.ExternalId, "order.entity_id", [new("ext_order_id", new StageValue { Path = "answer.id" }) { IsRequired = true }]),
            new("comment", WriteBackKind.OrderComment, "entity_id", [new("comment", new StageValue { Text = "ERP has it as {answer.id}" })]),
        ],
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_event_is_completed_mapped_sent_and_written_back()
    {
        await using var receiver = await AnsweringAsync("""{"id":"E-7"}""");
        await using var rig = await RigAsync(receiver, Full);
        var id = await rig.StoreAsync(body: Event(7));
        await rig.StartAsync();

        await rig.UntilAsync(id, DeliveryState.Delivered);

        var request = Assert.Single(receiver.Requests);
        Assert.Equal($$"""{"number":"000000007","id":"{{request.Id}}"}""", request.Body);
        Assert.Equal("application/json; charset=utf-8", request.Headers.ContentType.ToString());
        var attempt = Assert.Single(await rig.AttemptsAsync(id));
        Assert.StartsWith($"PUT {receiver.Url}/orders/000000007\n", attempt.RequestHead, StringComparison.Ordinal);
        Assert.Null(attempt.Stage);
        Assert.Equal(["orders/7"], rig.Commerce.Questions);
        Assert.Equal(
            [(WriteBackKind.ExternalId, 7L, """{"ext_order_id":"E-7"}"""), (WriteBackKind.OrderComment, 7L, """{"comment":"ERP has it as E-7"}""")],
            rig.Commerce.Writes.Select(w => (w.Kind, w.OrderId!.Value, w.Fields.GetRawText())));
    }

    [Fact]
    public async Task An_order_that_its_event_names_only_by_number_is_found_once_and_written_to()
    {
        await using var receiver = await AnsweringAsync("""{"id":"E-7"}""");
        var byNumber = Full with
        {
            Enrich = [new("order", "orders/{increment_id}") { By = LookUpKeys.OrderNumber }],
            WriteBack = [.. Full.WriteBack.Select(w => w with { Entity = "event.increment_id", By = LookUpKeys.OrderNumber })],
        };
        await using var rig = await RigAsync(receiver, byNumber);
        rig.Commerce.Documents["orders/000000007"] = rig.Commerce.Documents["orders/7"];
        var id = await rig.StoreAsync(body: """{"specversion":"1.0","id":"e","source":"s","type":"t","data":{"value":{"increment_id":"000000007"} } }""");
        await rig.StartAsync();

        await rig.UntilAsync(id, DeliveryState.Delivered);

        Assert.StartsWith("""{"number":"000000007",""", Assert.Single(receiver.Requests).Body, StringComparison.Ordinal);
        Assert.Equal(["orders?increment_id in 000000007"], rig.Commerce.Questions);
        Assert.Equal([(7L, "000000007"), (7L, "000000007")], rig.Commerce.Writes.Select(w => (w.OrderId!.Value, w.OrderNumber)));
    }

    [Fact]
    public async Task An_order_that_nothing_was_asked_about_is_searched_once_for_all_that_is_written_back()
    {
        await using var receiver = await AnsweringAsync("""{"id":"E-7"}""");
        await using var rig = await RigAsync(
            receiver, new RouteStages { WriteBack = [.. Full.WriteBack.Select(w => w with { Entity = "increment_id", By = LookUpKeys.OrderNumber })] });
        rig.Commerce.Documents["orders/000000007"] = rig.Commerce.Documents["orders/7"];
        var failed = false;
        rig.Commerce.OnAsk = (_, _) => !failed && (failed = true) ? Task.FromException(FakeStageCommerce.Away) : Task.CompletedTask;
        var id = await rig.StoreAsync(body: """{"specversion":"1.0","id":"e","source":"s","type":"t","data":{"value":{"increment_id":"000000007"} } }""");
        await rig.StartAsync();

        await rig.UntilAsync(id, DeliveryState.Delivered);

        // The first search failed: that is the write-back's trouble, and nothing is sent again for it.
        Assert.Single(receiver.Requests);
        Assert.Equal((StageKind.WriteBack, "external id"), (await rig.AttemptsAsync(id)).Select(a => (a.Stage!.Value, a.StageName)).First());
        Assert.Equal(["orders?increment_id in 000000007", "orders?increment_id in 000000007"], rig.Commerce.Questions);
        Assert.Equal([7L, 7L], rig.Commerce.Writes.Select(w => w.OrderId!.Value));
    }

    [Fact]
    public async Task Without_a_mapping_the_CloudEvent_goes_with_the_answers_beside_its_payload()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var rig = await RigAsync(receiver, new RouteStages { Enrich = Full.Enrich });
        var id = await rig.StoreAsync(body: Event(7));
        await rig.StartAsync();

        await rig.UntilAsync(id, DeliveryState.Delivered);

        var request = Assert.Single(receiver.Requests);
        Assert.Equal("application/cloudevents+json; charset=utf-8", request.Headers.ContentType.ToString());
        Assert.Contains("""
            "data":{"value":{"entity_id":7},"order":{"entity_id":7,"increment_id":"000000007","grand_total":12.50}}
            """.Trim(), request.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_destination_has_taken_is_never_sent_again_because_Commerce_fails()
    {
        await using var receiver = await AnsweringAsync("""{"id":"E-7"}""");
        await using var rig = await RigAsync(receiver, Full);
        var failures = 2;
        rig.Commerce.OnWrite = (write, _) => write.Kind == WriteBackKind.OrderComment && Interlocked.Decrement(ref failures) >= 0
            ? Task.FromException(FakeStageCommerce.Away) : Task.CompletedTask;
        var id = await rig.StoreAsync(body: Event(7));
        await rig.StartAsync();

        var delivery = await rig.UntilAsync(id, DeliveryState.Delivered);

        Assert.Single(receiver.Requests);
        Assert.Equal([WriteBackKind.ExternalId, WriteBackKind.OrderComment], rig.Commerce.Writes.Select(w => w.Kind));
        var attempts = await rig.AttemptsAsync(id);
        Assert.Equal(
            [(AttemptOutcome.Transient, StageKind.WriteBack, "comment"), (AttemptOutcome.Transient, StageKind.WriteBack, "comment"), (AttemptOutcome.Delivered, null, null)],
            attempts.Select(a => (a.Outcome, a.Stage, a.StageName)));
        Assert.Equal("Write back “comment”: Commerce is not available now.", attempts[0].Error);
        Assert.StartsWith("POST https://shop.example/rest/V1/orders/7/comments", attempts[1].RequestHead, StringComparison.Ordinal);

        // Only the attempt that sent it and went well costs: Commerce's trouble is not the delivery's.
        Assert.Equal(1, delivery.Attempts);
    }

    [Fact]
    public async Task Killed_between_sending_and_writing_back_it_goes_on_with_writing_back()
    {
        await using var receiver = await AnsweringAsync("""{"id":"E-7"}""");
        await using var rig = await RigAsync(receiver, Full);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Commerce.OnWrite = async (_, token) =>
        {
            begun.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
        };
        var id = await rig.StoreAsync(body: Event(7));
        await rig.StartAsync();
        await begun.Task.WaitAsync(Token);

        rig.Commerce.OnWrite = null;
        await rig.KillAndRestartAsync();
        await rig.UntilAsync(id, DeliveryState.Delivered);

        Assert.Single(receiver.Requests);
        Assert.Equal([WriteBackKind.ExternalId, WriteBackKind.OrderComment], rig.Commerce.Writes.Select(w => w.Kind));
        Assert.Equal("""{"ext_order_id":"E-7"}""", rig.Commerce.Writes.First().Fields.GetRawText());
        Assert.Equal(AttemptOutcome.Delivered, Assert.Single(await rig.AttemptsAsync(id)).Outcome);
    }

    [Fact]
    public async Task Killed_between_two_changes_in_Commerce_the_first_is_not_made_again()
    {
        await using var receiver = await AnsweringAsync("""{"id":"E-7"}""");
        await using var rig = await RigAsync(receiver, Full);
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Commerce.OnWrite = async (write, token) =>
        {
            if (write.Kind != WriteBackKind.OrderComment)
                return;
            begun.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
        };
        var id = await rig.StoreAsync(body: Event(7));
        await rig.StartAsync();
        await begun.Task.WaitAsync(Token);

        rig.Commerce.OnWrite = null;
        await rig.KillAndRestartAsync();
        await rig.UntilAsync(id, DeliveryState.Delivered);

        Assert.Single(receiver.Requests);
        Assert.Equal([WriteBackKind.ExternalId, WriteBackKind.OrderComment], rig.Commerce.Writes.Select(w => w.Kind));
    }

    [Fact]
    public async Task Sent_again_by_a_person_a_delivered_one_begins_anew()
    {
        await using var receiver = await AnsweringAsync("""{"id":"E-7"}""");
        await using var rig = await RigAsync(receiver, Full);
        var id = await rig.StoreAsync(body: Event(7));
        await rig.StartAsync();
        await rig.UntilAsync(id, DeliveryState.Delivered);

        await using (var context = rig.Context())
        {
            await context.Deliveries.Where(d => d.Id == id).ExecuteUpdateAsync(
                set => set.SetProperty(d => d.State, DeliveryState.Pending).SetProperty(d => d.Attempts, 0), Token);
        }

        rig.Get<DeliverySignals>().RaiseDue(1);
        await rig.UntilAsync(id, d => d.State == DeliveryState.Delivered && receiver.Requests.Count == 2);
        Assert.Equal(4, rig.Commerce.Writes.Count);
    }

    [Fact]
    public async Task A_refused_change_fails_for_good_and_a_person_goes_on_from_there()
    {
        await using var receiver = await AnsweringAsync("""{"id":"E-7"}""");
        await using var rig = await RigAsync(receiver, Full);
        rig.Commerce.OnWrite = (_, _) => Task.FromException(FakeStageCommerce.Refusal);
        var id = await rig.StoreAsync(body: Event(7));
        await rig.StartAsync();
        var failed = await rig.UntilAsync(id, DeliveryState.Failed);
        await using (var context = rig.Context())
            Assert.Equal(FailureClass.AtStage, (await context.FailureGroups.SingleAsync(g => g.Id == failed.FailureGroupId, Token)).Class);

        rig.Commerce.OnWrite = null;
        await using (var context = rig.Context())
        {
            await context.Deliveries.Where(d => d.Id == id).ExecuteUpdateAsync(
                set => set.SetProperty(d => d.State, DeliveryState.Pending).SetProperty(d => d.Attempts, 0), Token);
        }

        rig.Get<DeliverySignals>().RaiseDue(1);
        await rig.UntilAsync(id, DeliveryState.Delivered);
        Assert.Single(receiver.Requests);
    }

    [Fact]
    public async Task A_Commerce_that_is_away_opens_no_circuit_and_costs_no_attempts()
    {
        await using var receiver = await AnsweringAsync("""{"id":"E-7"}""");
        await using var rig = await RigAsync(receiver, Full, Rig.Erp(receiver) with { MaxAttempts = 2, MaxRetry = TimeSpan.FromMilliseconds(20) });
        rig.Commerce.OnAsk = (_, _) => Task.FromException(FakeStageCommerce.Away);
        var id = await rig.StoreAsync(body: Event(7));
        await rig.StartAsync();
        await UntilAttemptsAsync(rig, id, 6);

        Assert.Null(await rig.HealthAsync());
        var waiting = await rig.DeliveryAsync(id);
        Assert.Equal(0, waiting.Attempts);
        rig.Commerce.OnAsk = null;
        await rig.UntilAsync(id, DeliveryState.Delivered);

        var attempts = await rig.AttemptsAsync(id);
        Assert.All(attempts.SkipLast(1), a => Assert.Equal((StageKind.Enrich, "order", 503), (a.Stage, a.StageName, a.StatusCode)));
        Assert.Equal("GET https://shop.example/rest/V1/orders/7", attempts[0].RequestHead);
        Assert.Single(receiver.Requests);
    }

    [Fact]
    public async Task What_Commerce_does_not_have_is_asked_for_again_a_limited_number_of_times()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var rig = await RigAsync(receiver, Full, Rig.Erp(receiver) with { MaxAttempts = 3 });
        var id = await rig.StoreAsync(body: Event(404));
        await rig.StartAsync();

        var failed = await rig.UntilAsync(id, DeliveryState.Failed);

        Assert.Equal(3, failed.Attempts);
        Assert.Equal("Ask Commerce for “order”: Commerce has nothing at orders/404", failed.LastError);
        Assert.Empty(receiver.Requests);
    }

    [Fact]
    public async Task A_mapping_that_cannot_be_made_fails_at_once_and_names_its_row()
    {
        await using var receiver = await Receiver.StartAsync();
        var stages = new RouteStages { Map = new MapStage { Rows = [new("number", new StageValue { Path = "increment_id" }) { IsRequired = true }] } };
        await using var rig = await RigAsync(receiver, stages);
        var id = await rig.StoreAsync(body: Event(7));
        await rig.StartAsync();

        var failed = await rig.UntilAsync(id, DeliveryState.Failed);

        Assert.Equal("Mapping: row 1 (number): “increment_id” has no value: there is no “increment_id”", failed.LastError);
        var attempt = Assert.Single(await rig.AttemptsAsync(id));
        Assert.Equal((AttemptOutcome.Permanent, StageKind.Map, (string?)null), (attempt.Outcome, attempt.Stage, attempt.StageName));
        Assert.Empty(receiver.Requests);
    }

    [Fact]
    public async Task A_destination_that_refuses_is_named_as_the_stage_send()
    {
        await using var receiver = await Receiver.AnsweringAsync(422);
        await using var rig = await RigAsync(receiver, Full);
        var id = await rig.StoreAsync(body: Event(7));
        await rig.StartAsync();

        await rig.UntilAsync(id, DeliveryState.Failed);

        Assert.Equal((StageKind.Send, (string?)null), Assert.Single(await rig.AttemptsAsync(id)) is var a ? (a.Stage, a.StageName) : default);
        Assert.Empty(rig.Commerce.Writes);
    }

    [Fact]
    public async Task Nothing_is_written_where_the_answer_lacks_what_it_must_have()
    {
        await using var receiver = await AnsweringAsync("""{"tracking":""}""");
        var stages = new RouteStages
        {
            WriteBack = [new("shipment", WriteBackKind.Shipment, "entity_id", [new("tracks[].track_number", new StageValue { Path = "answer.tracking" })]) { OnlyWith = "answer.tracking" }],
        };
        await using var rig = await RigAsync(receiver, stages);
        var id = await rig.StoreAsync(body: Event(7));
        await rig.StartAsync();

        await rig.UntilAsync(id, DeliveryState.Delivered);

        Assert.Empty(rig.Commerce.Writes);
    }

    [Fact]
    public async Task Another_delivery_of_the_same_order_waits_until_the_first_is_written_back()
    {
        await using var receiver = await AnsweringAsync("""{"id":"E-7"}""");
        await using var rig = await RigAsync(receiver, Full);
        var (begun, go) = (new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously), new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously));
        rig.Commerce.OnWrite = (_, token) =>
        {
            begun.TrySetResult();
            return go.Task.WaitAsync(token);
        };
        var first = await rig.StoreAsync("same", Event(7));
        var second = await rig.StoreAsync("same", Event(7));
        var other = await rig.StoreAsync("other", Event(8));
        rig.Commerce.Documents["orders/8"] = Order(8);
        await rig.StartAsync();
        await begun.Task.WaitAsync(Token);
        await UntilAsync(() => receiver.Requests.Count == 2);

        Assert.Equal(DeliveryState.Pending, (await rig.DeliveryAsync(second)).State);
        go.SetResult();
        await rig.UntilAsync(first, DeliveryState.Delivered);
        await rig.UntilAsync(second, DeliveryState.Delivered);
        await rig.UntilAsync(other, DeliveryState.Delivered);
        Assert.Equal(3, receiver.Requests.Count);
    }

    [Fact]
    public async Task A_newer_delivery_does_not_pass_over_one_that_only_has_to_be_written_back()
    {
        await using var receiver = await AnsweringAsync("""{"id":"E-7"}""");
        await using var rig = await RigAsync(receiver, Full);
        rig.Routing.Set(new RouteSending { Order = RouteOrder.LatestOnly });
        rig.Commerce.OnWrite = (_, _) => Task.FromException(FakeStageCommerce.Away);
        var first = await rig.StoreAsync("same", Event(7));
        await rig.StartAsync();
        await rig.UntilAsync(first, DeliveryState.Retrying);

        var second = await rig.StoreAsync("same", Event(7));
        rig.Commerce.OnWrite = null;
        await rig.UntilAsync(first, DeliveryState.Delivered);
        await rig.UntilAsync(second, DeliveryState.Delivered);

        Assert.Equal(2, receiver.Requests.Count);
    }

    [Fact]
    public async Task A_stop_during_writing_back_costs_nothing_and_is_gone_on_with()
    {
        await using var receiver = await AnsweringAsync("""{"id":"E-7"}""");
        await using var rig = await RigAsync(receiver, Full, options: o => o.StopGrace = TimeSpan.FromMilliseconds(50));
        var begun = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        rig.Commerce.OnWrite = async (_, token) =>
        {
            begun.TrySetResult();
            await Task.Delay(Timeout.InfiniteTimeSpan, token);
        };
        var id = await rig.StoreAsync(body: Event(7));
        await rig.StartAsync();
        await begun.Task.WaitAsync(Token);

        await rig.StopAsync();

        Assert.Equal(AttemptOutcome.Interrupted, Assert.Single(await rig.AttemptsAsync(id)).Outcome);
        rig.Commerce.OnWrite = null;
        await rig.KillAndRestartAsync();
        await rig.UntilAsync(id, DeliveryState.Delivered);
        Assert.Single(receiver.Requests);
    }

    [Fact]
    public async Task Mapped_documents_go_together_as_one_array_and_each_answer_is_written_back()
    {
        await using var receiver = await AnsweringAsync("""[{"status":201,"id2":"E-7"},{"status":422,"error":"no"},{"status":200,"id2":"E-9"}]""");
        var stages = new RouteStages
        {
            Enrich = Full.Enrich,
            Map = new MapStage { Rows = [new("number", new StageValue { Path = "order.increment_id" })] },
            WriteBack = [new("id", WriteBackKind.ExternalId, "entity_id", [new("ext_order_id", new StageValue { Path = "answer.id2" })])],
        };
        await using var rig = await RigAsync(receiver, stages);
        rig.Commerce.Documents["orders/8"] = Order(8);
        rig.Commerce.Documents["orders/9"] = Order(9);
        rig.Routing.Set(new RouteSending { BatchSize = 3, BatchSeconds = 30 });
        var ids = new[] { await rig.StoreAsync("7", Event(7)), await rig.StoreAsync("8", Event(8)), await rig.StoreAsync("9", Event(9)) };
        await rig.StartAsync();

        await rig.UntilAsync(ids[0], DeliveryState.Delivered);
        await rig.UntilAsync(ids[1], DeliveryState.Failed);
        await rig.UntilAsync(ids[2], DeliveryState.Delivered);

        var request = Assert.Single(receiver.Requests);
        Assert.Equal("""[{"number":"000000007"},{"number":"000000008"},{"number":"000000009"}]""", request.Body);
        Assert.Equal(["orders?entity_id in 7,8,9"], rig.Commerce.Questions);
        Assert.Equal([(7, "E-7"), (9, "E-9")], rig.Commerce.Writes.Select(w => (w.OrderId!.Value, w.Fields.GetProperty("ext_order_id").GetString()!)).Order());
        Assert.Equal("""{"number":"000000008"}""", Encoding.UTF8.GetString((await rig.AttemptsAsync(ids[1]))[0].RequestBody!));
    }

    [Fact]
    public async Task Routes_without_stages_ask_the_store_for_none()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver));
        var id = await rig.StoreAsync();
        await rig.StartAsync();

        await rig.UntilAsync(id, DeliveryState.Delivered);

        await using var context = rig.Context();
        Assert.Empty(await context.DeliveryStages.ToListAsync(Token));
        Assert.Empty(rig.Commerce.Questions);
    }

    private static string Event(int order) => $$$"""
        {"specversion":"1.0","id":"{{{Guid.NewGuid():N}}}","source":"shop","type":"{{{Rig.EventTypeName}}}","data":{"value":{"entity_id":{{{order}}} } } }
        """;

    private static string Order(int id) => $$"""{"entity_id":{{id}},"increment_id":"{{id:D9}}","grand_total":12.50}""";

    private static Task<Receiver> AnsweringAsync(string json) => Receiver.StartAsync((context, _) =>
    {
        context.Response.ContentType = "application/json";
        return context.Response.WriteAsync(json, Token);
    });

    private static async Task<Rig> RigAsync(
        Receiver receiver, RouteStages stages, Engine.Routing.DestinationConfiguration? destination = null, Action<DeliveryOptions>? options = null)
    {
        var rig = await Rig.CreateAsync(options: options);
        rig.Commerce.Documents["orders/7"] = Order(7);
        rig.Routing.Set(1, stages);
        rig.Routing.Set(destination ?? Rig.Erp(receiver));
        return rig;
    }

    private static Task UntilAttemptsAsync(Rig rig, long id, int count) => UntilAsync(async () => (await rig.AttemptsAsync(id)).Count >= count);

    private static Task UntilAsync(Func<bool> condition) => UntilAsync(() => Task.FromResult(condition()));

    private static async Task UntilAsync(Func<Task<bool>> condition)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        while (!await condition())
        {
            Assert.False(limit.IsCancellationRequested, "It did not come to that.");
            await timer.WaitForNextTickAsync(Token);
        }
    }
}
