using System.Net;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Storage;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Console.Tests.Access;

public sealed class FirstRunTests : IAsyncDisposable
{
    private readonly ConsoleApp _app = new();

    public FirstRunTests()
    {
        _app.Settings.Remove("Access:FirstAdministrator:Email");
        _app.Settings.Remove("Access:FirstAdministrator:Password");
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    [Fact]
    public async Task The_link_makes_one_administrator_signs_in_and_works_once()
    {
        var link = "/first-run/" + await NewTokenAsync();
        var browser = _app.Browse();
        using var created = await EnterAsync(browser, link, "first@example.com", ConsoleApp.Password);
        Assert.Equal("http://localhost/", created.Headers.Location!.ToString());
        using var people = await browser.GetAsync("/people");
        Assert.Equal(HttpStatusCode.OK, people.StatusCode);
        Assert.Contains("This link does not work", await _app.Browse().TextAsync(link), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_refused_password_leaves_the_link_good_and_nobody_behind()
    {
        var link = "/first-run/" + await NewTokenAsync();
        var browser = _app.Browse();
        using var refused = await EnterAsync(browser, link, "first@example.com", "short");
        Assert.Contains("at least 12 characters", await refused.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Empty(await _app.Services.GetRequiredService<People>().ListAsync(TestContext.Current.CancellationToken));
        using var created = await EnterAsync(browser, link, "first@example.com", ConsoleApp.Password);
        Assert.Equal(HttpStatusCode.Redirect, created.StatusCode);
    }

    [Fact]
    public async Task A_new_link_voids_the_one_before()
    {
        var old = await NewTokenAsync();
        await NewTokenAsync();
        Assert.Contains("This link does not work", await _app.Browse().TextAsync("/first-run/" + old), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_store_holds_no_token_only_its_hash()
    {
        var token = await NewTokenAsync();
        await using var context = await _app.Services.GetRequiredService<IDbContextFactory<ConsoleDbContext>>()
            .CreateDbContextAsync(TestContext.Current.CancellationToken);
        var settings = await context.Settings.AsNoTracking().ToListAsync(TestContext.Current.CancellationToken);
        Assert.Contains(settings, s => s.Name.StartsWith("EntryLink:", StringComparison.Ordinal));
        Assert.DoesNotContain(settings, s => (s.Name + s.Value).Contains(token, StringComparison.Ordinal));
    }

    [Fact]
    public async Task More_forms_than_the_limit_are_turned_away()
    {
        _app.Settings["Access:FormsPerMinute"] = "2";
        var browser = _app.Browse();
        for (var i = 0; i < 2; i++)
            (await browser.SignInAsync("nobody@example.com", "not the password")).Dispose();
        using var third = await browser.SignInAsync("nobody@example.com", "not the password");
        Assert.Equal(HttpStatusCode.TooManyRequests, third.StatusCode);
    }

    private Task<string> NewTokenAsync() =>
        _app.Services.GetRequiredService<EntryLinks>().IssueAsync(userId: null, TestContext.Current.CancellationToken);

    private static Task<HttpResponseMessage> EnterAsync(Browser browser, string link, string email, string password) =>
        browser.SubmitAsync(link, link, ("Input.Email", email), ("Input.Password", password), ("Input.Repeat", password));
}
