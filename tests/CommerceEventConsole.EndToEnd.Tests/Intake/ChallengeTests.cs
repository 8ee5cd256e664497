using System.Net;
using System.Text.Json;
using CommerceEventConsole.Engine.Sources;

namespace CommerceEventConsole.EndToEnd.Tests.Intake;

/// <summary>Both forms of Adobe's challenge (spec 2.2, 2.3; checks 1 to 8 and 38).</summary>
public sealed class ChallengeTests(IntakeHost host) : IClassFixture<IntakeHost>
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData("0b1d6e2c-7f7c-4a55-9a43-6c1f6d1b2e90")]
    [InlineData("<script>alert('&')</script>")]
    [InlineData("a+b c\"d\\e%2F/é😀مرحبا")]
    public async Task A_challenge_is_answered_unchanged_as_json(string challenge)
    {
        var answer = await TestSource.OfAdobe(host).GetAsync("?challenge=" + Uri.EscapeDataString(challenge));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("application/json", answer.ContentType);
        Assert.Equal(challenge, answer.Json.GetProperty("challenge").GetString());
        Assert.Equal(1, answer.Json.GetPropertyCount());
    }

    [Theory]
    [InlineData("")]
    [InlineData("?challenge=")]
    [InlineData("?other=echo-me")]
    public async Task A_get_without_a_challenge_is_refused_and_echoes_nothing(string query)
    {
        var answer = await TestSource.OfAdobe(host).GetAsync(query);

        answer.IsProblem(HttpStatusCode.BadRequest, "challenge");
        Assert.DoesNotContain("echo-me", answer.Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_unknown_source_answers_404_to_challenges_and_to_events()
    {
        var unknown = new TestSource(host, new(0, "nobody", "Nobody", Verification.None, default, null, null, true, [], true));

        (await unknown.GetAsync("?challenge=x")).IsProblem(HttpStatusCode.NotFound, "no source");
        (await unknown.PostAsync(Events.Plain("1"))).IsProblem(HttpStatusCode.NotFound, "no source");
    }

    [Fact]
    public async Task A_source_that_is_switched_off_passes_challenges_and_takes_no_events()
    {
        var source = TestSource.OfAdobe(host, s => s with { Enabled = false });

        Assert.Equal(HttpStatusCode.OK, (await source.GetAsync("?challenge=x")).Status);
        Assert.Equal(HttpStatusCode.OK, (await source.PostAsync(Validation("/csm/registrations/validate?id=off"))).Status);
        (await source.PostSignedAsync(host.Adobe.Publish(), Events.Order("off"))).IsProblem(HttpStatusCode.NotFound, "switched off");
        await source.NothingIsKeptAsync();
    }

    [Fact]
    public async Task A_validation_url_is_called_and_is_no_event()
    {
        var source = TestSource.OfAdobe(host);
        host.Adobe.ExpectConfirmation();

        var answer = await source.PostAsync(
            Validation("/csm/registrations/validate?id=a&challenge=b"), "application/json; charset=utf-8", ("x-adobe-event-code", "challenge"));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal("/csm/registrations/validate?id=a&challenge=b", await host.Adobe.Confirmed.WaitAsync(Patience, TestContext.Current.CancellationToken));
        await source.NothingIsKeptAsync();
        Assert.DoesNotContain("challenge=b", host.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_validation_url_on_another_host_is_never_called()
    {
        await using var stranger = new AdobeServer();
        await stranger.StartAsync();
        var source = TestSource.OfAdobe(host);

        await IsNotCalledAsync(source, JsonSerializer.Serialize(new { validationUrl = new Uri(stranger.Address, "/csm/x") }));
        await IsNotCalledAsync(source, JsonSerializer.Serialize(new { validationUrl = $"http://a:b@{host.Adobe.Address.Authority}/csm/not-called" }));
        await IsNotCalledAsync(source, JsonSerializer.Serialize(new { validationUrl = "file:///etc/passwd" }));
        await IsNotCalledAsync(source, JsonSerializer.Serialize(new { validationUrl = "not a url" }));

        Assert.Empty(stranger.Requests);
        Assert.DoesNotContain(host.Adobe.Requests, r => r.Contains("not-called", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_validation_url_that_leads_to_another_host_is_not_followed()
    {
        await using var stranger = new AdobeServer();
        await stranger.StartAsync();
        await using var own = await IntakeHost.StartAsync();
        own.Adobe.RedirectTo = new Uri(stranger.Address, "/csm/x");
        var source = TestSource.OfAdobe(own);
        await source.PostAsync(JsonSerializer.Serialize(new { validationUrl = new Uri(own.Adobe.Address, "/csm/first") }));
        await own.Adobe.Redirected.WaitAsync(Patience, TestContext.Current.CancellationToken);
        own.Adobe.RedirectTo = null;
        // Addresses are called one after another: when the second arrives, the first has been dealt with.
        await source.PostAsync(JsonSerializer.Serialize(new { validationUrl = new Uri(own.Adobe.Address, "/csm/second") }));
        await own.Adobe.Confirmed.WaitAsync(Patience, TestContext.Current.CancellationToken);

        Assert.Empty(stranger.Requests);
    }

    [Fact]
    public async Task A_source_that_wants_no_automatic_confirmation_only_names_the_address_in_the_log()
    {
        var source = TestSource.OfAdobe(host, s => s with { ConfirmChallenges = false });

        await IsNotCalledAsync(source, Validation("/csm/by-hand"));

        Assert.DoesNotContain("/csm/by-hand", host.Adobe.Requests);
        Assert.Contains("/csm/by-hand", host.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"validationUrl":"https://csm.adobe.io/x","id":"1"}""")]
    [InlineData("""{"validationUrl":5}""")]
    [InlineData("""[{"validationUrl":"https://csm.adobe.io/x"}]""")]
    public async Task A_body_with_more_than_a_validation_url_needs_a_signature_like_any_event(string body)
    {
        var source = TestSource.OfAdobe(host);

        (await source.PostAsync(body)).IsProblem(HttpStatusCode.Unauthorized, "missing");
        await source.NothingIsKeptAsync();
    }

    [Fact]
    public async Task Senders_that_are_not_adobe_cannot_have_addresses_called()
    {
        var source = TestSource.WithSecret(host, Verification.SharedToken, "secret");

        (await source.PostAsync(Validation("/csm/from-another"))).IsProblem(HttpStatusCode.Unauthorized, "bearer");
    }

    private string Validation(string path) => JsonSerializer.Serialize(new { validationUrl = new Uri(host.Adobe.Address, path) });

    // Addresses are called one after another: when a later one has been, an earlier one would have been.
    private async Task IsNotCalledAsync(TestSource source, string body)
    {
        Assert.Equal(HttpStatusCode.OK, (await source.PostAsync(body)).Status);
        host.Adobe.ExpectConfirmation();
        await TestSource.OfAdobe(host).PostAsync(Validation("/csm/later"));
        await host.Adobe.Confirmed.WaitAsync(Patience, TestContext.Current.CancellationToken);
    }
}
