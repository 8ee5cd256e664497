using System.Net;
using System.Text;

namespace CommerceEventConsole.EndToEnd.Tests.Intake;

/// <summary>Two megabytes and not a byte more (spec 2.4; check 13).</summary>
public sealed class SizeTests(IntakeHost host) : IClassFixture<IntakeHost>
{
    private const int Limit = 2 * 1024 * 1024;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Exactly_two_megabytes_are_taken(bool chunked)
    {
        var source = TestSource.Open(host);
        var body = OfSize(Limit);

        (await PostAsync(source, body, chunked)).IsTaken(1);

        Assert.Equal(body, Assert.Single(await source.EventsAsync()).Body);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task One_byte_more_is_refused_with_413(bool chunked)
    {
        var source = TestSource.Open(host);

        (await PostAsync(source, OfSize(Limit + 1), chunked)).IsProblem(HttpStatusCode.RequestEntityTooLarge, "2097152 bytes");

        await source.NothingIsKeptAsync();
    }

    [Fact]
    public async Task A_batch_of_twenty_events_and_two_megabytes_is_taken()
    {
        var source = TestSource.Open(host);
        var items = Enumerable.Range(0, 20).Select(i => Events.Plain($"{i}", $"\"{new string('x', (Limit / 20) - 200)}\""));

        (await source.PostAsync(Events.Batch(items))).IsTaken(20);
    }

    private static byte[] OfSize(int bytes)
    {
        var frame = Events.Plain("big", "\"\"").Length;
        return Encoding.ASCII.GetBytes(Events.Plain("big", $"\"{new string('x', bytes - frame)}\""));
    }

    private static async Task<Answer> PostAsync(TestSource source, byte[] body, bool chunked)
    {
        using HttpContent content = chunked ? new StreamContent(new UnknownLength(body)) : new ByteArrayContent(body);
        return await source.PostAsync(content, "application/json");
    }

    /// <summary>A stream that cannot tell its length, so that the client has to send chunks.</summary>
    private sealed class UnknownLength(byte[] bytes) : MemoryStream(bytes)
    {
        public override bool CanSeek => false;
    }
}
