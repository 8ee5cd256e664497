using CommerceEventConsole.Components.Shell;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Resync;
using CommerceEventConsole.Engine.Resync.Comparing;
using CommerceEventConsole.Engine.Resync.Definitions;
using CommerceEventConsole.Engine.Setup;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Resync;

/// <summary>Sets a resync up.</summary>
public partial class ResyncEdit
{
    private ResyncEntry _entry = new();
    private ResyncDefinition? _definition;
    private Dictionary<int, string> _commerce = [];
    private Dictionary<int, string> _systems = [];
    private Dictionary<int, string> _destinations = [];

    /// <inheritdoc />
    protected override string ListPath => "resync";

    /// <inheritdoc />
    protected override string Noun => "resync";

    private string Title => Id is null ? "New resync" : _definition?.Name ?? "Resync";

    private string Commerce => _commerce.GetValueOrDefault(_entry.CommerceId ?? 0) ?? "Commerce";

    private string System => _systems.GetValueOrDefault(_entry.SystemId ?? 0) ?? "the back-office system";

    private IEnumerable<string> Summary => ResyncWords.Summary(
        _entry.ToDraft(), Commerce, System, _entry.DestinationId is { } id ? _destinations.GetValueOrDefault(id) : null);

    private IReadOnlyList<(ResyncDirection Value, string Text)> Directions =>
        [.. Enum.GetValues<ResyncDirection>().Where(d => UsualDirections.Allows(_entry.Kind, d)).Select(d => (d, ResyncWords.Direction(d, Commerce, System)))];

    private string DestinationHint => _entry.Kind == RecordKind.Order
        ? "An order that the system lacks is sent there again by its stored event, so that it goes the way that all orders go. Without one it is written into the system."
        : "Where events go to the same system by a destination: what is written into Commerce is then not sent back there.";

    private string UsualFields => FieldRule.UsualOf(_entry.Kind) is { Count: > 0 } rules
        ? string.Join('\n', rules.Select(r => r.Path))
        : "none: only whether it is there";

    private EventCallback DeleteCallback => _definition is { } row ? EventCallback.Factory.Create(this, () => AskAndDeleteAsync(row.Name)) : default;

    [Inject]
    private ResyncStore Store { get; set; } = null!;

    [Inject]
    private IResyncParties Parties { get; set; } = null!;

    [Inject]
    private DestinationStore Destinations { get; set; } = null!;

    [CascadingParameter]
    private ViewerClock? Viewer { get; set; }

    /// <inheritdoc />
    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        _commerce = (await Parties.CommerceAsync(cancellationToken)).ToDictionary(p => p.Id, p => p.Name);
        _systems = (await Parties.BackOfficeAsync(cancellationToken)).ToDictionary(p => p.Id, p => p.Name);
        _destinations = (await Destinations.ListAsync(cancellationToken)).ToDictionary(d => d.Id, d => d.Name);
        _definition = Id is { } id ? await Store.GetAsync(id, cancellationToken) : null;
        _entry = _definition is null ? NewEntry() : ResyncEntry.Of(ResyncDraft.Of(_definition));
        return Id is null || _definition is not null;
    }

    /// <inheritdoc />
    protected override Task<ChangeResult<ResyncDefinition>> SaveAsync(string who, CancellationToken cancellationToken) => _definition is { } row
        ? Store.UpdateAsync(row.Id, row.Version, _entry.ToDraft(), who, cancellationToken)
        : Store.CreateAsync(_entry.ToDraft(), who, cancellationToken);

    /// <inheritdoc />
    protected override Task<ChangeResult<ResyncDefinition>> DeleteAsync(string who, CancellationToken cancellationToken) =>
        Store.DeleteAsync(_definition!.Id, who, cancellationToken);

    // Where there is but one of a sort, it is chosen.
    private ResyncEntry NewEntry() => new()
    {
        TimeZone = Viewer is { Zone.HasIanaId: true } viewer ? viewer.Zone.Id : "UTC",
        CommerceId = _commerce.Count == 1 ? _commerce.Keys.Single() : null,
        SystemId = _systems.Count == 1 ? _systems.Keys.Single() : null,
    };
}
