using System.ComponentModel.DataAnnotations;

namespace CommerceEventConsole.Engine.Routing;

/// <summary>Section <c>Routing</c>.</summary>
public sealed class RoutingOptions
{
    /// <summary>The section's name.</summary>
    public const string Section = "Routing";

    /// <summary>Seconds between looks at whether another node changed the configuration.</summary>
    [Range(1, 3600)]
    public int PollSeconds { get; set; } = 3;

    /// <summary>Superseded revisions kept compiled at most, for deliveries that still name them.</summary>
    [Range(1, 100_000)]
    public int CachedRevisions { get; set; } = 1_000;
}
