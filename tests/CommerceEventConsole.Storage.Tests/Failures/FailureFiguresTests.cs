using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Failures;
using CommerceEventConsole.Storage.Tests.Activity;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Logging.Abstractions;

namespace CommerceEventConsole.Storage.Tests.Failures;

public sealed class FailureFiguresTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(3)]
    [InlineData(10_000)]
    public async Task Many_failures_that_take_long_to_count_are_not_counted_each_time_and_few_are(int failures)
    {
        await using var store = await ActivityStore.CreateAsync();
        await FailAsync(store, failures);
        await using var figures = new FailureFigures(store.Contexts, new SlowTime(), NullLogger<FailureFigures>.Instance);
        Assert.Equal(failures, (await figures.ReadAsync(Token)).Of(1).Failed);
        await using (var context = await store.Contexts.CreateDbContextAsync(Token))
            await context.Deliveries.Where(d => d.Id == 1).ExecuteUpdateAsync(set => set.SetProperty(d => d.State, DeliveryState.Dismissed), Token);

        var second = (await figures.ReadAsync(Token)).Of(1).Failed;

        Assert.Equal(failures == 3 ? 2 : failures, second);
        // Each look at the clock is a second: what is known gets too old in the end.
        for (var look = 0; second != failures - 1; look++)
        {
            Assert.True(look < 100, "The figures never became current.");
            second = (await figures.ReadAsync(Token)).Of(1).Failed;
        }
    }

    private static async Task FailAsync(ActivityStore store, int count)
    {
        await using var context = await store.Contexts.CreateDbContextAsync(Token);
        context.ChangeTracker.AutoDetectChangesEnabled = false;
        context.Deliveries.AddRange(Enumerable.Range(1, count).Select(id => new Delivery
        {
            Id = id, EventSeq = id, RouteId = 1, DestinationId = 1, RevisionId = 1, State = DeliveryState.Failed, FailureGroupId = 1,
        }));
        await context.SaveChangesAsync(Token);
    }

    /// <summary>A second goes by with each look at it.</summary>
    private sealed class SlowTime : TimeProvider
    {
        private long _seconds;

        public override long TimestampFrequency => 1;

        public override long GetTimestamp() => Interlocked.Increment(ref _seconds);
    }
}
