using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Tests.Deliveries;

public sealed class DeliveryQueriesTests
{
    [Fact]
    public async Task The_deliveries_of_an_event_come_with_names_and_attempts()
    {
        await using var receiver = await Receiver.AnsweringAsync(500, 200);
        await using var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(receiver));
        await rig.StartAsync();
        var delivery = await rig.UntilAsync(await rig.StoreAsync(), DeliveryState.Delivered);

        var found = Assert.Single(await rig.Queries.ForEventAsync(delivery.EventSeq, default));

        Assert.Equal(("ERP", "Orders"), (found.DestinationName, found.SubscriptionName));
        Assert.Equal([500, 200], found.Attempts.Select(a => a.StatusCode));
    }

    [Fact]
    public async Task Failures_are_paged_newest_first_over_destinations_and_states()
    {
        await using var rig = await Rig.CreateAsync();
        var ids = new List<long>();
        DeliveryState[] states = [DeliveryState.Failed, DeliveryState.Retrying, DeliveryState.Held];
        for (var i = 0; i < 9; i++)
            ids.Add(await rig.StoreInStateAsync(states[i % 3], $"order-{i}", destinationId: 1 + (i % 2)));
        await rig.StoreInStateAsync(DeliveryState.Delivered);
        await rig.StoreInStateAsync(DeliveryState.Dismissed);

        var seen = new List<long>();
        long? next = null;
        do
        {
            var page = await rig.Queries.FailuresAsync(new FailureFilter(), next, 4, default);
            seen.AddRange(page.Rows.Select(r => r.Id));
            next = page.Next;
        }
        while (next is not null);

        Assert.Equal(ids.OrderDescending(), seen);
    }

    [Fact]
    public async Task Failures_are_filtered_by_destination_state_event_type_and_entity()
    {
        await using var rig = await Rig.CreateAsync();
        var failed = await rig.StoreInStateAsync(DeliveryState.Failed, "000000007");
        await rig.StoreInStateAsync(DeliveryState.Retrying, "000000008", destinationId: 2);

        Assert.Equal([failed], await IdsAsync(rig, new FailureFilter { DestinationId = 1 }));
        Assert.Equal([failed], await IdsAsync(rig, new FailureFilter { States = [DeliveryState.Failed] }));
        Assert.Equal([failed], await IdsAsync(rig, new FailureFilter { Entity = " 000000007 " }));
        Assert.Equal(2, (await IdsAsync(rig, new FailureFilter { EventType = Rig.EventTypeName })).Count);
        Assert.Empty(await IdsAsync(rig, new FailureFilter { EventType = "observer.other" }));
    }

    [Fact]
    public async Task Counts_tell_every_state_but_delivered_apart()
    {
        await using var rig = await Rig.CreateAsync();
        foreach (var state in Enum.GetValues<DeliveryState>())
        {
            await rig.StoreInStateAsync(state);
            await rig.StoreInStateAsync(state, destinationId: 2);
        }

        var counts = await rig.Queries.CountsAsync(default);

        Assert.Equal(14, counts.Count);
        Assert.All(counts, c => Assert.Equal(1, c.Count));
        Assert.DoesNotContain(counts, c => c.State == DeliveryState.Delivered);
    }

    [Theory]
    [InlineData(DeliveryState.Pending, true)]
    [InlineData(DeliveryState.Sending, true)]
    [InlineData(DeliveryState.Retrying, true)]
    [InlineData(DeliveryState.Held, true)]
    [InlineData(DeliveryState.Failed, false)]
    [InlineData(DeliveryState.Delivered, false)]
    public async Task The_oldest_unsent_is_one_that_may_still_go(DeliveryState state, bool counts)
    {
        await using var rig = await Rig.CreateAsync();
        var id = await rig.StoreInStateAsync(state, "order-1");
        await rig.StoreInStateAsync(state, "order-2");

        var oldest = await rig.Queries.OldestUnsentAsync(default);

        Assert.Equal(counts, oldest.ContainsKey(1));
        if (counts)
            Assert.Equal((await rig.DeliveryAsync(id)).CreatedAt, oldest[1]);
    }

    [Fact]
    public async Task The_queues_own_indexes_answer()
    {
        await using var rig = await Rig.CreateAsync();
        await using var context = rig.Context();
        var newest = DeliveryQueries.Attention(context)
            .Where(d => d.State == DeliveryState.Failed && d.DestinationId == 1 && d.Id < 5).OrderByDescending(d => d.Id);
        Assert.Contains("IX_Deliveries_Attention (State=? AND DestinationId=? AND Id<?)", await PlanAsync(context, newest), StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", await PlanAsync(context, newest), StringComparison.Ordinal);
        Assert.Contains("IX_Deliveries_Due", await PlanAsync(context, DeliveryQueries.Due(context).Where(d => d.DestinationId == 1).OrderBy(d => d.DueAt)), StringComparison.Ordinal);
        Assert.Contains("IX_Deliveries_Leased", await PlanAsync(context, DeliveryQueries.Sending(context).Where(d => d.DestinationId == 1)), StringComparison.Ordinal);
        Assert.Contains("IX_Deliveries_Leased", await PlanAsync(context, DeliveryQueries.OldestSending(context).Where(d => d.DestinationId == 1)), StringComparison.Ordinal);
    }

    private static async Task<string> PlanAsync(ConsoleDbContext context, IQueryable<Delivery> query)
    {
        await using var connection = new SqliteConnection(context.Database.GetConnectionString());
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = "EXPLAIN QUERY PLAN " + query.Select(d => d.Id).ToQueryString();
        await using var reader = await command.ExecuteReaderAsync();
        var plan = new List<string>();
        while (await reader.ReadAsync())
            plan.Add(reader.GetString(3));
        return string.Join('\n', plan);
    }

    private static async Task<List<long>> IdsAsync(Rig rig, FailureFilter filter) =>
        [.. (await rig.Queries.FailuresAsync(filter, null, 10, default)).Rows.Select(r => r.Id)];
}
