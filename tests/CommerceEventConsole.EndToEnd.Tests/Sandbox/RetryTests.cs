using System.Collections.Concurrent;
using CommerceEventConsole.Sandbox.Adobe;

namespace CommerceEventConsole.EndToEnd.Tests.Sandbox;

public sealed class RetryTests
{
    [Theory]
    [InlineData(200, false)]
    [InlineData(204, false)]
    [InlineData(301, false)]
    [InlineData(400, false)]
    [InlineData(401, false)]
    [InlineData(404, false)]
    [InlineData(408, false)]
    [InlineData(413, false)]
    [InlineData(422, false)]
    [InlineData(429, true)]
    [InlineData(500, true)]
    [InlineData(503, true)]
    [InlineData(505, false)]
    [InlineData(599, true)]
    [InlineData(602, true)]
    [InlineData(604, true)]
    public void Only_429_5xx_but_505_and_missing_answers_are_sent_again(int status, bool again) =>
        Assert.Equal(again, RetryPolicy.IsRetried(status));

    [Fact]
    public void The_waits_are_1_2_4_8_and_then_15_minutes()
    {
        double[] minutes = [.. Enumerable.Range(1, 7).Select(retry => RetryPolicy.Wait(retry, timeScale: 1).TotalMinutes)];
        Assert.Equal([1, 2, 4, 8, 15, 15, 15], minutes);
    }

    [Fact]
    public void An_event_is_sent_again_for_24_hours_and_no_longer()
    {
        var first = DateTimeOffset.UnixEpoch;
        Assert.True(RetryPolicy.IsAlive(first, first.AddHours(24), timeScale: 1));
        Assert.False(RetryPolicy.IsAlive(first, first.AddHours(24).AddSeconds(1), timeScale: 1));
    }

    [Fact]
    public async Task A_retry_repeats_event_and_body_under_a_new_delivery_id_and_counts_up()
    {
        var tries = new ConcurrentDictionary<string, int>(StringComparer.Ordinal);
        await using var rig = await SandboxRig.StartAsync(prepare: console =>
            console.OnPush = pushed => tries.AddOrUpdate(pushed.Header("x-adobe-event-id"), 1, (_, count) => count + 1) < 3 ? 503 : 200);
        await rig.PostAsync("/control/shop/prices");

        var first = await rig.Console.NextAsync();
        var second = await rig.Console.NextAsync();
        var third = await rig.Console.NextAsync();

        Assert.False(first.Headers.ContainsKey("x-adobe-retry-count"));
        Assert.Equal("1", second.Header("x-adobe-retry-count"));
        Assert.Equal("2", third.Header("x-adobe-retry-count"));
        Assert.Equal(first.Header("x-adobe-event-id"), third.Header("x-adobe-event-id"));
        Assert.Equal(first.Body, third.Body);
        Assert.Equal(3, new[] { first, second, third }.Select(pushed => pushed.Header("x-adobe-delivery-id")).Distinct(StringComparer.Ordinal).Count());
        var status = await rig.AdobeWhenAsync(adobe => (int)adobe["acknowledged"]! == 1);
        Assert.Equal(2, (int)status["retried"]!);
    }

    [Theory]
    [InlineData(400)]
    [InlineData(301)]
    [InlineData(505)]
    public async Task A_refused_event_is_lost_and_not_sent_again(int refusal)
    {
        await using var rig = await SandboxRig.StartAsync(prepare: console => console.OnPush = _ => refusal);
        await rig.PostAsync("/control/shop/prices");

        var status = await rig.AdobeWhenAsync(adobe => (int)adobe["lost"]! == 1);

        Assert.Equal(0, (int)status["retriesWaiting"]!);
        Assert.Equal(0, (int)status["retried"]!);
    }

    [Fact]
    public async Task A_registration_whose_attempts_fail_becomes_unstable_and_a_challenge_heals_it()
    {
        await using var rig = await SandboxRig.StartAsync(prepare: console => console.OnPush = _ => 400);
        await rig.PostAsync("/control/shop/orders?count=10");

        await rig.AdobeWhenAsync(adobe => (string?)adobe["state"] is "unstable");
        rig.Console.OnPush = _ => 200;
        var healed = await rig.PostAsync("/control/adobe/challenge");

        Assert.Equal("active", (string)healed["state"]!);
    }

    [Fact]
    public async Task A_batch_holds_at_most_20_events_and_each_names_the_client()
    {
        await using var rig = await SandboxRig.StartAsync(
            options => options.BatchDelivery = true,
            console => console.OnChallenge = _ => Microsoft.AspNetCore.Http.Results.NotFound());
        await rig.PostAsync("/control/shop/orders?count=30");
        rig.Console.OnChallenge = value => Microsoft.AspNetCore.Http.Results.Json(new { challenge = value });
        await rig.PostAsync("/control/adobe/challenge");

        var pushed = await rig.Console.NextAsync(one => one.Code is not "challenge");

        var batch = pushed.Json.AsArray();
        Assert.Equal(20, batch.Count);
        Assert.All(batch, item => Assert.Equal("5a4d0b0c5a17e5a4d0b0c5a17e5a4d0b", (string)item!["recipientclientid"]!));
        Assert.Equal("application/json; charset=utf-8", pushed.Header("Content-Type"));
    }
}
