namespace CommerceEventConsole.Engine.Subscriptions;

/// <summary>The section <c>Subscriptions</c> of the configuration.</summary>
public sealed class SubscriptionOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Subscriptions";

    /// <summary>Whether a draft has to be published by somebody else than the person who changed it last.</summary>
    public bool FourEyes { get; set; }
}
