using CommerceEventConsole.Engine.Commerce.Api;

namespace CommerceEventConsole.Engine.Commerce.Drift;

/// <summary>What two subscriptions of one event differ in.</summary>
public enum DriftAspect
{
    /// <summary>The console needs a field that Commerce does not send.</summary>
    FieldMissing,

    /// <summary>Commerce sends a field that nothing here needs.</summary>
    FieldExtra,

    /// <summary>A field is converted, or comes from elsewhere, on one side only.</summary>
    FieldTreatment,

    /// <summary>The console asks for a rule that Commerce does not check.</summary>
    RuleMissing,

    /// <summary>Commerce checks a rule that the console does not ask for: it holds events back.</summary>
    RuleExtra,

    /// <summary>They are derived from different events.</summary>
    Parent,

    /// <summary>One is sent at once, the other with the next batch.</summary>
    Priority,

    /// <summary>They go out through different event providers.</summary>
    Provider,

    /// <summary>They go to different destinations of Commerce.</summary>
    Destination,

    /// <summary>Commerce logs who saw one of them.</summary>
    Hipaa,
}

/// <summary>One difference.</summary>
/// <param name="Aspect">What it is in.</param>
/// <param name="Here">How the console wants it.</param>
/// <param name="There">How it is in Commerce.</param>
public sealed record DriftDifference(DriftAspect Aspect, string Here, string There)
{
    /// <summary>The difference as a sentence.</summary>
    public string Text => Aspect switch
    {
        DriftAspect.FieldMissing => $"Commerce does not send {Here}.",
        DriftAspect.FieldExtra => There == "*" ? "Commerce sends everything, also what is not needed here." : $"Commerce also sends {There}, which is not needed here.",
        DriftAspect.FieldTreatment => $"The field {Here} is made in Commerce as {There}.",
        DriftAspect.RuleMissing => $"Commerce does not check that {Here}.",
        DriftAspect.RuleExtra => $"Commerce sends it only if {There}. All other events are lost to the console.",
        DriftAspect.Parent => $"It is derived from {There} in Commerce, here from {Here}.",
        DriftAspect.Priority => $"Commerce sends it {There}, here it is wanted {Here}.",
        DriftAspect.Provider => $"It goes out through the provider {There}, here {Here} is wanted.",
        DriftAspect.Destination => $"Its destination in Commerce is {There}, here {Here} is wanted.",
        _ => $"The audit of who saw it is {There} in Commerce, here it is wanted {Here}.",
    };

    /// <summary>A rule as a clause: <c>state is processing</c>.</summary>
    public static string Words(CommerceRule rule)
    {
        var verb = rule.Operator switch
        {
            "equal" => "is",
            "in" => "is one of",
            "greaterThan" => "is greater than",
            "lessThan" => "is less than",
            "regex" => "matches the pattern",
            "onChange" => rule.Value.Length == 0 ? "has changed" : "has changed from",
            _ => rule.Operator,
        };
        return $"{rule.Field} {verb} {rule.Value}".TrimEnd();
    }

    /// <summary>A field with what Commerce does to it.</summary>
    internal static string Words(Subscriptions.CommerceField field) => (field.Converter, field.Source) switch
    {
        (null, null) => field.Name,
        (not null, null) => $"{field.Name} (converted by {field.Converter})",
        (null, not null) => $"{field.Name} (from {field.Source})",
        _ => $"{field.Name} (from {field.Source}, converted by {field.Converter})",
    };
}
