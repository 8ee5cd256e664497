using System.Net;
using System.Security.Cryptography;
using System.Text;

namespace CommerceEventConsole.EndToEnd.Tests.Intake;

/// <summary>Adobe's digital signatures (spec 2.9; checks 30 to 41).</summary>
public sealed class AdobeSignatureTests(IntakeHost host) : IClassFixture<IntakeHost>
{
    private readonly SigningKey _key = host.Adobe.Publish();

    [Fact]
    public async Task A_signed_event_is_taken_and_its_signatures_are_not_kept()
    {
        var source = TestSource.OfAdobe(host);
        var other = host.Adobe.Publish();
        var body = Encoding.UTF8.GetBytes(Events.Order("e-1"));

        (await source.PostAsync(body, "application/json", [
            .. _key.Headers(body, 1), .. other.Headers(body, 2),
            ("X-Adobe-Retry-Count", "3"), ("X-ADOBE-Something-New", "kept"), ("Authorization", "Bearer private"), ("x-adobe-signature", "bGVnYWN5")])).IsTaken(1);

        var stored = Assert.Single(await source.EventsAsync());
        var headers = Encoding.UTF8.GetString(stored.Headers!);
        Assert.Contains("\"x-adobe-retry-count\":\"3\"", headers, StringComparison.Ordinal);
        Assert.Contains("\"x-adobe-something-new\":\"kept\"", headers, StringComparison.Ordinal);
        Assert.DoesNotContain("\"x-adobe-public-key1-path\"", headers, StringComparison.Ordinal);
        Assert.DoesNotContain("signature", headers, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("private", headers, StringComparison.Ordinal);
        Assert.Equal(0, host.Adobe.Fetches(other));
    }

    [Fact]
    public async Task A_wrong_signature_is_refused_with_401_and_nothing_is_kept()
    {
        var source = TestSource.OfAdobe(host);
        var body = Encoding.UTF8.GetBytes(Events.Order("e-1"));
        var stranger = new SigningKey(RSA.Create(2048), _key.Path);

        (await source.PostAsync(body, headers: stranger.Headers(body))).IsProblem(HttpStatusCode.Unauthorized, "Neither");
        await source.NothingIsKeptAsync();
    }

    [Theory]
    [InlineData("")]
    [InlineData("not base64!")]
    [InlineData("AAAA")]
    public async Task A_signature_that_is_none_is_refused_with_401(string signature)
    {
        var source = TestSource.OfAdobe(host);

        (await source.PostAsync(Events.Order("e"), headers: [("x-adobe-digital-signature-1", signature), ("x-adobe-public-key1-path", _key.Path)]))
            .IsProblem(HttpStatusCode.Unauthorized, "");
        await source.NothingIsKeptAsync();
    }

    [Fact]
    public async Task A_signature_longer_than_any_key_is_refused_with_401() =>
        (await TestSource.OfAdobe(host).PostAsync(Events.Order("e"), headers: [
            ("x-adobe-digital-signature-1", Convert.ToBase64String(new byte[4000])), ("x-adobe-public-key1-path", _key.Path)]))
            .IsProblem(HttpStatusCode.Unauthorized, "Neither");

    [Fact]
    public async Task A_request_without_signatures_is_refused_with_401()
    {
        var source = TestSource.OfAdobe(host);

        (await source.PostAsync(Events.Order("e"))).IsProblem(HttpStatusCode.Unauthorized, "missing");
        await source.NothingIsKeptAsync();
    }

    [Theory]
    [InlineData(1, 2)]
    [InlineData(2, 1)]
    public async Task One_right_signature_of_two_is_enough(int right, int wrong)
    {
        var source = TestSource.OfAdobe(host);
        var body = Encoding.UTF8.GetBytes(Events.Order("e"));
        var stranger = new SigningKey(RSA.Create(2048), _key.Path);

        (await source.PostAsync(body, headers: [.. _key.Headers(body, right), .. stranger.Headers(body, wrong)])).IsTaken(1);
    }

    [Fact]
    public async Task The_second_pair_alone_is_enough()
    {
        var body = Encoding.UTF8.GetBytes(Events.Order("e"));

        (await TestSource.OfAdobe(host).PostAsync(body, headers: _key.Headers(body, 2))).IsTaken(1);
    }

    [Fact]
    public async Task A_signature_belongs_to_the_key_of_its_own_pair()
    {
        var other = host.Adobe.Publish();
        var body = Encoding.UTF8.GetBytes(Events.Order("e"));

        (await TestSource.OfAdobe(host).PostAsync(body, headers: [
            ("x-adobe-digital-signature-1", _key.Sign(body)), ("x-adobe-public-key1-path", other.Path), ("x-adobe-public-key2-path", _key.Path)]))
            .IsProblem(HttpStatusCode.Unauthorized, "Neither");
    }

    [Fact]
    public async Task A_rotated_key_is_fetched_by_its_new_path()
    {
        var source = TestSource.OfAdobe(host);
        (await source.PostSignedAsync(_key, Events.Order("before"))).IsTaken(1);
        var next = host.Adobe.Publish();

        (await source.PostSignedAsync(next, Events.Order("after"))).IsTaken(1);

        Assert.Equal(1, host.Adobe.Fetches(next));
    }

    [Fact]
    public async Task A_change_of_one_byte_is_noticed()
    {
        var source = TestSource.OfAdobe(host);
        var body = Encoding.UTF8.GetBytes(Events.Order("e"));
        var headers = _key.Headers(body);
        for (var at = 0; at < body.Length; at += body.Length / 5)
        {
            var changed = body.ToArray();
            changed[at] ^= 1;
            (await source.PostAsync(changed, headers: headers)).IsProblem(HttpStatusCode.Unauthorized, "Neither");
        }

        (await source.PostAsync([.. body, (byte)' '], headers: headers)).IsProblem(HttpStatusCode.Unauthorized, "Neither");
        await source.NothingIsKeptAsync();
    }

    [Theory]
    [InlineData("https://evil.example/prod/keys/pub-key-1.pem")]
    [InlineData("//evil.example/prod/keys/pub-key-1.pem")]
    [InlineData("@evil.example/prod/keys/pub-key-1.pem")]
    [InlineData("/prod/../keys/pub-key-1.pem")]
    [InlineData("/prod/keys/%2e%2e/pub-key-1.pem")]
    [InlineData("/prod/keys/pub-key-1.pem?x=1")]
    [InlineData("/prod/keys/pub-key-1.pem#x")]
    [InlineData("prod/keys/pub-key-1.pem")]
    [InlineData("/prod/keys/pub-key-1.txt")]
    public async Task A_key_path_that_adobe_would_not_name_is_refused_and_never_fetched(string path)
    {
        var source = TestSource.OfAdobe(host);
        var body = Encoding.UTF8.GetBytes(Events.Order("e"));
        var before = host.Adobe.Requests.Count;

        (await source.PostAsync(body, headers: new SigningKey(_key.Key, path).Headers(body))).IsProblem(HttpStatusCode.Unauthorized, "Neither");

        Assert.Equal(before, host.Adobe.Requests.Count);
        await source.NothingIsKeptAsync();
    }

    [Fact]
    public async Task A_key_that_the_host_does_not_have_is_refused_with_401_and_asked_for_once()
    {
        var source = TestSource.OfAdobe(host);
        var missing = new SigningKey(_key.Key, "/prod/keys/pub-key-missing.pem");

        (await source.PostSignedAsync(missing, Events.Order("1"))).IsProblem(HttpStatusCode.Unauthorized, "Neither");
        (await source.PostSignedAsync(missing, Events.Order("2"))).IsProblem(HttpStatusCode.Unauthorized, "Neither");

        Assert.Equal(1, host.Adobe.Fetches(missing));
    }

    [Theory]
    [InlineData("another")]
    [InlineData("0123456789ABCDEF0123456789ABCDEF")]
    [InlineData("")]
    public async Task An_event_for_another_client_is_refused_with_403_and_not_kept(string clientId)
    {
        var source = TestSource.OfAdobe(host);

        (await source.PostSignedAsync(_key, Events.Order("e", clientId: clientId))).IsProblem(HttpStatusCode.Forbidden, "recipientclientid");
        await source.NothingIsKeptAsync();
    }

    [Fact]
    public async Task One_item_for_another_client_refuses_the_whole_batch()
    {
        var source = TestSource.OfAdobe(host);

        (await source.PostSignedAsync(_key, Events.Batch([Events.Order("1"), Events.Order("2", clientId: "another"), "5"])))
            .IsProblem(HttpStatusCode.Forbidden, "Item 1");
        await source.NothingIsKeptAsync();
    }

    [Fact]
    public async Task An_item_that_is_too_deep_does_not_hide_that_it_is_for_another_client()
    {
        var source = TestSource.OfAdobe(host);
        var deep = Events.Order("2", $",\"deep\":{Events.Nested(200)}", clientId: "another");

        (await source.PostSignedAsync(_key, Events.Batch([Events.Order("1"), deep]))).IsProblem(HttpStatusCode.Forbidden, "Item 1");
        await source.NothingIsKeptAsync();
    }

    [Fact]
    public async Task The_old_name_of_the_recipient_counts_where_the_new_one_is_missing()
    {
        var source = TestSource.OfAdobe(host);
        string Of(string id, string more) => Events.Plain(id, more: more);

        (await source.PostSignedAsync(_key, Of("1", $",\"recipient_client_id\":\"{TestSource.ClientId}\""))).IsTaken(1);
        (await source.PostSignedAsync(_key, Of("2", $",\"recipient_client_id\":\"{TestSource.ClientId}\",\"recipientclientid\":\"another\"")))
            .IsProblem(HttpStatusCode.Forbidden, "another client");
    }

    [Fact]
    public async Task The_legacy_signature_counts_only_where_a_secret_is_set_and_never_alone()
    {
        var secret = "client secret"u8.ToArray();
        var source = TestSource.OfAdobe(host, s => s with { Secret = secret });
        var body = Encoding.UTF8.GetBytes(Events.Order("e"));
        var legacy = Convert.ToBase64String(HMACSHA256.HashData(secret, body));

        (await source.PostAsync(body, headers: ("x-adobe-signature", legacy))).IsProblem(HttpStatusCode.Unauthorized, "missing");
        (await source.PostAsync(body, headers: [.. _key.Headers(body), ("x-adobe-signature", "AAAA")])).IsProblem(HttpStatusCode.Unauthorized, "x-adobe-signature");
        await source.NothingIsKeptAsync();
        (await source.PostAsync(body, headers: [.. _key.Headers(body), ("x-adobe-signature", legacy)])).IsTaken(1);
        (await source.PostAsync(body, headers: _key.Headers(body))).IsTaken(0, 1);
    }
}
