using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.Engine.Failures;

/// <summary>Different things of one kind that do not arrive.</summary>
/// <param name="Kind">The sort of thing.</param>
/// <param name="Count">How many.</param>
public readonly record struct EntityCount(EntityKind Kind, long Count);

/// <summary>What orders are worth together.</summary>
/// <param name="Currency">Three letters; null where the events do not say.</param>
/// <param name="Amount">In that currency.</param>
public readonly record struct OrderValue(string? Currency, decimal Amount);

/// <summary>What of a failure group fails now, and what that holds up. Each order counts once, with the highest total that it was seen with.</summary>
public sealed record GroupFigures
{
    /// <summary>Nothing of it fails any more.</summary>
    public static GroupFigures None { get; } = new();

    /// <summary>Deliveries given up.</summary>
    public long Failed { get; init; }

    /// <summary>Deliveries that failed so far and are tried again.</summary>
    public long Retrying { get; init; }

    /// <summary>Both.</summary>
    public long Failing => Failed + Retrying;

    /// <summary>Different orders, products ... by kind, orders first; without what names no entity.</summary>
    public IReadOnlyList<EntityCount> Entities { get; init; } = [];

    /// <summary>Different orders.</summary>
    public long Orders => Entities.FirstOrDefault(e => e.Kind == EntityKind.Order).Count;

    /// <summary>What those orders are worth, the largest amount first; empty where the events do not say.</summary>
    public IReadOnlyList<OrderValue> Values { get; init; } = [];

    /// <summary>The delivery that was made first; 0 where nothing fails.</summary>
    public long OldestDelivery { get; init; }

    /// <summary>The amounts added up whatever their currency: only to tell what is more urgent.</summary>
    public decimal Weight => Values.Sum(v => v.Amount);
}

/// <summary>The figures of all groups at one moment.</summary>
/// <param name="At">When they were counted.</param>
/// <param name="Groups">By group; one of which nothing fails is missing.</param>
public sealed record FailureSnapshot(DateTimeOffset At, IReadOnlyDictionary<int, GroupFigures> Groups)
{
    /// <summary>The figures of one group.</summary>
    public GroupFigures Of(int groupId) => Groups.GetValueOrDefault(groupId, GroupFigures.None);
}
