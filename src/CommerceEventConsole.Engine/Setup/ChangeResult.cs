namespace CommerceEventConsole.Engine.Setup;

/// <summary>Something that has to be put right before a change can be made.</summary>
/// <param name="Field">The field as setup files spell it, e.g. <c>url</c> or <c>rules[0]</c>; empty when it concerns the whole.</param>
/// <param name="Message">What is wrong and what would be right, for people who do not program.</param>
public sealed record ValidationProblem(string Field, string Message);

/// <summary>How a change ended.</summary>
public enum ChangeOutcome
{
    /// <summary>It is in force.</summary>
    Changed,

    /// <summary>Everything was that way already; nothing was written.</summary>
    Unchanged,

    /// <summary>The draft has problems; all of them are listed.</summary>
    Invalid,

    /// <summary>Somebody else changed it since it was read; the one problem says who.</summary>
    Conflict,

    /// <summary>It is not there (any more).</summary>
    NotFound,

    /// <summary>It cannot go because other records name it; the one problem says how many.</summary>
    InUse,
}

/// <summary>What became of a change.</summary>
/// <typeparam name="T">What was changed.</typeparam>
/// <param name="Outcome">How it ended.</param>
/// <param name="Value">The subject after the change; after a conflict as it stands now; otherwise null.</param>
/// <param name="Problems">Why it was not made; empty when it was.</param>
public sealed record ChangeResult<T>(ChangeOutcome Outcome, T? Value, IReadOnlyList<ValidationProblem> Problems)
    where T : class
{
    /// <summary>Whether the store now is as was asked.</summary>
    public bool Succeeded => Outcome is ChangeOutcome.Changed or ChangeOutcome.Unchanged;

    internal static ChangeResult<T> Changed(T? value) => new(ChangeOutcome.Changed, value, []);

    internal static ChangeResult<T> Unchanged(T? value) => new(ChangeOutcome.Unchanged, value, []);

    internal static ChangeResult<T> Invalid(IReadOnlyList<ValidationProblem> problems) => new(ChangeOutcome.Invalid, null, problems);

    internal static ChangeResult<T> Conflict(T value, string changedBy) => new(
        ChangeOutcome.Conflict,
        value,
        [new("", $"{changedBy} changed this since you opened it. Nothing of yours was saved: look at the present version, then change it again.")]);

    internal static ChangeResult<T> NotFound() => new(
        ChangeOutcome.NotFound, null, [new("", "This is not there any more: somebody has deleted it.")]);

    internal static ChangeResult<T> InUse(string reason) => new(ChangeOutcome.InUse, null, [new("", reason)]);
}
