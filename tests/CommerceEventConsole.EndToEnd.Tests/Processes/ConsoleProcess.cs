using System.Diagnostics;
using System.Runtime.InteropServices;

namespace CommerceEventConsole.EndToEnd.Tests.Processes;

/// <summary>The console as people run it: a process of its own, on any free port.</summary>
internal sealed class ConsoleProcess : IAsyncDisposable
{
    public const string Email = "admin@example.com";
    public const string Password = "seven quiet green boats";

    private const int Terminate = 15;

    private readonly Process _process;

    private ConsoleProcess(Process process) => _process = process;

    public ProcessOutput Output { get; } = new();

    /// <summary>Where it listens, without a trailing slash.</summary>
    public string Url { get; private set; } = "";

    /// <summary>The processor time that it has taken so far.</summary>
    public TimeSpan Worked
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts the console and returns once it listens.</summary>
    /// <param name="folder">Its data.</param>
    /// <param name="settings">Settings, named as in the README (<c>Section:Name</c>).</param>
    public static async Task<ConsoleProcess> StartAsync(ConsoleFolder folder, params (string Name, string? Value)[] settings)
    {
        var console = Launch(folder, [], settings);
        try
        {
            console.Url = await Until.FoundAsync("the console listens", () => Task.FromResult(console.ListensAt()));
            return console;
        }
        catch
        {
            await console.DisposeAsync();
            throw;
        }
    }

    /// <summary>Starts the console with an administrator, so that no link has to be opened first.</summary>
    public static Task<ConsoleProcess> StartWithAdministratorAsync(ConsoleFolder folder, params (string Name, string? Value)[] settings) =>
        StartAsync(folder, [("Access:FirstAdministrator:Email", Email), ("Access:FirstAdministrator:Password", Password), .. settings]);

    /// <summary>Runs the console until it exits by itself.</summary>
    public static async Task<(int ExitCode, string Output)> RunAsync(
        ConsoleFolder folder, string[] arguments, params (string Name, string? Value)[] settings)
    {
        await using var console = Launch(folder, arguments, settings);
        await Until.TrueAsync("the console exits", () => console._process.HasExited);
        // Unlike HasExited, this also waits for the rest of the output.
        await Until.EndedAsync("the console's output ends", console._process.WaitForExitAsync(CancellationToken.None));
        return (console._process.ExitCode, console.Output.Text);
    }

    public HttpClient CreateClient() => new() { BaseAddress = new Uri(Url) };

    /// <summary>Ends the process as a power failure does: it has no chance to do anything (SIGKILL).</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await Until.EndedAsync("the killed console is gone", _process.WaitForExitAsync(CancellationToken.None));
    }

    /// <summary>Asks the process to stop, as a container host does, and returns its exit code.</summary>
    public async Task<int> StopAsync()
    {
        if (OperatingSystem.IsWindows())
            _process.Kill();
        else
            _ = Signal(_process.Id, Terminate);
        await Until.EndedAsync("the console stops", _process.WaitForExitAsync(CancellationToken.None));
        return _process.ExitCode;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            await KillAsync();
        // Shown with a test that fails.
        TestContext.Current.TestOutputHelper?.WriteLine(Output.Text);
        _process.Dispose();
    }

    private static ConsoleProcess Launch(ConsoleFolder folder, string[] arguments, (string Name, string? Value)[] settings)
    {
        var start = new ProcessStartInfo("dotnet", [Built.ConsoleProgram, .. arguments])
        {
            WorkingDirectory = folder.Path,
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        // What the test host was started with is not the console's business.
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("ASPNETCORE_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        start.Environment.Remove("DOTNET_ENVIRONMENT");
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        // What Blazor refuses is told in the browser's console, from where a failed test shows it.
        start.Environment["DetailedErrors"] = "true";
        start.Environment["Storage__ConnectionString"] = $"Data Source={folder.Database}";
        if (folder.SetupFile is not null)
            start.Environment["Setup__File"] = folder.SetupFile;
        foreach (var (name, value) in settings)
            start.Environment[name.Replace(":", "__", StringComparison.Ordinal)] = value;
        var console = new ConsoleProcess(Process.Start(start)!);
        console.Output.Read(console._process);
        return console;
    }

    private string? ListensAt() =>
        _process.HasExited ? throw new InvalidOperationException("The console did not start:\n" + Output.Text) : Output.Labelled("Console");

    [DllImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static extern int Signal(int processId, int signal);
}
