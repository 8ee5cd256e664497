using CommerceEventConsole.Components.Forms;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Commerce.Instances;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Fields;
using CommerceEventConsole.Engine.Subscriptions.Matching;
using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Microsoft.JSInterop;
using Radzen;

namespace CommerceEventConsole.Components.Subscriptions;

/// <summary>Sets a subscription up as a draft, shows what it would send, and puts it in force.</summary>
public partial class SubscriptionEdit
{
    private SubscriptionEntry _entry = new();
    private Subscription? _subscription;
    private IReadOnlyList<Destination> _destinations = [];
    private IReadOnlyList<CommerceInstance> _instances = [];
    private IReadOnlyList<RevisionStep> _steps = [];
    private IReadOnlyList<PreviewEvent> _events = [];
    private FieldTree _tree = FieldTree.Empty;
    private IReadOnlyList<string> _problems = [];
    private SubscriptionDefinition _definition = new("", [], []);
    private SubscriptionDefinition? _inForce;
    private CompiledSubscription? _compiled;
    private bool _loadingEvents;
    private bool _mayPublish;
    private bool _asText;
    private bool _isJustPublished;
    private ElementReference _page;
    private readonly TextState _text = new();

    /// <inheritdoc />
    protected override string ListPath => "subscriptions";

    /// <inheritdoc />
    protected override string Noun => "subscription";

    private string Title => Id is null ? "New subscription" : _subscription?.Name ?? "Subscription";

    private IReadOnlyList<RevisionChange> Changes => RevisionDiff.Between(
        _subscription?.Published() is { } published ? SubscriptionDraft.From(_subscription, published) : null, _entry.ToDraft(), Names);

    private RevisionNames Names => new(
        type => Catalogue.Find(type)?.Title ?? type,
        id => _destinations.FirstOrDefault(d => d.Id == id)?.Name ?? "(deleted)");

    // What is in force concerns everybody; only administrators take it away.
    private EventCallback DeleteCallback => _mayPublish && _subscription is { } subscription
        ? EventCallback.Factory.Create(this, () => AskAndDeleteAsync(subscription.Name))
        : default;

    [CascadingParameter]
    private Task<AuthenticationState>? Viewer { get; set; }

    [Inject]
    private IAuthorizationService Authorization { get; set; } = null!;

    [Inject]
    private SubscriptionStore Store { get; set; } = null!;

    [Inject]
    private DestinationStore Destinations { get; set; } = null!;

    [Inject]
    private CommerceInstanceStore Instances { get; set; } = null!;

    [Inject]
    private SubscriptionPreview Preview { get; set; } = null!;

    [Inject]
    private EventCatalogue Catalogue { get; set; } = null!;

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        try
        {
            await using var module = await Js.InvokeAsync<IJSObjectReference>("import", Leaving, "./Components/Subscriptions/SubscriptionEdit.razor.js");
            await module.InvokeVoidAsync("keepEnter", Leaving, _page);
        }
        catch (Exception e) when (e is OperationCanceledException or JSDisconnectedException)
        {
            // The page was left.
        }
    }

    /// <inheritdoc />
    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        _mayPublish = await MayPublishAsync();
        _destinations = await Destinations.ListAsync(cancellationToken);
        _instances = await Instances.ListAsync(cancellationToken);
        _subscription = Id is { } id ? await Store.GetAsync(id, cancellationToken) : null;
        _steps = _subscription is null ? [] : RevisionHistory.Of(_subscription, await Store.RevisionsAsync(_subscription.Id, cancellationToken), Names);
        _inForce = _subscription?.Published() is { } published ? RevisionContent.Read(published) : null;
        _entry = _subscription is null ? new SubscriptionEntry() : SubscriptionEntry.From(SubscriptionDraft.WorkingCopy(_subscription));
        await ReadEventsAsync(cancellationToken);
        Compile();
        return Id is null || _subscription is not null;
    }

    /// <inheritdoc />
    protected override Task<ChangeResult<Subscription>> SaveAsync(string who, CancellationToken cancellationToken) => _subscription is { } row
        ? Store.SaveDraftAsync(row.Id, row.Version, _entry.ToDraft(), who, cancellationToken)
        : Store.CreateDraftAsync(_entry.ToDraft(), who, cancellationToken);

    /// <inheritdoc />
    protected override Task<ChangeResult<Subscription>> DeleteAsync(string who, CancellationToken cancellationToken) =>
        Store.DeleteAsync(_subscription!.Id, who, cancellationToken);

    private Task SaveDraftAsync()
    {
        // What cannot be read would be lost.
        if (_text.IsTypedWrongly)
        {
            _asText = true;
            Form.Show(_text.Parsed.Problems.Select(p => new ValidationProblem("text", p.Message)));
            return Task.CompletedTask;
        }

        _isJustPublished = false;
        return ChangeAsync(SaveAsync, "The draft is saved. What is in force stays until it is published.", ShowAsync);
    }

    private async Task PublishAsync()
    {
        if (await MayPublishAsync() && _subscription is { } row)
        {
            await ChangeAsync(
                (who, token) => Store.PublishAsync(row.Id, row.Version, who, token),
                $"“{row.Name}” is published and in force.",
                async result =>
                {
                    await ShowAsync(result);
                    _isJustPublished = true;
                });
        }
    }

    private async Task DiscardAsync()
    {
        var row = _subscription!;
        var isOnly = row.Published() is null;
        var question = isOnly
            ? $"“{row.Name}” never was in force, so it goes with its draft."
            : "The draft goes, what is in force stays. This cannot be undone.";
        var options = new ConfirmOptions { OkButtonText = "Discard", CancelButtonText = "Keep" };
        if (await Dialogs.Confirm(question, "Discard the draft?", options) is true)
            await ChangeAsync((who, token) => Store.DiscardDraftAsync(row.Id, row.Version, who, token), "The draft is discarded.", isOnly ? null : ShowAsync);
    }

    private async Task RestoreAsync(SubscriptionRevision revision)
    {
        var row = _subscription!;
        var inForce = row.Published() is { } published ? SubscriptionDraft.From(row, published) : null;
        if (!await MayPublishAsync() || !await RestoreDialog.AskAsync(Dialogs, revision.Number, RevisionDiff.Between(inForce, SubscriptionDraft.From(row, revision), Names)))
            return;
        await ChangeAsync(
            (who, token) => Store.RestoreAsync(row.Id, row.Version, revision.Number, who, token), $"Revision {revision.Number} is in force again.", ShowAsync);
    }

    // A new one has its own address from now on; the page then reads it from there.
    private async Task ShowAsync(ChangeResult<Subscription> result)
    {
        if (Id is null)
            Navigation.NavigateTo($"{ListPath}/{result.Value!.Id}", replace: true);
        else
            await LoadAsync(Leaving);
    }

    private async Task<bool> MayPublishAsync() =>
        Viewer is not null && (await Authorization.AuthorizeAsync((await Viewer).User, ConsoleRoles.Administrator)).Succeeded;

    private void SetFields(IReadOnlyList<string> fields)
    {
        _entry.Fields = fields;
        Compile();
    }

    private async Task ChooseTypeAsync(string eventType)
    {
        _entry.EventType = eventType;
        (_events, _tree, _loadingEvents) = ([], FieldTree.Empty, true);
        Compile();
        await RunAsync(ReadEventsAsync, failed: () => { });
        _loadingEvents = false;
    }

    private async Task ReadEventsAsync(CancellationToken cancellationToken)
    {
        var eventType = _entry.EventType;
        var events = await Preview.EventsAsync(eventType, cancellationToken);
        // A hundred payloads take a moment to look through: not on the thread that the screen waits for.
        var tree = await Task.Run(() => Preview.FieldsOf(eventType, events), cancellationToken);
        if (_entry.EventType == eventType)
            (_events, _tree) = (events, tree);
    }

    private void TakeText()
    {
        _entry.Fields = _text.Parsed.Fields;
        _entry.Rules.Clear();
        _entry.Rules.AddRange(_text.Parsed.Rules.Select(r => new RuleEntry { Field = r.Field, Operator = r.Operator, Value = r.Value }));
        Compile();
    }

    private void Compile()
    {
        _definition = _entry.ToDefinition();
        _compiled = CompiledSubscription.Compile(_definition, out _problems);
        _text.Follow(_definition.Fields, _definition.Rules);
    }
}
