using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Commerce.Calls;
using CommerceEventConsole.Engine.Commerce.Instances;
using CommerceEventConsole.Engine.Commerce.Sync;
using CommerceEventConsole.Engine.Setup;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Commerce;

/// <summary>Connects a Commerce instance.</summary>
public partial class CommerceInstanceEdit
{
    private CommerceInstanceEntry _entry = new();
    private CommerceInstance? _instance;
    private string? _checked;
    private bool _reached;
    private bool _checking;

    /// <inheritdoc />
    protected override string ListPath => _instance is null ? "commerce" : $"commerce?instance={_instance.Id}";

    /// <inheritdoc />
    protected override string Noun => "Commerce instance";

    private string Title => Id is null ? "Connect Commerce" : _instance?.Name ?? "Commerce instance";

    private string Hint => _entry.Authentication switch
    {
        CommerceAuthentication.IntegrationToken => "In Commerce: System, Extensions, Integrations. It works only where Commerce allows integration tokens as bearer tokens.",
        CommerceAuthentication.OAuth1 => "In Commerce: System, Extensions, Integrations. Activate the integration and copy all four values.",
        _ => "In Adobe's Developer Console: the OAuth server-to-server credential of the project.",
    };

    private EventCallback DeleteCallback => _instance is { } instance
        ? EventCallback.Factory.Create(this, () => AskAndDeleteAsync(instance.Name))
        : default;

    [Inject]
    private CommerceInstanceStore Store { get; set; } = null!;

    [Inject]
    private CommerceSync Sync { get; set; } = null!;

    [Inject]
    private CommerceCallCounts Counts { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        _checked = null;
        _instance = Id is { } id ? await Store.GetAsync(id, cancellationToken) : null;
        _entry = _instance is null ? new() : CommerceInstanceEntry.From(CommerceInstanceDraft.From(_instance));
        return Id is null || _instance is not null;
    }

    /// <inheritdoc />
    protected override Task<ChangeResult<CommerceInstance>> SaveAsync(string who, CancellationToken cancellationToken) => _instance is { } row
        ? Store.UpdateAsync(row.Id, row.Version, _entry.ToDraft(), who, cancellationToken)
        : Store.CreateAsync(_entry.ToDraft(), who, cancellationToken);

    /// <inheritdoc />
    protected override async Task<ChangeResult<CommerceInstance>> DeleteAsync(string who, CancellationToken cancellationToken)
    {
        var result = await Store.DeleteAsync(_instance!.Id, who, cancellationToken);
        if (result.Succeeded)
            _instance = null;
        return result;
    }

    // The prefix and the only way to sign in come with the edition.
    private void ChooseKind(CommerceKind kind)
    {
        if (_entry.PathPrefix == CommerceInstanceDraft.UsualPrefix(_entry.Kind))
            _entry.PathPrefix = "";
        _entry.Kind = kind;
        if (kind == CommerceKind.SaaS)
            _entry.Authentication = CommerceAuthentication.Ims;
    }

    private async Task CheckAsync()
    {
        _checking = true;
        _checked = null;
        await RunAsync(
            async cancellationToken =>
            {
                try
                {
                    var count = await Sync.CheckAsync(_instance!.Id, cancellationToken);
                    (_reached, _checked) = count switch
                    {
                        null => (false, "This instance is not connected any more."),
                        1 => (true, "Commerce answers. It has 1 event subscription."),
                        _ => (true, $"Commerce answers. It has {count} event subscriptions."),
                    };
                }
                catch (CommerceException e)
                {
                    (_reached, _checked) = (false, e.Message);
                }
            },
            () => (_reached, _checked) = (false, "The store did not answer. Try again in a moment."));
        _checking = false;
    }
}
