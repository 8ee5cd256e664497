using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Freshness.Running;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Storage.Tests.Events;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Storage.Tests.Freshness;

/// <summary>No statement of a look at promises reads a whole table, or sorts what it could read in order.</summary>
public sealed class FreshnessPlanTests(EventStore store) : IClassFixture<EventStore>
{
    public static TheoryData<string, string> Statements => new()
    {
        { "stuck", "IX_Deliveries_Stuck (RouteId=?)" },
        { "waiting", "IX_Deliveries_Due (DestinationId=?)" },
        { "sending", "IX_Deliveries_Leased" },
        { "resync", "IX_ResyncRuns_DefinitionId_Id (DefinitionId=?)" },
        { "job", "IX_JobRuns_Job_Id (Job=?)" },
    };

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task Each_statement_goes_by_the_index_that_is_there_for_it(string statement, string index)
    {
        await using var db = store.Db();
        store.Sql.Clear();
        await RunAsync(db, statement);

        var plan = await store.Sql.PlanOfLastAsync(db);

        Assert.Contains(index, plan, StringComparison.Ordinal);
        var isLate = statement is "stuck" or "waiting" or "sending";
        if (isLate)
        {
            Assert.Contains("SEARCH e USING INTEGER PRIMARY KEY", plan, StringComparison.Ordinal);
            Assert.Contains("IX_DeliveryAttempts_DeliveryId", plan, StringComparison.Ordinal);
        }

        // What the inner statement gave, at most so many rows, is then read from end to end; and so is the index of what is being sent.
        var inner = isLate ? plan[..plan.IndexOf("SCAN d0", StringComparison.Ordinal)].Replace("SCAN d USING INDEX IX_Deliveries_Leased", "", StringComparison.Ordinal) : plan;
        Assert.DoesNotContain("SCAN", inner, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", inner, StringComparison.Ordinal);
    }

    private static Task RunAsync(ConsoleDbContext db, string statement) => statement switch
    {
        "stuck" => LateAsync(db, LateDeliveries.Stuck(db, 1)),
        "waiting" => LateAsync(db, LateDeliveries.Waiting(db, 1, 1)),
        "sending" => LateAsync(db, LateDeliveries.Sending(db, 1)),
        "resync" => LastRuns.Finished(db, 1).FirstOrDefaultAsync(),
        "job" => LastRuns.Succeeded(db, "clean-up").FirstOrDefaultAsync(),
        _ => throw new ArgumentOutOfRangeException(nameof(statement)),
    };

    private static Task LateAsync(ConsoleDbContext db, IQueryable<Delivery> some) =>
        LateDeliveries.Late(db, some.Take(LateDeliveries.MaxLooked), EntityKind.Order, typeId: null, EventStore.Start).ToListAsync();
}
