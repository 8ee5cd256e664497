using CommerceEventConsole.EndToEnd.Tests.Processes;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;

namespace CommerceEventConsole.EndToEnd.Tests.Screens;

/// <summary>What every screen owes everyone: it fits the window, and nobody is kept from working.</summary>
internal static class Examination
{
    // Of axe's ratings, those that keep people from working.
    private static readonly string[] Grave = ["serious", "critical"];

    /// <summary>Keeps a picture of what is shown, and says what is wrong with it.</summary>
    /// <param name="window">The window.</param>
    /// <param name="picture">The picture's name.</param>
    /// <param name="name">What is shown, for messages.</param>
    /// <param name="rules">What axe judges; null for everything.</param>
    public static async Task<List<string>> ExamineAsync(this Window window, string picture, string name, AxeRunOptions? rules = null)
    {
        var problems = new List<string>();
        await window.PictureAsync(picture);
        // Tables may scroll inside their frame; neither the page nor its main part may.
        var overhang = await Until.EndedAsync(
            "the page is measured",
            window.Page.EvaluateAsync<int>("Math.max(...[...document.querySelectorAll('html, main')].map(e => e.scrollWidth - e.clientWidth))"));
        if (overhang > 0)
            problems.Add($"{name}: {overhang} px wider than the window");
        var findings = (await Until.EndedAsync("axe has looked at " + name, window.Page.RunAxe(rules))).Violations;
        problems.AddRange(findings.Where(f => Grave.Contains(f.Impact, StringComparer.Ordinal)).Select(f => $"{name}: {Describe(f)}"));
        return problems;
    }

    private static string Describe(AxeResultItem finding) =>
        $"{finding.Id} ({finding.Impact}): {finding.Help}: {string.Join(" | ", finding.Nodes.Take(5).Select(n => $"{n.Html} {n.Any.FirstOrDefault()?.Message}"))}";
}
