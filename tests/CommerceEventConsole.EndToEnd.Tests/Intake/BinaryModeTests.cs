using System.Net;
using System.Text;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Events;

namespace CommerceEventConsole.EndToEnd.Tests.Intake;

/// <summary>CloudEvents HTTP binding: binary mode, and how it is told from the others.</summary>
public sealed class BinaryModeTests(IntakeHost host) : IClassFixture<IntakeHost>
{
    private static readonly (string, string)[] Attributes =
        [("ce-specversion", "1.0"), ("ce-id", "b-1"), ("ce-source", "/shop"), ("ce-type", "com.example.thing"), ("ce-time", "2026-05-04T09:12:33.101Z")];

    [Fact]
    public async Task Attributes_in_headers_and_data_in_the_body_make_an_event()
    {
        var source = TestSource.Open(host);

        (await source.PostAsync("""{"sku":"MUG-01"}""", "application/json", [.. Attributes, ("ce-tenant", "north")])).IsTaken(1);

        var stored = Assert.Single(await source.EventsAsync());
        Assert.Equal((ContentMode.Binary, "b-1"), (stored.ContentMode, stored.EventId));
        Assert.Equal(DateTimeOffset.Parse("2026-05-04T09:12:33.101Z"), stored.OccurredAt);
        Assert.Equal("MUG-01", stored.EntityKey);
        Assert.Equal("""{"sku":"MUG-01"}"""u8, stored.Body);
        var headers = Encoding.UTF8.GetString(stored.Headers!);
        Assert.Contains("\"ce-tenant\":\"north\"", headers, StringComparison.Ordinal);
        Assert.Contains("\"content-type\":\"application/json\"", headers, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_same_event_in_binary_and_in_structured_mode_is_one()
    {
        var source = TestSource.Open(host);

        (await source.PostAsync("{}", "application/json", Attributes)).IsTaken(1);
        (await source.PostAsync("""{"specversion":"1.0","id":"b-1","source":"/shop","type":"com.example.thing"}""")).IsTaken(0, 1);
    }

    [Theory]
    [InlineData("Euro%20%E2%82%AC%20%F0%9F%98%80", "Euro € 😀")]
    [InlineData("100%25", "100%")]
    [InlineData("%252F", "%2F")]
    [InlineData("\"quoted \\\"%20text\"", "quoted \" text")]
    public async Task Header_values_are_unquoted_and_decoded_once(string sent, string meant)
    {
        var source = TestSource.Open(host);

        (await source.PostAsync("x", "text/plain", [("ce-specversion", "1.0"), ("ce-id", sent), ("ce-source", "s"), ("ce-type", "t")])).IsTaken(1);

        var stored = Assert.Single(await source.EventsAsync());
        Assert.Equal(meant, stored.EventId);
        Assert.Equal(SearchKey.Normalize(meant), Assert.Single(await host.SearchKeysOfAsync(stored)).Value);
    }

    [Theory]
    [InlineData("image/png")]
    [InlineData(null)]
    public async Task Data_that_is_not_json_is_stored_as_it_came(string? contentType)
    {
        var source = TestSource.Open(host);
        byte[] body = [0, 1, 2, 0xff, 0xfe, .. "not json"u8];

        (await source.PostAsync(body, contentType, Attributes)).IsTaken(1);

        Assert.Equal(body, Assert.Single(await source.EventsAsync()).Body);
    }

    [Fact]
    public async Task An_event_without_data_is_an_event()
    {
        var source = TestSource.Open(host);

        (await source.PostAsync([], "application/json", Attributes)).IsTaken(1);

        Assert.Empty(Assert.Single(await source.EventsAsync()).Body);
    }

    [Fact]
    public async Task The_content_type_of_cloudevents_goes_before_the_headers()
    {
        var source = TestSource.Open(host);

        (await source.PostAsync(Events.Plain("structured"), "application/cloudevents+json", Attributes)).IsTaken(1);

        var stored = Assert.Single(await source.EventsAsync());
        Assert.Equal((ContentMode.Structured, "structured"), (stored.ContentMode, stored.EventId));
    }

    [Fact]
    public async Task Missing_attributes_and_a_broken_body_are_refused_and_kept()
    {
        var source = TestSource.Open(host);

        (await source.PostAsync("{}", "application/json", ("ce-id", "1"))).IsProblem(HttpStatusCode.BadRequest, "specversion: missing");
        (await source.PostAsync("{oops", "application/json", Attributes)).IsProblem(HttpStatusCode.BadRequest, "line 1, byte 2");

        Assert.Equal(["{}", "{oops"], (await source.RejectedAsync()).ConvertAll(r => Encoding.UTF8.GetString(r.Body)));
        Assert.Empty(await source.EventsAsync());
    }

    [Theory]
    [InlineData(65)]
    [InlineData(200)]
    public async Task Data_that_is_nested_too_deep_is_refused(int levels)
    {
        var source = TestSource.Open(host);

        (await source.PostAsync(Events.Nested(levels), "application/json", Attributes)).IsProblem(HttpStatusCode.BadRequest, "");

        Assert.Single(await source.RejectedAsync());
    }

    [Fact]
    public async Task The_recipient_and_the_environment_are_checked_in_binary_mode_too()
    {
        var key = host.Adobe.Publish();
        var source = TestSource.OfAdobe(host, s => s with { AllowedEnvironments = ["acme.prod"] });
        var body = """{"source":"acme.stage"}"""u8.ToArray();

        (await source.PostAsync(body, "application/json", [.. key.Headers(body), .. Attributes, ("ce-recipientclientid", "another")]))
            .IsProblem(HttpStatusCode.Forbidden, "another client");
        (await source.PostAsync(body, "application/json", [.. key.Headers(body), .. Attributes, ("ce-recipientclientid", TestSource.ClientId)]))
            .IsProblem(HttpStatusCode.BadRequest, "acme.stage");
        Assert.Empty(await source.EventsAsync());
    }
}
