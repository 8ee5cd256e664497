using System.Globalization;
using CommerceEventConsole.Components.Events;
using CommerceEventConsole.Engine.Failures;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Failures.Groups;

/// <summary>What fails for the same reason, the most urgent first. The address holds the filter and the page.</summary>
public partial class GroupsPage
{
    private const int PageSize = 25;

    private static readonly FailureGroupState?[] Tabs =
        [FailureGroupState.Open, FailureGroupState.Acknowledged, FailureGroupState.Snoozed, FailureGroupState.Resolved, null];

    /// <summary>The tab, from the address: a state, or <c>all</c>; open where there is none.</summary>
    [SupplyParameterFromQuery]
    public string? State { get; set; }

    /// <summary>Only this destination, from the address.</summary>
    [SupplyParameterFromQuery]
    public int? Destination { get; set; }

    /// <summary>The page, from 1, from the address.</summary>
    [SupplyParameterFromQuery]
    public int? Page { get; set; }

    /// <inheritdoc />
    protected override TimeSpan Interval => TimeSpan.FromSeconds(2);

    /// <inheritdoc />
    protected override Asked Wanted => new(new FailureGroupFilter(Shown, Destination), PageNumber);

    [Inject]
    private FailureGroupQueries Queries { get; set; } = null!;

    [Inject]
    private FailureGroupStore Store { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    private FailureGroupState? Shown => string.Equals(State, "all", StringComparison.OrdinalIgnoreCase)
        ? null
        : EventsAddress.Choice<FailureGroupState>(State) ?? FailureGroupState.Open;

    private int PageNumber => Math.Clamp(Page ?? 1, 1, FailureGroupQueries.MaxGroups);

    /// <summary>The address of a group.</summary>
    internal static string Address(FailureGroup group) => string.Create(CultureInfo.InvariantCulture, $"failures/groups/{group.Id}");

    /// <inheritdoc />
    protected override void Follow(Action refresh) => Store.Changed += refresh;

    /// <inheritdoc />
    protected override void Unfollow(Action refresh) => Store.Changed -= refresh;

    /// <inheritdoc />
    protected override Task<FailureGroupList> ReadAsync(Asked wanted, CancellationToken cancellationToken) =>
        Queries.ListAsync(wanted.Filter, (wanted.Page - 1) * PageSize, PageSize, cancellationToken);

    private static string Number(long value) => value.ToString("N0", CultureInfo.CurrentCulture);

    private static string Times(int count) => count == 1 ? "once" : string.Create(CultureInfo.CurrentCulture, $"{count:N0} times");

    private static string Address(FailureGroupState? state, int? destination, int page)
    {
        var address = $"failures/groups?state={state?.ToString().ToLowerInvariant() ?? "all"}";
        if (destination is { } id)
            address += string.Create(CultureInfo.InvariantCulture, $"&destination={id}");
        return page > 1 ? address + string.Create(CultureInfo.InvariantCulture, $"&page={page}") : address;
    }

    private string Count(FailureGroupState? state) =>
        Number(state is { } one ? Data!.Counts.GetValueOrDefault(one) : Data!.Counts.Values.Sum());

    private void Go(int? destination) => Navigation.NavigateTo(Address(Shown, destination, 1));

    /// <summary>What the address asks for.</summary>
    public sealed record Asked(FailureGroupFilter Filter, int Page);
}
