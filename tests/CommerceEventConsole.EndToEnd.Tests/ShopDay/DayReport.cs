using System.Diagnostics;
using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using CommerceEventConsole.EndToEnd.Tests.Processes;

namespace CommerceEventConsole.EndToEnd.Tests.ShopDay;

/// <summary>What a day took: its chapters with their time, and its REST calls against those of one call for each event.</summary>
internal sealed class DayReport(DaySize size, Func<(TimeSpan Console, TimeSpan Sandbox)> worked)
{
    private readonly StringBuilder _text = new(
        $"The shop day, {size}{Environment.NewLine}{Environment.NewLine}  elapsed  console  sandbox (processor){Environment.NewLine}");
    private readonly Stopwatch _all = Stopwatch.StartNew();
    private readonly List<(string What, long Calls)> _naive = [];

    /// <summary>Calls that one for each event would have taken.</summary>
    public long Naive => _naive.Sum(n => n.Calls);

    /// <summary>Calls that were made.</summary>
    public long Made { get; private set; }

    /// <summary>The share of calls that were made, in percent.</summary>
    public double Percent => 100.0 * Made / Naive;

    /// <summary>Plays a chapter and notes how long it took.</summary>
    public async Task ChapterAsync(string title, Func<Task> play)
    {
        var (clock, before) = (Stopwatch.StartNew(), worked());
        try
        {
            await play();
        }
        finally
        {
            var now = worked();
            Line($"{Seconds(clock.Elapsed)} {Seconds(now.Console - before.Console)} {Seconds(now.Sandbox - before.Sandbox)}  {title}");
        }
    }

    /// <summary>Something happened so often, and each time would take a call.</summary>
    public void Happened(string what, long times) => _naive.Add((what, times));

    public void Line(string text) => _text.AppendLine(text);

    /// <summary>The calls that the other sides have counted.</summary>
    public void Count(JsonNode calls)
    {
        Line($"{Seconds(_all.Elapsed)} {Seconds(worked().Console)} {Seconds(worked().Sandbox)}  altogether");
        Line("");
        foreach (var (what, times) in _naive)
            Line($"{times,9:N0}  {what}");
        Line($"{Naive,9:N0}  calls with one for each of these");
        Line("");
        foreach (var call in calls["calls"]!.AsArray().OrderByDescending(c => (long)c!["count"]!))
            Line($"{(long)call!["count"]!,9:N0}  {(string)call["system"]!,-9} {(string)call["method"]!,-5} {(string)call["path"]!}{Refused(call)}");
        Made = (long)calls["total"]!;
        foreach (var (system, count) in calls["systems"]!.AsObject())
            Line($"{(long)count!,9:N0}  calls to {system}");
        Line($"{Made,9:N0}  calls altogether, {Percent.ToString("0.0", CultureInfo.InvariantCulture)} % of one for each event");
    }

    /// <summary>Shows it, and leaves it for people to look at.</summary>
    public async Task PrintAsync(string name)
    {
        var text = _text.ToString();
        TestContext.Current.TestOutputHelper?.WriteLine(text);
        TestContext.Current.SendDiagnosticMessage("{0}", Environment.NewLine + text);
        Directory.CreateDirectory(Built.Artifacts);
        await File.WriteAllTextAsync(Path.Combine(Built.Artifacts, name), text, CancellationToken.None);
    }

    private static string Seconds(TimeSpan time) => (time.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture) + " s").PadLeft(8);

    private static string Refused(JsonNode call) => (long)call["refused"]! is > 0 and var refused ? $" ({refused:N0} of them refused)" : "";
}
