using System.Threading.RateLimiting;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Hosting;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.AspNetCore.Identity;
using Microsoft.AspNetCore.RateLimiting;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Access;

/// <summary>Who may come in, and what they may do. Whatever does not say otherwise asks for a signed-in person with a role.</summary>
public static class AccessSetup
{
    /// <summary>The rate limit of forms that take a password.</summary>
    public const string FormLimit = "access-forms";

    private static readonly TimeSpan StampCheckInterval = TimeSpan.FromMinutes(1);

    /// <summary>Adds accounts, cookies, policies and limits.</summary>
    public static void AddAccess(this WebApplicationBuilder builder)
    {
        var services = builder.Services;
        services.AddSettings<AccessOptions>(AccessOptions.Section);
        services.AddSingleton<IValidateOptions<AccessOptions>, AccessOptionsValidator>();
        services.AddSingleton<EntryLinks>();
        services.AddSingleton<People>();
        services.AddSingleton<FirstStart>();
        services.AddSingleton<StartBanner>();
        services.AddHostedService(p => p.GetRequiredService<StartBanner>());
        AddIdentity(services);
        AddPolicies(services);
        services.AddRateLimiter(limiter =>
        {
            limiter.RejectionStatusCode = StatusCodes.Status429TooManyRequests;
            limiter.OnRejected = static (context, token) => new ValueTask(
                context.HttpContext.Response.WriteAsync("Too many tries. Wait a minute, then go back and try again.", token));
            limiter.AddPolicy(FormLimit, LimitForms);
        });
    }

    /// <summary>Maps signing out; signing in is a page.</summary>
    public static void MapAccess(this WebApplication app) => app.MapSignOut();

    private static void AddIdentity(IServiceCollection services)
    {
        services.AddAuthentication(IdentityConstants.ApplicationScheme).AddIdentityCookies();
        services.AddIdentityCore<ConsoleUser>()
            .AddRoles<IdentityRole>()
            .AddEntityFrameworkStores<ConsoleDbContext>()
            .AddSignInManager()
            .AddDefaultTokenProviders();
        services.AddOptions<IdentityOptions>().Configure<IOptions<AccessOptions>>((identity, access) =>
        {
            identity.User.RequireUniqueEmail = true;
            // Length over character classes, as NIST SP 800-63B advises.
            identity.Password.RequiredLength = 12;
            identity.Password.RequiredUniqueChars = 4;
            identity.Password.RequireDigit = false;
            identity.Password.RequireLowercase = false;
            identity.Password.RequireUppercase = false;
            identity.Password.RequireNonAlphanumeric = false;
            identity.Lockout.MaxFailedAccessAttempts = access.Value.LockoutAttempts;
            identity.Lockout.DefaultLockoutTimeSpan = TimeSpan.FromMinutes(access.Value.LockoutMinutes);
        });
        services.Configure<SecurityStampValidatorOptions>(o => o.ValidationInterval = StampCheckInterval);
        services.ConfigureApplicationCookie(ConsoleCookie.Configure);
        services.AddCascadingAuthenticationState();
        services.AddScoped<AuthenticationStateProvider, CircuitAccess>();
    }

    private static void AddPolicies(IServiceCollection services)
    {
        var authorization = services.AddAuthorizationBuilder();
        // Each role includes those before it, so each policy accepts those after it.
        for (var i = 0; i < ConsoleRoles.All.Count; i++)
            authorization.AddPolicy(ConsoleRoles.All[i], new AuthorizationPolicyBuilder().RequireRole(ConsoleRoles.All.Skip(i)).Build());
        var anyRole = new AuthorizationPolicyBuilder().RequireAuthenticatedUser().RequireRole(ConsoleRoles.All).Build();
        authorization.SetDefaultPolicy(anyRole).SetFallbackPolicy(anyRole);
    }

    private static RateLimitPartition<string> LimitForms(HttpContext context)
    {
        if (!HttpMethods.IsPost(context.Request.Method))
            return RateLimitPartition.GetNoLimiter("reading");
        var permits = context.RequestServices.GetRequiredService<IOptions<AccessOptions>>().Value.FormsPerMinute;
        return RateLimitPartition.GetFixedWindowLimiter(
            "from " + context.Connection.RemoteIpAddress,
            _ => new FixedWindowRateLimiterOptions { PermitLimit = permits, Window = TimeSpan.FromMinutes(1), QueueLimit = 0 });
    }
}
