using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CommerceEventConsole.Sandbox.BackOffice.Erp;

/// <summary>The query of a list: `$top`, `$skip`, `$skiptoken`, `changedSince` and a simple `$filter`.</summary>
internal sealed partial class ErpQuery
{
    private const int DefaultTop = 100;
    private const int MostTop = 1000;

    private readonly List<(string Field, HashSet<string> Values)> _some = [];
    private int _top = DefaultTop;
    private int _skip;
    private string? _token;
    private DateTimeOffset? _since;
    private DateTimeOffset? _before;
    private string _rest = "";

    /// <exception cref="ErpFault">Something of it cannot be understood.</exception>
    public static ErpQuery Read(IQueryCollection query, IReadOnlyCollection<string> fields)
    {
        var read = new ErpQuery();
        foreach (var (name, values) in query)
        {
            var value = values.ToString();
            switch (name)
            {
                case "$top" or "top":
                    read._top = Whole(name, value, 1, MostTop);
                    break;
                case "$skip" or "skip":
                    read._skip = Whole(name, value, 0, int.MaxValue);
                    break;
                case "$skiptoken":
                    read._token = value;
                    break;
                case "changedSince":
                    read._since = Time(name, value);
                    break;
                case "$filter":
                    read.ReadFilter(value, fields);
                    break;
                case "$count" or "$orderby" or "$select":
                    // The count is always there, and the order and the fields are as they are.
                    break;
                default:
                    throw ErpFault.Query(name, $"{name} is not understood");
            }
        }
        read._rest = string.Concat(query.Where(pair => pair.Key is "changedSince" or "$filter").Select(pair => $"&{pair.Key}={Uri.EscapeDataString(pair.Value.ToString())}"));
        return read;
    }

    /// <summary>The page.</summary>
    /// <param name="table">All rows.</param>
    /// <param name="document">A row as JSON.</param>
    /// <param name="address">Address of the list without its query, for the link to the next page.</param>
    public JsonObject Page<T>(ErpTable<T> table, Func<T, JsonObject> document, string address)
        where T : ErpRow
    {
        var byChange = _since is not null || _before is not null;
        IEnumerable<T> Rows(DateTimeOffset? since, string? after) => byChange
            ? table.ByChange(since ?? DateTimeOffset.MinValue).Where(row => _before is null || row.ChangedAt < _before)
            : table.ByKey(after);
        bool Fits(T row) => _some.Count == 0 || document(row) is var one && _some.TrueForAll(some => one[some.Field] is JsonValue value && some.Values.Contains(value.ToString()));

        var count = _some.Count == 0 && !byChange ? table.Count : Rows(_since, null).Count(Fits);
        var rest = byChange && _token is not null ? Rows(Later(_token), null) : Rows(_since, _token);
        var page = rest.Where(Fits).Skip(_skip).Take(_top + 1).ToList();
        var more = page.Count > _top;
        if (more)
            page.RemoveAt(_top);
        var answer = new JsonObject { ["@odata.count"] = count, ["value"] = new JsonArray([.. page.Select(row => (JsonNode)document(row))]) };
        if (more)
        {
            var token = byChange ? Text.Of(page[^1].ChangedAt.UtcTicks) : page[^1].Key;
            answer["@odata.nextLink"] = $"{address}?$top={Text.Of(_top)}{_rest}&$skiptoken={Uri.EscapeDataString(token)}";
        }
        return answer;
    }

    /// <summary>Just after the last row of the page before.</summary>
    private static DateTimeOffset Later(string token) =>
        long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks < DateTime.MaxValue.Ticks
            ? new DateTimeOffset(ticks + 1, TimeSpan.Zero)
            : throw ErpFault.Query("$skiptoken", "$skiptoken is not one of ours");

    private void ReadFilter(string text, IReadOnlyCollection<string> fields)
    {
        foreach (var condition in And().Split(text))
        {
            if (Changed().Match(condition) is { Success: true } changed)
            {
                var time = Time("$filter", changed.Groups["time"].Value);
                switch (changed.Groups["operator"].Value)
                {
                    case "ge":
                        _since = time;
                        break;
                    case "gt":
                        _since = time.AddTicks(1);
                        break;
                    default:
                        _before = changed.Groups["operator"].Value is "le" ? time.AddTicks(1) : time;
                        break;
                }
            }
            else if (Some().Match(condition) is { Success: true } some && fields.Contains(some.Groups["field"].Value, StringComparer.Ordinal))
            {
                _some.Add((some.Groups["field"].Value, Quoted().Matches(some.Groups["values"].Value)
                    .Select(match => match.Groups["text"].Value.Replace("''", "'", StringComparison.Ordinal)).ToHashSet(StringComparer.Ordinal)));
            }
            else
            {
                throw ErpFault.Query("$filter", $"\"{condition}\" is not understood");
            }
        }
    }

    private static int Whole(string name, string text, int least, int most) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most
            ? number
            : throw ErpFault.Query(name, $"{name} must be a whole number from {Text.Of(least)} to {Text.Of(most)}");

    private static DateTimeOffset Time(string name, string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var time)
            ? time
            : throw ErpFault.Query(name, $"\"{text}\" is no time such as 2026-05-04T09:00:00Z");

    [GeneratedRegex(@"\s+and\s+", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex And();

    [GeneratedRegex(@"^\s*changed(At)?\s+(?<operator>ge|gt|lt|le)\s+'?(?<time>[0-9TtZz:.+\-]+)'?\s*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Changed();

    [GeneratedRegex(@"^\s*(?<field>[A-Za-z]+)\s+(eq\s+(?<values>'([^']|'')*')|in\s*\((?<values>.*)\))\s*$", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Some();

    [GeneratedRegex("'(?<text>([^']|'')*)'", RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Quoted();
}
