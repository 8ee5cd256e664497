namespace CommerceEventConsole.Hosting;

/// <summary>The console cannot start, for reasons that whoever starts it can put right.</summary>
/// <param name="problems">Each a sentence.</param>
public sealed class StartProblemException(IEnumerable<string> problems) : Exception("The console cannot start.")
{
    /// <summary>What is wrong, each a sentence.</summary>
    public IReadOnlyList<string> Problems { get; } = [.. problems];
}
