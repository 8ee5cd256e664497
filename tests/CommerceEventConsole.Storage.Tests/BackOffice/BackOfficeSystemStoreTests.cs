using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.BackOffice.Systems;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Storage.Tests.Configuration;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Storage.Tests.BackOffice;

public class BackOfficeSystemStoreTests
{
    private static CancellationToken Token => ConsoleOnSqlite.Token;

    [Fact]
    public async Task A_connected_system_is_there_for_every_node_and_its_secrets_are_nowhere_in_clear()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();

        var row = (await Store(console).CreateAsync(Drafts.System, "anna", Token)).Value!;

        await using var other = console.OtherNode();
        var read = Assert.Single(await Store(other).ListAsync(Token));
        Assert.Equal((row.Id, "ERP", SystemConnector.Rest, true, 600, 4), (read.Id, read.Name, read.Connector, read.Enabled, read.RequestsPerMinute, read.MaxParallel));
        Assert.True(console.Secrets.TryUnprotect(SecretPurpose.BackOfficeSecret, read.Secrets()[SystemSecret.ApiKey], out var secret));
        Assert.Equal("key-of-the-erp", secret);
        Assert.DoesNotContain("key-of-the-erp", await console.QueryAsync(c => c.BackOfficeSystems.Select(s => s.ProtectedSecrets).SingleAsync(Token)), StringComparison.Ordinal);
        var entry = (await console.AuditAsync())[^1];
        Assert.Equal(("anna", "system.created", "Back-office system ERP"), (entry.Who, entry.Action, entry.Subject));
        Assert.DoesNotContain("key-of-the-erp", entry.After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_change_keeps_the_secrets_that_were_not_typed_and_the_audit_says_which_one_is_new()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var row = (await Store(console).CreateAsync(Drafts.System, "anna", Token)).Value!;

        var renamed = (await Store(console).UpdateAsync(row.Id, row.Version, BackOfficeSystemDraft.Of(row) with { Name = "SAP" }, "ben", Token)).Value!;
        var keys = new Dictionary<SystemSecret, string?> { [SystemSecret.ApiKey] = "another" };
        await Store(console).UpdateAsync(row.Id, renamed.Version, BackOfficeSystemDraft.Of(renamed) with { Secrets = keys }, "ben", Token);

        var audit = await console.AuditAsync();
        Assert.Contains("\"ApiKey\":\"set\"", audit[^2].After, StringComparison.Ordinal);
        Assert.Contains("ERP", audit[^2].Before, StringComparison.Ordinal);
        Assert.Contains("\"ApiKey\":\"set anew\"", audit[^1].After, StringComparison.Ordinal);
        var stored = (await Store(console).GetAsync(row.Id, Token))!;
        Assert.True(console.Secrets.TryUnprotect(SecretPurpose.BackOfficeSecret, stored.Secrets()[SystemSecret.ApiKey], out var secret));
        Assert.Equal("another", secret);
    }

    [Fact]
    public async Task What_changes_nothing_is_not_audited_and_two_who_edit_at_once_do_not_undo_each_other()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var row = (await Store(console).CreateAsync(Drafts.System, "anna", Token)).Value!;

        var same = await Store(console).UpdateAsync(row.Id, row.Version, BackOfficeSystemDraft.Of(row), "ben", Token);
        await Store(console).UpdateAsync(row.Id, row.Version, BackOfficeSystemDraft.Of(row) with { MaxParallel = 2 }, "ben", Token);
        var late = await Store(console).UpdateAsync(row.Id, row.Version, BackOfficeSystemDraft.Of(row) with { MaxParallel = 3 }, "anna", Token);

        Assert.Equal((ChangeOutcome.Unchanged, ChangeOutcome.Conflict), (same.Outcome, late.Outcome));
        Assert.Equal(2, (await console.AuditAsync()).Count);
        Assert.Equal(2, (await Store(console).GetAsync(row.Id, Token))!.MaxParallel);
    }

    [Fact]
    public async Task Another_way_to_sign_in_forgets_the_secrets_of_the_first()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var row = (await Store(console).CreateAsync(Drafts.System, "anna", Token)).Value!;
        var basic = BackOfficeSystemDraft.Of(row) with
        {
            Connection = """{ "baseUrl": "https://erp.example.com", "authentication": { "kind": "Basic", "userName": "shop" } }""",
            Secrets = new Dictionary<SystemSecret, string?> { [SystemSecret.Password] = "p" },
        };

        var changed = (await Store(console).UpdateAsync(row.Id, row.Version, basic, "anna", Token)).Value!;

        Assert.Equal([SystemSecret.Password], changed.Secrets().Keys);
    }

    [Fact]
    public async Task Everything_that_is_wrong_is_told_at_once()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var none = new Dictionary<SystemSecret, string?>();

        var result = await Store(console).CreateAsync(
            Drafts.System with
            {
                Name = "",
                Connection = """{ "baseUrl": "http://localhost/api", "timeoutSeconds": 0, "authentication": { "kind": "OAuth2" } }""",
                Records = """{ "Stock": { "read": { "path": "/stock", "paging": "Skip" }, "fields": [{ "field": "quantity", "path": "a[].b" }] } }""",
                MaxParallel = 0,
                DestinationId = 7,
                Secrets = none,
            },
            "anna",
            Token);

        Assert.Equal(
            "baseUrl clientId destinationId maxParallel name records records records records secrets.ClientSecret timeoutSeconds tokenUrl", Drafts.FieldsOf(result));
    }

    [Theory]
    [InlineData("""{ "Stok": {} }""", "Line 1")]
    [InlineData("""{ "Stock": { "raed": {} } }""", "raed")]
    [InlineData("{", "Line 1")]
    [InlineData("""{ "Stock": null }""", "nothing in Stock")]
    [InlineData("""{ "Stock": { "read": { "path": "a" }, "fields": null } }""", "Line 1")]
    [InlineData("", "Line 1")]
    public async Task A_typing_mistake_is_told_with_its_place(string records, string said)
    {
        await using var console = await ConsoleOnSqlite.StartAsync();

        var result = await Store(console).CreateAsync(Drafts.System with { Records = records }, "anna", Token);

        Assert.Contains(said, Assert.Single(result.Problems, p => p.Field == "records").Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Files_are_exchanged_only_in_folders_that_the_settings_open()
    {
        var folder = Path.GetTempPath();
        var draft = new BackOfficeSystemDraft(
            "Files",
            SystemConnector.Csv,
            SystemJson.Write(new { folder }),
            """{ "Stock": { "read": { "file": "../secrets.csv" }, "fields": [{ "field": "sku", "path": "SKU" }] } }""");
        await using var closed = await ConsoleOnSqlite.StartAsync();
        await using var open = await ConsoleOnSqlite.StartAsync(("BackOffice:Folders:0", folder));

        Assert.Equal("folder records", Drafts.FieldsOf(await Store(closed).CreateAsync(draft, "anna", Token)));
        Assert.Equal("records", Drafts.FieldsOf(await Store(open).CreateAsync(draft, "anna", Token)));
        Assert.True((await Store(open).CreateAsync(draft with { Records = draft.Records.Replace("../", "", StringComparison.Ordinal) }, "anna", Token)).Succeeded);
    }

    [Fact]
    public async Task A_destination_that_goes_leaves_the_system_which_is_none_any_more()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var destination = (await console.Destinations.CreateAsync(Drafts.Destination, "anna", Token)).Value!;
        var row = (await Store(console).CreateAsync(Drafts.System with { DestinationId = destination.Id }, "anna", Token)).Value!;

        var deleted = await console.Destinations.DeleteAsync(destination.Id, "anna", Token);

        Assert.True(deleted.Succeeded);
        Assert.Null((await Store(console).GetAsync(row.Id, Token))!.DestinationId);
    }

    [Fact]
    public async Task A_system_is_opened_by_its_id_unless_it_is_off_or_gone()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var systems = console.Get<IRecordSystems>();
        var row = (await Store(console).CreateAsync(Drafts.System, "anna", Token)).Value!;

        var opened = await systems.BackOfficeAsync(row.Id, Token);
        Assert.Equal(("ERP", true, false, false), (opened.Name, opened.CanRead(RecordKind.Stock), opened.CanReadChanges(RecordKind.Stock), opened.CanWrite(RecordKind.Stock)));

        await Store(console).UpdateAsync(row.Id, row.Version, BackOfficeSystemDraft.Of(row) with { Enabled = false }, "anna", Token);
        Assert.Equal("ERP is switched off.", (await Assert.ThrowsAsync<RecordSystemException>(() => systems.BackOfficeAsync(row.Id, Token))).Message);

        await Store(console).DeleteAsync(row.Id, "anna", Token);
        await Assert.ThrowsAsync<RecordSystemException>(() => systems.BackOfficeAsync(row.Id, Token));
        Assert.Equal("system.deleted", (await console.AuditAsync())[^1].Action);
    }

    private static BackOfficeSystemStore Store(ConsoleOnSqlite console) => console.Get<BackOfficeSystemStore>();
}
