using CommerceEventConsole.Engine.Jobs;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Jobs;

/// <summary>Every job at one moment.</summary>
/// <param name="Jobs">The jobs.</param>
public sealed record JobList(IReadOnlyList<JobView> Jobs);

/// <summary>Every job: when it runs, how its last run went, and how to start, pause and interrupt it.</summary>
public partial class JobsPage
{
    /// <inheritdoc />
    protected override int Wanted => 0;

    [Inject]
    private JobDesk Desk { get; set; } = null!;

    [Inject]
    private JobSignals Signals { get; set; } = null!;

    /// <inheritdoc />
    protected override void Follow(Action refresh) => Signals.Changed += refresh;

    /// <inheritdoc />
    protected override void Unfollow(Action refresh) => Signals.Changed -= refresh;

    /// <inheritdoc />
    protected override async Task<JobList> ReadAsync(int wanted, CancellationToken cancellationToken) => new(await Desk.ListAsync(cancellationToken));
}
