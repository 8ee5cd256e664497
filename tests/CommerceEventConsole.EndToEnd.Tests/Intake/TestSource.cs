using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Intake;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Sources;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.EndToEnd.Tests.Intake;

/// <summary>A source of one test's own: what is sent to it, and what of that is in the store.</summary>
internal sealed class TestSource(IntakeHost host, SourceConfiguration configuration)
{
    public const string ClientId = "0123456789abcdef0123456789abcdef";

    public int Id => configuration.Id;

    public string Path => $"/intake/{configuration.Slug}";

    public Uri Address => new(host.Address, Path);

    public static TestSource Open(IntakeHost host, Func<SourceConfiguration, SourceConfiguration>? change = null) =>
        new(host, host.Routing.Add(s => change?.Invoke(s) ?? s));

    public static TestSource OfAdobe(IntakeHost host, Func<SourceConfiguration, SourceConfiguration>? change = null) =>
        Open(host, s =>
        {
            s = s with { Verification = Verification.AdobeSignature, ClientId = ClientId, PublicKeyBaseUrl = host.Adobe.Address };
            return change?.Invoke(s) ?? s;
        });

    public static TestSource WithSecret(IntakeHost host, Verification verification, string secret) =>
        Open(host, s => s with { Verification = verification, Secret = Encoding.UTF8.GetBytes(secret) });

    public Task<Answer> PostAsync(string body, string? contentType = "application/json", params (string Name, string Value)[] headers) =>
        PostAsync(Encoding.UTF8.GetBytes(body), contentType, headers);

    public async Task<Answer> PostAsync(byte[] body, string? contentType = "application/json", params (string Name, string Value)[] headers)
    {
        using var content = new ByteArrayContent(body);
        return await PostAsync(content, contentType, headers);
    }

    public async Task<Answer> PostAsync(HttpContent content, string? contentType, params (string Name, string Value)[] headers)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, Address) { Content = content };
        if (contentType is not null)
            Assert.True(content.Headers.TryAddWithoutValidation("Content-Type", contentType));
        foreach (var (name, value) in headers)
        {
            if (!request.Headers.TryAddWithoutValidation(name, value))
                Assert.True(content.Headers.TryAddWithoutValidation(name, value));
        }

        return await SendAsync(request);
    }

    /// <summary>As Adobe sends it: signed with <paramref name="key"/> in the first pair.</summary>
    public Task<Answer> PostSignedAsync(SigningKey key, string body, params (string Name, string Value)[] headers)
    {
        var bytes = Encoding.UTF8.GetBytes(body);
        return PostAsync(bytes, "application/cloudevents+json; charset=UTF-8", [.. key.Headers(bytes), .. headers]);
    }

    public async Task<Answer> GetAsync(string query)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, Address + query);
        return await SendAsync(request);
    }

    public Task<List<StoredEvent>> EventsAsync() =>
        host.ReadAsync(db => db.Events.Where(e => e.SourceId == configuration.Id).OrderBy(e => e.Seq).ToListAsync());

    public Task<List<RejectedRequest>> RejectedAsync() =>
        host.ReadAsync(db => db.RejectedRequests.Where(r => r.SourceId == configuration.Id).OrderBy(r => r.Id).ToListAsync());

    public async Task NothingIsKeptAsync()
    {
        Assert.Empty(await EventsAsync());
        Assert.Empty(await RejectedAsync());
    }

    private async Task<Answer> SendAsync(HttpRequestMessage request)
    {
        using var response = await host.Http.SendAsync(request, TestContext.Current.CancellationToken);
        return new Answer(
            response.StatusCode,
            response.Content.Headers.ContentType?.MediaType,
            await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken),
            response.Headers);
    }
}

/// <summary>What the console answered.</summary>
internal sealed record Answer(HttpStatusCode Status, string? ContentType, string Body, HttpResponseHeaders Headers)
{
    public JsonElement Json => JsonElement.Parse(Body);

    public string Detail => Json.GetProperty("detail").GetString()!;

    public (int Index, string Reason)[] Rejected =>
        [.. Json.GetProperty("rejected").EnumerateArray().Select(r => (r.GetProperty("index").GetInt32(), r.GetProperty("reason").GetString()!))];

    /// <summary>A success that names how many were stored and how many were there already.</summary>
    public void IsTaken(int stored, int duplicates = 0)
    {
        Assert.True(Status == HttpStatusCode.OK, $"{(int)Status} {Body}");
        Assert.Equal("application/json", ContentType);
        Assert.Equal((stored, duplicates), (Json.GetProperty("stored").GetInt32(), Json.GetProperty("duplicates").GetInt32()));
    }

    /// <summary>A refusal in the form of RFC 9457.</summary>
    public void IsProblem(HttpStatusCode status, string detail)
    {
        Assert.True(Status == status, $"{(int)Status} {Body}");
        Assert.Equal("application/problem+json", ContentType);
        Assert.Equal((int)status, Json.GetProperty("status").GetInt32());
        Assert.Contains(detail, Detail, StringComparison.Ordinal);
    }

    /// <summary>An answer that makes Adobe come again (spec 2.6).</summary>
    public void AsksToComeAgain()
    {
        IsProblem(HttpStatusCode.ServiceUnavailable, "");
        Assert.Equal(TimeSpan.FromSeconds(5), Headers.RetryAfter?.Delta);
    }
}
