namespace CommerceEventConsole.Hosting;

/// <summary>Where the console finds its files, and what it listens on.</summary>
public static class ConsoleHost
{
    /// <summary>The address where nothing else is configured.</summary>
    public const string DefaultUrl = "http://localhost:5180";

    private const string SettingsFile = "appsettings.json";

    /// <summary>
    /// A builder whose content root is the folder that holds appsettings.json: the working directory, else the one the program stands in.
    /// So `dotnet run` from a clone, the published program and tests all read the same file.
    /// </summary>
    public static WebApplicationBuilder CreateBuilder(string[] args)
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            Args = args,
            ApplicationName = typeof(ConsoleHost).Assembly.GetName().Name,
            ContentRootPath = ContentRoot(Directory.GetCurrentDirectory(), AppContext.BaseDirectory),
            WebRootPath = Path.Combine(AppContext.BaseDirectory, "wwwroot"),
        });
        // Without a manifest (once published) this does nothing.
        builder.WebHost.UseStaticWebAssets();
        builder.WebHost.ConfigureKestrel(kestrel =>
        {
            kestrel.AddServerHeader = false;
            // Forms and circuit messages are small; intake asks for more where it needs it.
            kestrel.Limits.MaxRequestBodySize = 1024 * 1024;
        });
        if (!HasAddress(builder.Configuration))
            builder.WebHost.UseUrls(DefaultUrl);
        // What is thrown at start is told in sentences by RunConsoleAsync.
        builder.Logging.AddFilter("Microsoft.Extensions.Hosting.Internal.Host", LogLevel.Critical);
        // Nothing is logged per request; without a listener the host makes no activity and no scope for each.
        builder.Logging.AddFilter("Microsoft.AspNetCore.Hosting.Diagnostics", LogLevel.None);
        // That keys lie in the database as they are is in the README; at a first start the warning only frightens, and nothing can be done.
        builder.Logging.AddFilter("Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager", LogLevel.Error);
        builder.Logging.AddSimpleConsole(console =>
        {
            console.SingleLine = true;
            console.TimestampFormat = "HH:mm:ss ";
        });
        builder.Services.AddSingleton(TimeProvider.System);
        return builder;
    }

    internal static string ContentRoot(string workingDirectory, string programDirectory) =>
        File.Exists(Path.Combine(workingDirectory, SettingsFile)) ? workingDirectory : programDirectory;

    private static bool HasAddress(ConfigurationManager configuration) =>
        configuration["urls"] is not null || configuration["http_ports"] is not null || configuration["https_ports"] is not null
        || configuration.GetSection("Kestrel:Endpoints").Exists();
}
