namespace CommerceEventConsole.Engine.Catalogue;

/// <summary>How entities of one sort are recognised in a payload; shared by all event types about them.</summary>
internal sealed class EntityDefinition
{
    public required EntityKind Kind { get; init; }

    /// <summary>Words in the name of an unknown event type that speak of this entity.</summary>
    public IReadOnlyList<string> Hints { get; init; } = [];

    public required IReadOnlyList<EntityKeyPath> Keys { get; init; }

    public required IReadOnlyList<SearchKeyPath> SearchKeys { get; init; }

    public IReadOnlyList<string> Fields { get; init; } = [];

    public string? Schema { get; init; }

    /// <summary>Whether a hint stands in the name as words of its own: "rma" is in "rma_save", not in "format_changed".</summary>
    public bool IsHintedAt(string eventType)
    {
        foreach (var hint in Hints)
        {
            for (var at = eventType.IndexOf(hint, StringComparison.OrdinalIgnoreCase); at >= 0;
                 at = eventType.IndexOf(hint, at + 1, StringComparison.OrdinalIgnoreCase))
            {
                var end = at + hint.Length;
                if ((at == 0 || !char.IsLetterOrDigit(eventType[at - 1])) && (end == eventType.Length || !char.IsLetterOrDigit(eventType[end])))
                    return true;
            }
        }

        return false;
    }
}
