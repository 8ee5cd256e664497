using System.Globalization;

namespace CommerceEventConsole.Engine.Subscriptions.Formats;

/// <summary>How much a finding matters.</summary>
public enum FindingLevel
{
    /// <summary>Good to know.</summary>
    Note,

    /// <summary>Something is left out, or may surprise.</summary>
    Warning,

    /// <summary>What it is about cannot be taken.</summary>
    Error,
}

/// <summary>Something that was noticed in a file.</summary>
/// <param name="Level">How much it matters.</param>
/// <param name="File">The file's name; two of one name are told apart by a number.</param>
/// <param name="Line">The line, from 1; 0 where it is about the whole file.</param>
/// <param name="Message">What it is, for people who do not program.</param>
public sealed record FormatFinding(FindingLevel Level, string File, int Line, string Message)
{
    /// <summary>Where it is: <c>io_events.xml:12</c>.</summary>
    public string Place => Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}") : File;
}

/// <summary>A file as it was handed in.</summary>
/// <param name="Name">Its name, without a path.</param>
/// <param name="Content">Its bytes.</param>
public sealed record ImportFile(string Name, ReadOnlyMemory<byte> Content);

/// <summary>Findings as they come up, in order. A hostile file makes no more of them than can be shown.</summary>
internal sealed class FindingLog
{
    public const int Max = 500;

    private readonly List<FormatFinding> _findings = [];
    private int _more;

    public void Add(FindingLevel level, string file, int line, string message)
    {
        if (_findings.Count < Max)
            _findings.Add(new(level, file, line, message));
        else
            _more++;
    }

    public void Error(string file, int line, string message) => Add(FindingLevel.Error, file, line, message);

    public void Warning(string file, int line, string message) => Add(FindingLevel.Warning, file, line, message);

    public void Note(string file, int line, string message) => Add(FindingLevel.Note, file, line, message);

    public IReadOnlyList<FormatFinding> ToList() => _more == 0
        ? [.. _findings]
        : [.. _findings, new(FindingLevel.Warning, "", 0, string.Create(CultureInfo.InvariantCulture, $"There are {_more:N0} more findings that are not listed."))];
}
