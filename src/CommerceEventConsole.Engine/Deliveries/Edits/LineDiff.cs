using System.Collections.Immutable;

namespace CommerceEventConsole.Engine.Deliveries.Edits;

/// <summary>A line of two texts side by side.</summary>
/// <param name="BeforeNumber">Its number in the earlier text, from 1; null where that has none.</param>
/// <param name="Before">The line there, shortened where it is long.</param>
/// <param name="AfterNumber">Its number in the later text.</param>
/// <param name="After">The line there.</param>
/// <param name="Skipped">Lines that are the same in both and left out here; 0 for a line that is shown.</param>
public readonly record struct DiffRow(int? BeforeNumber, string? Before, int? AfterNumber, string? After, int Skipped)
{
    /// <summary>Whether both texts have it.</summary>
    public bool IsSame => Skipped > 0 || string.Equals(Before, After, StringComparison.Ordinal);
}

/// <summary>Compares two texts line by line. To the letter: <c>"12.50"</c> and <c>12.5</c> differ, as they do to a destination.</summary>
public static class LineDiff
{
    /// <summary>Rows at most.</summary>
    public const int MaxRows = 1_000;

    private const int Context = 3;
    private const int MaxLine = 300;

    // Where more lines than this differ in one piece, nobody reads which of them belong together.
    private const int MaxCells = 1_000_000;

    /// <summary>The lines that differ with some around them; empty where none does.</summary>
    public static ImmutableArray<DiffRow> Compare(string before, string after)
    {
        var pairs = Align(Lines(before), Lines(after));
        var rows = ImmutableArray.CreateBuilder<DiffRow>();
        var skipped = 0;
        for (var i = 0; i < pairs.Count && rows.Count < MaxRows; i++)
        {
            if (!IsNearChange(pairs, i))
            {
                skipped++;
                continue;
            }

            if (skipped > 0)
                rows.Add(new DiffRow(null, null, null, null, skipped));
            skipped = 0;
            rows.Add(pairs[i]);
        }

        if (rows.Count > 0 && skipped > 0)
            rows.Add(new DiffRow(null, null, null, null, skipped));
        for (var i = 0; i < rows.Count; i++)
            rows[i] = Shorten(rows[i]);
        return rows.ToImmutable();
    }

    private static string[] Lines(string text) => text.ReplaceLineEndings("\n").TrimEnd('\n').Split('\n');

    private static bool IsNearChange(List<DiffRow> rows, int index)
    {
        for (var i = Math.Max(0, index - Context); i <= Math.Min(rows.Count - 1, index + Context); i++)
        {
            if (!rows[i].IsSame)
                return true;
        }

        return false;
    }

    private static List<DiffRow> Align(string[] before, string[] after)
    {
        var start = 0;
        while (start < before.Length && start < after.Length && Equal(before[start], after[start]))
            start++;
        var end = 0;
        while (end < before.Length - start && end < after.Length - start && Equal(before[^(end + 1)], after[^(end + 1)]))
            end++;

        var rows = new List<DiffRow>(Math.Max(before.Length, after.Length));
        for (var i = 0; i < start; i++)
            rows.Add(new DiffRow(i + 1, before[i], i + 1, after[i], 0));
        Middle(rows, before, after, start, before.Length - end, after.Length - end);
        for (var i = end; i > 0; i--)
            rows.Add(new DiffRow(before.Length - i + 1, before[^i], after.Length - i + 1, after[^i], 0));
        return rows;
    }

    private static void Middle(List<DiffRow> rows, string[] before, string[] after, int start, int beforeEnd, int afterEnd)
    {
        var (b, a) = (start, start);
        foreach (var (nextB, nextA) in Common(before, after, start, beforeEnd, afterEnd).Append((beforeEnd, afterEnd)))
        {
            // What went and what came in its place stand beside each other.
            while (b < nextB || a < nextA)
            {
                var (hasB, hasA) = (b < nextB, a < nextA);
                rows.Add(new DiffRow(hasB ? b + 1 : null, hasB ? before[b] : null, hasA ? a + 1 : null, hasA ? after[a] : null, 0));
                (b, a) = (hasB ? b + 1 : b, hasA ? a + 1 : a);
            }

            if (nextB == beforeEnd && nextA == afterEnd)
                continue;
            rows.Add(new DiffRow(++b, before[nextB], ++a, after[nextA], 0));
        }
    }

    // The longest common subsequence, as pairs of indexes.
    private static List<(int Before, int After)> Common(string[] before, string[] after, int start, int beforeEnd, int afterEnd)
    {
        var (n, m) = (beforeEnd - start, afterEnd - start);
        var common = new List<(int, int)>();
        if (n == 0 || m == 0 || (long)n * m > MaxCells)
            return common;
        var lengths = new int[n + 1, m + 1];
        for (var i = n - 1; i >= 0; i--)
        {
            for (var j = m - 1; j >= 0; j--)
            {
                lengths[i, j] = Equal(before[start + i], after[start + j])
                    ? lengths[i + 1, j + 1] + 1
                    : Math.Max(lengths[i + 1, j], lengths[i, j + 1]);
            }
        }

        for (var (i, j) = (0, 0); i < n && j < m;)
        {
            if (Equal(before[start + i], after[start + j]))
                common.Add((start + i++, start + j++));
            else if (lengths[i + 1, j] >= lengths[i, j + 1])
                i++;
            else
                j++;
        }

        return common;
    }

    // From shortly before the first difference, so that it is seen.
    private static DiffRow Shorten(DiffRow row)
    {
        if ((row.Before?.Length ?? 0) <= MaxLine && (row.After?.Length ?? 0) <= MaxLine)
            return row;
        var from = row.Before is { } before && row.After is { } after && !row.IsSame
            ? Math.Max(0, before.AsSpan().CommonPrefixLength(after) - 40)
            : 0;
        return row with { Before = Cut(row.Before, from), After = Cut(row.After, from) };
    }

    private static string? Cut(string? line, int from) => line is null || line.Length <= MaxLine
        ? line
        : (from > 0 ? "…" : "") + line[Math.Min(from, line.Length)..Math.Min(line.Length, from + MaxLine)] + (line.Length > from + MaxLine ? "…" : "");

    private static bool Equal(string a, string b) => string.Equals(a, b, StringComparison.Ordinal);
}
