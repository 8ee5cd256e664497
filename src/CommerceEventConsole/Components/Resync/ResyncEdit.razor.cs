using System.Globalization;
using CommerceEventConsole.Components.Shell;
using CommerceEventConsole.Components.Systems;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.BackOffice.Systems;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Jobs;
using CommerceEventConsole.Engine.Resync;
using CommerceEventConsole.Engine.Resync.Definitions;
using CommerceEventConsole.Engine.Setup;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Resync;

/// <summary>Sets a resync up.</summary>
public partial class ResyncEdit
{
    // Names that have a clock of their own, by which people look for theirs.
    private static readonly Lazy<IReadOnlyList<string>> ZoneNames = new(() =>
        [.. TimeZoneInfo.GetSystemTimeZones().Where(z => z.HasIanaId && z.Id.Contains('/', StringComparison.Ordinal)).Select(z => z.Id).Prepend("UTC").Distinct(StringComparer.Ordinal)]);

    private ResyncEntry _entry = new();
    private ResyncDefinition? _definition;
    private Dictionary<int, string> _commerce = [];
    private Dictionary<int, string> _systems = [];
    private Dictionary<int, string> _destinations = [];
    private IReadOnlyList<BackOfficeSystem> _rows = [];
    private JobView? _job;

    /// <inheritdoc />
    protected override string ListPath => "resync";

    /// <inheritdoc />
    protected override string Noun => "resync";

    private string Title => Id is null ? "New resync" : _definition?.Name ?? "Resync";

    private string Commerce => _commerce.GetValueOrDefault(_entry.CommerceId ?? 0) ?? "Commerce";

    private string SystemName => _systems.GetValueOrDefault(_entry.SystemId ?? 0) ?? "the back-office system";

    private IEnumerable<string> Summary => ResyncWords.Summary(
        _entry.ToDraft(), Commerce, SystemName, _entry.DestinationId is { } id ? _destinations.GetValueOrDefault(id) : null);

    private IReadOnlyList<(ResyncDirection Value, string Text)> Directions =>
        [.. Enum.GetValues<ResyncDirection>().Where(d => UsualDirections.Allows(_entry.Kind, d)).Select(d => (d, ResyncWords.Direction(d, Commerce, SystemName)))];

    private string DestinationHint => _entry.Kind == RecordKind.Order
        ? "An order that the system lacks is sent there again by its stored event, so that it goes the way that all orders go. Without one it is written into the system."
        : "Where events go to the same system by a destination: what is written into Commerce is then not sent back there.";

    private string FieldsHint => $"One in each line; price 0.01 lets prices differ by a cent. Empty compares the usual ones: {ResyncWords.UsualFields(_entry.Kind)}.";

    // A run would find out; whoever sets it up wants to know now.
    private string? Doubt
    {
        get
        {
            if (_rows.FirstOrDefault(s => s.Id == _entry.SystemId) is not { } system)
                return null;
            var kinds = ResyncWords.Title(_entry.Kind).ToLower(CultureInfo.CurrentCulture);
            var exchanged = SystemWords.Exchanged(system.Connector, system.Records).FirstOrDefault(e => e.Kind == _entry.Kind);
            return !system.Enabled ? $"{system.Name} is switched off: runs wait until it is switched on."
                : !exchanged.IsRead ? $"{system.Name} is not set up for reading {kinds}: describe them on its page first."
                : _entry is { Direction: ResyncDirection.ToSystem, ReportOnly: false } && !exchanged.IsWritten && _entry.DestinationId is null
                    ? $"{system.Name} is not set up for writing {kinds}: differences would be found, and every repair would fail."
                : null;
        }
    }

    private EventCallback DeleteCallback => _definition is { } row ? EventCallback.Factory.Create(this, () => AskAndDeleteAsync(row.Name)) : default;

    [Inject]
    private ResyncStore Store { get; set; } = null!;

    [Inject]
    private IResyncParties Parties { get; set; } = null!;

    [Inject]
    private BackOfficeSystemStore Systems { get; set; } = null!;

    [Inject]
    private JobDesk Jobs { get; set; } = null!;

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
        _rows = await Systems.ListAsync(cancellationToken);
        _job = Id is { } job ? await Jobs.GetAsync(new JobId(ResyncWords.JobName, job.ToString(CultureInfo.InvariantCulture)), cancellationToken) : null;
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

    // The destination that is said to be the same system comes along.
    private void ChooseSystem(int? id)
    {
        _entry.SystemId = id;
        _entry.DestinationId ??= _rows.FirstOrDefault(s => s.Id == id)?.DestinationId;
    }

    // Where there is but one of a sort, it is chosen.
    private ResyncEntry NewEntry() => new()
    {
        DestinationId = _systems.Count == 1 ? _rows.FirstOrDefault(s => s.Id == _systems.Keys.Single())?.DestinationId : null,
        TimeZone = Viewer is { Zone.HasIanaId: true } viewer ? viewer.Zone.Id : "UTC",
        CommerceId = _commerce.Count == 1 ? _commerce.Keys.Single() : null,
        SystemId = _systems.Count == 1 ? _systems.Keys.Single() : null,
    };
}
