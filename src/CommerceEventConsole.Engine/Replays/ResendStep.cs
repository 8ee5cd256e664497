using CommerceEventConsole.Engine.Deliveries;

namespace CommerceEventConsole.Engine.Replays;

/// <summary>A delivery that a step changes.</summary>
/// <param name="Id">The delivery.</param>
/// <param name="Judged">The state in which it was judged: it is changed only while it is in that.</param>
/// <param name="RevisionId">The revision that shapes it from now on; null for the one it has.</param>
internal readonly record struct ResendChange(long Id, DeliveryState Judged, int? RevisionId);

/// <summary>What a resend has looked at since its last step, and what it makes of it.</summary>
/// <param name="ReplayId">The replay.</param>
/// <param name="Owner">The node that runs it.</param>
/// <param name="From">Where it stood: <see cref="Replay.Position"/> as it was read.</param>
/// <param name="Next">Where it stands then.</param>
/// <param name="IsLast">Whether nothing is left to look at.</param>
/// <param name="Examined">Deliveries looked at.</param>
/// <param name="Sent">Those sent again.</param>
/// <param name="Superseded">Those for which something newer goes or went.</param>
/// <param name="Copied">Those whose events go to <paramref name="CopyTo"/> instead.</param>
/// <param name="CopyTo">The other destination; null where each goes to its own.</param>
/// <param name="CopyAgain">Whether what that destination has already goes again.</param>
/// <param name="At">When: deliveries are due at once.</param>
/// <param name="LeaseUntil">Until when the node keeps the replay.</param>
internal sealed record ResendStep(
    int ReplayId,
    string Owner,
    long From,
    long Next,
    bool IsLast,
    int Examined,
    IReadOnlyList<ResendChange> Sent,
    IReadOnlyList<ResendChange> Superseded,
    IReadOnlyList<ScopeRow> Copied,
    int? CopyTo,
    bool CopyAgain,
    DateTimeOffset At,
    DateTimeOffset LeaseUntil);

/// <summary>What came of a step.</summary>
/// <param name="Sent">Deliveries put into the queue.</param>
/// <param name="Superseded">Deliveries superseded.</param>
internal readonly record struct ResendResult(int Sent, int Superseded);
