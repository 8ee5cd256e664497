using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Setup;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Destinations;

/// <summary>Sets a destination up.</summary>
public partial class DestinationEdit
{
    private DestinationEntry _entry = DestinationEntry.New();
    private Destination? _destination;

    /// <inheritdoc />
    protected override string ListPath => "destinations";

    /// <inheritdoc />
    protected override string Noun => "destination";

    private string Title => Id is null ? "New destination" : _destination?.Name ?? "Destination";

    private EventCallback DeleteCallback => _destination is { } destination
        ? EventCallback.Factory.Create(this, () => AskAndDeleteAsync(destination.Name))
        : default;

    [Inject]
    private DestinationStore Store { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        _destination = Id is { } id ? await Store.GetAsync(id, cancellationToken) : null;
        _entry = _destination is null
            ? DestinationEntry.New()
            : DestinationEntry.From(DestinationDraft.From(_destination), Store.HeaderNames(_destination));
        return Id is null || _destination is not null;
    }

    /// <inheritdoc />
    protected override Task<ChangeResult<Destination>> SaveAsync(string who, CancellationToken cancellationToken) => _destination is { } row
        ? Store.UpdateAsync(row.Id, row.Version, _entry.ToDraft(), who, cancellationToken)
        : Store.CreateAsync(_entry.ToDraft(), who, cancellationToken);

    /// <inheritdoc />
    protected override Task<ChangeResult<Destination>> DeleteAsync(string who, CancellationToken cancellationToken) =>
        Store.DeleteAsync(_destination!.Id, who, cancellationToken);

    private Task TestAsync() => Dialogs.OpenTestAsync(_destination!);
}
