using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.Engine.Failures;

/// <summary>What a delivery that fails holds up.</summary>
/// <param name="Kind">The sort of thing; <see cref="EntityKind.None"/> where the event names none.</param>
/// <param name="Key">Stable 64-bit hash of it, the same for every event about it; null where the event does not say which.</param>
/// <param name="Value">For an order its grand total, in ten-thousandths of the currency; null where the event does not say.</param>
/// <param name="Currency">The currency of that, three letters; null where the event does not say.</param>
public readonly record struct Stake(EntityKind Kind, long? Key = null, long? Value = null, string? Currency = null)
{
    /// <summary><see cref="Value"/> of one unit of a currency.</summary>
    public const int Unit = 10_000;
}

/// <summary>What an attempt that failed leaves on its delivery.</summary>
/// <param name="GroupId">The failure group.</param>
/// <param name="Stake">What it holds up.</param>
public sealed record FailureMark(int GroupId, Stake Stake);
