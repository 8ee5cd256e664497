using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Console.Tests.Access;

public sealed class PeopleTests : IAsyncDisposable
{
    private readonly ConsoleApp _app = new();

    private People People => _app.Services.GetRequiredService<People>();

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task The_last_administrator_can_be_neither_removed_nor_locked_nor_demoted()
    {
        var admin = Assert.Single(await People.ListAsync(Token)).Id;
        Assert.False((await People.RemoveAsync(admin, "test", Token)).Succeeded);
        Assert.False((await People.SetLockedAsync(admin, locked: true, "test", Token)).Succeeded);
        Assert.False((await People.ChangeRoleAsync(admin, ConsoleRoles.Viewer, "test", Token)).Succeeded);
        await _app.AddPersonAsync("second@example.com", ConsoleRoles.Administrator);
        Assert.True((await People.RemoveAsync(admin, "test", Token)).Succeeded);
    }

    [Fact]
    public async Task A_change_is_in_the_audit_log_and_a_refused_one_is_not()
    {
        var id = await _app.AddPersonAsync("grace@example.com", ConsoleRoles.Viewer);
        await People.ChangeRoleAsync(id, ConsoleRoles.Operator, "ada@example.com", Token);
        Assert.False((await People.AddAsync("grace@example.com", ConsoleRoles.Viewer, "twice@example.com", Token)).Succeeded);
        await using var context = await _app.Services.GetRequiredService<IDbContextFactory<ConsoleDbContext>>().CreateDbContextAsync(Token);
        var entry = Assert.Single(await context.AuditEntries.AsNoTracking().Where(a => a.Action == "person.role").ToListAsync(Token));
        Assert.Equal(("ada@example.com", "grace@example.com"), (entry.Who, entry.Subject));
        Assert.Equal("""{"role":"Viewer"} {"role":"Operator"}""", $"{entry.Before} {entry.After}");
        Assert.False(await context.AuditEntries.AnyAsync(a => a.Who == "twice@example.com", Token));
    }

    [Fact]
    public async Task A_locked_person_cannot_sign_in_until_unlocked()
    {
        var id = await _app.AddPersonAsync("grace@example.com", ConsoleRoles.Viewer);
        await People.SetLockedAsync(id, locked: true, "test", Token);
        using var refused = await _app.Browse().SignInAsync("grace@example.com", ConsoleApp.Password);
        Assert.Equal(System.Net.HttpStatusCode.OK, refused.StatusCode);
        await People.SetLockedAsync(id, locked: false, "test", Token);
        using var signedIn = await _app.Browse().SignInAsync("grace@example.com", ConsoleApp.Password);
        Assert.Equal(System.Net.HttpStatusCode.Redirect, signedIn.StatusCode);
    }

    [Fact]
    public async Task A_password_link_sets_a_new_password_once()
    {
        var id = await _app.AddPersonAsync("grace@example.com", ConsoleRoles.Viewer);
        var link = (await People.IssueLinkAsync(id, "test", Token)).LinkToken!;
        Assert.Empty((await People.EnterAsync(link, null, "another good password", Token)).Problems);
        Assert.NotEmpty((await People.EnterAsync(link, null, "a third good password", Token)).Problems);
        using var signedIn = await _app.Browse().SignInAsync("grace@example.com", "another good password");
        Assert.Equal(System.Net.HttpStatusCode.Redirect, signedIn.StatusCode);
    }

    private static CancellationToken Token => TestContext.Current.CancellationToken;
}
