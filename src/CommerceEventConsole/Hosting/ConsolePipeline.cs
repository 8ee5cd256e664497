using Microsoft.AspNetCore.Diagnostics;

namespace CommerceEventConsole.Hosting;

/// <summary>What every request passes, in order.</summary>
internal static class ConsolePipeline
{
    // Radzen positions pop-ups with inline styles; scripts are files of ours only. The circuit's web socket is 'self'.
    private const string ContentSecurityPolicy =
        "base-uri 'self'; default-src 'self'; object-src 'none'; frame-ancestors 'none'; form-action 'self'; img-src 'self' data:; "
        + "font-src 'self'; connect-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'";

    private static readonly PathString[] ForPrograms = ["/intake", "/hubs", "/_blazor", "/health"];

    public static void UseConsolePipeline(this WebApplication app)
    {
        app.UseKnownProxies();
        app.UseSecurityHeaders();
        if (!app.Environment.IsDevelopment())
            app.UseHsts();
        // People get a page, programs a status and problem details (RFC 9457).
        app.UseWhen(context => !IsForPeople(context), programs => programs.UseExceptionHandler());
        app.UseWhen(IsForPeople, people =>
        {
            people.UseExceptionHandler("/error", createScopeForErrors: true);
            people.UseStatusCodePagesWithReExecute("/not-found");
            people.Use(OnlyNotFoundGetsThePage);
        });
        app.UseRouting();
        app.UseAuthentication();
        app.UseRateLimiter();
        app.UseAuthorization();
        app.UseAntiforgery();
    }

    private static async Task OnlyNotFoundGetsThePage(HttpContext context, RequestDelegate next)
    {
        await next(context).ConfigureAwait(false);
        if (context.Response.StatusCode != StatusCodes.Status404NotFound && context.Features.Get<IStatusCodePagesFeature>() is { } pages)
            pages.Enabled = false;
    }

    private static bool IsForPeople(HttpContext context) =>
        !Array.Exists(ForPrograms, path => context.Request.Path.StartsWithSegments(path, StringComparison.OrdinalIgnoreCase))
        && context.Request.Headers.Accept.Any(accept => accept?.Contains("text/html", StringComparison.OrdinalIgnoreCase) == true);

    private static void UseSecurityHeaders(this WebApplication app) => app.Use((context, next) =>
    {
        // A sender is no browser.
        if (HttpMethods.IsPost(context.Request.Method) && context.Request.Path.StartsWithSegments("/intake", StringComparison.Ordinal))
            return next(context);
        // Set as the answer starts: the error handler clears what was set before it.
        context.Response.OnStarting(static state =>
        {
            var headers = ((HttpContext)state).Response.Headers;
            headers.ContentSecurityPolicy = ContentSecurityPolicy;
            headers.XContentTypeOptions = "nosniff";
            headers.XFrameOptions = "DENY";
            headers.TryAdd("Referrer-Policy", "same-origin");
            headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()";
            headers["Cross-Origin-Opener-Policy"] = "same-origin";
            return Task.CompletedTask;
        }, context);
        return next(context);
    });
}
