using System.Globalization;
using CommerceEventConsole.Engine.Failures;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Failures.Groups;

/// <summary>What the page of a group shows.</summary>
/// <param name="Details">The group; null where there is no such group.</param>
public sealed record GroupPageData(FailureGroupDetails? Details);

/// <summary>One failure group: what goes wrong, what it holds up, who looks after it, and every delivery of it.</summary>
public partial class GroupPage
{
    private const int PageSize = 25;
    private static readonly HashSet<long> NothingSelected = [];

    /// <summary>The group, from the address.</summary>
    [Parameter]
    public int Id { get; set; }

    /// <summary>Only older deliveries than this, from the address.</summary>
    [SupplyParameterFromQuery]
    public long? Before { get; set; }

    /// <inheritdoc />
    protected override TimeSpan Interval => TimeSpan.FromSeconds(2);

    /// <inheritdoc />
    protected override Asked Wanted => new(Id, Before);

    [Inject]
    private FailureGroupPages Pages { get; set; } = null!;

    [Inject]
    private FailureGroupStore Store { get; set; } = null!;

    /// <inheritdoc />
    protected override void Follow(Action refresh) => Store.Changed += refresh;

    /// <inheritdoc />
    protected override void Unfollow(Action refresh) => Store.Changed -= refresh;

    /// <inheritdoc />
    protected override async Task<GroupPageData> ReadAsync(Asked wanted, CancellationToken cancellationToken) =>
        new GroupPageData(await Pages.ReadAsync(wanted.Id, wanted.Before, PageSize, cancellationToken));

    private static string Number(long value) => value.ToString("N0", CultureInfo.CurrentCulture);

    private Task AcknowledgeAsync(FailureGroup group) => ActAsync(
        (who, token) => Store.AcknowledgeAsync(group.Id, group.Version, who, token), "Everybody sees now that you look after it.");

    private Task SnoozeAsync(FailureGroup group, DateTimeOffset until) => ActAsync(
        (who, token) => Store.SnoozeAsync(group.Id, group.Version, until, who, token), $"Out of sight until {ViewerTime.Absolute(until)}.");

    private Task ResolveAsync(FailureGroup group) => ActAsync(
        (who, token) => Store.ResolveAsync(group.Id, group.Version, who, token), "Resolved. The next failure opens it again.");

    private Task ReopenAsync(FailureGroup group) => ActAsync((who, token) => Store.ReopenAsync(group.Id, group.Version, who, token), "Open again.");

    private async Task<bool> WriteAsync(int version, FailureGroupNotes notes)
    {
        var saved = false;
        await ActAsync(
            async (who, token) =>
            {
                var problem = await Store.WriteAsync(Id, version, notes, who, token);
                saved = problem is null;
                return problem;
            },
            "Saved.");
        return saved;
    }

    /// <summary>What the address asks for.</summary>
    public sealed record Asked(int Id, long? Before);
}
