using System.Net;

namespace CommerceEventConsole.EndToEnd.Tests.Intake;

/// <summary>What a request may be made of (spec 2.4; check 11).</summary>
public sealed class ContentTypeTests(IntakeHost host) : IClassFixture<IntakeHost>
{
    [Theory]
    [InlineData("application/json")]
    [InlineData("application/json; charset=utf-8")]
    [InlineData("application/json;charset=\"UTF-8\"")]
    [InlineData("APPLICATION/JSON")]
    [InlineData("application/cloudevents+json")]
    [InlineData("application/cloudevents+json; charset=UTF-8")]
    [InlineData("application/cloudevents-batch+json")]
    [InlineData("application/vnd.adobecloud.events+json;charset=UTF-8")]
    public async Task Json_is_taken_under_every_name_it_goes_by(string contentType)
    {
        var source = TestSource.Open(host);

        (await source.PostAsync(Events.Plain("1"), contentType)).IsTaken(1);
        (await source.PostAsync(Events.Batch([Events.Plain("2"), Events.Plain("3")]), contentType)).IsTaken(2);
        Assert.Equal(["1", "2", "3"], (await source.EventsAsync()).ConvertAll(e => e.EventId));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("text/plain")]
    [InlineData("text/html")]
    [InlineData("application/xml")]
    [InlineData("application/cloudevents+xml")]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/json; charset=iso-8859-1")]
    [InlineData("json")]
    [InlineData("application/json, text/plain")]
    public async Task Anything_else_is_refused_with_415(string? contentType)
    {
        var source = TestSource.Open(host);

        (await source.PostAsync(Events.Plain("1"), contentType)).IsProblem(HttpStatusCode.UnsupportedMediaType, "application/json");
        await source.NothingIsKeptAsync();
    }

    [Theory]
    [InlineData("gzip")]
    [InlineData("deflate")]
    [InlineData("br")]
    [InlineData("gzip, identity")]
    public async Task A_compressed_body_is_refused_with_415(string encoding)
    {
        var source = TestSource.Open(host);

        (await source.PostAsync(Events.Plain("1"), headers: ("Content-Encoding", encoding)))
            .IsProblem(HttpStatusCode.UnsupportedMediaType, "Content-Encoding");
        (await source.PostAsync("x", null, ("Content-Encoding", encoding), ("ce-id", "1"))).IsProblem(HttpStatusCode.UnsupportedMediaType, "Content-Encoding");
    }

    [Fact]
    public async Task The_identity_encoding_is_no_encoding() =>
        (await TestSource.Open(host).PostAsync(Events.Plain("1"), headers: ("Content-Encoding", "identity"))).IsTaken(1);

    [Theory]
    [InlineData("PUT")]
    [InlineData("DELETE")]
    [InlineData("PATCH")]
    public async Task Other_methods_are_not_allowed(string method)
    {
        using var request = new HttpRequestMessage(new HttpMethod(method), TestSource.Open(host).Address);
        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);

        Assert.Equal(HttpStatusCode.MethodNotAllowed, response.StatusCode);
    }
}
