namespace CommerceEventConsole.Engine.Subscriptions.Matching;

/// <summary>
/// The names under which the fields of a list go out, to find two that would end under one name at one place:
/// <c>sku</c> beside <c>id as sku</c>, or <c>state as status</c> beside <c>status.label</c>. The same field twice is no conflict.
/// </summary>
internal sealed class OutboundNames
{
    private readonly Dictionary<string, (string Name, FieldEntry Entry)> _taken = new(StringComparer.Ordinal);

    /// <summary>Takes the names of one more entry; false, naming the entry that was first, when one of them is taken by another field.</summary>
    public bool TryAdd(PathTail tail, FieldEntry entry, out string? problem)
    {
        problem = null;
        // Names above the last are never changed, so the place of a name is what is written before it.
        for (var at = tail; !at.IsEnd; at = at.Next)
        {
            var place = entry.Path[..^at.Head.Remaining.Length];
            if (_taken.TryAdd(place + at.Head.OutName, (at.Head.Name, entry))) continue;

            var (name, first) = _taken[place + at.Head.OutName];
            if (string.Equals(name, at.Head.Name, StringComparison.Ordinal)) continue;
            problem = $"it would go out as '{place + at.Head.OutName}', and so would '{first}'; give one of them another name.";
            return false;
        }

        return true;
    }
}
