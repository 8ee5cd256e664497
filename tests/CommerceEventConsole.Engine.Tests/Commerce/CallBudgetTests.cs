using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Commerce.Calls;
using CommerceEventConsole.Tests.Shared;

namespace CommerceEventConsole.Engine.Tests.Commerce;

public class CallBudgetTests
{
    private readonly ManualTime _time = new();
    private readonly CommerceOptions _options = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_minute_holds_as_many_calls_as_are_allowed_and_they_come_evenly()
    {
        var budget = Budget(perMinute: 60, parallel: 2);
        var turns = Enumerable.Range(0, 5).Select(_ => Take(budget)).ToList();
        await EndAsync(turns[0]);
        await EndAsync(turns[1]);
        Assert.Equal(2, turns.Count(t => t.IsCompleted));

        _time.Advance(TimeSpan.FromMilliseconds(900));
        Assert.False(turns[2].IsCompleted);
        _time.Advance(TimeSpan.FromMilliseconds(200));
        await EndAsync(turns[2]);
        Assert.False(turns[3].IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(2));

        await EndAsync(turns[3]);
        await EndAsync(turns[4]);
    }

    [Fact]
    public async Task No_more_calls_are_under_way_than_allowed()
    {
        var budget = Budget(perMinute: 0, parallel: 2);
        var (first, second, third) = (Take(budget), Take(budget), Take(budget));
        await second;

        Assert.False(third.IsCompleted);
        await EndAsync(first);

        await third;
    }

    [Fact]
    public async Task Deliveries_go_before_comparisons_that_came_earlier()
    {
        var budget = Budget(perMinute: 0, parallel: 1);
        var running = Take(budget);
        var resync = Take(budget, CommercePurpose.Resync);
        var delivery = Take(budget, CommercePurpose.Enrich);

        await EndAsync(running);

        await delivery;
        Assert.False(resync.IsCompleted);
        await EndAsync(delivery);
        await resync;
    }

    [Fact]
    public async Task Comparisons_leave_a_place_free_for_deliveries()
    {
        var budget = Budget(perMinute: 0, parallel: 3);
        var resyncs = Enumerable.Range(0, 3).Select(_ => Take(budget, CommercePurpose.Resync)).ToList();

        Assert.Equal(2, resyncs.Count(t => t.IsCompleted));
        await Take(budget, CommercePurpose.WriteBack);
        await EndAsync(resyncs[0]);

        await resyncs[2];
    }

    [Fact]
    public async Task When_commerce_asks_to_wait_nobody_calls_before()
    {
        var budget = Budget(perMinute: 0, parallel: 4);
        budget.LeaveAlone(TimeSpan.FromSeconds(20));
        var turn = Take(budget);

        _time.Advance(TimeSpan.FromSeconds(19));
        Assert.False(turn.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(1));

        await turn;
    }

    [Fact]
    public async Task Without_a_stated_time_it_is_left_alone_for_five_seconds()
    {
        var budget = Budget(perMinute: 0, parallel: 4);
        budget.LeaveAlone(null);
        var turn = Take(budget);

        _time.Advance(TimeSpan.FromSeconds(4.9));
        Assert.False(turn.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(0.1));

        await turn;
    }

    [Fact]
    public async Task Whoever_would_wait_too_long_is_told_at_once_how_long()
    {
        var budget = Budget(perMinute: 0, parallel: 1);
        var running = Take(budget);
        var waiting = Take(budget);
        await running;

        budget.LeaveAlone(TimeSpan.FromMinutes(10));

        var early = await Assert.ThrowsAsync<CommerceException>(() => waiting);
        _time.Advance(TimeSpan.FromMinutes(4));
        var late = await Assert.ThrowsAsync<CommerceException>(() => Take(budget));
        Assert.Equal((TimeSpan.FromMinutes(10), TimeSpan.FromMinutes(6)), (early.RetryAfter, late.RetryAfter));
        Assert.True(late is { IsTransient: true, WasNotSent: true, MayHaveTaken: false });
    }

    [Fact]
    public async Task Who_gives_up_takes_nothing_from_the_others()
    {
        var budget = Budget(perMinute: 0, parallel: 1);
        var running = Take(budget);
        using var impatient = new CancellationTokenSource();
        var first = budget.TakeAsync(CommercePurpose.Enrich, impatient.Token).AsTask();
        var second = Take(budget);

        await impatient.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        await EndAsync(running);

        await second;
    }

    [Fact]
    public async Task The_queue_has_an_end()
    {
        _options.QueueLength = 2;
        var budget = Budget(perMinute: 0, parallel: 1);
        await Take(budget);
        _ = Take(budget);
        _ = Take(budget, CommercePurpose.Resync);

        var refused = await Assert.ThrowsAsync<CommerceException>(() => Take(budget));

        Assert.Equal("Too many calls to Commerce wait already.", refused.Message);
    }

    [Fact]
    public async Task A_larger_budget_helps_those_who_wait_already()
    {
        var budget = Budget(perMinute: 0, parallel: 1);
        await Take(budget);
        var waiting = Take(budget);

        budget.Resize(perMinute: 0, parallel: 2);

        await waiting;
    }

    private CallBudget Budget(int perMinute, int parallel)
    {
        var budget = new CallBudget(_time, _options);
        budget.Resize(perMinute, parallel);
        return budget;
    }

    private static Task<CallBudget.Turn> Take(CallBudget budget, CommercePurpose purpose = CommercePurpose.Enrich) =>
        budget.TakeAsync(purpose, Token).AsTask();

    private static async Task EndAsync(Task<CallBudget.Turn> turn) => (await turn.WaitAsync(Token)).Dispose();
}
