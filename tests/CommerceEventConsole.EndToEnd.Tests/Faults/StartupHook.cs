using System.Diagnostics;
using CommerceEventConsole.EndToEnd.Tests.Faults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;

/// <summary>
/// What the runtime calls in a console that was started with DOTNET_STARTUP_HOOKS, before the console's own entry. It waits for the host to
/// be built, as test servers do, and gives it another clock: the console has, and needs, no setting for that.
/// </summary>
#pragma warning disable CA1050, MA0047 // The runtime looks for this very name, in no namespace.
internal static class StartupHook
#pragma warning restore CA1050, MA0047
{
    public static void Initialize()
    {
        if (Environment.GetEnvironmentVariable(ShiftedTime.Variable) is { Length: > 0 } file)
            DiagnosticListener.AllListeners.Subscribe(new Sources(new ShiftedTime(file)));
    }

    private sealed class Sources(TimeProvider time) : IObserver<DiagnosticListener>
    {
        public void OnNext(DiagnosticListener value)
        {
            if (string.Equals(value.Name, "Microsoft.Extensions.Hosting", StringComparison.Ordinal))
                value.Subscribe(new Builds(time));
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }

    private sealed class Builds(TimeProvider time) : IObserver<KeyValuePair<string, object?>>
    {
        public void OnNext(KeyValuePair<string, object?> value)
        {
            if (value.Key is "HostBuilding" && value.Value is IHostBuilder builder)
                builder.ConfigureServices(services => services.AddSingleton(time));
        }

        public void OnCompleted()
        {
        }

        public void OnError(Exception error)
        {
        }
    }
}
