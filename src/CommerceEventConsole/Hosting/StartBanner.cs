using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;

namespace CommerceEventConsole.Hosting;

/// <summary>Says on the terminal where to look, once the console listens.</summary>
internal sealed class StartBanner(IServer server, IHostApplicationLifetime lifetime) : IHostedService
{
    /// <summary>The single-use link's token while there is no administrator. The only secret that is ever printed.</summary>
    public string? FirstRunToken { get; set; }

    /// <summary>Further lines, such as the sandbox's page.</summary>
    public IList<(string Label, string Text)> Lines { get; } = [];

    public Task StartAsync(CancellationToken cancellationToken)
    {
        lifetime.ApplicationStarted.Register(Print);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>An address that a person can open, where the server listens on all.</summary>
    internal static string Reachable(string address) => address
        .Replace("://[::]", "://localhost", StringComparison.Ordinal)
        .Replace("://0.0.0.0", "://localhost", StringComparison.Ordinal)
        .Replace("://+", "://localhost", StringComparison.Ordinal)
        .Replace("://*", "://localhost", StringComparison.Ordinal)
        .TrimEnd('/');

    private void Print()
    {
        var address = server.Features.Get<IServerAddressesFeature>()?.Addresses.FirstOrDefault();
        if (address is null)
            return;
        var url = Reachable(address);
        var lines = new List<(string Label, string Text)> { ("Console", url) };
        lines.AddRange(Lines);
        if (FirstRunToken is not null)
            lines.Add(("First sign-in", $"{url}/first-run/{FirstRunToken}"));
        var text = new System.Text.StringBuilder().AppendLine().AppendLine("  Commerce Event Console");
        foreach (var (label, line) in lines)
            text.AppendLine($"  {label,-14} {line}");
        if (FirstRunToken is not null)
            text.AppendLine("                 Open it once to create the first administrator.");
        Console.Out.WriteLine(text);
    }
}
