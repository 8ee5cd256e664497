using CommerceEventConsole.Engine.Commerce.Instances;
using CommerceEventConsole.Sandbox;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Hosting;

/// <summary>Connects the sandbox's shop as a Commerce instance, where none is connected yet.</summary>
internal sealed class SandboxInstance(IOptions<SandboxOptions> options, CommerceInstanceStore instances, ILogger<SandboxInstance> logger) : BackgroundService
{
    private const string Who = "setup file";

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        try
        {
            if ((await instances.ListAsync(stoppingToken).ConfigureAwait(false)).Count > 0)
                return;
            var result = await instances.CreateAsync(Draft(options.Value), Who, stoppingToken).ConfigureAwait(false);
            if (!result.Succeeded)
                logger.LogWarning("The sandbox's shop is not connected: {Reasons}", string.Join(' ', result.Problems.Select(p => p.Message)));
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            // A convenience: the console is of use without it.
            logger.LogWarning(e, "The sandbox's shop could not be connected");
        }
    }

    private static CommerceInstanceDraft Draft(SandboxOptions sandbox) => new(
        "Sandbox shop",
        CommerceKind.PaaS,
        sandbox.PublicUrl ?? sandbox.Url,
        CommerceInstanceDraft.UsualPrefix(CommerceKind.PaaS),
        AllowPrivateAddress: true,
        CommerceAuthentication.IntegrationToken,
        new Dictionary<CommerceSecret, string?> { [CommerceSecret.AccessToken] = sandbox.CommerceToken });
}
