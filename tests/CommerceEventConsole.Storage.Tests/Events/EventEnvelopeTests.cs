using System.Text;
using System.Text.Json;
using CommerceEventConsole.Engine.Events;

namespace CommerceEventConsole.Storage.Tests.Events;

public sealed class EventEnvelopeTests
{
    [Fact]
    public void A_structured_event_shows_every_attribute_but_its_data()
    {
        using var envelope = Parse("""{"specversion":"1.0","id":"a","custom":{"x":1},"data":{"value":1}}""");

        Assert.Equal([new("specversion", "1.0"), new("id", "a"), new("custom", """{"x":1}""")], envelope.Attributes.AsEnumerable());
        Assert.Equal(JsonValueKind.Object, envelope.Data.ValueKind);
    }

    [Fact]
    public void A_binary_event_shows_the_attributes_that_its_headers_carried()
    {
        using var envelope = Parse("""{"sku":"A"}""", ContentMode.Binary, """{"ce-id":"a%20b","content-type":"application/json"}""");

        Assert.Equal([new("id", "a b")], envelope.Attributes.AsEnumerable());
        Assert.Equal(2, envelope.Headers.Length);
        Assert.Equal("A", envelope.Data.GetProperty("sku").GetString());
    }

    [Theory]
    [InlineData("""{"phidata":true}""", null, true)]
    [InlineData("""{"phidata":"TRUE"}""", null, true)]
    [InlineData("""{"phidata":false}""", null, false)]
    [InlineData("""{"data":{"phidata":true}}""", null, false)]
    [InlineData("{}", """{"ce-phidata":"true"}""", true)]
    [InlineData("{}", """{"x-event-phidata":"true"}""", true)]
    public void Protected_health_information_is_known_by_its_mark(string body, string? headers, bool expected)
    {
        using var envelope = Parse(body, ContentMode.Structured, headers);

        Assert.Equal(expected, envelope.IsProtected);
    }

    [Theory]
    [InlineData("")]
    [InlineData("not json")]
    [InlineData("[1,2]")]
    [InlineData("\"text\"")]
    [InlineData("""{"a\ud800":"\ud800","data":{"b\ud800":1}}""")]
    public void Whatever_the_bytes_are_nothing_is_thrown(string body)
    {
        using var envelope = Parse(body);

        Assert.NotNull(envelope);
    }

    [Fact]
    public void Text_is_cut_at_its_limit_and_never_inside_a_character()
    {
        using var document = JsonDocument.Parse("\"ab😀cd\"");

        Assert.Equal("ab…", JsonDisplay.TextOf(document.RootElement, 3));
        Assert.Equal("ab😀cd", JsonDisplay.TextOf(document.RootElement));
    }

    private static EventEnvelope Parse(string body, ContentMode mode = ContentMode.Structured, string? headers = null) =>
        EventEnvelope.Parse(Encoding.UTF8.GetBytes(body), mode, headers is null ? null : Encoding.UTF8.GetBytes(headers));
}
