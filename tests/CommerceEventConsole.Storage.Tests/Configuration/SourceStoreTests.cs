using System.Text;
using CommerceEventConsole.Engine.Intake;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Sources;

namespace CommerceEventConsole.Storage.Tests.Configuration;

public class SourceStoreTests
{
    private static CancellationToken Token => ConsoleOnSqlite.Token;

    [Fact]
    public async Task A_new_source_is_in_force_audited_and_raises_the_version()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();

        var result = await console.Sources.CreateAsync(Drafts.Source, "anna", Token);

        Assert.Equal(ChangeOutcome.Changed, result.Outcome);
        var source = console.Routing.Current.Sources["shop"];
        Assert.Equal((result.Value!.Id, Drafts.Secret), (source.Id, Encoding.UTF8.GetString(source.Secret.Span)));
        Assert.Null(source.Fault);
        Assert.Equal(1, await console.VersionAsync());
        Assert.Equal(1, console.Routing.Current.Version);
        var entry = Assert.Single(await console.AuditAsync());
        Assert.Equal(("anna", "source.created", "Source Main shop", null), (entry.Who, entry.Action, entry.Subject, entry.Before));
    }

    [Fact]
    public async Task A_secret_is_readable_neither_in_the_store_nor_in_the_audit_log()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var created = (await console.Sources.CreateAsync(Drafts.Source, "anna", Token)).Value!;

        await console.Sources.UpdateAsync(created.Id, created.Version, Drafts.Source with { Secret = "another-secret-16" }, "anna", Token);

        var row = (await console.Sources.GetAsync(created.Id, Token))!;
        Assert.DoesNotContain("another", row.ProtectedSecret, StringComparison.Ordinal);
        var audit = await console.AuditAsync();
        Assert.DoesNotContain(audit, a => $"{a.Before}{a.After}".Contains("another", StringComparison.Ordinal));
        Assert.DoesNotContain(audit, a => $"{a.Before}{a.After}".Contains(Drafts.Secret, StringComparison.Ordinal));
        Assert.Contains("\"secret\":\"set anew\"", audit[1].After, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Every_problem_of_a_draft_is_told_at_once()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var draft = Drafts.Source with { Slug = "Main Shop", Name = " ", Secret = "short", AllowedEnvironments = ["a,b"] };

        var result = await console.Sources.CreateAsync(draft, "anna", Token);

        Assert.Equal(ChangeOutcome.Invalid, result.Outcome);
        Assert.Equal("allowedEnvironments name secret slug", Drafts.FieldsOf(result));
        Assert.Empty(await console.Sources.ListAsync(Token));
        Assert.Empty(await console.AuditAsync());
        Assert.Equal(0, await console.VersionAsync());
    }

    [Theory]
    [InlineData(Verification.Hmac, null, null, "secret")]
    [InlineData(Verification.SharedToken, "", null, "secret")]
    [InlineData(Verification.SharedToken, "a token with blanks", null, "secret")]
    [InlineData(Verification.AdobeSignature, null, null, "clientId")]
    [InlineData(Verification.AdobeSignature, null, "two words", "clientId")]
    [InlineData((Verification)99, null, null, "verification")]
    public async Task A_source_must_be_able_to_verify(Verification verification, string? secret, string? clientId, string field)
    {
        await using var console = await ConsoleOnSqlite.StartAsync();

        var result = await console.Sources.CreateAsync(
            Drafts.Source with { Verification = verification, Secret = secret, ClientId = clientId }, "anna", Token);

        Assert.Equal(field, Assert.Single(result.Problems).Field);
    }

    [Fact]
    public async Task Slug_and_name_belong_to_one_source_whatever_their_capitals()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        await console.Sources.CreateAsync(Drafts.Source, "anna", Token);

        var result = await console.Sources.CreateAsync(Drafts.Source with { Name = "MAIN SHOP" }, "anna", Token);

        Assert.Equal("name slug", Drafts.FieldsOf(result));
    }

    [Fact]
    public async Task The_later_of_two_editors_is_told_who_was_faster()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var seen = (await console.Sources.CreateAsync(Drafts.Source, "anna", Token)).Value!;
        await console.Sources.UpdateAsync(seen.Id, seen.Version, Drafts.Source with { Name = "Shop of Ben" }, "ben", Token);

        var late = await console.Sources.UpdateAsync(seen.Id, seen.Version, Drafts.Source with { Name = "Shop of Anna" }, "anna", Token);

        Assert.Equal(ChangeOutcome.Conflict, late.Outcome);
        Assert.Contains("ben", Assert.Single(late.Problems).Message, StringComparison.Ordinal);
        Assert.Equal("Shop of Ben", (await console.Sources.GetAsync(seen.Id, Token))!.Name);
    }

    [Fact]
    public async Task Saving_without_a_change_writes_nothing()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var row = (await console.Sources.CreateAsync(Drafts.Source, "anna", Token)).Value!;

        var kept = await console.Sources.UpdateAsync(row.Id, row.Version, SourceDraft.From(row), "ben", Token);
        var same = await console.Sources.UpdateAsync(row.Id, row.Version, Drafts.Source, "ben", Token);

        Assert.Equal((ChangeOutcome.Unchanged, ChangeOutcome.Unchanged), (kept.Outcome, same.Outcome));
        Assert.Equal(1, await console.VersionAsync());
        Assert.Single(await console.AuditAsync());
    }

    [Fact]
    public async Task A_source_that_something_came_from_is_not_deleted_but_the_count_is_named()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var row = (await console.Sources.CreateAsync(Drafts.Source, "anna", Token)).Value!;
        await console.QueryAsync(async context =>
        {
            context.RejectedRequests.Add(new RejectedRequest
            {
                SourceId = row.Id, ReceivedAt = console.Time.GetUtcNow(), Reason = "unreadable", Headers = [], Body = [],
            });
            return await context.SaveChangesAsync(Token);
        });

        var result = await console.Sources.DeleteAsync(row.Id, "anna", Token);

        Assert.Equal(ChangeOutcome.InUse, result.Outcome);
        Assert.Contains("1 rejected request ", Assert.Single(result.Problems).Message, StringComparison.Ordinal);
        Assert.NotNull(await console.Sources.GetAsync(row.Id, Token));
    }

    [Fact]
    public async Task A_source_that_nothing_came_from_is_deleted()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var row = (await console.Sources.CreateAsync(Drafts.Source, "anna", Token)).Value!;

        var result = await console.Sources.DeleteAsync(row.Id, "ben", Token);
        var again = await console.Sources.DeleteAsync(row.Id, "ben", Token);

        Assert.Equal((ChangeOutcome.Changed, ChangeOutcome.NotFound), (result.Outcome, again.Outcome));
        Assert.Empty(console.Routing.Current.Sources);
        Assert.Equal("source.deleted", (await console.AuditAsync())[^1].Action);
    }

    [Fact]
    public async Task A_source_that_is_switched_off_stays_in_the_table_as_such()
    {
        await using var console = await ConsoleOnSqlite.StartAsync();
        var row = (await console.Sources.CreateAsync(Drafts.Source, "anna", Token)).Value!;

        await console.Sources.SetEnabledAsync(row.Id, enabled: false, "anna", Token);

        Assert.False(console.Routing.Current.Sources["shop"].Enabled);
        Assert.Equal("source.disabled", (await console.AuditAsync())[^1].Action);
    }
}
