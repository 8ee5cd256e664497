namespace CommerceEventConsole.Engine.Subscriptions;

/// <summary>
/// What a subscription says to Commerce alone (spec 6.6). The console keeps it, so that what was imported goes out again whole; it changes
/// nothing of what the console itself matches or sends.
/// </summary>
/// <param name="Parent">The event that a conditional event is derived from.</param>
/// <param name="Priority">Whether Commerce sends it at once, not with the next batch.</param>
/// <param name="Destination">Commerce's own name of where it goes.</param>
/// <param name="ProviderId">The event provider; null for the default one.</param>
/// <param name="HipaaAuditRequired">Whether Commerce logs who saw it.</param>
/// <param name="Fields">Fields that Commerce converts or takes from elsewhere.</param>
/// <param name="Processors">Classes that add to the event before it is sent.</param>
/// <param name="Name">What Commerce calls the event, where that is not the usual spelling of the event type, e.g. an app's alias (spec 6.1).</param>
public sealed record CommerceSettings(
    string? Parent = null,
    bool Priority = false,
    string? Destination = null,
    string? ProviderId = null,
    bool HipaaAuditRequired = false,
    IReadOnlyList<CommerceField>? Fields = null,
    IReadOnlyList<CommerceProcessor>? Processors = null,
    string? Name = null)
{
    /// <summary>Whether there is anything to keep.</summary>
    public bool IsEmpty =>
        Parent is null && !Priority && Destination is null && ProviderId is null && !HipaaAuditRequired
        && Fields is null or [] && Processors is null or [] && Name is null;
}

/// <summary>What Commerce does to a field before it sends it (spec 6.6).</summary>
/// <param name="Name">The field's path.</param>
/// <param name="Converter">A PHP class that converts the value.</param>
/// <param name="Source">The context expression that the value comes from.</param>
public sealed record CommerceField(string Name, string? Converter = null, string? Source = null);

/// <summary>A PHP class that adds to the event (spec 6.6).</summary>
/// <param name="Class">The class.</param>
/// <param name="Priority">Its place among the others; without one it runs first.</param>
public sealed record CommerceProcessor(string Class, int? Priority = null);
