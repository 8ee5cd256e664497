using CommerceEventConsole.Sandbox;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Hosting;

/// <summary>Runs the sandbox on a port of its own once the console listens, and stops it with the console.</summary>
internal sealed class SandboxHost(
    IOptions<SandboxOptions> options,
    IConfiguration configuration,
    IServer server,
    IHostApplicationLifetime lifetime,
    StartBanner banner,
    ILogger<SandboxHost> logger) : BackgroundService
{
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        banner.Lines.Add(("Sandbox", $"{options.Value.Url.TrimEnd('/')} (a shop, Adobe I/O Events and an ERP to try against)"));
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var listening = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        await using var registration = lifetime.ApplicationStarted.Register(listening.SetResult).ConfigureAwait(false);
        await listening.Task.WaitAsync(stoppingToken).ConfigureAwait(false);
        var settings = options.Value;
        if (configuration[$"{SandboxOptions.Section}:{nameof(SandboxOptions.ConsoleUrl)}"] is null
            && server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault() is { } address)
            settings.ConsoleUrl = StartBanner.Reachable(address);
        try
        {
            await using var sandbox = SandboxServer.Create(settings, logging => logging.AddConsole().SetMinimumLevel(LogLevel.Warning));
            await sandbox.RunAsync(stoppingToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // The console is of use without it.
            logger.LogError("The sandbox cannot run at {Url}: {Reason} Choose another address with Sandbox:Url.", settings.Url, e.Message);
        }
    }
}
