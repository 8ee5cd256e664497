using System.Net;
using System.Security.Cryptography;
using System.Text;
using CommerceEventConsole.Engine.Sources;

namespace CommerceEventConsole.EndToEnd.Tests.Intake;

/// <summary>Senders other than Adobe prove themselves by HMAC or by a shared token; none only where the source says so.</summary>
public sealed class OtherVerificationTests(IntakeHost host) : IClassFixture<IntakeHost>
{
    private const string Secret = "a shared secret";
    private static readonly byte[] Body = Encoding.UTF8.GetBytes(Events.Plain("1"));
    private static readonly string Hmac = Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(Secret), Body));

    public static TheoryData<string?> WrongHmacs => new(
        null, "", "sha256=", $"sha1={Hmac}", Hmac, $"sha256={Hmac[..^2]}", $"sha256={Hmac}00", $"sha256={Hmac[..^1]}g",
        "sha256=" + new string('0', 64), $"sha256={Hmac},sha256={Hmac}");

    [Fact]
    public async Task The_hmac_of_the_body_opens_the_door_in_either_case()
    {
        var source = TestSource.WithSecret(host, Verification.Hmac, Secret);

        (await source.PostAsync(Body, headers: ("x-signature-256", $"sha256={Hmac}"))).IsTaken(1);
        (await source.PostAsync(Body, headers: ("X-Signature-256", $"SHA256={Hmac.ToUpperInvariant()}"))).IsTaken(0, 1);
    }

    [Theory]
    [MemberData(nameof(WrongHmacs))]
    public async Task Any_other_signature_is_refused_with_401(string? signature)
    {
        var source = TestSource.WithSecret(host, Verification.Hmac, Secret);

        (await source.PostAsync(Body, "application/json", signature is null ? [] : [("x-signature-256", signature)]))
            .IsProblem(HttpStatusCode.Unauthorized, "x-signature-256");
        await source.NothingIsKeptAsync();
    }

    [Fact]
    public async Task The_hmac_of_another_body_is_refused()
    {
        var source = TestSource.WithSecret(host, Verification.Hmac, Secret);

        (await source.PostAsync([.. Body, (byte)'\n'], headers: ("x-signature-256", $"sha256={Hmac}"))).IsProblem(HttpStatusCode.Unauthorized, "does not fit");
    }

    [Theory]
    [InlineData("Bearer a shared secret")]
    [InlineData("bearer a shared secret")]
    [InlineData("Bearer  a shared secret ")]
    public async Task The_right_token_opens_the_door_and_is_not_kept(string authorization)
    {
        var source = TestSource.WithSecret(host, Verification.SharedToken, Secret);

        (await source.PostAsync(Body, headers: [("Authorization", authorization), ("x-adobe-other", "y")])).IsTaken(1);

        Assert.DoesNotContain(Secret, Encoding.UTF8.GetString(Assert.Single(await source.EventsAsync()).Headers!), StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, host.Log.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Bearer")]
    [InlineData("Bearer ")]
    [InlineData("Bearer wrong")]
    [InlineData("Bearer A SHARED SECRET")]
    [InlineData("Bearer a shared secret2")]
    [InlineData("Basic a shared secret")]
    [InlineData("a shared secret")]
    public async Task Any_other_token_is_refused_with_401(string? authorization)
    {
        var source = TestSource.WithSecret(host, Verification.SharedToken, Secret);

        var answer = await source.PostAsync(Body, "application/json", authorization is null ? [] : [("Authorization", authorization)]);

        answer.IsProblem(HttpStatusCode.Unauthorized, "oken");
        Assert.Equal("Bearer", answer.Headers.WwwAuthenticate.ToString());
        await source.NothingIsKeptAsync();
    }

    [Theory]
    [InlineData(Verification.Hmac, "x-signature-256", "sha256=b613679a0814d9ec772f95d778c35fc5ff1697c493715653c6c712144292c5ad")]
    [InlineData(Verification.SharedToken, "Authorization", "Bearer ")]
    [InlineData((Verification)99, "Authorization", "Bearer x")]
    public async Task A_source_without_a_secret_or_with_an_unknown_way_lets_nobody_in(Verification verification, string header, string value)
    {
        var source = TestSource.WithSecret(host, verification, "");

        Assert.Equal(HttpStatusCode.Unauthorized, (await source.PostAsync("", headers: (header, value))).Status);
        await source.NothingIsKeptAsync();
    }

    [Fact]
    public async Task A_source_that_asks_for_nothing_takes_what_it_is_sent() =>
        (await TestSource.Open(host).PostAsync(Body)).IsTaken(1);
}
