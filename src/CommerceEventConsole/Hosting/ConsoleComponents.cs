using CommerceEventConsole.Components;
using CommerceEventConsole.Components.Shell;
using CommerceEventConsole.Engine.Events;
using Microsoft.AspNetCore.Components.Server.Circuits;
using Radzen;

namespace CommerceEventConsole.Hosting;

/// <summary>The screens.</summary>
internal static class ConsoleComponents
{
    public static void AddConsoleComponents(this IServiceCollection services)
    {
        services.AddRazorComponents().AddInteractiveServerComponents();
        services.AddScoped<CircuitHandler, InboundOrder>();
        services.AddRadzenComponents();
        services.AddProblemDetails();
        services.AddAntiforgery(o => o.Cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest);
        services.AddEventQueries();
    }

    public static void MapConsoleComponents(this WebApplication app)
    {
        app.MapStaticAssets().AllowAnonymous();
        app.MapRazorComponents<App>()
            // The whole policy is set for every answer; without this the framework would add a second one.
            .AddInteractiveServerRenderMode(options => options.ContentSecurityFrameAncestorsPolicy = null);
    }
}
