using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.BackOffice.Systems;
using CommerceEventConsole.Engine.Destinations;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Systems;

/// <summary>Every system, and the destinations that are the same ones.</summary>
/// <param name="Systems">Every system by name.</param>
/// <param name="Destinations">What destinations are called.</param>
public sealed record SystemOverview(IReadOnlyList<BackOfficeSystem> Systems, IReadOnlyDictionary<int, string> Destinations);

/// <summary>Every back-office system and what is exchanged with it.</summary>
public partial class SystemList
{
    /// <inheritdoc />
    protected override TimeSpan Interval => TimeSpan.FromSeconds(5);

    [Inject]
    private BackOfficeSystemStore Store { get; set; } = null!;

    [Inject]
    private DestinationStore Destinations { get; set; } = null!;

    /// <inheritdoc />
    protected override async Task<SystemOverview> ReadAsync(CancellationToken cancellationToken) => new(
        await Store.ListAsync(cancellationToken),
        (await Destinations.ListAsync(cancellationToken)).ToDictionary(d => d.Id, d => d.Name));

    private static string Kinds(IEnumerable<RecordKind> kinds) =>
        string.Join(", ", kinds.Select(SystemWords.Of)) is { Length: > 0 } text ? text : "nothing";
}
