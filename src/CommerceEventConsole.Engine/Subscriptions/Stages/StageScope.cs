namespace CommerceEventConsole.Engine.Subscriptions.Stages;

/// <summary>The documents that a stage knows.</summary>
/// <param name="Known">Their names.</param>
/// <param name="Later">Names that only later stages know.</param>
internal sealed record StageScope(IReadOnlySet<string> Known, IReadOnlySet<string> Later)
{
    /// <summary>Whether a path that begins with this name begins in a document.</summary>
    public bool Knows(string name) => Known.Contains(name);

    /// <summary>Why no path can begin with this name here; null where it can.</summary>
    public string? WhyNot(string name) => !Later.Contains(name) ? null
        : name == StageDocument.Answer ? "begins with the answer, which is known only to what is written back"
        : $"begins with “{name}”, which Commerce is asked for only later";
}
