using System.Globalization;
using CommerceEventConsole.EndToEnd.Tests.Processes;

namespace CommerceEventConsole.EndToEnd.Tests.Faults;

/// <summary>
/// Moves the wall clock of a console, and nobody else's. The console itself knows nothing of it: the runtime loads a start-up hook of this
/// assembly into its process (see <c>StartupHook</c>), and that puts another <see cref="TimeProvider"/> beside the console's.
/// </summary>
internal sealed class Clock : IDisposable
{
    private readonly FileInfo _file = new(Path.GetTempFileName());

    /// <summary>What a console must be started with to follow this clock.</summary>
    public (string Name, string? Value)[] Settings =>
        [("DOTNET_STARTUP_HOOKS", typeof(Clock).Assembly.Location), (ShiftedTime.Variable, _file.FullName)];

    /// <summary>Lets the console's clock jump.</summary>
    /// <param name="shift">How far it is then from the true time.</param>
    /// <param name="console">The console, which must notice.</param>
    public async Task JumpAsync(TimeSpan shift, ConsoleProcess console)
    {
        // Whole at once: a half-written number would be another jump.
        var next = _file.FullName + ".next";
        await File.WriteAllTextAsync(next, shift.Ticks.ToString(CultureInfo.InvariantCulture), TestContext.Current.CancellationToken);
        File.Move(next, _file.FullName, overwrite: true);
        var noticed = string.Create(CultureInfo.InvariantCulture, $"{ShiftedTime.Noticed} {shift.Ticks}");
        await Until.TrueAsync("the console's clock jumps", () => console.Output.Text.Contains(noticed, StringComparison.Ordinal));
    }

    public void Dispose() => _file.Delete();
}
