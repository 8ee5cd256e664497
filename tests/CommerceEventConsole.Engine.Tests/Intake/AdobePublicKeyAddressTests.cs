using CommerceEventConsole.Engine.Intake.Authenticity;

namespace CommerceEventConsole.Engine.Tests.Intake;

/// <summary>A forged request chooses the path: it must not choose the host (spec 2.9, step 3; check 33).</summary>
public sealed class AdobePublicKeyAddressTests
{
    private static readonly Uri Adobe = AdobePublicKeys.AdobeHost;

    [Theory]
    [InlineData("/prod/keys/pub-key-lyTiz3gQe4.pem")]
    [InlineData("/prod/keys/pub-key-0b1d6e2c-7f7c-4a55-9a43-6c1f6d1b2e90.pem")]
    [InlineData("/stage/keys/pub_key.pem")]
    [InlineData("/pub-key.pem")]
    public void A_path_like_adobes_is_on_adobes_host(string path) =>
        Assert.Equal("https://static.adobeioevents.com" + path, AdobePublicKeys.Address(Adobe, path)?.AbsoluteUri);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("/")]
    [InlineData("/.pem")]
    [InlineData("pub-key.pem")]
    [InlineData("https://evil.example/prod/keys/a.pem")]
    [InlineData("http://static.adobeioevents.com/prod/keys/a.pem")]
    [InlineData("file:///etc/passwd.pem")]
    [InlineData("//evil.example/a.pem")]
    [InlineData("///evil.example/a.pem")]
    [InlineData("/\\evil.example/a.pem")]
    [InlineData("\\\\evil.example\\a.pem")]
    [InlineData("@evil.example/a.pem")]
    [InlineData("/@evil.example/a.pem")]
    [InlineData(":8443/a.pem")]
    [InlineData(".evil.example/a.pem")]
    [InlineData("/prod/../keys/a.pem")]
    [InlineData("/prod/./keys/a.pem")]
    [InlineData("/prod/keys/..pem")]
    [InlineData("/prod/%2e%2e/a.pem")]
    [InlineData("/prod/..%2fa.pem")]
    [InlineData("/prod//keys/a.pem")]
    [InlineData("/prod/keys/a.pem?x=1")]
    [InlineData("/prod/keys/a.pem#x")]
    [InlineData("/prod/keys/a.pem;x")]
    [InlineData("/prod/keys/a.pem ")]
    [InlineData("/prod/keys/a.pem\n")]
    [InlineData(" /prod/keys/a.pem")]
    [InlineData("/prod/keys/a\r\nHost: evil.example/a.pem")]
    [InlineData("/prod/keys/a\0.pem")]
    [InlineData("/prod/keys/a.PEM")]
    [InlineData("/prod/keys/a.pem/b")]
    [InlineData("/prod/keys/a.key")]
    [InlineData("/prod/keys/ä.pem")]
    [InlineData("/prod/keys/a．pem")]
    [InlineData("/prod/keys/a.pem,/prod/keys/b.pem")]
    public void Any_other_path_has_no_address(string? path) => Assert.Null(AdobePublicKeys.Address(Adobe, path));

    [Fact]
    public void A_path_that_is_endless_has_no_address() =>
        Assert.Null(AdobePublicKeys.Address(Adobe, "/" + new string('a', 300) + ".pem"));

    [Fact]
    public void A_host_of_the_setup_file_keeps_its_port() => Assert.Equal(
        "http://localhost:5190/prod/keys/a.pem", AdobePublicKeys.Address(new Uri("http://localhost:5190"), "/prod/keys/a.pem")?.AbsoluteUri);
}
