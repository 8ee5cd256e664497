namespace CommerceEventConsole.Engine.Jobs;

/// <summary>Names a job: which class, and what it works on where it has a parameter.</summary>
/// <param name="Name">The name of the <see cref="IConsoleJob"/>.</param>
/// <param name="Parameter">What it works on, e.g. the number of a resync; null where there is nothing to choose.</param>
public readonly record struct JobId(string Name, string? Parameter = null)
{
    /// <summary>Characters of its text at most.</summary>
    public const int MaxLength = 100;

    private const char Separator = ':';

    /// <summary>As one text, e.g. <c>clean-up</c> or <c>resync:3</c>.</summary>
    public override string ToString() => Parameter is null ? Name : $"{Name}{Separator}{Parameter}";

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    public static JobId Parse(string text)
    {
        ArgumentException.ThrowIfNullOrEmpty(text);
        var at = text.IndexOf(Separator, StringComparison.Ordinal);
        return at < 0 ? new JobId(text) : new JobId(text[..at], text[(at + 1)..]);
    }
}
