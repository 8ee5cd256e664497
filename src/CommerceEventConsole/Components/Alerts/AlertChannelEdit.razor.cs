using CommerceEventConsole.Components.Shell;
using CommerceEventConsole.Engine.Alerts.Channels;
using CommerceEventConsole.Engine.Alerts.Notices;
using CommerceEventConsole.Engine.Setup;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Alerts;

/// <summary>Sets a channel up, and tries it out.</summary>
public partial class AlertChannelEdit
{
    private AlertChannelEntry _entry = new();
    private AlertChannel? _channel;
    private NoticeOutcome? _test;
    private bool _isTesting;

    /// <inheritdoc />
    protected override string ListPath => "alerts/rules";

    /// <inheritdoc />
    protected override string Noun => "channel";

    private string Title => Id is null ? "New alert channel" : _channel?.Name ?? "Alert channel";

    private string TestText => _test switch
    {
        null => _isTesting ? "Waiting for the other side, 20 seconds at most…" : "",
        { Problem: { } problem } => problem,
        _ when _channel?.Kind == AlertChannelKind.Mail => "The mail server took the test mail. Look whether it arrives.",
        _ => "The other side took the test message.",
    };

    private EventCallback DeleteCallback => _channel is { } channel
        ? EventCallback.Factory.Create(this, () => AskAndDeleteAsync(channel.Name))
        : default;

    [Inject]
    private AlertChannelStore Store { get; set; } = null!;

    [Inject]
    private AlertChannelTester Tester { get; set; } = null!;

    [CascadingParameter]
    private ViewerClock? Viewer { get; set; }

    /// <inheritdoc />
    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        _test = null;
        _channel = Id is { } id ? await Store.GetAsync(id, cancellationToken) : null;
        _entry = _channel is null
            ? new AlertChannelEntry { TimeZone = Viewer is { Zone.HasIanaId: true } viewer ? viewer.Zone.Id : "UTC" }
            : AlertChannelEntry.Of(AlertChannelDraft.Of(_channel));
        return Id is null || _channel is not null;
    }

    /// <inheritdoc />
    protected override Task<ChangeResult<AlertChannel>> SaveAsync(string who, CancellationToken cancellationToken) => _channel is { } row
        ? Store.UpdateAsync(row.Id, row.Version, _entry.ToDraft(), who, cancellationToken)
        : Store.CreateAsync(_entry.ToDraft(), who, cancellationToken);

    /// <inheritdoc />
    protected override Task<ChangeResult<AlertChannel>> DeleteAsync(string who, CancellationToken cancellationToken) =>
        Store.DeleteAsync(_channel!.Id, who, cancellationToken);

    private bool HasStored(AlertChannelKind kind) => _channel?.Kind == kind && _channel.ProtectedSecret is not null;

    private async Task TestAsync()
    {
        (_test, _isTesting) = (null, true);
        await RunAsync(
            async cancellationToken => _test = await Tester.SendAsync(_channel!.Id, cancellationToken),
            () => _test = NoticeOutcome.Failed("The store did not answer. Try again in a moment."));
        _isTesting = false;
    }
}
