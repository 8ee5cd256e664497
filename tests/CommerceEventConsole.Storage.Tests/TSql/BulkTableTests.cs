using CommerceEventConsole.Db.SqlServer.Commit;
using CommerceEventConsole.Db.SqlServer.Schema;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Intake;
using CommerceEventConsole.Storage.Tests.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace CommerceEventConsole.Storage.Tests.TSql;

/// <summary>What is copied in bulk agrees with the model, without a server.</summary>
public sealed class BulkTableTests
{
    [Fact]
    public void Every_column_of_events_is_copied() => AssertCovers(BulkTables.Events, typeof(StoredEvent));

    [Fact]
    public void Every_column_of_rejected_requests_is_copied() => AssertCovers(BulkTables.RejectedRequests, typeof(RejectedRequest));

    [Fact]
    public void Every_column_of_attempts_is_copied() => AssertCovers(BulkTables.DeliveryAttempts, typeof(DeliveryAttempt));

    [Fact]
    public void Every_column_that_a_new_delivery_needs_is_copied() => AssertCovers(BulkTables.Deliveries, typeof(Delivery),
        nameof(Delivery.ReplayId), nameof(Delivery.LeaseOwner), nameof(Delivery.LeaseUntil), nameof(Delivery.LastStatusCode), nameof(Delivery.LastError),
        nameof(Delivery.FailureGroupId), nameof(Delivery.StakeKind), nameof(Delivery.StakeKey), nameof(Delivery.StakeValue), nameof(Delivery.StakeCurrency),
        nameof(Delivery.DismissalId), nameof(Delivery.DismissedFrom));

    [Fact]
    public void A_search_key_is_sent_as_long_as_it_is_kept()
    {
        using var context = OfflineContext.Create();

        Assert.Equal(SearchKey.MaxLength, TableTypes.SearchKeyLength);
        Assert.Equal(SearchKey.MaxLength, context.Model.FindEntityType(typeof(EventSearchKey))!.FindProperty("Value")!.GetMaxLength());
    }

    [Fact]
    public void A_reader_gives_each_row_in_turn_with_nulls_as_the_database_has_them()
    {
        var full = Batches.Event(3, "full").Row;
        full.OccurredAt = Batches.Noon.AddTicks(19);
        var bare = Batches.Event(4, "bare").Row;
        using var reader = new RowReader<StoredEvent>([full, bare], BulkTables.Events.Columns);

        Assert.True(reader.Read());
        Assert.Equal("full", reader["EventId"]);
        Assert.Equal(Batches.Noon.UtcDateTime.AddTicks(10), reader["OccurredAt"]);
        Assert.True(reader.Read());
        Assert.Equal(4, reader["SourceId"]);
        Assert.Equal(DBNull.Value, reader["OccurredAt"]);
        Assert.True(reader.IsDBNull(reader.GetOrdinal("Headers")));
        Assert.False(reader.Read());
    }

    private static void AssertCovers<T>(BulkTable<T> table, Type entity, params string[] leftOut)
    {
        using var context = OfflineContext.Create();
        var type = context.Model.FindEntityType(entity)!;

        Assert.Equal(type.GetTableName(), table.Name);
        Assert.Equal(
            type.GetProperties().Where(p => p.ValueGenerated == ValueGenerated.Never && !leftOut.Contains(p.Name))
                .Select(p => (p.GetColumnName(), StoreType(p))).OrderBy(c => c.Item1, StringComparer.Ordinal),
            table.Columns.Select(c => (c.Name, c.Type)).OrderBy(c => c.Name, StringComparer.Ordinal));
    }

    private static Type StoreType(IProperty property)
    {
        var type = property.GetTypeMapping().Converter?.ProviderClrType ?? property.ClrType;
        return Nullable.GetUnderlyingType(type) ?? type;
    }
}
