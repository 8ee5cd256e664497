using CommerceEventConsole.Components.Replays;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Replays;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace CommerceEventConsole.Components.Events;

/// <summary>One event: what it says, where it went, and what came back. The bytes are read once; deliveries follow the feed.</summary>
public sealed partial class EventPage
{
    private EventDetails? _details;
    private EventEnvelope? _envelope;
    private byte[] _body = [];
    private IReadOnlyList<EventDelivery> _deliveries = [];
    private long _shown = -1;
    private bool _loaded;
    private bool _failed;
    private bool _raw;
    private bool _revealed;

    /// <summary>The event's place in the store.</summary>
    [Parameter]
    public long Seq { get; set; }

    /// <inheritdoc />
    protected override TimeSpan Interval => TimeSpan.FromSeconds(1);

    [Inject]
    private EventQueries Queries { get; set; } = null!;

    [Inject]
    private DeliveryQueries Deliveries { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    private bool IsMasked => _envelope is { IsProtected: true } && !_revealed;

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        await base.DisposeAsync();
        _envelope?.Dispose();
    }

    /// <inheritdoc />
    protected override Task OnParametersSetAsync() => _shown == Seq ? Task.CompletedTask : LoadAsync();

    /// <inheritdoc />
    protected override async Task OnFeedAsync(CancellationToken cancellationToken)
    {
        if (_deliveries.Any(d => d.Delivery.State is not (DeliveryState.Delivered or DeliveryState.Dismissed or DeliveryState.Superseded)))
            await RefreshAsync();
    }

    private Task ReplaySinceAsync() => ReplayDialog.OpenAsync(Dialogs, DeliveryScope.Since(Seq));

    private async Task LoadAsync()
    {
        (_shown, _loaded, _failed, _revealed, _raw) = (Seq, false, false, false, false);
        try
        {
            var seq = Seq;
            var details = await Queries.FindAsync(seq, Leaving);
            var body = details is null ? null : await Queries.ReadBodyAsync(seq, Leaving);
            var deliveries = await Deliveries.ForEventAsync(seq, Leaving);
            if (seq != Seq) return;
            _envelope?.Dispose();
            (_details, _body, _deliveries) = (details, body ?? [], deliveries);
            _envelope = details is null ? null : EventEnvelope.Parse(_body, details.ContentMode, details.Headers);
            _loaded = true;
        }
        catch (OperationCanceledException) when (Leaving.IsCancellationRequested)
        {
            // The page was left.
        }
        catch (Exception e)
        {
            Log(e);
            _failed = true;
        }
    }

    private async Task RefreshAsync()
    {
        try
        {
            _deliveries = await Deliveries.ForEventAsync(Seq, Leaving);
            StateHasChanged();
        }
        catch (OperationCanceledException) when (Leaving.IsCancellationRequested)
        {
            // The page was left.
        }
    }
}
