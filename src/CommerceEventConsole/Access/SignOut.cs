using CommerceEventConsole.Engine.Access;
using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Identity;

namespace CommerceEventConsole.Access;

/// <summary>Signing out: a POST with an antiforgery token, so that no other site can do it.</summary>
internal static class SignOut
{
    public static void MapSignOut(this WebApplication app) =>
        app.MapPost("/sign-out", async (HttpContext context, IAntiforgery antiforgery, SignInManager<ConsoleUser> signIn) =>
        {
            if (!await antiforgery.IsRequestValidAsync(context))
                return Results.BadRequest();
            await signIn.SignOutAsync();
            return Results.LocalRedirect("/sign-in");
        });
}
