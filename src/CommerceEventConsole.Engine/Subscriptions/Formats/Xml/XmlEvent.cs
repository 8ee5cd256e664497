using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Subscriptions.Formats.Xml;

/// <summary>One <c>event</c> element as it is read.</summary>
internal sealed class XmlEvent(string name, string file, int line)
{
    public string Name => name;

    public string File => file;

    public int Line => line;

    public string? Parent { get; set; }

    public bool Priority { get; set; }

    public string? Destination { get; set; }

    public string? ProviderId { get; set; }

    public bool HipaaAuditRequired { get; set; }

    public bool Enabled { get; set; } = true;

    public List<XmlPart<CommerceField>> Fields { get; } = [];

    public List<XmlPart<Rule>> Rules { get; } = [];

    public List<XmlPart<CommerceProcessor>> Processors { get; } = [];

    /// <summary>The kinds of parts of which it has more than are read.</summary>
    public HashSet<string> TooMany { get; } = new(StringComparer.Ordinal);

    /// <summary>Why it cannot be taken, each with its place.</summary>
    public List<string> Problems { get; } = [];
}

/// <summary>A part of an event, and its line.</summary>
internal sealed record XmlPart<T>(T Value, int Line);
