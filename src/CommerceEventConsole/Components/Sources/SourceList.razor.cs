using CommerceEventConsole.Engine.Activity;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Sources;

/// <summary>Every source and what comes from it.</summary>
public partial class SourceList
{
    /// <inheritdoc />
    protected override TimeSpan Interval => TimeSpan.FromSeconds(2);

    [Inject]
    private SourceActivityQueries Sources { get; set; } = null!;

    /// <inheritdoc />
    protected override Task<IReadOnlyList<SourceActivity>> ReadAsync(CancellationToken cancellationToken) =>
        Sources.ListAsync(StartOfToday(), cancellationToken);
}
