using CommerceEventConsole.Engine.Audit;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Jobs.Retention;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Storage.Tests.Events;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Storage.Tests.Jobs;

/// <summary>No statement of the clean-up reads a whole table.</summary>
public sealed class RetentionPlanTests : IAsyncLifetime
{
    private static readonly DateTimeOffset Before = EventStore.Start;

    private readonly EventStore _store = new();

    public static TheoryData<string, string> Statements => new()
    {
        { "last event", "IX_Events_ReceivedAt" },
        { "page of events", "INTEGER PRIMARY KEY" },
        { "deliveries", "IX_Deliveries_EventSeq" },
        { "remove deliveries", "INTEGER PRIMARY KEY" },
        { "remove attempts", "IX_DeliveryAttempts_DeliveryId_Number" },
        { "remove events", "INTEGER PRIMARY KEY" },
        { "remove keys", "PRIMARY KEY (Value=? AND Kind=? AND EventSeq=?)" },
        { "page of audit entries", "INTEGER PRIMARY KEY" },
        { "remove audit entries", "INTEGER PRIMARY KEY" },
        { "page of counts", "PRIMARY KEY (Minute<?)" },
        { "remove counts", "PRIMARY KEY (Minute<?)" },
    };

    public ValueTask InitializeAsync() => _store.InitializeAsync();

    public ValueTask DisposeAsync() => _store.DisposeAsync();

    [Theory]
    [MemberData(nameof(Statements))]
    public async Task Each_statement_goes_by_the_index_that_is_there_for_it(string statement, string index)
    {
        await using var db = _store.Db();
        _store.Sql.Clear();
        await RunAsync(db, statement);

        var plan = await _store.Sql.PlanOfLastAsync(db);

        Assert.Contains(index, plan, StringComparison.Ordinal);
        Assert.DoesNotContain("SCAN", plan, StringComparison.Ordinal);
        Assert.DoesNotContain("TEMP B-TREE", plan, StringComparison.Ordinal);
    }

    private static Task RunAsync(ConsoleDbContext db, string statement) => statement switch
    {
        "last event" => EventSweep.Last(db, Before).ToListAsync(),
        "page of events" => EventSweep.Page(db, 1, 9, 3).ToListAsync(),
        "deliveries" => EventSweep.Deliveries(db, [1, 2, 3]).ToListAsync(),
        "remove deliveries" => EventSweep.Finished(db, [1, 2, 3]).ExecuteDeleteAsync(),
        "remove attempts" => EventSweep.Attempts(db, [1, 2, 3]).ExecuteDeleteAsync(),
        "remove events" => EventSweep.Events(db, [1, 2, 3]).ExecuteDeleteAsync(),
        "remove keys" => StoredSearchKeys.RemoveAsync(
            db, [new EventSearchKey { Value = "a", Kind = SearchKeyKind.Sku, EventSeq = 1 }], CancellationToken.None),
        "page of audit entries" => OldRowsSweep<AuditEntry>.Page(db, nameof(AuditEntry.At), 1, 3).ToListAsync(),
        "remove audit entries" => OldRowsSweep<AuditEntry>.Old(db, nameof(AuditEntry.At), 1, 9, Before).ExecuteDeleteAsync(),
        "page of counts" => ActivitySweep.Minutes(db, 9, 3).ToListAsync(),
        "remove counts" => ActivitySweep.Through(db, 9).ExecuteDeleteAsync(),
        _ => throw new ArgumentOutOfRangeException(nameof(statement)),
    };
}
