using System.Net;
using CommerceEventConsole.Engine.Access;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Console.Tests.Access;

public sealed class SignInTests(ConsoleApp app) : IClassFixture<ConsoleApp>
{
    private const string Admin = "admin@example.com";
    private const string Refused = "E-mail or password is not right";

    [Fact]
    public async Task Signing_in_leads_to_the_page_that_was_asked_for()
    {
        var browser = app.Browse();
        using var asked = await browser.GetAsync("/people?x=1");
        using var signedIn = await browser.SignInAsync(Admin, ConsoleApp.Password, asked.Headers.Location!.PathAndQuery);
        Assert.Equal("http://localhost/people?x=1", signedIn.Headers.Location!.ToString());
        using var page = await browser.GetAsync("/people?x=1");
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
    }

    [Theory]
    [InlineData("https://example.com/")]
    [InlineData("//example.com/")]
    [InlineData("/\\example.com")]
    [InlineData("/\t/example.com")]
    [InlineData("javascript:alert(1)")]
    public async Task Signing_in_never_leads_to_another_site(string returnUrl)
    {
        using var response = await app.Browse().SignInAsync(Admin, ConsoleApp.Password, "/sign-in?returnUrl=" + Uri.EscapeDataString(returnUrl));
        Assert.Equal(HttpStatusCode.Redirect, response.StatusCode);
        Assert.Equal("http://localhost/", response.Headers.Location!.ToString());
    }

    [Theory]
    [InlineData(Admin, "not the password")]
    [InlineData("nobody@example.com", "not the password")]
    public async Task A_refusal_does_not_say_what_was_wrong(string email, string password)
    {
        using var response = await app.Browse().SignInAsync(email, password);
        var body = await BodyAsync(response);
        Assert.Contains(Refused, body, StringComparison.Ordinal);
        Assert.DoesNotContain(password, body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_wrong_passwords_lock_the_account_even_for_the_right_one()
    {
        await app.AddPersonAsync("locked@example.com", ConsoleRoles.Viewer);
        var browser = app.Browse();
        for (var i = 0; i < 5; i++)
            (await browser.SignInAsync("locked@example.com", "not the password")).Dispose();
        using var response = await browser.SignInAsync("locked@example.com", ConsoleApp.Password);
        Assert.Contains(Refused, await BodyAsync(response), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_without_its_antiforgery_token_is_refused()
    {
        using var form = new FormUrlEncodedContent(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["_handler"] = "sign-in",
            ["Input.Email"] = Admin,
            ["Input.Password"] = ConsoleApp.Password,
        });
        using var response = await app.Browse().PostAsync("/sign-in", form);
        Assert.Equal(HttpStatusCode.BadRequest, response.StatusCode);
    }

    [Fact]
    public async Task Signing_out_ends_the_session_and_needs_the_pages_token()
    {
        var browser = app.Browse();
        (await browser.SignInAsync(Admin, ConsoleApp.Password)).Dispose();
        using var forged = await browser.SendAsync(HttpMethod.Post, "/sign-out");
        Assert.Equal(HttpStatusCode.BadRequest, forged.StatusCode);
        using var signedOut = await browser.SubmitAsync("/", "/sign-out");
        Assert.Equal("/sign-in", signedOut.Headers.Location!.ToString());
        using var page = await browser.GetAsync("/");
        Assert.Contains("/sign-in", page.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_session_cookie_is_out_of_reach_for_scripts_and_other_sites()
    {
        using var response = await app.Browse().SignInAsync(Admin, ConsoleApp.Password);
        var cookie = Assert.Single(response.Headers.GetValues("Set-Cookie"), c => c.StartsWith("console=", StringComparison.Ordinal));
        Assert.Contains("httponly", cookie, StringComparison.OrdinalIgnoreCase);
        Assert.Contains("samesite=lax", cookie, StringComparison.OrdinalIgnoreCase);
    }

    [Theory]
    [InlineData(ConsoleRoles.Viewer, false)]
    [InlineData(ConsoleRoles.Operator, false)]
    [InlineData(ConsoleRoles.Administrator, true)]
    public async Task Only_an_administrator_opens_the_people_page(string role, bool allowed)
    {
        var email = role.ToLowerInvariant() + "@roles.example.com";
        await app.AddPersonAsync(email, role);
        var browser = app.Browse();
        (await browser.SignInAsync(email, ConsoleApp.Password)).Dispose();
        using var home = await browser.GetAsync("/");
        Assert.Equal(HttpStatusCode.OK, home.StatusCode);
        using var people = await browser.GetAsync("/people");
        Assert.Equal(allowed, people.StatusCode == HttpStatusCode.OK);
        if (!allowed)
            Assert.Contains("/not-allowed", people.Headers.Location!.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Each_role_includes_those_before_it()
    {
        var authorization = app.Services.GetRequiredService<Microsoft.AspNetCore.Authorization.IAuthorizationService>();
        for (var has = 0; has < ConsoleRoles.All.Count; has++)
        {
            var person = new System.Security.Claims.ClaimsPrincipal(new System.Security.Claims.ClaimsIdentity(
                [new(System.Security.Claims.ClaimTypes.Role, ConsoleRoles.All[has])], "test"));
            for (var needs = 0; needs < ConsoleRoles.All.Count; needs++)
            {
                var result = await authorization.AuthorizeAsync(person, null, ConsoleRoles.All[needs]);
                Assert.Equal(needs <= has, result.Succeeded);
            }
        }
    }

    private static async Task<string> BodyAsync(HttpResponseMessage response) =>
        await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
}
