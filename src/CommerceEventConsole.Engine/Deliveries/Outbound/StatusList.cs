using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace CommerceEventConsole.Engine.Deliveries.Outbound;

/// <summary>HTTP statuses as a person lists them: <c>400, 404, 410-499</c>.</summary>
public sealed class StatusList
{
    /// <summary>The longest text.</summary>
    public const int MaxLength = 200;

    // What is no failure is never judged: 2xx have arrived, 1xx are no final answers.
    private const int Lowest = 300;
    private const int Highest = 599;

    private readonly ImmutableArray<(int From, int To)> _ranges;

    private StatusList(ImmutableArray<(int From, int To)> ranges) => _ranges = ranges;

    /// <summary>Reads a list.</summary>
    /// <param name="text">What was typed; blank gives no list.</param>
    /// <param name="list">The list; null where there is none.</param>
    /// <param name="problem">What is wrong with it, for people; null where nothing is.</param>
    public static bool TryParse(string? text, out StatusList? list, [NotNullWhen(false)] out string? problem)
    {
        (list, problem) = (null, null);
        if (string.IsNullOrWhiteSpace(text))
            return true;
        if (text.Length > MaxLength)
        {
            problem = $"The list is longer than {MaxLength} characters. Join neighbours, such as 410-499.";
            return false;
        }

        var ranges = ImmutableArray.CreateBuilder<(int, int)>();
        foreach (var part in text.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries))
        {
            if (!TryParse(part, out var range))
            {
                problem = $"\"{part}\" is neither an answer from {Lowest} to {Highest} nor a range such as 410-499. Separate them by commas.";
                return false;
            }

            ranges.Add(range);
        }

        list = ranges.Count == 0 ? null : new StatusList(ranges.ToImmutable());
        return true;
    }

    /// <summary>Whether it names a status.</summary>
    public bool Contains(int status)
    {
        foreach (var (from, to) in _ranges)
        {
            if (status >= from && status <= to)
                return true;
        }

        return false;
    }

    /// <summary>The lowest status that both name; null where there is none.</summary>
    public int? FirstShared(StatusList other)
    {
        for (var status = Lowest; status <= Highest; status++)
        {
            if (Contains(status) && other.Contains(status))
                return status;
        }

        return null;
    }

    private static bool TryParse(string part, out (int From, int To) range)
    {
        range = default;
        var dash = part.IndexOf('-', StringComparison.Ordinal);
        var first = dash < 0 ? part : part[..dash];
        var last = dash < 0 ? part : part[(dash + 1)..];
        if (!TryParseOne(first, out var from) || !TryParseOne(last, out var to) || to < from)
            return false;
        range = (from, to);
        return true;
    }

    private static bool TryParseOne(string text, out int status) =>
        int.TryParse(text.Trim(), NumberStyles.None, CultureInfo.InvariantCulture, out status) && status is >= Lowest and <= Highest;
}
