using CommerceEventConsole.Engine.Commerce.Api;

namespace CommerceEventConsole.Engine.Tests.Commerce;

public class OAuth1SignatureTests
{
    private const string Nonce = "kYjzVBB8Y0ZFabxSWbWovY3uYSQ2pTgmZeNu2VS4cg";

    private static readonly DateTimeOffset At = DateTimeOffset.FromUnixTimeSeconds(1318622958);

    [Fact]
    public void The_base_string_is_that_of_the_standard()
    {
        // RFC 5849, 3.4.1.1; the form parameters of its example are handed in as Commerce has none.
        var text = OAuth1Signature.BaseString(
            "post",
            new Uri("http://EXAMPLE.COM:80/request?b5=%3D%253D&a3=a&c%40=&a2=r%20b"),
            [
                new("oauth_consumer_key", "9djdj82h48djs9d2"), new("oauth_token", "kkk9d7dh3k39sjv7"), new("oauth_signature_method", "HMAC-SHA1"),
                new("oauth_timestamp", "137131201"), new("oauth_nonce", "7d8f3e4a"), new("c2", ""), new("a3", "2 q"),
            ]);

        Assert.Equal(
            "POST&http%3A%2F%2Fexample.com%2Frequest&a2%3Dr%2520b%26a3%3D2%2520q%26a3%3Da%26b5%3D%253D%25253D%26c%2540%3D%26c2%3D%26"
            + "oauth_consumer_key%3D9djdj82h48djs9d2%26oauth_nonce%3D7d8f3e4a%26oauth_signature_method%3DHMAC-SHA1%26"
            + "oauth_timestamp%3D137131201%26oauth_token%3Dkkk9d7dh3k39sjv7",
            text);
    }

    // Both worked out with another program (Python's hmac and urllib).
    [Theory]
    [InlineData(
        "PUT", "https://shop.example.com/rest/all/V1/eventing/eventSubscribe/observer.sales_order_save_commit_after",
        "consumer secret/+", "token&secret=", "QeRe4/1rSi3HujfokXsd1MXulbZkdosXEBmKQQazZYI=")]
    [InlineData(
        "GET", "https://shop.example.com/rest/all/V1/orders?searchCriteria[pageSize]=1&fields=items%5Bsku,name%5D%20%C3%A4",
        "cs", "ts", "hTt0Lq54t+SKzVGTS8axid0IEcIYPzdSdwqiGYIvoJg=")]
    public void A_request_is_signed_with_both_secrets(string method, string address, string consumerSecret, string tokenSecret, string signature)
    {
        var keys = new OAuth1Keys("ck0123456789abcdefghijklmnopqrst", consumerSecret, "at0123456789abcdefghijklmnopqrst", tokenSecret);

        var header = OAuth1Signature.Header(method, new Uri(address), keys, Nonce, At);

        Assert.EndsWith($"oauth_signature=\"{Uri.EscapeDataString(signature)}\"", header, StringComparison.Ordinal);
        Assert.Contains("oauth_timestamp=\"1318622958\"", header, StringComparison.Ordinal);
        Assert.DoesNotContain(consumerSecret, header, StringComparison.Ordinal);
    }

    [Fact]
    public void No_two_requests_carry_the_same_nonce() => Assert.NotEqual(OAuth1Signature.NewNonce(), OAuth1Signature.NewNonce());
}
