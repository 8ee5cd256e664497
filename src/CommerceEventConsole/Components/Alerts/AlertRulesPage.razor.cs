using CommerceEventConsole.Engine.Alerts.Channels;
using CommerceEventConsole.Engine.Alerts.Notices;
using CommerceEventConsole.Engine.Alerts.Rules;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Sources;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Alerts;

/// <summary>Everything that is set up about alerts.</summary>
/// <param name="Rules">Every rule by name.</param>
/// <param name="Channels">Every channel by name.</param>
/// <param name="Names">What rules watch.</param>
public sealed record AlertSetup(IReadOnlyList<AlertRule> Rules, IReadOnlyList<AlertChannel> Channels, AlertNames Names);

/// <summary>Every rule and channel; administrators try channels out.</summary>
public partial class AlertRulesPage
{
    private int? _testing;

    /// <inheritdoc />
    protected override TimeSpan Interval => TimeSpan.FromSeconds(2);

    [Inject]
    private AlertRuleStore Rules { get; set; } = null!;

    [Inject]
    private AlertChannelStore Channels { get; set; } = null!;

    [Inject]
    private DestinationStore Destinations { get; set; } = null!;

    [Inject]
    private SourceStore Sources { get; set; } = null!;

    [Inject]
    private AlertChannelTester Tester { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task<AlertSetup> ReadAsync(CancellationToken cancellationToken) => new(
        await Rules.ListAsync(cancellationToken), await Channels.ListAsync(cancellationToken), await NamesAsync(Destinations, Sources, cancellationToken));

    /// <summary>What destinations and sources are called.</summary>
    internal static async Task<AlertNames> NamesAsync(DestinationStore destinations, SourceStore sources, CancellationToken cancellationToken) => new(
        (await destinations.ListAsync(cancellationToken)).ToDictionary(d => d.Id, d => d.Name),
        (await sources.ListAsync(cancellationToken)).ToDictionary(s => s.Id, s => s.Name));

    private static bool HasTrouble(AlertChannel channel) =>
        channel.LastFailedAt is { } failed && !(channel.LastSentAt > failed);

    private string ToldBy(AlertRule rule)
    {
        var ids = rule.ChannelList();
        return string.Join(", ", new[] { "Bell" }.Concat(Data!.Channels.Where(c => ids.Contains(c.Id)).Select(c => c.Enabled ? c.Name : $"{c.Name} (switched off)")));
    }

    private async Task TestAsync(AlertChannel channel)
    {
        _testing = channel.Id;
        await ActAsync(
            async (_, token) => (await Tester.SendAsync(channel.Id, token)).Problem,
            channel.Kind == AlertChannelKind.Mail
                ? "The mail server took the test mail. Look whether it arrives."
                : "The other side took the test message.");
        _testing = null;
    }
}
