using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;

namespace CommerceEventConsole.Engine.Intake;

/// <summary>
/// An entity as the number by which its deliveries are kept in order (<see cref="Delivery.OrderKey"/>). Two entities that share a number
/// merely wait for one another.
/// </summary>
internal static class OrderKey
{
    private const int MaxDigits = 16;

    /// <summary>The number; null for an event that names no entity.</summary>
    public static long? Of(EntityRef entity)
    {
        if (entity.Key is not { } key)
            return null;
        // Order numbers grow: kept as numbers they stand beside one another in the queue's index, and a batch of new ones touches a page
        // or two of it instead of one each.
        if (key.Length is > 0 and <= MaxDigits && key.AsSpan().IndexOfAnyExceptInRange('0', '9') < 0)
        {
            var number = 0L;
            foreach (var digit in key)
                number = (number * 10) + (digit - '0');
            return ((long)entity.Kind << 56) | number;
        }

        return Hash(entity.Kind, key);
    }

    // FNV-1a over the kind and both bytes of each character.
    private static long Hash(EntityKind kind, string key)
    {
        unchecked
        {
            var hash = (14695981039346656037UL ^ (byte)kind) * 1099511628211UL;
            foreach (var c in key)
                hash = (((hash ^ (byte)c) * 1099511628211UL) ^ (byte)(c >> 8)) * 1099511628211UL;
            return (long)hash;
        }
    }
}
