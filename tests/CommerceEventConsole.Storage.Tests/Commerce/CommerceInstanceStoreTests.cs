using CommerceEventConsole.Engine.Commerce.Instances;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Storage.Tests.Configuration;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Storage.Tests.Commerce;

public class CommerceInstanceStoreTests
{
    private static CancellationToken Token => ConsoleOnSqlite.Token;

    [Fact]
    public async Task A_connected_instance_is_there_for_every_node_and_its_secrets_are_nowhere_in_clear()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();

        var row = (await Store(console).CreateAsync(Drafts.Commerce, "anna", Token)).Value!;

        await using var other = console.OtherNode();
        var read = Assert.Single(await Store(other).ListAsync(Token));
        Assert.Equal((row.Id, "Main shop", "https://shop.example.com", "rest/all/V1"), (read.Id, read.Name, read.BaseUrl, read.PathPrefix));
        Assert.True(console.Secrets.TryUnprotect(SecretPurpose.CommerceSecret, read.ProtectedSecrets[CommerceSecret.AccessToken], out var secret));
        Assert.Equal("token-of-the-shop", secret);
        var stored = await console.QueryAsync(c => c.Settings.Select(s => s.Value).SingleAsync(Token));
        Assert.DoesNotContain("token-of-the-shop", stored, StringComparison.Ordinal);
        var entry = (await console.AuditAsync())[^1];
        Assert.Equal(("anna", "commerce.connected", "Commerce instance Main shop"), (entry.Who, entry.Action, entry.Subject));
        Assert.DoesNotContain("token-of-the-shop", entry.After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_keeps_the_secrets_that_were_not_typed_and_the_audit_says_what_changed()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var row = (await Store(console).CreateAsync(Drafts.Commerce, "anna", Token)).Value!;

        var renamed = await Store(console).UpdateAsync(row.Id, row.Version, CommerceInstanceDraft.From(row) with { Name = "Shop" }, "ben", Token);
        var replaced = await Store(console).UpdateAsync(
            row.Id,
            renamed.Value!.Version,
            CommerceInstanceDraft.From(renamed.Value) with { Secrets = new Dictionary<CommerceSecret, string?> { [CommerceSecret.AccessToken] = "another" } },
            "ben",
            Token);

        Assert.Equal(row.ProtectedSecrets[CommerceSecret.AccessToken], renamed.Value.ProtectedSecrets[CommerceSecret.AccessToken]);
        Assert.Equal(ChangeOutcome.Changed, replaced.Outcome);
        var audit = await console.AuditAsync();
        Assert.Contains("Main shop", audit[^2].Before, StringComparison.Ordinal);
        Assert.Contains("\"AccessToken\":\"set anew\"", audit[^1].After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_who_edit_at_once_do_not_undo_each_other()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var row = (await Store(console).CreateAsync(Drafts.Commerce, "anna", Token)).Value!;
        await Store(console).UpdateAsync(row.Id, row.Version, CommerceInstanceDraft.From(row) with { Name = "Shop" }, "ben", Token);

        var late = await Store(console).UpdateAsync(row.Id, row.Version, CommerceInstanceDraft.From(row) with { Name = "Other" }, "anna", Token);

        Assert.Equal(ChangeOutcome.Conflict, late.Outcome);
        Assert.Equal("Shop", (await Store(console).GetAsync(row.Id, Token))!.Name);
    }

    [Fact]
    public async Task What_changes_nothing_is_not_audited()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var row = (await Store(console).CreateAsync(Drafts.Commerce, "anna", Token)).Value!;

        var same = await Store(console).UpdateAsync(row.Id, row.Version, CommerceInstanceDraft.From(row), "ben", Token);

        Assert.Equal((ChangeOutcome.Unchanged, 1), (same.Outcome, (await console.AuditAsync()).Count));
    }

    [Fact]
    public async Task Another_way_to_sign_in_forgets_the_secrets_of_the_first()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var row = (await Store(console).CreateAsync(Drafts.Commerce, "anna", Token)).Value!;
        var ims = CommerceInstanceDraft.From(row) with
        {
            Authentication = CommerceAuthentication.Ims,
            ClientId = "client",
            OrganizationId = "1@AdobeOrg",
            Secrets = new Dictionary<CommerceSecret, string?> { [CommerceSecret.ClientSecret] = "p" },
        };

        var changed = (await Store(console).UpdateAsync(row.Id, row.Version, ims, "anna", Token)).Value!;

        Assert.Equal([CommerceSecret.ClientSecret], changed.ProtectedSecrets.Keys);
        Assert.Equal(CommerceInstanceDraft.AdobeIms, changed.ImsUrl);
    }

    [Theory]
    [InlineData("shop.example.com", "baseUrl")]
    [InlineData("http://shop.example.com", "baseUrl")]
    [InlineData("https://localhost", "baseUrl")]
    [InlineData("https://anna:secret@shop.example.com", "baseUrl")]
    [InlineData("https://shop.example.com?key=1", "baseUrl")]
    public async Task An_address_that_is_unsafe_or_none_is_refused(string url, string field)
    {
        await using var console = await ConsoleOnSqlite.StartAsync();

        var result = await Store(console).CreateAsync(Drafts.Commerce with { BaseUrl = url }, "anna", Token);

        Assert.Equal(field, Drafts.FieldsOf(result));
    }

    [Fact]
    public async Task Everything_that_is_missing_is_told_at_once()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var nothing = new Dictionary<CommerceSecret, string?>();

        var oauth = await Store(console).CreateAsync(
            Drafts.Commerce with { Name = "", PathPrefix = "rest/../x", Authentication = CommerceAuthentication.OAuth1, Secrets = nothing }, "anna", Token);
        var cloud = await Store(console).CreateAsync(Drafts.Commerce with { Kind = CommerceKind.SaaS }, "anna", Token);
        var ims = await Store(console).CreateAsync(
            Drafts.Commerce with { Kind = CommerceKind.SaaS, Authentication = CommerceAuthentication.Ims, Secrets = nothing }, "anna", Token);

        Assert.Equal("name pathPrefix secrets.AccessToken secrets.AccessTokenSecret secrets.ConsumerKey secrets.ConsumerSecret", Drafts.FieldsOf(oauth));
        Assert.Equal("authentication", Drafts.FieldsOf(cloud));
        Assert.Equal("clientId organizationId secrets.ClientSecret", Drafts.FieldsOf(ims));
    }

    [Fact]
    public async Task There_are_at_most_twenty()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        for (var i = 1; i <= 20; i++)
            Assert.True((await Store(console).CreateAsync(Drafts.Commerce with { Name = $"Shop {i}" }, "anna", Token)).Succeeded);

        var result = await Store(console).CreateAsync(Drafts.Commerce, "anna", Token);

        Assert.Equal(ChangeOutcome.Invalid, result.Outcome);
        Assert.Equal(20, (await Store(console).ListAsync(Token)).Select(i => i.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_disconnected_instance_is_gone_with_its_secrets()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var row = (await Store(console).CreateAsync(Drafts.Commerce, "anna", Token)).Value!;

        var result = await Store(console).DeleteAsync(row.Id, "anna", Token);

        Assert.True(result.Succeeded);
        Assert.Equal("[]", await console.QueryAsync(c => c.Settings.Select(s => s.Value).SingleAsync(Token)));
        Assert.Equal(ChangeOutcome.NotFound, (await Store(console).DeleteAsync(row.Id, "anna", Token)).Outcome);
    }

    private static CommerceInstanceStore Store(ConsoleOnSqlite console) => console.Get<CommerceInstanceStore>();
}
