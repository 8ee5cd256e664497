using CommerceEventConsole.Engine.Alerts.Rules;

namespace CommerceEventConsole.Engine.Alerts.Conditions;

/// <summary>Something that a rule found to be so now.</summary>
/// <param name="Subject">What it is about (<see cref="Alert.Subject"/>).</param>
/// <param name="Title">What is wrong, a few words.</param>
/// <param name="Text">More about it and what to do, in sentences.</param>
/// <param name="Path">The page of the console where one sees more, without the first slash.</param>
/// <param name="Since">Since when it has been so.</param>
public sealed record AlertFinding(string Subject, string Title, string Text, string Path, DateTimeOffset Since);

/// <summary>Everything that a rule found.</summary>
/// <param name="All">What it found.</param>
/// <param name="IsComplete">Whether that is all of it. Where it is not, what is missing may still be so.</param>
public sealed record AlertFindings(IReadOnlyList<AlertFinding> All, bool IsComplete = true);

/// <summary>Looks for one kind of thing in the store.</summary>
public interface IAlertCondition
{
    /// <summary>What it looks for.</summary>
    AlertKind Kind { get; }

    /// <summary>What of it is so now. What it throws leaves the rule's alerts as they are.</summary>
    Task<AlertFindings> FindAsync(AlertRule rule, CancellationToken cancellationToken);
}
