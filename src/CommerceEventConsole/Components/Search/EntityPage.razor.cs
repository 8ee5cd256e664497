using CommerceEventConsole.Components.Events;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Events;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Search;

/// <summary>The story of an order, a product, a customer ...: every event about it, what changed, and where it was delivered.</summary>
public sealed partial class EntityPage
{
    private const int PageSize = 20;
    private const int MaxShown = 500;

    private readonly List<TimelineItem> _items = [];
    private TimelinePage? _page;
    private string? _shown;
    private bool _failed;
    private bool _busy;

    /// <summary>What sort of thing, from the address.</summary>
    [Parameter]
    public string Kind { get; set; } = "";

    /// <summary>Which one, from the address.</summary>
    [Parameter]
    public string Key { get; set; } = "";

    /// <summary><c>oldest</c> to read from the beginning, from the address.</summary>
    [SupplyParameterFromQuery]
    public string? First { get; set; }

    /// <summary>Whether to include what only mentions it, from the address.</summary>
    [SupplyParameterFromQuery]
    public bool All { get; set; }

    /// <inheritdoc />
    protected override TimeSpan Interval => TimeSpan.FromSeconds(2);

    [Inject]
    private EntityTimeline Timeline { get; set; } = null!;

    [Inject]
    private EventQueries Queries { get; set; } = null!;

    private EntityRef Subject => new(EventsAddress.Choice<EntityKind>(Kind) ?? EntityKind.None, Key);

    private bool OldestFirst => First is "oldest";

    private string Title => EventWords.About(Subject) is { Length: > 0 } title && Subject.Kind is not EntityKind.None ? title : Key;

    /// <inheritdoc />
    protected override Task OnParametersSetAsync()
    {
        var address = Address(OldestFirst, All);
        if (string.Equals(address, _shown, StringComparison.Ordinal)) return Task.CompletedTask;
        _shown = address;
        _page = null;
        return LoadAsync();
    }

    // New events of the thing appear only where the newest stand first; what was delivered meanwhile shows everywhere.
    /// <inheritdoc />
    protected override async Task OnFeedAsync(CancellationToken cancellationToken)
    {
        if (_page is null || _failed || _busy) return;
        if (!OldestFirst)
        {
            var newest = await Timeline.PageAsync(Subject, false, All, null, PageSize, cancellationToken);
            var last = _items.Count > 0 ? _items[0].Row.Seq : 0;
            var fresh = newest.Items.Where(i => i.Row.Seq > last).ToList();
            if (fresh.Count == PageSize) _items.Clear();
            if (fresh.Count == PageSize || _items.Count == 0) _page = newest;
            _items.InsertRange(0, fresh);
        }

        var marks = await Queries.MarksAsync([.. _items.Take(MaxShown).Select(i => i.Row.Seq)], cancellationToken);
        for (var i = 0; i < _items.Count; i++)
        {
            if (marks.TryGetValue(_items[i].Row.Seq, out var now)) _items[i] = _items[i] with { Row = _items[i].Row with { Deliveries = now } };
        }

        StateHasChanged();
    }

    private Task LoadAsync()
    {
        _items.Clear();
        return ReadAsync(null);
    }

    private Task MoreAsync()
    {
        // What was read first goes, so that a long story does not weigh on the browser.
        if (_items.Count >= MaxShown) _items.RemoveRange(0, PageSize);
        return ReadAsync(_page!.Next);
    }

    private async Task ReadAsync(EventCursor? from)
    {
        (_failed, _busy) = (false, true);
        try
        {
            _page = await Timeline.PageAsync(Subject, OldestFirst, All, from, PageSize, Leaving);
            _items.AddRange(_page.Items);
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
        finally
        {
            _busy = false;
        }
    }

    private string Address(bool oldestFirst, bool all) =>
        $"{EntityAddress.Of(Subject) ?? $"entity/{Uri.EscapeDataString(Kind)}/{Uri.EscapeDataString(Key)}"}?first={(oldestFirst ? "oldest" : "newest")}{(all ? "&all=true" : "")}";
}
