using System.Data;
using System.Globalization;
using CommerceEventConsole.Db.SqlServer.Commit;
using CommerceEventConsole.Engine.Activity;
using CommerceEventConsole.Engine.Replays;
using CommerceEventConsole.Engine.Storage;
using Microsoft.Data.SqlClient;

namespace CommerceEventConsole.Db.SqlServer;

/// <summary>Writes a replay's step in one transaction of its own, on a connection of the pool.</summary>
internal sealed class SqlServerReplayCommitter(SqlServerDatabase database) : IReplayCommitter
{
    /// <summary>Rows inserted by one statement; see <see cref="InsertTexts"/>. Seven parameters each, of 2,100 that a statement may have.</summary>
    private static readonly int[] Lengths = [8, 128];

    /// <summary>Few lengths, so that the server keeps a plan for each; places left over hold NULL.</summary>
    internal static IReadOnlyList<string> InsertTexts { get; } =
        [.. Lengths.Select(n => Statements.InsertReplayed.Replace("#", string.Join(", ", Enumerable.Range(0, n).Select(Row)), StringComparison.Ordinal))];

    public async Task<int?> CommitAsync(ReplayStep step, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);
        // Disposed without a commit it rolls back.
        await using var transaction = (SqlTransaction)await connection
            .BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
        if (!await AdvanceAsync(transaction, step, cancellationToken).ConfigureAwait(false))
            return null;

        var created = new SortedDictionary<int, long>();
        if (step.Deliveries.Count > 0)
            await InsertAsync(transaction, step, created, cancellationToken).ConfigureAwait(false);
        var sum = (int)created.Values.Sum();
        await CountAsync(transaction, step, sum, cancellationToken).ConfigureAwait(false);

        // Last, in order of key, as every commit does.
        var minute = ActivityTally.MinuteOf(step.At);
        await RowStatements.AddActivity.RunAsync(
            transaction,
            [.. created.Select(c => new ActivityGrowth(minute, (byte)ActivityMeasure.Created, c.Key, c.Value))],
            cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        return sum;
    }

    private static string Row(int i) =>
        string.Create(CultureInfo.InvariantCulture, $"(@Id{i}, @EventSeq{i}, @Route{i}, @Destination{i}, @Revision{i}, @State{i}, @OrderKey{i})");

    private static async Task<bool> AdvanceAsync(SqlTransaction transaction, ReplayStep step, CancellationToken cancellationToken)
    {
        await using var command = transaction.Command(Statements.AdvanceReplay);
        command.Parameters.Add("@next", SqlDbType.BigInt).Value = step.Next;
        command.Parameters.Add("@examined", SqlDbType.Int).Value = step.Examined;
        command.Parameters.AddTime("@until", step.LeaseUntil.ToColumn());
        command.Parameters.Add("@replay", SqlDbType.Int).Value = step.ReplayId;
        command.Parameters.Add("@owner", SqlDbType.NVarChar, 64).Value = step.Owner;
        command.Parameters.Add("@from", SqlDbType.BigInt).Value = step.From;
        return await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false) > 0;
    }

    private static async Task InsertAsync(
        SqlTransaction transaction, ReplayStep step, SortedDictionary<int, long> created, CancellationToken cancellationToken)
    {
        var id = await RaiseAsync(transaction, step.Deliveries.Count, cancellationToken).ConfigureAwait(false) - step.Deliveries.Count;
        for (var done = 0; done < step.Deliveries.Count; done += Lengths[^1])
        {
            var count = Math.Min(step.Deliveries.Count - done, Lengths[^1]);
            var fit = Array.FindIndex(Lengths, length => length >= count);
            await using var command = transaction.Command(InsertTexts[fit]);
            command.Parameters.AddTime("@at", step.At.ToColumn());
            command.Parameters.Add("@replay", SqlDbType.Int).Value = step.ReplayId;
            for (var i = 0; i < Lengths[fit]; i++)
                Bind(command, i, ++id, i < count ? step.Deliveries[done + i] : null);
            id -= Lengths[fit] - count;
            await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
            while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
                created[reader.GetInt32(0)] = created.GetValueOrDefault(reader.GetInt32(0)) + 1;
        }
    }

    private static async Task<long> RaiseAsync(SqlTransaction transaction, int count, CancellationToken cancellationToken)
    {
        await using var command = transaction.Command(Statements.RaiseDeliveryId);
        command.Parameters.Add("@deliveries", SqlDbType.BigInt).Value = (long)count;
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is long last
            ? last
            : throw new InvalidOperationException($"The counter {Counter.DeliveryId} is missing: the database was not migrated, or was changed by hand.");
    }

    private static void Bind(SqlCommand command, int number, long id, ReplayDelivery? row)
    {
        var d = row?.Delivery;
        Add("Id", SqlDbType.BigInt, row is null ? null : id);
        Add("EventSeq", SqlDbType.BigInt, row?.EventSeq);
        Add("Route", SqlDbType.Int, d?.RouteId);
        Add("Destination", SqlDbType.Int, d?.DestinationId);
        Add("Revision", SqlDbType.Int, d?.RevisionId);
        Add("State", SqlDbType.TinyInt, (byte?)d?.State);
        Add("OrderKey", SqlDbType.BigInt, d?.OrderKey);

        void Add(string name, SqlDbType type, object? value) =>
            command.Parameters.Add(string.Create(CultureInfo.InvariantCulture, $"@{name}{number}"), type).Value = value ?? DBNull.Value;
    }

    private static async Task CountAsync(SqlTransaction transaction, ReplayStep step, int created, CancellationToken cancellationToken)
    {
        await using var count = transaction.Command(Statements.CountReplayed);
        count.Parameters.Add("@created", SqlDbType.Int).Value = created;
        count.Parameters.Add("@skipped", SqlDbType.Int).Value = step.Deliveries.Count - created;
        count.Parameters.Add("@replay", SqlDbType.Int).Value = step.ReplayId;
        await count.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        if (!step.IsLast)
            return;
        await using var finish = transaction.Command(Statements.FinishReplay);
        finish.Parameters.AddTime("@at", step.At.ToColumn());
        finish.Parameters.Add("@replay", SqlDbType.Int).Value = step.ReplayId;
        await finish.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
    }
}
