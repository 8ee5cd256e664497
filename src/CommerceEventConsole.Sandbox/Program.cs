namespace CommerceEventConsole.Sandbox;

/// <summary>Runs the sandbox alone, set up by command line (`--Sandbox:Url=...`) and environment (`Sandbox__Url`).</summary>
internal static class Program
{
    /// <summary>Starts the sandbox and returns when it is told to stop; 1 when a setting is wrong.</summary>
    public static async Task<int> Main(string[] args)
    {
        var configuration = new ConfigurationBuilder().AddEnvironmentVariables().AddCommandLine(args).Build();
        var options = configuration.GetSection(SandboxOptions.Section).Get<SandboxOptions>() ?? new SandboxOptions();

        var errors = options.Validate();
        if (errors.Count > 0)
        {
            foreach (var error in errors)
                await Console.Error.WriteLineAsync(error);
            return 1;
        }

        await using var sandbox = SandboxServer.Create(options, logging => logging.AddSimpleConsole());
        await sandbox.RunAsync();
        return 0;
    }
}
