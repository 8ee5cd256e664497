using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CommerceEventConsole.Sandbox;

/// <summary>The address under which others reach the sandbox; with port 0 it is known only once the server listens.</summary>
internal sealed class SandboxAddress(SandboxOptions options, IServer server, IHostApplicationLifetime lifetime)
{
    /// <summary>Base address without a trailing slash.</summary>
    public string Current =>
        (options.PublicUrl ?? server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() ?? options.Url).TrimEnd('/');

    /// <summary>Returns once the server listens.</summary>
    public async Task WhenListeningAsync(CancellationToken cancellationToken)
    {
        var started = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(started.SetResult);
        await started.Task.WaitAsync(cancellationToken);
    }
}
