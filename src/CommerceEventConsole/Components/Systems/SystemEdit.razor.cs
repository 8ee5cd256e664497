using System.Globalization;
using CommerceEventConsole.Components.Systems.Fields;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.BackOffice.Presets;
using CommerceEventConsole.Engine.BackOffice.Systems;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Setup;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Systems;

/// <summary>Connects a back-office system, and tries it out.</summary>
public partial class SystemEdit
{
    private SystemEntry _entry = new();
    private BackOfficeSystem? _system;
    private SystemPreset? _preset;
    private IReadOnlyList<Destination> _destinations = [];
    private HashSet<SystemSecret> _stored = [];
    private SystemTrial? _trial;
    private RecordKind? _sampled;
    private Dictionary<RecordKind, SystemSample> _samples = [];
    private FieldMapEditor? _fields;
    private bool _testing;
    private int _textVersion;

    /// <inheritdoc />
    protected override string ListPath => "systems";

    /// <inheritdoc />
    protected override string Noun => "system";

    private string Title => Id is null ? "Connect a system" : _system?.Name ?? "System";

    private EventCallback DeleteCallback => _system is { } system
        ? EventCallback.Factory.Create(this, () => AskAndDeleteAsync(system.Name))
        : default;

    [Inject]
    private BackOfficeSystemStore Store { get; set; } = null!;

    [Inject]
    private DestinationStore Destinations { get; set; } = null!;

    [Inject]
    private SystemTester Tester { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        (_trial, _sampled, _samples, _preset) = (null, null, [], null);
        _destinations = await Destinations.ListAsync(cancellationToken);
        _system = Id is { } id ? await Store.GetAsync(id, cancellationToken) : null;
        _entry = _system is null ? new() : SystemEntry.Of(BackOfficeSystemDraft.Of(_system));
        _stored = _system is null ? [] : [.. _system.Secrets().Keys];
        _textVersion++;
        return Id is null || _system is not null;
    }

    /// <inheritdoc />
    protected override Task<ChangeResult<BackOfficeSystem>> SaveAsync(string who, CancellationToken cancellationToken) => _system is { } row
        ? Store.UpdateAsync(row.Id, row.Version, _entry.ToDraft(), who, cancellationToken)
        : Store.CreateAsync(_entry.ToDraft(), who, cancellationToken);

    /// <inheritdoc />
    protected override Task<ChangeResult<BackOfficeSystem>> DeleteAsync(string who, CancellationToken cancellationToken) =>
        Store.DeleteAsync(_system!.Id, who, cancellationToken);

    // Whoever has connected a system tries it out next, and after a change again: the page stays.
    private Task SaveAndStayAsync() => ChangeAsync(
        SaveAsync,
        _system is null ? "The system is saved. Now test the connection." : "The system is saved and in force.",
        async result =>
        {
            _entry.Secrets.Clear();
            if (_system is null)
            {
                Navigation.NavigateTo(string.Create(CultureInfo.InvariantCulture, $"systems/{result.Value!.Id}"));
                return;
            }

            _system = await Store.GetAsync(_system.Id, Leaving);
            _stored = _system is null ? [] : [.. _system.Secrets().Keys];
            _trial = null;
        });

    private void ChoosePreset(ChangeEventArgs e)
    {
        _preset = SystemPresets.All.FirstOrDefault(p => p.Id == e.Value as string);
        if (_preset is null)
            return;
        _entry.Take(_preset);
        _textVersion++;
        Form.Change();
    }

    private void ChooseDestination(ChangeEventArgs e)
    {
        _entry.DestinationId = int.TryParse(e.Value as string, CultureInfo.InvariantCulture, out var id) ? id : 0;
        Form.Change();
    }

    private void ChangeRecords(string text)
    {
        _entry.Records = text;
        Form.Change();
    }

    private async Task TestAsync()
    {
        (_trial, _testing) = (null, true);
        await RunAsync(
            async cancellationToken => _trial = await Tester.TestAsync(_system!.Id, cancellationToken),
            () => _trial = new SystemTrial(false, "The store did not answer. Try again in a moment."));
        _testing = false;
    }

    private async Task ShowAsync(RecordKind kind)
    {
        _sampled = kind;
        _samples.Remove(kind);
        await FetchAsync(kind);
    }

    // Records as the system has them: read with what is stored, whatever stands in the form by now.
    private Task FetchAsync(RecordKind kind) => RunAsync(
        async cancellationToken => Keep(kind, await Tester.SampleAsync(_system!.Id, kind, cancellationToken)),
        () => Keep(kind, new SystemSample(null, "The store did not answer. Try again in a moment.", 0)));

    // Another dictionary, so that those who have been given it know.
    private void Keep(RecordKind kind, SystemSample sample) => _samples = new Dictionary<RecordKind, SystemSample>(_samples) { [kind] = sample };

    private void EditFields(RecordKind kind) => _fields?.Show(kind);
}
