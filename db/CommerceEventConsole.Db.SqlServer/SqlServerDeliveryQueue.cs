using System.Data;
using System.Globalization;
using CommerceEventConsole.Engine.Deliveries;
using Microsoft.Data.SqlClient;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Db.SqlServer;

/// <summary>
/// Leases in two steps, choose then take, under a lock per destination: a row of <c>Counters</c> that each claim raises and holds to its
/// end. So two claims of one destination never run at once, on whatever nodes, and neither can lease an entity's second delivery while
/// the other leases its first.
/// </summary>
internal sealed class SqlServerDeliveryQueue(SqlServerDatabase database, IDbContextFactory<SqlServerConsoleDbContext> factory) : IDeliveryQueue
{
    /// <summary>Deliveries taken by one statement; see <see cref="LeaseTexts"/>.</summary>
    private static readonly int[] Lengths = [8, 64];

    /// <summary>Few lengths, so that the server keeps a plan for each; places left over hold NULL, which equals no id.</summary>
    internal static IReadOnlyList<string> LeaseTexts { get; } =
        [.. Lengths.Select(n => Statements.Lease.Replace("#", string.Join(", ", Enumerable.Range(0, n).Select(IdName)), StringComparison.Ordinal))];

    public async Task<IReadOnlyList<LeasedDelivery>> ClaimAsync(
        int destinationId, int count, string owner, DateTimeOffset now, DateTimeOffset leaseUntil, CancellationToken cancellationToken)
    {
        // A claim that was repeated after its commit went unanswered leaves leases that nobody holds: they expire.
        await using var context = await factory.CreateDbContextAsync(cancellationToken).ConfigureAwait(false);
        var claim = new Claim(destinationId, count, owner, now.ToColumn(), leaseUntil.ToColumn());
        return await context.Database.CreateExecutionStrategy()
            .ExecuteAsync(claim, ClaimAsync, cancellationToken).ConfigureAwait(false);
    }

    private static string IdName(int number) => string.Create(CultureInfo.InvariantCulture, $"@id{number}");

    private async Task<IReadOnlyList<LeasedDelivery>> ClaimAsync(Claim claim, CancellationToken cancellationToken)
    {
        await using var connection = await database.OpenAsync(cancellationToken).ConfigureAwait(false);

        // Asked often, mostly in vain: nothing is locked or written for that.
        if (!await AnyDueAsync(connection, claim, cancellationToken).ConfigureAwait(false))
            return [];
        await using var transaction = await TakeTurnAsync(connection, claim.Turn, cancellationToken).ConfigureAwait(false);
        var ids = await ChooseAsync(transaction, claim, cancellationToken).ConfigureAwait(false);
        var leased = new List<LeasedDelivery>(ids.Count);
        for (var done = 0; done < ids.Count; done += Lengths[^1])
            await LeaseAsync(transaction, claim, ids.Skip(done).Take(Lengths[^1]).ToList(), leased, cancellationToken).ConfigureAwait(false);
        await transaction.CommitAsync(cancellationToken).ConfigureAwait(false);
        leased.Sort((a, b) => a.EventSeq.CompareTo(b.EventSeq));
        return leased;
    }

    private static async Task<bool> AnyDueAsync(SqlConnection connection, Claim claim, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(Statements.AnyDue);
        BindDue(command, claim);
        return await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not null;
    }

    private static async Task<SqlTransaction> TakeTurnAsync(SqlConnection connection, string turn, CancellationToken cancellationToken)
    {
        for (var first = true; ; first = false)
        {
            var transaction = (SqlTransaction)await connection
                .BeginTransactionAsync(IsolationLevel.ReadCommitted, cancellationToken).ConfigureAwait(false);
            try
            {
                await using var command = transaction.Command(Statements.TakeTurn);
                command.Parameters.Add("@turn", SqlDbType.NVarChar, 50).Value = turn;
                if (await command.ExecuteScalarAsync(cancellationToken).ConfigureAwait(false) is not null)
                    return transaction;
                if (!first)
                    throw new InvalidOperationException($"The row {turn} of Counters cannot be raised.");
            }
            catch
            {
                await transaction.DisposeAsync().ConfigureAwait(false);
                throw;
            }

            await transaction.DisposeAsync().ConfigureAwait(false);
            await AddTurnAsync(connection, turn, cancellationToken).ConfigureAwait(false);
        }
    }

    private static async Task AddTurnAsync(SqlConnection connection, string turn, CancellationToken cancellationToken)
    {
        await using var command = connection.Command(Statements.AddTurn);
        command.Parameters.Add("@turn", SqlDbType.NVarChar, 50).Value = turn;
        try
        {
            await command.ExecuteNonQueryAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (SqlException e) when (SqlServerDatabase.IsUniqueViolation(e))
        {
            // Another node was quicker.
        }
    }

    private static async Task<List<long>> ChooseAsync(SqlTransaction transaction, Claim claim, CancellationToken cancellationToken)
    {
        await using var command = transaction.Command(Statements.ChooseDue);
        BindDue(command, claim);
        command.Parameters.Add("@count", SqlDbType.Int).Value = claim.Count;
        var ids = new List<long>();
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
            ids.Add(reader.GetInt64(0));
        return ids;
    }

    private static async Task LeaseAsync(
        SqlTransaction transaction, Claim claim, List<long> ids, List<LeasedDelivery> leased, CancellationToken cancellationToken)
    {
        var fit = Array.FindIndex(Lengths, length => length >= ids.Count);
        await using var command = transaction.Command(LeaseTexts[fit]);
        BindDue(command, claim);
        command.Parameters.Add("@owner", SqlDbType.NVarChar, 64).Value = claim.Owner;
        command.Parameters.AddTime("@until", claim.LeaseUntil);
        for (var i = 0; i < Lengths[fit]; i++)
            command.Parameters.Add(IdName(i), SqlDbType.BigInt).Value = i < ids.Count ? ids[i] : DBNull.Value;
        await using var reader = await command.ExecuteReaderAsync(cancellationToken).ConfigureAwait(false);
        while (await reader.ReadAsync(cancellationToken).ConfigureAwait(false))
        {
            leased.Add(new LeasedDelivery(
                reader.GetInt64(0), reader.GetInt64(1), reader.GetInt32(2), claim.DestinationId, reader.GetInt32(3), reader.GetInt32(4),
                reader.GetDateTime(5).FromColumn(), await reader.IsDBNullAsync(6, cancellationToken).ConfigureAwait(false) ? null : reader.GetInt64(6),
                reader.GetInt32(7), (EditMarks)reader.GetByte(8)));
        }
    }

    private static void BindDue(SqlCommand command, Claim claim)
    {
        command.Parameters.Add("@destination", SqlDbType.Int).Value = claim.DestinationId;
        command.Parameters.AddTime("@now", claim.Now);
    }

    private sealed record Claim(int DestinationId, int Count, string Owner, DateTime Now, DateTime LeaseUntil)
    {
        /// <summary>The row of <c>Counters</c> that is this destination's lock.</summary>
        public string Turn { get; } = string.Create(CultureInfo.InvariantCulture, $"Claim:{DestinationId}");
    }
}
