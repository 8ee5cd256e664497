using CommerceEventConsole.Components.Events;
using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Commerce.Drift;
using CommerceEventConsole.Engine.Commerce.Instances;
using CommerceEventConsole.Engine.Commerce.Sync;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace CommerceEventConsole.Components.Commerce;

/// <summary>The subscriptions here and in Commerce, side by side. Commerce is asked when the page is opened or a person asks for it.</summary>
public sealed partial class CommercePage
{
    private const string All = "all";

    private static readonly (string Name, string Text, DriftState? State)[] Filters =
    [
        (All, "All", null),
        ("here", "Only here", DriftState.OnlyHere),
        ("there", "Only in Commerce", DriftState.OnlyThere),
        ("different", "Different", DriftState.Different),
    ];

    private readonly HashSet<string> _selected = new(StringComparer.Ordinal);
    private CancellationTokenSource? _superseded;
    private IReadOnlyList<CommerceInstance>? _instances;
    private CommerceInstance? _chosen;
    private CommercePicture? _picture;
    private string? _refusal;
    private bool _failed;
    private int? _readFor;

    /// <summary>Which instance; without it the first one.</summary>
    [SupplyParameterFromQuery(Name = "instance")]
    public int? InstanceId { get; set; }

    /// <summary>Which rows: all, here, there or different.</summary>
    [SupplyParameterFromQuery(Name = "show")]
    public string? Show { get; set; }

    /// <inheritdoc />
    protected override string WorkName => "Comparing or changing the subscriptions in Commerce";

    private string Shown => Filters.FirstOrDefault(f => f.Name == Show).Name ?? All;

    private List<DriftItem> Rows => [.. _picture!.Report.Items.Where(i => Fits(Shown, i))];

    private string SourceText => _picture!.Report.Elsewhere switch
    {
        0 => $"Read from {_chosen!.Name}.",
        1 => $"Read from {_chosen!.Name}. 1 subscription here is about events that do not come from Commerce; it is not listed.",
        var count => $"Read from {_chosen!.Name}. {count} subscriptions here are about events that do not come from Commerce; they are not listed.",
    };

    [Inject]
    private CommerceInstanceStore Instances { get; set; } = null!;

    [Inject]
    private CommerceSync Sync { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    [Inject]
    private NotificationService Notifications { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    /// <inheritdoc />
    protected override Task OnParametersSetAsync()
    {
        // Another filter shows the same picture.
        if (_instances is not null && _readFor == InstanceId)
            return Task.CompletedTask;
        // Nobody waits for an instance that is not looked at any more.
        return IsBusy ? _superseded?.CancelAsync() ?? Task.CompletedTask : LoadAsync();
    }

    private static bool Fits(string filter, DriftItem item) =>
        Filters.First(f => f.Name == filter).State is not { } state || item.State == state;

    private int Count(string filter) => _picture!.Report.Items.Count(i => Fits(filter, i));

    private string Address(string filter) => (filter, InstanceId) switch
    {
        (All, null) => "commerce",
        (All, { } id) => $"commerce?instance={id}",
        (_, null) => $"commerce?show={filter}",
        (_, { } id) => $"commerce?instance={id}&show={filter}",
    };

    private Task LoadAsync() => RunAsync(async leaving =>
    {
        do
        {
            using var superseded = CancellationTokenSource.CreateLinkedTokenSource(leaving);
            _superseded = superseded;
            try
            {
                await ReadAsync(superseded.Token);
            }
            catch (OperationCanceledException) when (!leaving.IsCancellationRequested)
            {
                // Another instance is asked for.
            }
            finally
            {
                _superseded = null;
            }
        }
        while (_readFor != InstanceId);
    });

    private async Task ReadAsync(CancellationToken cancellationToken)
    {
        (_failed, _refusal, _picture, _readFor) = (false, null, null, InstanceId);
        _instances = await Instances.ListAsync(cancellationToken);
        var chosen = InstanceId is { } id ? _instances.FirstOrDefault(i => i.Id == id) : _instances.Count > 0 ? _instances[0] : null;
        if (chosen?.Id != _chosen?.Id)
            _selected.Clear();
        _chosen = chosen;
        if (_chosen is null)
            return;
        StateHasChanged();
        try
        {
            Take(await Sync.ReadAsync(_chosen.Id, cancellationToken));
        }
        catch (CommerceException e)
        {
            _refusal = e.Message;
        }
    }

    private async Task ReviewAsync()
    {
        var items = _picture!.Report.Items.Where(i => _selected.Contains(i.Key)).ToList();
        await RunAsync(async cancellationToken =>
        {
            // A dialog that goes with its window never answers.
            if (await Dialogs.OpenReviewAsync(_chosen!, items).WaitAsync(cancellationToken) is not PushResult result)
                return;
            foreach (var outcome in result.Outcomes.Where(o => o.State == PushState.Took))
                _selected.Remove(outcome.Key);
            if (result.Picture is { } picture)
                Take(picture);
            else
                (_picture, _refusal) = (null, "After the writes it did not answer any more. Read again to see how both sides stand.");
        });
        if (_readFor != InstanceId && !Leaving.IsCancellationRequested)
            await LoadAsync();
    }

    private Task TakeOverAsync(DriftItem item) => RunAsync(async cancellationToken =>
    {
        var who = await WhoAsync();
        var result = await Sync.TakeOverAsync(item.There!, $"{EventWords.Title(item.EventType)} ({_chosen!.Name})", who, cancellationToken);
        if (!result.Succeeded)
        {
            Notifications.Notify(NotificationSeverity.Warning, "No draft was made", string.Join(' ', result.Problems.Select(p => p.Message)));
            return;
        }

        Notifications.Notify(NotificationSeverity.Success, "The draft is made", "Choose where it goes, then publish it.");
        Navigation.NavigateTo($"subscriptions/{result.Value!.Id}");
    });

    private void Take(CommercePicture? picture)
    {
        _picture = picture;
        if (picture is null)
            _chosen = null;
        var items = picture?.Report.Items ?? [];
        _selected.RemoveWhere(key => !items.Any(i => i.Key == key && i.State is DriftState.OnlyHere or DriftState.Different));
    }

    private Task RunAsync(Func<CancellationToken, Task> work) => RunAsync(work, () => _failed = true);
}
