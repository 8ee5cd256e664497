using System.Text.Json;
using System.Text.Json.Serialization;
using CommerceEventConsole.Sandbox.Adobe;
using CommerceEventConsole.Sandbox.Agreement;
using CommerceEventConsole.Sandbox.BackOffice;
using CommerceEventConsole.Sandbox.Commerce;
using CommerceEventConsole.Sandbox.Page;
using CommerceEventConsole.Sandbox.Shop;
using CommerceEventConsole.Sandbox.Traffic;

namespace CommerceEventConsole.Sandbox;

/// <summary>
/// A real HTTP server that plays Adobe I/O Events, a shop with its Commerce REST interface, and the back office behind it.
/// It knows nothing of the console but the address of its intake.
/// </summary>
public static class SandboxServer
{
    /// <summary>Builds the sandbox; the caller starts, stops and disposes it.</summary>
    /// <param name="options">Settings.</param>
    /// <param name="logging">Where its log goes; nowhere when absent.</param>
    /// <param name="time">Clock of every wait and time stamp; the system's when absent.</param>
    /// <exception cref="Microsoft.Extensions.Options.OptionsValidationException">Settings that cannot work, all named.</exception>
    public static WebApplication Create(SandboxOptions options, Action<ILoggingBuilder>? logging = null, TimeProvider? time = null)
    {
        options.ThrowIfInvalid();

        // An empty builder: inside the console's process its environment (ASPNETCORE_URLS above all) must not reach the sandbox.
        var builder = WebApplication.CreateEmptyBuilder(new WebApplicationOptions { ApplicationName = typeof(SandboxServer).Assembly.GetName().Name });
        builder.WebHost.UseKestrelCore();
        builder.WebHost.UseUrls(options.Url);
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            kestrel.Limits.MaxRequestBodySize = 4 * 1024 * 1024;
        });
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning);
        builder.Logging.AddFilter("System.Net.Http", LogLevel.Warning);
        logging?.Invoke(builder.Logging);

        builder.Services.AddRoutingCore();
        builder.Services.ConfigureHttpJsonOptions(json =>
        {
            json.SerializerOptions.Converters.Add(new JsonStringEnumConverter(JsonNamingPolicy.CamelCase));
            json.SerializerOptions.Encoder = Json.Encoder;
        });
        builder.Services.AddSingleton(options);
        builder.Services.AddSingleton(time ?? TimeProvider.System);
        builder.Services.AddSingleton<SandboxAddress>();
        builder.Services.AddAdobe();
        builder.Services.AddShop();
        builder.Services.AddBackOffice();
        builder.Services.AddCommerce();
        builder.Services.AddAgreement();
        builder.Services.AddSingleton<CallCounter>();

        var app = builder.Build();
        app.UseRouting();
        app.MapAdobe();
        app.MapShop();
        app.MapCommerce();
        app.MapBackOffice();
        app.MapAgreement();
        app.MapTraffic();
        app.MapPage();
        return app;
    }
}
