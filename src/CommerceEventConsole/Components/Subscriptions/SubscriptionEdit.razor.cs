using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Matching;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Subscriptions;

/// <summary>Sets a subscription up, and shows what it would send.</summary>
public partial class SubscriptionEdit
{
    private SubscriptionEntry _entry = new();
    private Subscription? _subscription;
    private IReadOnlyList<Destination> _destinations = [];
    private IReadOnlyList<SubscriptionRevision> _revisions = [];
    private IReadOnlyList<PreviewEvent> _events = [];
    private IReadOnlyList<string> _problems = [];
    private CompiledSubscription? _compiled;
    private bool _loadingEvents;

    /// <inheritdoc />
    protected override string ListPath => "subscriptions";

    /// <inheritdoc />
    protected override string Noun => "subscription";

    private string Title => Id is null ? "New subscription" : _subscription?.Name ?? "Subscription";

    private EventTypeInfo? Info => Catalogue.Find(_entry.EventType);

    private EventCallback DeleteCallback => _subscription is { } subscription
        ? EventCallback.Factory.Create(this, () => AskAndDeleteAsync(subscription.Name))
        : default;

    [Inject]
    private SubscriptionStore Store { get; set; } = null!;

    [Inject]
    private DestinationStore Destinations { get; set; } = null!;

    [Inject]
    private SubscriptionPreview Preview { get; set; } = null!;

    [Inject]
    private EventCatalogue Catalogue { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        _destinations = await Destinations.ListAsync(cancellationToken);
        _subscription = Id is { } id ? await Store.GetAsync(id, cancellationToken) : null;
        _revisions = _subscription is null ? [] : await Store.RevisionsAsync(_subscription.Id, cancellationToken);
        _entry = _subscription is null ? new SubscriptionEntry() : SubscriptionEntry.From(SubscriptionDraft.From(_subscription));
        _events = await Preview.EventsAsync(_entry.EventType, cancellationToken);
        Compile();
        return Id is null || _subscription is not null;
    }

    /// <inheritdoc />
    protected override Task<ChangeResult<Subscription>> SaveAsync(string who, CancellationToken cancellationToken) => _subscription is { } row
        ? Store.UpdateAsync(row.Id, row.Version, _entry.ToDraft(), who, cancellationToken)
        : Store.CreateAsync(_entry.ToDraft(), who, cancellationToken);

    /// <inheritdoc />
    protected override Task<ChangeResult<Subscription>> DeleteAsync(string who, CancellationToken cancellationToken) =>
        Store.DeleteAsync(_subscription!.Id, who, cancellationToken);

    private void SetFields(IReadOnlyList<string> fields)
    {
        _entry.Fields = fields;
        Compile();
    }

    private async Task ChooseTypeAsync(string eventType)
    {
        _entry.EventType = eventType;
        (_events, _loadingEvents) = ([], true);
        Compile();
        await RunAsync(
            async cancellationToken =>
            {
                var events = await Preview.EventsAsync(eventType, cancellationToken);
                if (_entry.EventType == eventType)
                    _events = events;
            },
            failed: () => { });
        _loadingEvents = false;
    }

    private void Compile() => _compiled = CompiledSubscription.Compile(_entry.ToDefinition(), out _problems);
}
