using System.Globalization;
using CommerceEventConsole.Components.Events;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Replays;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Radzen;

namespace CommerceEventConsole.Components.Failures;

/// <summary>What did not arrive, and the two clicks that put it right. The address holds the filter and the page.</summary>
public sealed partial class FailuresPage
{
    private const int PageSize = 50;
    private static readonly DeliveryState[] Tabs =
        [DeliveryState.Failed, DeliveryState.Retrying, DeliveryState.Held, DeliveryState.Dismissed, DeliveryState.Superseded];

    private readonly HashSet<long> _selected = [];
    private IReadOnlyList<DeliveryCount> _counts = [];
    private NameBook? _names;
    private FailurePage? _page;
    private string? _shownAddress;
    private bool _failed;
    private bool _acting;

    // What "all matching" means once it was chosen; null while single rows are selected.
    private DeliveryScope? _scope;
    private int _total;
    private CancellationTokenSource? _counting;
    private DeliveryActionResult? _undo;

    /// <summary>The tab, from the address.</summary>
    [SupplyParameterFromQuery]
    public string? State { get; set; }

    /// <summary>Only this destination, from the address.</summary>
    [SupplyParameterFromQuery]
    public int? Destination { get; set; }

    /// <summary>Only this canonical type, from the address.</summary>
    [SupplyParameterFromQuery]
    public string? Type { get; set; }

    /// <summary>Only older deliveries than this, from the address.</summary>
    [SupplyParameterFromQuery]
    public long? Before { get; set; }

    /// <inheritdoc />
    protected override TimeSpan Interval => TimeSpan.FromSeconds(2);

    [CascadingParameter]
    private Task<AuthenticationState>? Access { get; set; }

    [Inject]
    private DeliveryQueries Queries { get; set; } = null!;

    [Inject]
    private DeliveryActions Actions { get; set; } = null!;

    [Inject]
    private DeliveryScopes Scopes { get; set; } = null!;

    [Inject]
    private EventQueries Events { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    [Inject]
    private NotificationService Notifications { get; set; } = null!;

    private DeliveryState Shown => EventsAddress.Choice<DeliveryState>(State) is { } state && Tabs.Contains(state) ? state : DeliveryState.Failed;

    private FailureFilter Filter => new() { States = [Shown], DestinationId = Destination, EventType = string.IsNullOrEmpty(Type) ? null : Type };

    private int SelectedCount => _scope is null ? _selected.Count : _total;

    private bool IsPageSelected => _page is { Rows.Count: > 0 } page && page.Rows.All(r => _selected.Contains(r.Id));

    // The tabs' counts know no types.
    private long? KnownTotal => string.IsNullOrEmpty(Type) ? CountOf(Shown) : null;

    private string EmptyTitle => (Destination is not null || Type is not null) ? "Nothing matches." : Shown switch
    {
        DeliveryState.Retrying => "Nothing is being retried.",
        DeliveryState.Held => "Nothing is held: every destination is being sent to.",
        DeliveryState.Dismissed => "Nothing is dismissed.",
        DeliveryState.Superseded => "Nothing is superseded.",
        _ => "Nothing has failed.",
    };

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        var address = Address(Shown, Destination, Type, Before);
        if (string.Equals(address, _shownAddress, StringComparison.Ordinal)) return;
        _shownAddress = address;
        _page = null;
        await ClearSelectionAsync();
        await LoadAsync();
    }

    /// <inheritdoc />
    protected override async Task OnFeedAsync(CancellationToken cancellationToken)
    {
        if (_page is null || _acting) return;
        await LoadAsync();
        StateHasChanged();
    }

    private async Task LoadAsync()
    {
        _failed = false;
        var asked = _shownAddress;
        try
        {
            _names = await Events.NamesAsync(Leaving);
            _counts = await Queries.CountsAsync(Leaving);
            var page = await Queries.FailuresAsync(Filter, Before, PageSize, Leaving);
            if (!string.Equals(asked, _shownAddress, StringComparison.Ordinal)) return;
            _page = page;
            // What has left the page cannot be acted on by accident.
            _selected.IntersectWith(page.Rows.Select(r => r.Id));
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

    private async Task ActAsync(Func<string, Task> act)
    {
        if (_acting || Access is null || (await Access).User.Identity?.Name is not { } who) return;
        _acting = true;
        try
        {
            await act(who);
            await LoadAsync();
        }
        catch (OperationCanceledException) when (Leaving.IsCancellationRequested)
        {
            // The page was left; what was done stays done.
        }
        catch (Exception e)
        {
            Log(e);
            Notifications.Notify(NotificationSeverity.Error, "The store did not take it", "Try again in a moment; what was done already is not done twice.");
        }
        finally
        {
            _acting = false;
        }
    }

    private string Count(DeliveryState state) => CountOf(state).ToString("N0", CultureInfo.CurrentCulture);

    private long CountOf(DeliveryState state) =>
        _counts.Where(c => c.State == state && (Destination is null || c.DestinationId == Destination)).Sum(c => c.Count);

    private void Go(DeliveryState state, int? destination, string? type) => Navigation.NavigateTo(Address(state, destination, type, null));

    private static string Address(DeliveryState state, int? destination, string? type, long? before)
    {
        var address = $"failures?state={state.ToString().ToLowerInvariant()}";
        if (destination is { } id) address += string.Create(CultureInfo.InvariantCulture, $"&destination={id}");
        if (!string.IsNullOrEmpty(type)) address += $"&type={Uri.EscapeDataString(type)}";
        return before is { } b ? address + string.Create(CultureInfo.InvariantCulture, $"&before={b}") : address;
    }
}
