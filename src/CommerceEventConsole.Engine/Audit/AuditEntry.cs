namespace CommerceEventConsole.Engine.Audit;

/// <summary>One change that a person made.</summary>
public sealed class AuditEntry
{
    /// <summary>Identity in the store.</summary>
    public long Id { get; set; }

    /// <summary>When.</summary>
    public DateTimeOffset At { get; set; }

    /// <summary>Who: an account name, or <c>setup file</c>.</summary>
    public required string Who { get; set; }

    /// <summary>What was done, e.g. <c>destination.paused</c>.</summary>
    public required string Action { get; set; }

    /// <summary>What it was done to, in words.</summary>
    public required string Subject { get; set; }

    /// <summary>The subject before, as JSON without secrets; null where there was none.</summary>
    public string? Before { get; set; }

    /// <summary>The subject after, as JSON without secrets; null where it is gone.</summary>
    public string? After { get; set; }
}
