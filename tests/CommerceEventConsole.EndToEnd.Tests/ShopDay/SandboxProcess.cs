using System.Diagnostics;
using CommerceEventConsole.EndToEnd.Tests.Processes;
using CommerceEventConsole.Sandbox;

namespace CommerceEventConsole.EndToEnd.Tests.ShopDay;

/// <summary>The sandbox in a process of its own: the shop with its Commerce REST interface, Adobe I/O Events, and the ERP.</summary>
internal sealed class SandboxProcess : IAsyncDisposable
{
    private readonly Process _process;
    private readonly ProcessOutput _output = new();

    private SandboxProcess(Process process) => _process = process;

    /// <summary>The processor time that it has taken so far.</summary>
    public TimeSpan Worked
    {
        get
        {
            _process.Refresh();
            return _process.TotalProcessorTime;
        }
    }

    /// <summary>Starts it; it makes itself known to the console by itself.</summary>
    /// <param name="settings">Its settings, named as in <see cref="SandboxOptions"/>.</param>
    public static SandboxProcess Start(params (string Name, string Value)[] settings)
    {
        var start = new ProcessStartInfo(
            "dotnet", [typeof(SandboxServer).Assembly.Location, .. settings.Select(s => $"--{SandboxOptions.Section}:{s.Name}={s.Value}")])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        foreach (var name in start.Environment.Keys.Where(k => k.StartsWith("ASPNETCORE_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(name);
        var sandbox = new SandboxProcess(Process.Start(start)!);
        sandbox._output.Read(sandbox._process);
        return sandbox;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
            _process.Kill();
        await Until.EndedAsync("the sandbox is gone", _process.WaitForExitAsync(CancellationToken.None));
        TestContext.Current.TestOutputHelper?.WriteLine(_output.Text);
        _process.Dispose();
    }
}
