using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Storage;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Hosting;

/// <summary>What happens, in order, before the console serves anyone.</summary>
public static class ConsoleStart
{
    /// <summary>Applies migrations and exits.</summary>
    public const string MigrateOnly = "--migrate-only";

    /// <summary>Checks every setting; false, with all that is wrong told, where the console cannot start.</summary>
    public static async Task<bool> CheckSettingsAsync(this WebApplication app)
    {
        var problems = SettingsSections.Check(app.Services);
        if (problems.Count > 0)
            await TellAsync(problems).ConfigureAwait(false);
        return problems.Count == 0;
    }

    /// <summary>Readies the store and runs until told to stop. The result is the exit code: 1 where the console cannot start.</summary>
    public static async Task<int> RunConsoleAsync(this WebApplication app, string[] args)
    {
        try
        {
            await MigrateAsync(app).ConfigureAwait(false);
            if (args.Contains(MigrateOnly, StringComparer.Ordinal))
            {
                await Console.Out.WriteLineAsync("The database is up to date.").ConfigureAwait(false);
                return 0;
            }

            if (await app.RunSetupCommandAsync(args).ConfigureAwait(false) is { } code)
                return code;
            await ApplySetupAsync(app).ConfigureAwait(false);
            await PrepareAccessAsync(app).ConfigureAwait(false);
            await app.RunAsync().ConfigureAwait(false);
            return 0;
        }
        catch (Exception e) when (Problems(e) is { } problems)
        {
            await TellAsync(problems).ConfigureAwait(false);
            return 1;
        }
    }

    private static async Task MigrateAsync(WebApplication app)
    {
        try
        {
            await app.Services.GetRequiredService<IStorageInitializer>().MigrateAsync(app.Lifetime.ApplicationStopping).ConfigureAwait(false);
        }
        catch (Exception e) when (e is System.Data.Common.DbException or IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw new StartProblemException([$"The database cannot be readied: {e.Message.TrimEnd('.')}. See Storage:ConnectionString."]);
        }
    }

    private static async Task ApplySetupAsync(WebApplication app)
    {
        var setup = await app.Services.GetRequiredService<SetupRunner>().ApplyAsync(app.Lifetime.ApplicationStopping).ConfigureAwait(false);
        if (!setup.Succeeded)
            throw new StartProblemException(setup.Problems.Select(p => p.Field.Length > 0 ? $"Setup file, {p.Field}: {p.Message}" : p.Message));
    }

    private static async Task PrepareAccessAsync(WebApplication app)
    {
        var first = await app.Services.GetRequiredService<FirstStart>().RunAsync(app.Lifetime.ApplicationStopping).ConfigureAwait(false);
        if (first.Problems.Count > 0)
            throw new StartProblemException(first.Problems);
        app.Services.GetRequiredService<StartBanner>().FirstRunToken = first.LinkToken;
    }

    private static async Task TellAsync(IReadOnlyList<string> problems)
    {
        await Console.Error.WriteLineAsync("The console cannot start:").ConfigureAwait(false);
        foreach (var problem in problems)
            await Console.Error.WriteLineAsync("  - " + problem).ConfigureAwait(false);
    }

    private static IReadOnlyList<string>? Problems(Exception e) => e switch
    {
        StartProblemException problem => problem.Problems,
        OptionsValidationException options => [.. options.Failures],
        IOException { InnerException: Microsoft.AspNetCore.Connections.AddressInUseException } address =>
            [address.Message.TrimEnd('.') + ". Choose another with ASPNETCORE_URLS."],
        _ => null,
    };
}
