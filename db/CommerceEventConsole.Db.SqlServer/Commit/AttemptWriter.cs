using System.Data;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Storage;
using Microsoft.Data.SqlClient;

namespace CommerceEventConsole.Db.SqlServer.Commit;

/// <summary>Records the attempts of a batch and moves their deliveries on.</summary>
internal static class AttemptWriter
{
    /// <param name="transaction">The commit's transaction.</param>
    /// <param name="batch">What is committed.</param>
    /// <param name="secondLook">
    /// Whether the batch met a unique index: only then is it worth asking which attempts are there already, one by one.
    /// </param>
    /// <param name="cancellationToken">Gives up.</param>
    public static async Task WriteAsync(SqlTransaction transaction, WriteBatch batch, bool secondLook, CancellationToken cancellationToken)
    {
        if (secondLook)
        {
            foreach (var result in batch.Attempts)
                result.IsDuplicate = await IsStoredAsync(transaction, result.Attempt, cancellationToken).ConfigureAwait(false);
        }

        var results = batch.Attempts.Where(a => !a.IsDuplicate).ToList();
        await BulkTables.DeliveryAttempts.CopyAsync(transaction, results.Select(r => r.Attempt), cancellationToken).ConfigureAwait(false);
        await RowStatements.AdvanceDelivery
            .RunAsync(transaction, [.. results.Select(r => new Advance(r, batch.At))], cancellationToken).ConfigureAwait(false);
    }

    private static async Task<bool> IsStoredAsync(SqlTransaction transaction, DeliveryAttempt attempt, CancellationToken cancellationToken)
    {
        await using var command = transaction.Command(Statements.FindAttempt);
        command.Parameters.Add("@delivery", SqlDbType.BigInt).Value = attempt.DeliveryId;
        command.Parameters.Add("@number", SqlDbType.Int).Value = attempt.Number;
        command.Parameters.AddTime("@started", attempt.StartedAt.ToColumn());
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not null;
    }
}
