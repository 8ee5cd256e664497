using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Components.Subscriptions.Stages;

/// <summary>A question to Commerce as it is being entered.</summary>
public sealed class EnrichEntry
{
    /// <summary>How later stages call the answer.</summary>
    public string Name { get; set; } = "";

    /// <summary>What is asked for, with values in braces.</summary>
    public string Path { get; set; } = "";

    /// <summary>The Commerce instance; null for the only one.</summary>
    public int? InstanceId { get; set; }

    /// <summary>Whether there may be no such thing.</summary>
    public bool MayBeMissing { get; set; }

    /// <summary>The entry that changes nothing of a question.</summary>
    public static EnrichEntry From(EnrichStage stage) =>
        new() { Name = stage.Name, Path = stage.Path, InstanceId = stage.InstanceId, MayBeMissing = stage.MayBeMissing };

    /// <summary>The question.</summary>
    public EnrichStage ToStage() => new(Name.Trim(), Path.Trim(), InstanceId, MayBeMissing);
}
