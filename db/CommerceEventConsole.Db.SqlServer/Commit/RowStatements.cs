using System.Data;
using CommerceEventConsole.Engine.Storage;

namespace CommerceEventConsole.Db.SqlServer.Commit;

/// <summary>An attempt's effect on its delivery, at the time of the commit.</summary>
internal readonly record struct Advance(AttemptResult Result, DateTimeOffset At);

/// <summary>Attempts of a batch that failed alike.</summary>
internal readonly record struct GroupGrowth(int GroupId, long Attempts, DateTimeOffset At);

/// <summary>What one count of a minute grows by.</summary>
internal readonly record struct ActivityGrowth(int Minute, byte Measure, int ScopeId, long Count);

/// <summary>The statements that a batch sends once per row.</summary>
internal static class RowStatements
{
    public static RepeatedStatement<Advance> AdvanceDelivery { get; } = new(Statements.AdvanceDelivery,
    [
        new("State", SqlDbType.TinyInt, 0, a => (byte)a.Result.State),
        new("Attempts", SqlDbType.Int, 0, a => a.Result.Attempts),
        new("LastAttempt", SqlDbType.Int, 0, a => a.Result.Attempt.Number),
        new("DueAt", SqlDbType.DateTime2, 6, a => a.Result.DueAt.ToColumn()),
        new("At", SqlDbType.DateTime2, 6, a => a.At.ToColumn()),
        new("StatusCode", SqlDbType.Int, 0, a => a.Result.Attempt.StatusCode),
        new("Error", SqlDbType.NVarChar, 400, a => a.Result.Attempt.Error),
        new("Group", SqlDbType.Int, 0, a => a.Result.Failure?.GroupId),
        new("StakeKind", SqlDbType.TinyInt, 0, a => (byte?)a.Result.Failure?.Stake.Kind),
        new("StakeKey", SqlDbType.BigInt, 0, a => a.Result.Failure?.Stake.Key),
        new("StakeValue", SqlDbType.BigInt, 0, a => a.Result.Failure?.Stake.Value),
        new("StakeCurrency", SqlDbType.NVarChar, 3, a => a.Result.Failure?.Stake.Currency),
        new("Id", SqlDbType.BigInt, 0, a => a.Result.Attempt.DeliveryId),
        new("Owner", SqlDbType.NVarChar, 64, a => a.Result.LeaseOwner),
    ]);

    public static RepeatedStatement<GroupGrowth> CountFailures { get; } = new(Statements.CountFailures,
    [
        new("Group", SqlDbType.Int, 0, g => g.GroupId),
        new("Attempts", SqlDbType.BigInt, 0, g => g.Attempts),
        new("At", SqlDbType.DateTime2, 6, g => g.At.ToColumn()),
    ]);

    public static RepeatedStatement<ActivityGrowth> AddActivity { get; } = new(Statements.AddActivity,
    [
        new("Minute", SqlDbType.Int, 0, a => a.Minute),
        new("Measure", SqlDbType.TinyInt, 0, a => a.Measure),
        new("Scope", SqlDbType.Int, 0, a => a.ScopeId),
        new("Count", SqlDbType.BigInt, 0, a => a.Count),
    ]);
}
