using System.Globalization;
using System.Text;
using CommerceEventConsole.EndToEnd.Tests.Processes;

[assembly: AssemblyFixture(typeof(CommerceEventConsole.EndToEnd.Tests.Faults.FaultReport))]

namespace CommerceEventConsole.EndToEnd.Tests.Faults;

/// <summary>Collects the verdicts and prints them as one table: to the output of the run, and to artifacts/faults.txt.</summary>
public sealed class FaultReport : IAsyncDisposable
{
    private readonly Lock _gate = new();
    private readonly List<Verdict> _verdicts = [];
    private readonly List<string> _notes = [];

    public async ValueTask DisposeAsync()
    {
        if (_verdicts.Count == 0)
            return;
        var table = Table();
        TestContext.Current.SendDiagnosticMessage("{0}", Environment.NewLine + table);
        Directory.CreateDirectory(Built.Artifacts);
        await File.WriteAllTextAsync(Path.Combine(Built.Artifacts, "faults.txt"), table, CancellationToken.None);
    }

    internal void Add(Verdict verdict)
    {
        lock (_gate)
            _verdicts.Add(verdict);
    }

    /// <summary>Says something below the table.</summary>
    internal void Note(string text)
    {
        lock (_gate)
            _notes.Add(text);
        TestContext.Current.TestOutputHelper?.WriteLine(text);
    }

    private string Table()
    {
        var text = new StringBuilder();
        text.AppendLine(CultureInfo.InvariantCulture, $"{"fault",-52}{"sent",8}{"acknowledged",14}{"delivered",11}{"failed",8}{"lost",6}{"duplicates",12}");
        foreach (var v in _verdicts.OrderBy(v => v.Fault, StringComparer.OrdinalIgnoreCase))
            Line(v);
        Line(new Verdict(
            "all", _verdicts.Sum(v => v.Sent), _verdicts.Sum(v => v.Acknowledged), _verdicts.Sum(v => v.Delivered),
            _verdicts.Sum(v => v.FailedVisibly), _verdicts.Sum(v => v.Lost), _verdicts.Sum(v => v.Duplicates)));
        foreach (var note in _notes)
            text.AppendLine(note);
        return text.ToString();

        void Line(Verdict v) => text.AppendLine(
            CultureInfo.InvariantCulture,
            $"{v.Fault,-52}{v.Sent,8}{v.Acknowledged,14}{v.Delivered,11}{v.FailedVisibly,8}{v.Lost,6}{v.Duplicates,12}");
    }
}
