using System.Text;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Deliveries.Outbound;

namespace CommerceEventConsole.Engine.Tests.Deliveries;

public sealed class DeliveryOutcomeTests
{
    [Theory]
    [InlineData(200, AttemptOutcome.Delivered)]
    [InlineData(204, AttemptOutcome.Delivered)]
    [InlineData(301, AttemptOutcome.Permanent)]
    [InlineData(304, AttemptOutcome.Permanent)]
    [InlineData(400, AttemptOutcome.Permanent)]
    [InlineData(401, AttemptOutcome.Transient)]
    [InlineData(408, AttemptOutcome.Transient)]
    [InlineData(422, AttemptOutcome.Permanent)]
    [InlineData(425, AttemptOutcome.Transient)]
    [InlineData(429, AttemptOutcome.Transient)]
    [InlineData(500, AttemptOutcome.Transient)]
    [InlineData(501, AttemptOutcome.Permanent)]
    [InlineData(503, AttemptOutcome.Transient)]
    [InlineData(505, AttemptOutcome.Permanent)]
    [InlineData(599, AttemptOutcome.Transient)]
    public void A_status_decides_whether_trying_again_can_help(int status, AttemptOutcome expected) =>
        Assert.Equal(expected, Judge(status, "").Outcome);

    [Theory]
    [InlineData("application/problem+json", """{"title":"Invalid","detail":"unknown SKU MUG-NEW"}""", "unknown SKU MUG-NEW")]
    [InlineData("application/json", """{"error":{"code":"X1","message":"no stock"}}""", "no stock")]
    [InlineData("application/json", """{"errors":["first","second"]}""", "first")]
    [InlineData("application/json", """{"message":"cut off he""", "an error of its own")]
    [InlineData("application/json", """{"message":"kept","lines":[1,2""", "kept")]
    [InlineData(null, "plain\n words", "plain words")]
    [InlineData("text/html", "<html><title>Bad &amp; gone</title><p>x", "Bad & gone")]
    [InlineData("application/octet-stream", "\u0001\u0002", "an error of its own")]
    [InlineData("text/plain", "a\u0000\u001b[31mb\u202e", "a[31mb")]
    public void The_sentence_in_an_answer_is_found(string? mediaType, string body, string expected) =>
        Assert.Contains(expected, Judge(500, body, mediaType).Error, StringComparison.Ordinal);

    [Fact]
    public void A_long_message_is_cut_to_what_the_store_holds()
    {
        var error = Judge(422, string.Concat(Enumerable.Repeat("😀", 600)), "text/plain").Error!;
        Assert.True(error.Length <= 400);
        Assert.EndsWith("😀…", error, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 0.5, null, 10)]
    [InlineData(2, 0.5, null, 20)]
    [InlineData(3, 0.0, null, 30)]
    [InlineData(3, 1.0, null, 50)]
    [InlineData(9, 1.0, null, 600)]
    [InlineData(5000, 0.5, null, 600)]
    [InlineData(1, 0.5, 90, 90)]
    [InlineData(4, 0.5, 1, 80)]
    [InlineData(1, 0.5, 86_400, 600)]
    public void Waits_double_spread_by_chance_and_end_at_the_longest(int attempts, double chance, int? retryAfter, double seconds)
    {
        var schedule = new RetrySchedule(TimeSpan.FromSeconds(10), TimeSpan.FromSeconds(600));
        var wait = schedule.Wait(attempts, chance, retryAfter is null ? null : TimeSpan.FromSeconds(retryAfter.Value));
        Assert.Equal(seconds, wait.TotalSeconds, 3);
    }

    private static DeliveryOutcome Judge(int status, string body, string? mediaType = null) =>
        DeliveryOutcome.Of("ERP", TimeSpan.FromSeconds(30), new DestinationAnswer
        {
            StatusCode = status,
            Body = Encoding.UTF8.GetBytes(body),
            MediaType = mediaType,
        });
}
