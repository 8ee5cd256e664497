using System.Text;

namespace CommerceEventConsole.Engine.Tests.Subscriptions.Semantics;

/// <summary>The cases in Table/*.md: a section is a <c>#</c> heading, a case a <c>##</c> heading with its indented lines (see README.md beside it).</summary>
internal static class SemanticsTable
{
    private const string Prefix = "Semantics/";

    public static IReadOnlyList<SemanticsCase> Cases { get; } = [.. Files().SelectMany(Read)];

    private static IEnumerable<string> Files() =>
        typeof(SemanticsTable).Assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)).Order(StringComparer.Ordinal);

    private static List<SemanticsCase> Read(string file)
    {
        using var stream = typeof(SemanticsTable).Assembly.GetManifestResourceStream(file)!;
        using var reader = new StreamReader(stream, Encoding.UTF8);
        var cases = new List<SemanticsCase>();
        var section = "";
        while (reader.ReadLine() is { } line)
        {
            if (line.StartsWith("# ", StringComparison.Ordinal)) section = line[2..];
            else if (line.StartsWith("## ", StringComparison.Ordinal)) cases.Add(new SemanticsCase(section, line[3..]));
            else if (line.StartsWith("    ", StringComparison.Ordinal)) AddTo(cases[^1], line.Trim());
        }

        cases.ForEach(item => item.Check());
        return cases;
    }

    private static void AddTo(SemanticsCase item, string line)
    {
        var end = line.IndexOf(' ', StringComparison.Ordinal);
        item.Add(end < 0 ? line : line[..end], end < 0 ? "" : line[end..].Trim());
    }
}
