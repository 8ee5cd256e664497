using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Sandbox;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Hosting;

/// <summary>The sandbox beside the console: a shop that sends events, and the systems that receive them.</summary>
internal static class SandboxSetup
{
    private const string SeedFile = "seed.setup.json";

    /// <summary>Adds it where <c>Sandbox:Enabled</c> says so; without a word in Development only.</summary>
    public static void AddSandbox(this WebApplicationBuilder builder)
    {
        builder.Services.AddSettings<SandboxSwitch>(SandboxOptions.Section);
        var configured = builder.Configuration[$"{SandboxOptions.Section}:{nameof(SandboxSwitch.Enabled)}"];
        if (bool.TryParse(configured, out var enabled) ? !enabled : !builder.Environment.IsDevelopment())
            return;
        // Its seed names its address and is the setup file, unless there is another.
        var defaults = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase)
        {
            [$"{SandboxOptions.Section}:{nameof(SandboxOptions.Url)}"] = new SandboxOptions().Url,
            [$"{SandboxOptions.Section}:{nameof(SandboxOptions.ErpSecret)}"] = SandboxOptions.SeedSecret,
            [$"{SetupOptions.Section}:{nameof(SetupOptions.File)}"] = Path.Combine(AppContext.BaseDirectory, SeedFile),
        };
        builder.Configuration.AddInMemoryCollection(defaults.Where(d => string.IsNullOrEmpty(builder.Configuration[d.Key])).ToList());
        builder.Services.AddSettings<SandboxOptions>(SandboxOptions.Section);
        builder.Services.AddSingleton<IValidateOptions<SandboxOptions>, SandboxOptionsValidator>();
        builder.Services.AddHostedService<SandboxHost>();
        builder.Services.AddHostedService<SandboxInstance>();
    }

    /// <summary>Whether the sandbox runs.</summary>
    internal sealed class SandboxSwitch
    {
        public bool? Enabled { get; set; }
    }

    private sealed class SandboxOptionsValidator : IValidateOptions<SandboxOptions>
    {
        public ValidateOptionsResult Validate(string? name, SandboxOptions options) =>
            options.Validate() is { Count: > 0 } problems ? ValidateOptionsResult.Fail(problems) : ValidateOptionsResult.Success;
    }
}
