using CommerceEventConsole.Components.Replays;
using CommerceEventConsole.Components.Shell;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Replays;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Radzen;

namespace CommerceEventConsole.Components.Events;

/// <summary>All events, newest first, as they come. The address holds the filter and the page.</summary>
public sealed partial class EventsPage
{
    private const int PageSize = 50;
    private const int MaxCounted = 999;
    private static readonly TimeSpan QueryInterval = TimeSpan.FromSeconds(2);

    private ChangeThrottler? _requery;
    private IJSObjectReference? _module;
    private DotNetObjectReference<EventsPage>? _self;
    private CancellationTokenSource? _loading;
    private EventFilter _filter = EventFilter.None;
    private EventCursor _cursor;
    private NameBook? _names;
    private List<EventRow>? _rows;
    private EventCursor? _older;
    private EventCursor? _newer;
    private DateTimeOffset? _searchedBackTo;
    private string? _loadedFrom;
    private bool _failed;
    private bool _pausedByHand;
    private bool _scrolled;
    private long _newSince = long.MaxValue;
    private long _lastSeen;
    private long _waiting;

    /// <summary>Canonical types, from the address.</summary>
    [SupplyParameterFromQuery(Name = "type")]
    public string[]? Types { get; set; }

    /// <summary>The shelf of the catalogue, from the address.</summary>
    [SupplyParameterFromQuery]
    public string? Category { get; set; }

    /// <summary>Slugs of sources, from the address.</summary>
    [SupplyParameterFromQuery(Name = "source")]
    public string[]? Sources { get; set; }

    /// <summary>Text to find, from the address.</summary>
    [SupplyParameterFromQuery]
    public string? Entity { get; set; }

    /// <summary>Start of the time range, from the address.</summary>
    [SupplyParameterFromQuery]
    public string? From { get; set; }

    /// <summary>End of the time range, from the address.</summary>
    [SupplyParameterFromQuery]
    public string? To { get; set; }

    /// <summary>How they fared, from the address.</summary>
    [SupplyParameterFromQuery]
    public string? Outcome { get; set; }

    /// <summary>Whether only those with warnings, from the address.</summary>
    [SupplyParameterFromQuery]
    public bool? Warnings { get; set; }

    /// <summary>Whether only those of the console's own changes, from the address.</summary>
    [SupplyParameterFromQuery]
    public bool? Own { get; set; }

    /// <summary>Only older than this, from the address.</summary>
    [SupplyParameterFromQuery]
    public long? Before { get; set; }

    /// <summary>Only newer than this, from the address.</summary>
    [SupplyParameterFromQuery]
    public long? After { get; set; }

    /// <inheritdoc />
    protected override TimeSpan Interval => TimeSpan.FromMilliseconds(250);

    [Inject]
    private EventQueries Queries { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    private bool IsNewest => _cursor == EventCursor.Newest;

    private bool IsPaused => _pausedByHand || _scrolled;

    private string LiveState => !IsNewest || _failed ? "" : _pausedByHand ? "Paused" : _scrolled ? "Paused while you scroll" : "Live";

    /// <inheritdoc />
    public override async ValueTask DisposeAsync()
    {
        if (_requery is not null) await _requery.DisposeAsync();
        if (_loading is not null) await _loading.CancelAsync();
        _loading?.Dispose();
        _self?.Dispose();
        await base.DisposeAsync();
        if (_module is null) return;
        try
        {
            await _module.InvokeVoidAsync("stop");
            await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and its listener with it.
        }
    }

    /// <summary>Told by the browser whether the list is scrolled away from its top.</summary>
    [JSInvokable]
    public async Task SetScrolledAsync(bool scrolled)
    {
        if (_scrolled == scrolled) return;
        _scrolled = scrolled;
        if (!IsPaused) await OnFeedAsync(Leaving);
        StateHasChanged();
    }

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        base.OnInitialized();
        _requery = new ChangeThrottler(QueryInterval, _ => InvokeAsync(ReloadNewestAsync), Clock, Log);
    }

    /// <inheritdoc />
    protected override async Task OnParametersSetAsync()
    {
        _filter = new EventFilter
        {
            Types = Types ?? [],
            Category = EventsAddress.Choice<EventCategory>(Category),
            Sources = Sources ?? [],
            Entity = string.IsNullOrWhiteSpace(Entity) ? null : Entity.Trim(),
            From = EventsAddress.Moment(From),
            To = EventsAddress.Moment(To),
            Outcome = EventsAddress.Choice<EventOutcome>(Outcome),
            WithWarnings = Warnings is true,
            OwnChanges = Own is true,
        };
        _cursor = Before is not null ? new EventCursor(Before, null) : new EventCursor(null, After);
        var address = EventsAddress.Of(_filter, _cursor);
        if (string.Equals(address, _loadedFrom, StringComparison.Ordinal)) return;
        _loadedFrom = address;
        _rows = null;
        await LoadAsync();
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        try
        {
            _self = DotNetObjectReference.Create(this);
            _module = await Js.InvokeAsync<IJSObjectReference>("import", Leaving, "./Components/Events/EventsPage.razor.js");
            await _module.InvokeVoidAsync("start", Leaving, _self);
        }
        catch (Exception e) when (e is OperationCanceledException or JSDisconnectedException)
        {
            // The page was left meanwhile.
        }
    }

    /// <inheritdoc />
    protected override async Task OnFeedAsync(CancellationToken cancellationToken)
    {
        if (!IsNewest || _rows is null || _failed) return;
        if (IsPaused)
        {
            _waiting = CountNew();
        }
        else if (!_filter.IsLive)
        {
            _requery!.Notify();
            return;
        }
        else
        {
            await TakeNewAsync(cancellationToken);
        }

        StateHasChanged();
    }

    private async Task LoadAsync()
    {
        if (_loading is not null) await _loading.CancelAsync();
        _loading?.Dispose();
        _loading = CancellationTokenSource.CreateLinkedTokenSource(Leaving);
        var token = _loading.Token;
        _failed = false;
        try
        {
            _names = await Queries.NamesAsync(token);
            var seen = Feed.LastSeq;
            var page = await Queries.PageAsync(_filter, _cursor, PageSize, token);
            if (token.IsCancellationRequested) return;
            _rows = [.. page.Rows];
            (_older, _newer, _searchedBackTo) = (page.Older, page.Newer, page.SearchedBackTo);
            _lastSeen = Math.Max(seen, _rows.Count > 0 ? _rows[0].Seq : 0);
            _newSince = long.MaxValue;
            _waiting = 0;
        }
        catch (OperationCanceledException)
        {
            // Another filter was chosen, or the page was left.
        }
        catch (Exception e)
        {
            Log(e);
            _failed = true;
        }
    }

    private async Task ReloadNewestAsync()
    {
        if (!IsNewest || IsPaused) return;
        await LoadAsync();
        StateHasChanged();
    }

    private async Task TakeNewAsync(CancellationToken cancellationToken)
    {
        var fresh = Feed.Since(_lastSeen, PageSize, out var missed);
        if (fresh.Any(e => !_names!.Types.ContainsKey(e.EventTypeId) || !_names.Sources.ContainsKey(e.SourceId)))
            _names = await Queries.NamesAsync(cancellationToken);
        // Events that came too fast for the feed may match a filter; without one, a whole page of newer ones stands before them.
        if (missed > 0 && !(fresh.Count == PageSize && _filter.IsEmpty))
        {
            await LoadAsync();
            return;
        }

        var rows = fresh.Reverse().Where(Matches).Select(ToRow).Concat(_rows!).Take(PageSize).ToList();
        var hadMore = rows.Count == PageSize && rows[^1].Seq != (_rows is [.., var last] ? last.Seq : 0);
        var marks = await Queries.MarksAsync([.. rows.Select(r => r.Seq)], cancellationToken);
        if (_rows is [var newest, ..]) _newSince = newest.Seq;
        if (fresh.Count > 0) _lastSeen = fresh[^1].Seq;
        _rows = [.. rows.Select(r => marks.TryGetValue(r.Seq, out var now) ? r with { Deliveries = now } : r)];
        if (hadMore) _older = EventCursor.OlderThan(_rows[^1].Seq);
        _waiting = 0;
    }

    private long CountNew()
    {
        var fresh = Feed.Since(_lastSeen, MaxCounted, out var missed);
        return Math.Min(MaxCounted, fresh.Count(Matches) + missed);
    }

    // Only asked for filters that are live: type, category and source are all there is.
    private bool Matches(EventSummary e) =>
        (_filter.Types.Count == 0 || _filter.Types.Contains(e.EventType, StringComparer.Ordinal))
        && (_filter.Category is null || EventCatalogue.Default.Find(e.EventType)?.Category == _filter.Category)
        && (_filter.Sources.Count == 0
            || (_names!.Sources.TryGetValue(e.SourceId, out var source) && _filter.Sources.Contains(source.Slug, StringComparer.Ordinal)));

    private EventRow ToRow(EventSummary e)
    {
        var source = _names!.Sources.GetValueOrDefault(e.SourceId);
        return new EventRow
        {
            Seq = e.Seq, EventId = e.EventId, ReceivedAt = e.ReceivedAt, OccurredAt = e.OccurredAt, Type = e.EventType,
            Source = source?.Name ?? "", SourceSlug = source?.Slug ?? "", Entity = new EntityRef(e.EntityKind, e.EntityKey), HasWarnings = e.HasWarnings,
            IsOwnChange = e.IsOwnChange,
        };
    }

    private Task ReplayAsync() => ReplayDialog.OpenAsync(Dialogs, DeliveryScope.OfEvents(_filter));

    private void FilterBy(EventFilter filter) => Navigation.NavigateTo(EventsAddress.Of(filter));

    private Task TogglePauseAsync()
    {
        if (IsPaused) return ResumeAsync();
        _pausedByHand = true;
        return Task.CompletedTask;
    }

    private async Task ResumeAsync()
    {
        (_pausedByHand, _scrolled) = (false, false);
        if (_module is not null) await _module.InvokeVoidAsync("toTop", Leaving);
        await LoadAsync();
    }
}
