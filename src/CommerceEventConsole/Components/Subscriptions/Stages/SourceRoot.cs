namespace CommerceEventConsole.Components.Subscriptions.Stages;

/// <summary>How much is known of a document that stages take values from.</summary>
public enum SourceKnowledge
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>What Commerce documents of its like.</summary>
    Documented,

    /// <summary>One of its like was seen.</summary>
    Seen,
}

/// <summary>A whole document that stages take values from, by its name.</summary>
/// <param name="Node">It and its fields.</param>
/// <param name="Knowledge">How much is known of it.</param>
public sealed record SourceRoot(SourceNode Node, SourceKnowledge Knowledge)
{
    /// <summary>Fields that it has but that do not get as far as here.</summary>
    public IReadOnlySet<string> HeldBack { get; init; } = new HashSet<string>(StringComparer.Ordinal);
}
