using CommerceEventConsole.Engine.Setup;

namespace CommerceEventConsole.Hosting;

/// <summary>What the command line does with setup files beside applying one at start.</summary>
internal static class SetupCommands
{
    /// <summary>Tells what a setup file would do, and exits. The next argument names it; without one it is that of <c>Setup:File</c>.</summary>
    public const string Check = "--check-setup";

    /// <summary>Writes what is in force as a setup file, to the output or to the file that the next argument names, and exits.</summary>
    public const string Export = "--export-setup";

    /// <summary>Runs the command that the arguments name: its exit code; null where they name none.</summary>
    public static async Task<int?> RunSetupCommandAsync(this WebApplication app, string[] args)
    {
        if (args.Contains(Check, StringComparer.Ordinal))
            return await CheckAsync(app, After(args, Check)).ConfigureAwait(false);
        return args.Contains(Export, StringComparer.Ordinal) ? await ExportAsync(app, After(args, Export)).ConfigureAwait(false) : null;
    }

    private static async Task<int> CheckAsync(WebApplication app, string? path)
    {
        var result = await app.Services.GetRequiredService<SetupRunner>().CheckAsync(path, app.Lifetime.ApplicationStopping).ConfigureAwait(false);
        foreach (var line in Tell(result))
            await (result.Succeeded ? Console.Out : Console.Error).WriteLineAsync(line).ConfigureAwait(false);
        return result.Succeeded ? 0 : 1;
    }

    private static async Task<int> ExportAsync(WebApplication app, string? path)
    {
        var text = await app.Services.GetRequiredService<SetupExporter>().WriteAsync(app.Lifetime.ApplicationStopping).ConfigureAwait(false);
        if (path is null)
        {
            await Console.Out.WriteAsync(text).ConfigureAwait(false);
            return 0;
        }

        try
        {
            await File.WriteAllTextAsync(path, text, app.Lifetime.ApplicationStopping).ConfigureAwait(false);
            await Console.Out.WriteLineAsync($"What is in force was written to {path}. It holds no secrets: give those that it names as ${{Secrets:...}} by the configuration.").ConfigureAwait(false);
            return 0;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            await Console.Error.WriteLineAsync($"{path} could not be written: {e.Message}").ConfigureAwait(false);
            return 1;
        }
    }

    private static IEnumerable<string> Tell(SetupResult result)
    {
        if (!result.Succeeded)
            return ["The setup file cannot be applied:", .. result.Problems.Select(p => p.Field.Length > 0 ? $"  - {p.Field}: {p.Message}" : $"  - {p.Message}")];
        var same = result.Steps.Count - result.Changes;
        return
        [
            result.Changes == 0 ? "The setup file would change nothing." : "The setup file would do this; nothing was done:",
            .. result.Steps.Where(s => s.Action != SetupAction.Keeps).Select(s => $"  - {s}"),
            .. same > 0 ? [$"{same} of its {result.Steps.Count} items are there as it says."] : Array.Empty<string>(),
        ];
    }

    // What begins with two hyphens is another argument.
    private static string? After(string[] args, string name) =>
        Array.IndexOf(args, name) + 1 is var at && at < args.Length && !args[at].StartsWith("--", StringComparison.Ordinal) ? args[at] : null;
}
