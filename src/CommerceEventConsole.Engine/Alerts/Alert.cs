using CommerceEventConsole.Engine.Alerts.Rules;

namespace CommerceEventConsole.Engine.Alerts;

/// <summary>Something that a rule found, from when it was found until it is over. There is one at a time for a rule and a subject.</summary>
public sealed class Alert
{
    /// <summary>Identity in the store.</summary>
    public long Id { get; set; }

    /// <summary>The rule that found it.</summary>
    public int RuleId { get; set; }

    /// <summary>What the rule was called then.</summary>
    public required string RuleName { get; set; }

    /// <summary>What it is about.</summary>
    public AlertKind Kind { get; set; }

    /// <summary>What it is about, precisely: <c>destination:3</c>, <c>source:1</c>, <c>group:7@1778000000</c>.</summary>
    public required string Subject { get; set; }

    /// <summary>Whether quiet hours may be disturbed for it.</summary>
    public bool IsCritical { get; set; }

    /// <summary>What is wrong, a few words.</summary>
    public required string Title { get; set; }

    /// <summary>More about it and what to do, in sentences.</summary>
    public required string Text { get; set; }

    /// <summary>The page of the console where one sees more, without the first slash.</summary>
    public required string Path { get; set; }

    /// <summary>Since when it has been so.</summary>
    public DateTimeOffset Since { get; set; }

    /// <summary>When the rule found it.</summary>
    public DateTimeOffset OpenedAt { get; set; }

    /// <summary>When it was over; null while it goes on.</summary>
    public DateTimeOffset? ResolvedAt { get; set; }

    /// <summary>How it came to its end where that was not by itself, a sentence.</summary>
    public string? Ending { get; set; }

    /// <summary>When somebody said that they look after it; null before.</summary>
    public DateTimeOffset? AcknowledgedAt { get; set; }

    /// <summary>Who.</summary>
    public string? AcknowledgedBy { get; set; }

    /// <summary>When people were last told that it goes on, or began.</summary>
    public DateTimeOffset ToldAt { get; set; }
}
