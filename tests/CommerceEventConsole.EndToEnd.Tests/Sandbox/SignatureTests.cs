using System.Net;
using System.Security.Cryptography;

namespace CommerceEventConsole.EndToEnd.Tests.Sandbox;

public sealed class SignatureTests
{
    [Theory]
    [InlineData("1")]
    [InlineData("2")]
    public async Task A_delivery_is_signed_by_both_keys_and_a_changed_byte_breaks_the_signature(string key)
    {
        await using var rig = await SandboxRig.StartAsync();
        await rig.PostAsync("/control/shop/orders");
        var pushed = await rig.Console.NextAsync();

        using var rsa = RSA.Create();
        rsa.ImportFromPem(await rig.Http.GetStringAsync(pushed.Header($"x-adobe-public-key{key}-path"), TestContext.Current.CancellationToken));
        var signature = Convert.FromBase64String(pushed.Header($"x-adobe-digital-signature-{key}"));
        Assert.Equal(2048, rsa.KeySize);
        Assert.True(rsa.VerifyData(pushed.Body, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));

        pushed.Body[^2] ^= 1;
        Assert.False(rsa.VerifyData(pushed.Body, signature, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1));
    }

    [Fact]
    public async Task The_documented_headers_are_there_and_no_retry_count_on_the_first_attempt()
    {
        await using var rig = await SandboxRig.StartAsync();
        await rig.PostAsync("/control/shop/orders");
        var pushed = await rig.Console.NextAsync("observer.sales_order_save_commit_after");

        Assert.Equal("application/cloudevents+json; charset=UTF-8", pushed.Header("Content-Type"));
        Assert.Equal("Adobe/1.0", pushed.Header("User-Agent"));
        Assert.Equal("deflate,compress,identity", pushed.Header("Accept-Encoding"));
        Assert.StartsWith("dx_commerce_events_", pushed.Header("x-adobe-provider"), StringComparison.Ordinal);
        Assert.Equal((string?)pushed.Json["eventid"], pushed.Header("x-adobe-event-id"));
        Assert.Matches("^/prod/keys/pub-key-[A-Za-z0-9]{10}\\.pem$", pushed.Header("x-adobe-public-key1-path"));
        Assert.True(Guid.TryParse(pushed.Header("x-adobe-delivery-id"), out _));
        Assert.False(pushed.Headers.ContainsKey("x-adobe-retry-count"));
    }

    [Fact]
    public async Task After_a_rotation_a_new_key_is_used_and_the_old_one_can_still_be_read()
    {
        await using var rig = await SandboxRig.StartAsync();
        await rig.PostAsync("/control/shop/customers");
        var before = await rig.Console.NextAsync();

        await rig.PostAsync("/control/keys/rotate");
        await rig.PostAsync("/control/shop/orders");
        var after = await rig.Console.NextAsync("observer.sales_order_save_commit_after");

        Assert.Equal(before.Header("x-adobe-public-key2-path"), after.Header("x-adobe-public-key1-path"));
        Assert.NotEqual(before.Header("x-adobe-public-key2-path"), after.Header("x-adobe-public-key2-path"), StringComparer.Ordinal);
        using var old = await rig.Http.GetAsync(before.Header("x-adobe-public-key1-path"), TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.OK, old.StatusCode);
        using var unknown = await rig.Http.GetAsync("/prod/keys/pub-key-nobody.pem", TestContext.Current.CancellationToken);
        Assert.Equal(HttpStatusCode.NotFound, unknown.StatusCode);
    }
}
