using System.Diagnostics;

namespace CommerceEventConsole.EndToEnd.Tests.Processes;

/// <summary>What a process wrote, line by line, both streams in the order in which they were read.</summary>
internal sealed class ProcessOutput
{
    private readonly Lock _gate = new();
    private readonly List<string> _lines = [];

    public string Text
    {
        get
        {
            lock (_gate)
                return string.Join(Environment.NewLine, _lines);
        }
    }

    public void Read(Process process)
    {
        process.OutputDataReceived += (_, e) => Add(e.Data);
        process.ErrorDataReceived += (_, e) => Add(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>What follows a label of the start banner.</summary>
    public string? Labelled(string label)
    {
        lock (_gate)
        {
            return _lines.Select(l => l.Trim()).Where(l => l.StartsWith(label + "  ", StringComparison.Ordinal))
                .Select(l => l[label.Length..].Trim()).FirstOrDefault();
        }
    }

    private void Add(string? line)
    {
        if (line is null)
            return;
        lock (_gate)
            _lines.Add(line);
    }
}
