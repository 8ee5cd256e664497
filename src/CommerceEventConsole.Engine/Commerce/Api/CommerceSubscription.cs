using CommerceEventConsole.Engine.Subscriptions;

namespace CommerceEventConsole.Engine.Commerce.Api;

/// <summary>A condition of a subscription as Commerce writes it (spec 6.8).</summary>
/// <param name="Field">The field.</param>
/// <param name="Operator">Adobe's name of the operator; it may be one that the console does not know.</param>
/// <param name="Value">What it is compared with.</param>
public sealed record CommerceRule(string Field, string Operator, string Value);

/// <summary>An event subscription in Commerce (spec 6.6, 6.11).</summary>
public sealed record CommerceSubscription
{
    /// <summary>Its name, without <c>com.adobe.commerce.</c>.</summary>
    public required string Name { get; init; }

    /// <summary>The event that it is derived from; null where it is that event itself.</summary>
    public string? Parent { get; init; }

    /// <summary>The fields that Commerce sends.</summary>
    public IReadOnlyList<CommerceField> Fields { get; init; } = [];

    /// <summary>What must hold for Commerce to send anything.</summary>
    public IReadOnlyList<CommerceRule> Rules { get; init; } = [];

    /// <summary>Commerce's own name of where it goes; null for the default.</summary>
    public string? Destination { get; init; }

    /// <summary>Whether Commerce sends it at once, not with the next batch.</summary>
    public bool Priority { get; init; }

    /// <summary>Whether Commerce logs who saw it.</summary>
    public bool HipaaAuditRequired { get; init; }

    /// <summary>The event provider; null for the default one.</summary>
    public string? ProviderId { get; init; }
}
