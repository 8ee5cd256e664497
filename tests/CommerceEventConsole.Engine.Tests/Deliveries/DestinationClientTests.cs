using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Tests.Shared;
using Microsoft.AspNetCore.Http;

namespace CommerceEventConsole.Engine.Tests.Deliveries;

public sealed class DestinationClientTests
{
    [Fact]
    public async Task A_date_in_Retry_After_is_counted_from_now()
    {
        var time = new ManualTime();
        await using var receiver = await Receiver.StartAsync((context, _) =>
        {
            context.Response.StatusCode = 503;
            context.Response.Headers.RetryAfter = time.GetUtcNow().AddSeconds(75).ToString("R");
            return Task.CompletedTask;
        });
        Assert.Equal(TimeSpan.FromSeconds(75), (await SendAsync(receiver, time)).RetryAfter);
    }

    [Fact]
    public async Task Of_an_answer_without_end_the_first_16_kB_are_kept()
    {
        await using var receiver = await Receiver.StartAsync(async (context, _) =>
        {
            var chunk = new byte[8192];
            while (!context.RequestAborted.IsCancellationRequested)
                await context.Response.Body.WriteAsync(chunk, context.RequestAborted);
        });
        var answer = await SendAsync(receiver, TimeProvider.System);
        Assert.Equal(200, answer.StatusCode);
        Assert.Equal(DestinationClient.KeptBytes, answer.Body.Length);
    }

    [Fact]
    public async Task The_time_out_ends_an_attempt_by_the_clock()
    {
        var time = new ManualTime();
        var arrived = new TaskCompletionSource();
        await using var receiver = await Receiver.StartAsync((context, _) =>
        {
            arrived.SetResult();
            return Task.Delay(Timeout.Infinite, context.RequestAborted);
        });
        var sending = SendAsync(receiver, time);
        await arrived.Task;
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.False(sending.IsCompleted);
        time.Advance(TimeSpan.FromSeconds(1));
        Assert.Equal(NoAnswer.TimedOut, (await sending).NoAnswer);
    }

    [Fact]
    public async Task A_name_without_an_address_is_told_from_a_closed_port()
    {
        Uri closed;
        await using (var receiver = await Receiver.StartAsync())
            closed = receiver.Url;
        using var client = new DestinationClient(TimeProvider.System);
        var destination = Rig.Erp(closed);
        Assert.Equal(NoAnswer.NotConnected, (await client.SendAsync(destination, Request(closed), default)).NoAnswer);
        var unknown = new Uri("http://nowhere.invalid/");
        Assert.Equal(NoAnswer.UnknownHost, (await client.SendAsync(destination, Request(unknown), default)).NoAnswer);
    }

    [Fact]
    public async Task An_address_that_cannot_be_called_is_an_answer_too()
    {
        using var client = new DestinationClient(TimeProvider.System);
        var url = new Uri("ftp://erp.example/in");
        Assert.Equal(NoAnswer.NotSent, (await client.SendAsync(Rig.Erp(url), Request(url), default)).NoAnswer);
    }

    [Fact]
    public async Task Cookies_are_not_kept()
    {
        await using var receiver = await Receiver.StartAsync((context, _) =>
        {
            context.Response.Cookies.Append("session", "value");
            return Task.CompletedTask;
        });
        using var client = new DestinationClient(TimeProvider.System);
        var first = await client.SendAsync(Rig.Erp(receiver), Request(receiver.Url), default);
        await client.SendAsync(Rig.Erp(receiver), Request(receiver.Url), default);
        Assert.All(receiver.Requests, r => Assert.False(r.Headers.ContainsKey("cookie")));
        Assert.Contains("Set-Cookie: ***", first.Head, StringComparison.OrdinalIgnoreCase);
    }

    private static OutboundRequest Request(Uri url) => OutboundRequest.Create(Rig.Erp(url), "msg_1", "{}"u8.ToArray(), default);

    private static async Task<DestinationAnswer> SendAsync(Receiver receiver, TimeProvider time)
    {
        using var client = new DestinationClient(time);
        return await client.SendAsync(Rig.Erp(receiver), Request(receiver.Url), TestContext.Current.CancellationToken);
    }
}
