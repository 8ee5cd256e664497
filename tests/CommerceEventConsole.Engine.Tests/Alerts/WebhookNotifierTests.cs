using System.Globalization;
using System.Text;
using System.Text.Json;
using CommerceEventConsole.Engine.Alerts.Channels;
using CommerceEventConsole.Engine.Alerts.Notices;
using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Tests.Deliveries;
using CommerceEventConsole.Tests.Shared;
using Microsoft.AspNetCore.Http;

namespace CommerceEventConsole.Engine.Tests.Alerts;

public sealed class WebhookNotifierTests
{
    private const string Secret = "whsec_c2VjcmV0LW9mLXRoZS1jaGFubmVs";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_is_json_with_every_alert_and_a_signature_over_its_bytes()
    {
        await using var receiver = await Receiver.StartAsync();
        var message = Messages.Of(
            new(NoticeKind.Opened, Messages.Alert("ERP is unreachable", isCritical: true)), new(NoticeKind.Resolved, Messages.Alert("WMS is unreachable")));

        Assert.Null(await SendAsync(Channel(receiver.Url, Secret), message));

        var request = receiver.Requests.Single();
        Assert.Equal("alerts-1", request.Id);
        var timestamp = long.Parse(request.Headers["webhook-timestamp"].ToString(), CultureInfo.InvariantCulture);
        Assert.Equal(Messages.Nine.ToUnixTimeSeconds(), timestamp);
        Assert.Equal(
            WebhookSignature.Create(Secret, "alerts-1", timestamp, Encoding.UTF8.GetBytes(request.Body)), request.Headers["webhook-signature"].ToString());
        using var body = JsonDocument.Parse(request.Body);
        var first = body.RootElement.GetProperty("alerts")[0];
        Assert.Equal(
            ("opened", "unreachable", true, "ERP is unreachable", "https://console.example.com/destinations"),
            (first.GetProperty("state").GetString(), first.GetProperty("kind").GetString(), first.GetProperty("critical").GetBoolean(),
                first.GetProperty("title").GetString(), first.GetProperty("link").GetString()));
        Assert.Equal("resolved", body.RootElement.GetProperty("alerts")[1].GetProperty("state").GetString());
        Assert.False(body.RootElement.GetProperty("test").GetBoolean());
    }

    [Fact]
    public async Task Without_a_secret_there_is_no_signature()
    {
        await using var receiver = await Receiver.StartAsync();

        Assert.Null(await SendAsync(Channel(receiver.Url, secret: null), Messages.Of()));

        Assert.False(receiver.Requests.Single().Headers.ContainsKey("webhook-signature"));
    }

    [Theory]
    [InlineData(500, "status 500: it has trouble of its own")]
    [InlineData(404, "status 404: nothing is at that address")]
    [InlineData(302, "redirects are not followed")]
    public async Task An_answer_that_is_no_success_is_told_with_its_status(int status, string words)
    {
        await using var receiver = await Receiver.AnsweringAsync(status);

        Assert.Contains(words, await SendAsync(Channel(receiver.Url, Secret), Messages.Of()), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_address_inside_the_network_is_refused_unless_it_is_allowed()
    {
        await using var receiver = await Receiver.StartAsync();
        var channel = Channel(receiver.Url, Secret);
        channel.AllowPrivateAddress = false;

        Assert.Contains("inside the network", await SendAsync(channel, Messages.Of()), StringComparison.Ordinal);
        Assert.Empty(receiver.Requests);
    }

    [Fact]
    public async Task No_answer_is_waited_for_longer_than_twenty_seconds()
    {
        var arrived = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var receiver = await Receiver.StartAsync((context, _) =>
        {
            arrived.SetResult();
            return Task.Delay(Timeout.InfiniteTimeSpan, context.RequestAborted);
        });
        var time = new ManualTime(Messages.Nine);

        var sending = SendAsync(Channel(receiver.Url, Secret), Messages.Of(), time);
        await arrived.Task.WaitAsync(Token);
        time.Advance(TimeSpan.FromSeconds(20));

        Assert.Equal("There was no answer within 20 seconds.", await sending);
    }

    private static async Task<string?> SendAsync(AlertChannel channel, NoticeMessage message, TimeProvider? time = null)
    {
        using var notifier = new WebhookNotifier(new Messages.OpenSecrets(), Messages.Options, time ?? new ManualTime(Messages.Nine));
        var outcome = await notifier.SendAsync(channel, message, Token);
        Assert.Equal(outcome.Problem is null, outcome.Arrived);
        return outcome.Problem;
    }

    private static AlertChannel Channel(Uri url, string? secret) => new()
    {
        Name = "Chat",
        Kind = AlertChannelKind.Webhook,
        Url = url.AbsoluteUri,
        AllowPrivateAddress = true,
        ProtectedSecret = secret,
    };
}
