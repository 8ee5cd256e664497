using CommerceEventConsole.Engine.Activity;

namespace CommerceEventConsole.Storage.Tests.Activity;

public sealed class ActivityQueriesTests
{
    [Fact]
    public async Task A_chart_of_an_hour_has_a_point_for_each_minute_even_where_nothing_happened()
    {
        await using var store = await ActivityStore.CreateAsync();
        await store.CountAsync(0, ActivityMeasure.Received, scope: 1, 5);
        await store.CountAsync(59, ActivityMeasure.Received, scope: 1, 7);

        var chart = await store.Queries.ChartAsync(ActivitySpan.Hour, CancellationToken.None);

        Assert.Equal(60, chart.Points.Count);
        Assert.Equal(new DateTimeOffset(2026, 5, 4, 8, 8, 0, TimeSpan.Zero), chart.Points[0].At);
        Assert.Equal(new DateTimeOffset(2026, 5, 4, 9, 7, 0, TimeSpan.Zero), chart.Points[^1].At);
        Assert.Equal(7, chart.Points[0].Received);
        Assert.Equal(5, chart.Points[^1].Received);
        Assert.All(chart.Points.Skip(1).SkipLast(1), p => Assert.True(p.IsQuiet));
    }

    [Fact]
    public async Task A_chart_of_an_hour_leaves_out_what_is_older()
    {
        await using var store = await ActivityStore.CreateAsync();
        await store.CountAsync(60, ActivityMeasure.Received, scope: 1, 7);

        var chart = await store.Queries.ChartAsync(ActivitySpan.Hour, CancellationToken.None);

        Assert.All(chart.Points, p => Assert.True(p.IsQuiet));
    }

    [Fact]
    public async Task A_chart_adds_up_all_sources_and_destinations_and_keeps_outcomes_apart()
    {
        await using var store = await ActivityStore.CreateAsync();
        await store.CountAsync(3, ActivityMeasure.Received, scope: 1, 2);
        await store.CountAsync(3, ActivityMeasure.Received, scope: 2, 3);
        await store.CountAsync(3, ActivityMeasure.Rejected, scope: 2, 11);
        await store.CountAsync(3, ActivityMeasure.Delivered, scope: 1, 13);
        await store.CountAsync(3, ActivityMeasure.Retried, scope: 1, 17);
        await store.CountAsync(3, ActivityMeasure.Failed, scope: 1, 19);
        await store.CountAsync(3, ActivityMeasure.Duplicate, scope: 1, 23);
        await store.CountAsync(3, ActivityMeasure.Created, scope: 1, 29);

        var chart = await store.Queries.ChartAsync(ActivitySpan.Hour, CancellationToken.None);

        Assert.Equal(new ActivityPoint(chart.Points[^4].At, 5, 11, 13, 17, 19), chart.Points[^4]);
    }

    [Fact]
    public async Task A_chart_of_a_day_gathers_quarters_of_an_hour()
    {
        await using var store = await ActivityStore.CreateAsync();
        await store.CountAsync(7, ActivityMeasure.Received, scope: 1, 2);
        await store.CountAsync(0, ActivityMeasure.Received, scope: 1, 3);
        await store.CountAsync(8, ActivityMeasure.Received, scope: 1, 5);

        var chart = await store.Queries.ChartAsync(ActivitySpan.Day, CancellationToken.None);

        Assert.Equal(TimeSpan.FromMinutes(15), chart.Step);
        Assert.Equal(96, chart.Points.Count);
        Assert.Equal(new DateTimeOffset(2026, 5, 4, 9, 0, 0, TimeSpan.Zero), chart.Points[^1].At);
        Assert.Equal(5, chart.Points[^1].Received);
        Assert.Equal(5, chart.Points[^2].Received);
    }

    [Fact]
    public async Task Totals_are_told_for_each_source_and_for_all()
    {
        await using var store = await ActivityStore.CreateAsync();
        await store.CountAsync(0, ActivityMeasure.Received, scope: 1, 2);
        await store.CountAsync(59, ActivityMeasure.Received, scope: 1, 3);
        await store.CountAsync(1, ActivityMeasure.Received, scope: 2, 7);
        await store.CountAsync(60, ActivityMeasure.Received, scope: 1, 100);

        var totals = await store.Queries.LastHourAsync(CancellationToken.None);

        Assert.Equal(5, totals.Of(ActivityMeasure.Received, 1));
        Assert.Equal(7, totals.Of(ActivityMeasure.Received, 2));
        Assert.Equal(12, totals.Sum(ActivityMeasure.Received));
        Assert.Equal(0, totals.Of(ActivityMeasure.Failed, 1));
    }

    [Fact]
    public async Task Totals_never_look_back_without_bound()
    {
        await using var store = await ActivityStore.CreateAsync();
        await store.CountAsync(47 * 60, ActivityMeasure.Received, scope: 1, 2);
        await store.CountAsync(49 * 60, ActivityMeasure.Received, scope: 1, 100);

        var totals = await store.Queries.TotalsAsync(DateTimeOffset.MinValue, CancellationToken.None);

        Assert.Equal(2, totals.Sum(ActivityMeasure.Received));
    }
}
