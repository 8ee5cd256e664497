using CommerceEventConsole.Engine.Setup;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Storage.Tests.Configuration;

public class StoredKeyRingTests
{
    [Fact]
    public async Task What_one_node_encrypts_another_decrypts()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        await using var other = console.OtherNode();

        var stored = console.Secrets.Protect(SecretPurpose.SourceSecret, "s3cret");

        Assert.True(other.Secrets.TryUnprotect(SecretPurpose.SourceSecret, stored, out var secret));
        Assert.Equal("s3cret", secret);
        Assert.Equal(1, await console.QueryAsync(c => c.DataProtectionKeys.CountAsync(ConsoleOnSqlite.Token)));
    }

    [Fact]
    public async Task What_was_encrypted_for_one_purpose_or_with_another_key_ring_cannot_be_read()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        await using var stranger = await ConsoleOnSqlite.StartAsync();

        var stored = console.Secrets.Protect(SecretPurpose.SourceSecret, "s3cret");

        Assert.False(console.Secrets.TryUnprotect(SecretPurpose.DestinationSecret, stored, out _));
        Assert.False(stranger.Secrets.TryUnprotect(SecretPurpose.SourceSecret, stored, out _));
    }
}
