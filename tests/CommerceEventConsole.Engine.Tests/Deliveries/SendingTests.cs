using System.Text.Json;
using CommerceEventConsole.Engine.Deliveries;
using Microsoft.AspNetCore.Http;

namespace CommerceEventConsole.Engine.Tests.Deliveries;

public sealed class SendingTests
{
    [Fact]
    public async Task An_event_arrives_as_a_signed_CloudEvent_with_the_fields_of_its_subscription()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(1, "increment_id");
        rig.Routing.Set(Rig.Erp(receiver) with { Secret = "whsec_c2VjcmV0LXNlY3JldC1zZWNyZXQ=", Headers = [new("x-shop", "north")] });
        await rig.StartAsync();

        var id = await rig.StoreAsync("000000042");
        await rig.UntilAsync(id, DeliveryState.Delivered);

        var request = Assert.Single(receiver.Requests);
        using var body = JsonDocument.Parse(request.Body);
        Assert.Equal("""{"increment_id":"000000042"}""", body.RootElement.GetProperty("data").GetProperty("value").GetRawText());
        Assert.Equal("application/cloudevents+json; charset=utf-8", request.Headers.ContentType);
        Assert.Matches("^msg_[0-9a-f]{32}$", request.Id);
        Assert.StartsWith("v1,", request.Headers["webhook-signature"].ToString(), StringComparison.Ordinal);
        Assert.StartsWith("CommerceEventConsole/", request.Headers.UserAgent.ToString(), StringComparison.Ordinal);
        Assert.Equal("north", request.Headers["x-shop"]);
    }

    [Fact]
    public async Task What_was_due_before_the_start_is_sent()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver));
        var id = await rig.StoreAsync();

        await rig.StartAsync();

        await rig.UntilAsync(id, DeliveryState.Delivered);
    }

    [Fact]
    public async Task A_server_error_is_tried_again_with_the_same_id()
    {
        await using var receiver = await Receiver.AnsweringAsync(500, 200);
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver));
        await rig.StartAsync();

        var id = await rig.StoreAsync();
        var delivery = await rig.UntilAsync(id, DeliveryState.Delivered);

        Assert.Equal(2, delivery.Attempts);
        Assert.Equal([1, 2], (await rig.AttemptsAsync(id)).Select(a => a.Number));
        Assert.Single(receiver.Requests.Select(r => r.Id).Distinct(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Retry_After_puts_the_next_attempt_off()
    {
        await using var receiver = await Receiver.StartAsync((context, _) =>
        {
            context.Response.StatusCode = 429;
            context.Response.Headers.RetryAfter = "40";
            return Task.CompletedTask;
        });
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver));
        await rig.StartAsync();

        var delivery = await rig.UntilAsync(await rig.StoreAsync(), DeliveryState.Retrying);

        Assert.True(delivery.DueAt - delivery.UpdatedAt > TimeSpan.FromSeconds(30));
        Assert.Equal(429, delivery.LastStatusCode);
    }

    [Fact]
    public async Task A_refusal_of_the_content_is_final_and_says_why()
    {
        await using var receiver = await Receiver.StartAsync((context, _) =>
        {
            context.Response.StatusCode = 422;
            return context.Response.WriteAsJsonAsync(new { title = "Unprocessable", detail = "unknown SKU MUG-NEW" });
        });
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver));
        await rig.StartAsync();

        var delivery = await rig.UntilAsync(await rig.StoreAsync(), DeliveryState.Failed);

        Assert.Equal(1, delivery.Attempts);
        Assert.Equal("ERP answered 422: unknown SKU MUG-NEW", delivery.LastError);
    }

    [Fact]
    public async Task After_the_last_attempt_a_delivery_is_given_up()
    {
        await using var receiver = await Receiver.AnsweringAsync(503);
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver) with { MaxAttempts = 3 });
        await rig.StartAsync();

        var delivery = await rig.UntilAsync(await rig.StoreAsync(), DeliveryState.Failed);

        Assert.Equal(3, delivery.Attempts);
        Assert.Equal(3, receiver.Requests.Count);
    }

    [Fact]
    public async Task A_destination_that_does_not_answer_in_time_is_tried_again()
    {
        await using var receiver = await Receiver.StartAsync((context, number) =>
            number == 1 ? Task.Delay(Timeout.Infinite, context.RequestAborted) : Task.CompletedTask);
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver) with { Timeout = TimeSpan.FromMilliseconds(500) });
        await rig.StartAsync();

        var id = await rig.StoreAsync();
        await rig.UntilAsync(id, DeliveryState.Delivered);

        Assert.Equal("ERP did not answer within 0.5 seconds", (await rig.AttemptsAsync(id))[0].Error);
    }

    [Fact]
    public async Task A_connection_that_is_broken_off_is_tried_again()
    {
        await using var receiver = await Receiver.StartAsync((context, number) =>
        {
            if (number == 1)
                context.Abort();
            return Task.CompletedTask;
        });
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver));
        await rig.StartAsync();

        var id = await rig.StoreAsync();
        await rig.UntilAsync(id, DeliveryState.Delivered);

        Assert.Equal(AttemptOutcome.Transient, (await rig.AttemptsAsync(id))[0].Outcome);
    }

    [Fact]
    public async Task A_redirect_is_not_followed_and_final()
    {
        await using var receiver = await Receiver.StartAsync((context, _) =>
        {
            context.Response.Redirect("https://new.example/in?token=hidden");
            return Task.CompletedTask;
        });
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver));
        await rig.StartAsync();

        var delivery = await rig.UntilAsync(await rig.StoreAsync(), DeliveryState.Failed);

        Assert.Single(receiver.Requests);
        Assert.Contains("a redirect to https://new.example/in?token=***", delivery.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_nobody_vouches_for_is_not_accepted()
    {
        using var certificate = TestCertificate.Create();
        await using var receiver = await Receiver.StartAsync(certificate: certificate);
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver) with { MaxAttempts = 1 });
        await rig.StartAsync();

        var delivery = await rig.UntilAsync(await rig.StoreAsync(), DeliveryState.Failed);

        Assert.Empty(receiver.Requests);
        Assert.StartsWith("ERP could not be reached securely", delivery.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_private_address_is_called_only_where_the_destination_allows_it()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver) with { AllowPrivateAddress = false });
        await rig.StartAsync();

        var delivery = await rig.UntilAsync(await rig.StoreAsync(), DeliveryState.Failed);

        Assert.Empty(receiver.Requests);
        Assert.Contains("127.0.0.1, an address inside the network", delivery.LastError, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_delivery_whose_revision_is_gone_fails_and_says_so()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver));
        await rig.StartAsync();

        var delivery = await rig.UntilAsync(await rig.StoreAsync(revisionId: 99), DeliveryState.Failed);

        Assert.Contains("revision", delivery.LastError, StringComparison.Ordinal);
        Assert.Empty(receiver.Requests);
    }
}
