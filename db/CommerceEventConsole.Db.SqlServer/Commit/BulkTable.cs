using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Intake;
using CommerceEventConsole.Engine.Storage;
using Microsoft.Data.SqlClient;

namespace CommerceEventConsole.Db.SqlServer.Commit;

/// <summary>A delivery with the numbers that it got in this commit.</summary>
internal readonly record struct DeliveryRow(long Id, long EventSeq, NewDelivery Delivery, DateTimeOffset At);

/// <summary>A table that a batch is copied into, and which of its columns are.</summary>
internal sealed record BulkTable<T>(string Name, IReadOnlyList<Column<T>> Columns)
{
    /// <summary>Copies <paramref name="rows"/> within the transaction; constraints other than keys are not checked, there are none.</summary>
    public async Task CopyAsync(SqlTransaction transaction, IEnumerable<T> rows, CancellationToken cancellationToken)
    {
        using var copy = new SqlBulkCopy(transaction.Connection, SqlBulkCopyOptions.Default, transaction)
        {
            DestinationTableName = Name,
            BulkCopyTimeout = transaction.Connection.CommandTimeout,
        };
        foreach (var column in Columns)
            copy.ColumnMappings.Add(column.Name, column.Name);
        await using var reader = new RowReader<T>(rows, Columns);
        await copy.WriteToServerAsync(reader, cancellationToken).ConfigureAwait(false);
    }
}

/// <summary>The tables that a batch is copied into. Columns that are missing here are given by the server.</summary>
internal static class BulkTables
{
    public static BulkTable<StoredEvent> Events { get; } = new("Events",
    [
        Column<StoredEvent>.Of<long>("Seq", e => e.Seq),
        Column<StoredEvent>.Of<int>("SourceId", e => e.SourceId),
        Column<StoredEvent>.Of<int>("EventTypeId", e => e.EventTypeId),
        Column<StoredEvent>.OfBytes("IdentityHash", e => e.IdentityHash),
        Column<StoredEvent>.OfText("EventId", e => e.EventId),
        Column<StoredEvent>.OfTime("OccurredAt", e => e.OccurredAt),
        Column<StoredEvent>.OfTime("ReceivedAt", e => e.ReceivedAt),
        Column<StoredEvent>.Of<byte>("EntityKind", e => (byte)e.EntityKind),
        Column<StoredEvent>.OfText("EntityKey", e => e.EntityKey),
        Column<StoredEvent>.Of<byte>("ContentMode", e => (byte)e.ContentMode),
        Column<StoredEvent>.Of<byte>("Channel", e => (byte)e.Channel),
        Column<StoredEvent>.Of<short>("DeliveryCount", e => e.DeliveryCount),
        Column<StoredEvent>.OfText("Warnings", e => e.Warnings),
        Column<StoredEvent>.OfText("OwnChange", e => e.OwnChange),
        Column<StoredEvent>.OfBytes("Headers", e => e.Headers),
        Column<StoredEvent>.OfBytes("Body", e => e.Body),
    ]);

    public static BulkTable<DeliveryRow> Deliveries { get; } = new("Deliveries",
    [
        Column<DeliveryRow>.Of<long>("Id", d => d.Id),
        Column<DeliveryRow>.Of<long>("EventSeq", d => d.EventSeq),
        Column<DeliveryRow>.Of<int>("RouteId", d => d.Delivery.RouteId),
        Column<DeliveryRow>.Of<int>("DestinationId", d => d.Delivery.DestinationId),
        Column<DeliveryRow>.Of<int>("RevisionId", d => d.Delivery.RevisionId),
        Column<DeliveryRow>.Of<byte>("State", d => (byte)d.Delivery.State),
        Column<DeliveryRow>.Of<long>("OrderKey", d => d.Delivery.OrderKey),
        Column<DeliveryRow>.Of<int>("Attempts", _ => 0),
        Column<DeliveryRow>.OfTime("DueAt", d => d.At),
        Column<DeliveryRow>.OfTime("CreatedAt", d => d.At),
        Column<DeliveryRow>.OfTime("UpdatedAt", d => d.At),
    ]);

    public static BulkTable<RejectedRequest> RejectedRequests { get; } = new("RejectedRequests",
    [
        Column<RejectedRequest>.Of<int>("SourceId", r => r.SourceId),
        Column<RejectedRequest>.OfTime("ReceivedAt", r => r.ReceivedAt),
        Column<RejectedRequest>.OfText("Reason", r => r.Reason),
        Column<RejectedRequest>.Of<int>("BatchIndex", r => r.BatchIndex),
        Column<RejectedRequest>.OfBytes("Headers", r => r.Headers),
        Column<RejectedRequest>.OfBytes("Body", r => r.Body),
    ]);

    public static BulkTable<DeliveryAttempt> DeliveryAttempts { get; } = new("DeliveryAttempts",
    [
        Column<DeliveryAttempt>.Of<long>("DeliveryId", a => a.DeliveryId),
        Column<DeliveryAttempt>.Of<int>("Number", a => a.Number),
        Column<DeliveryAttempt>.OfTime("StartedAt", a => a.StartedAt),
        Column<DeliveryAttempt>.Of<int>("DurationMs", a => a.DurationMs),
        Column<DeliveryAttempt>.Of<byte>("Outcome", a => (byte)a.Outcome),
        Column<DeliveryAttempt>.Of<int>("StatusCode", a => a.StatusCode),
        Column<DeliveryAttempt>.OfText("Error", a => a.Error),
        Column<DeliveryAttempt>.OfText("RequestHead", a => a.RequestHead),
        Column<DeliveryAttempt>.OfBytes("RequestBody", a => a.RequestBody),
        Column<DeliveryAttempt>.Of<long>("RequestDigest", a => a.RequestDigest),
        Column<DeliveryAttempt>.Of<int>("RequestRevisionId", a => a.RequestRevisionId),
        Column<DeliveryAttempt>.OfText("ResponseHead", a => a.ResponseHead),
        Column<DeliveryAttempt>.OfBytes("ResponseBody", a => a.ResponseBody),
        Column<DeliveryAttempt>.Of<byte>("Stage", a => (byte?)a.Stage),
        Column<DeliveryAttempt>.OfText("StageName", a => a.StageName),
    ]);
}
