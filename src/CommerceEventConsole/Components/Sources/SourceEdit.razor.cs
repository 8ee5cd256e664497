using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Sources;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Sources;

/// <summary>Sets a source up.</summary>
public partial class SourceEdit
{
    private SourceEntry _entry = new();
    private Source? _source;

    /// <inheritdoc />
    protected override string ListPath => "sources";

    /// <inheritdoc />
    protected override string Noun => "source";

    private string Title => Id is null ? "New source" : _source?.Name ?? "Source";

    private string Address => SourceWords.Address(Navigation.BaseUri, _source?.Slug ?? _entry.Slug);

    private EventCallback DeleteCallback => _source is { } source
        ? EventCallback.Factory.Create(this, () => AskAndDeleteAsync(source.Name))
        : default;

    [Inject]
    private SourceStore Store { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        _source = Id is { } id ? await Store.GetAsync(id, cancellationToken) : null;
        _entry = _source is null ? new SourceEntry() : SourceEntry.From(SourceDraft.From(_source));
        return Id is null || _source is not null;
    }

    /// <inheritdoc />
    protected override Task<ChangeResult<Source>> SaveAsync(string who, CancellationToken cancellationToken) => _source is { } source
        ? Store.UpdateAsync(source.Id, source.Version, _entry.ToDraft(), who, cancellationToken)
        : Store.CreateAsync(_entry.ToDraft(), who, cancellationToken);

    /// <inheritdoc />
    protected override Task<ChangeResult<Source>> DeleteAsync(string who, CancellationToken cancellationToken) =>
        Store.DeleteAsync(_source!.Id, who, cancellationToken);
}
