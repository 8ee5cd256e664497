using CommerceEventConsole.Engine.Freshness;
using CommerceEventConsole.Engine.Setup;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Freshness;

/// <summary>Sets a promise up.</summary>
public partial class FreshnessEdit
{
    private PromiseEntry _entry = new(new Dictionary<string, string>(StringComparer.Ordinal));
    private FreshnessPromise? _promise;
    private PromiseNames _names = new(new Dictionary<int, string>(), new Dictionary<int, string>(), new Dictionary<string, string>(StringComparer.Ordinal));

    /// <inheritdoc />
    protected override string ListPath => "freshness";

    /// <inheritdoc />
    protected override string Noun => "promise";

    private string Title => Id is null ? "New promise" : _promise?.Name ?? "Promise";

    private string FormHint => _entry.Form switch
    {
        PromiseForm.Resync => "A run of all records that came to its end counts; dry runs and repairs of a list do not.",
        PromiseForm.Job => "Exports and other jobs; a resync has its own kind of promise.",
        _ => "Counted from when the event was received. Whatever is held, failing or given up is late; what somebody dismissed is not.",
    };

    private EventCallback DeleteCallback => _promise is { } row ? EventCallback.Factory.Create(this, () => AskAndDeleteAsync(row.Name)) : default;

    [Inject]
    private FreshnessStore Store { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task<bool> LoadAsync(CancellationToken cancellationToken)
    {
        _names = await Store.NamesAsync(cancellationToken);
        _promise = Id is { } id ? await Store.GetAsync(id, cancellationToken) : null;
        _entry = new PromiseEntry(_names.Jobs);
        if (_promise is not null)
            _entry.Take(FreshnessDraft.From(_promise));
        return Id is null || _promise is not null;
    }

    /// <inheritdoc />
    protected override Task<ChangeResult<FreshnessPromise>> SaveAsync(string who, CancellationToken cancellationToken) => _promise is { } row
        ? Store.UpdateAsync(row.Id, row.Version, _entry.ToDraft(), who, cancellationToken)
        : Store.CreateAsync(_entry.ToDraft(), who, cancellationToken);

    /// <inheritdoc />
    protected override Task<ChangeResult<FreshnessPromise>> DeleteAsync(string who, CancellationToken cancellationToken) =>
        Store.DeleteAsync(_promise!.Id, who, cancellationToken);
}
