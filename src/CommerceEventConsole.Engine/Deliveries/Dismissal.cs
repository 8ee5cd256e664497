namespace CommerceEventConsole.Engine.Deliveries;

/// <summary>
/// One decision that deliveries need not arrive, about one or about many: what an undo takes back. Each of those deliveries carries its
/// id (<see cref="Delivery.DismissalId"/>) and what it was before (<see cref="Delivery.DismissedFrom"/>).
/// </summary>
public sealed class Dismissal
{
    /// <summary>Identity in the store.</summary>
    public int Id { get; set; }

    /// <summary>Who decided.</summary>
    public required string CreatedBy { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>Deliveries that it dismissed, restored ones included.</summary>
    public int Count { get; set; }
}
