using System.Text;
using CommerceEventConsole.Engine.Deliveries.Batches;
using CommerceEventConsole.Engine.Deliveries.Outbound;

namespace CommerceEventConsole.Engine.Tests.Deliveries.Batches;

public sealed class BatchAnswerTests
{
    [Theory]
    [InlineData(200, "", "200 200 200")]
    [InlineData(202, "thank you", "202 202 202")]
    [InlineData(200, """{"accepted":3}""", "200 200 200")]
    [InlineData(503, """[{"status":200},{"status":200},{"status":200}]""", "503 503 503")]
    [InlineData(200, """[{"status":200},{"status":422,"error":"no such article"},{"status":200}]""", "200 422 200")]
    [InlineData(200, """[{"status":200},{"status":422}]""", "200 200 200")]
    [InlineData(207, """{"results":[{"id":"msg_c","status":500},{"id":"msg_a","status":201},{"id":"event-b","status":409}]}""", "201 409 500")]
    [InlineData(207, """{"items":[{"id":"msg_c","status":200},{"id":"msg_a","status":200}]}""", "200 502 200")]
    [InlineData(200, """[{"id":"msg_a","status":200},{"id":"msg_b","sta""", "502 502 502")]
    [InlineData(200, """[{"id":"msg_a","status":"fine"}]""", "200 200 200")]
    [InlineData(200, "[]", "200 200 200")]
    public void Each_item_has_its_answer(int status, string body, string statuses)
    {
        var answer = new DestinationAnswer { StatusCode = status, Body = Encoding.UTF8.GetBytes(body), Head = "HTTP/1.1" };

        var split = BatchAnswer.Split(answer, [("msg_a", "event-a"), ("msg_b", "event-b"), ("msg_c", "event-c")]);

        Assert.Equal(statuses, string.Join(' ', split.Select(a => a.StatusCode)));
        Assert.All(split, a => Assert.Equal("HTTP/1.1", a.Head));
    }

    [Fact]
    public void What_is_wrong_with_an_item_is_its_own_message()
    {
        var answer = new DestinationAnswer { StatusCode = 200, Body = """[{"status":200},{"status":422,"error":"no such article"}]"""u8.ToArray() };

        var split = BatchAnswer.Split(answer, [("msg_a", "a"), ("msg_b", "b")]);

        var outcome = DeliveryOutcome.Of("ERP", TimeSpan.FromSeconds(30), split[1]);
        Assert.Equal("ERP answered 422: no such article", outcome.Error);
    }

    [Fact]
    public void Where_nothing_came_back_nothing_was_taken()
    {
        var split = BatchAnswer.Split(new DestinationAnswer { NoAnswer = NoAnswer.TimedOut }, [("msg_a", "a"), ("msg_b", "b")]);

        Assert.All(split, a => Assert.Equal(NoAnswer.TimedOut, a.NoAnswer));
        Assert.Equal(2, split.Count);
    }
}
