using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace CommerceEventConsole.Sandbox.Commerce;

/// <summary>
/// `searchCriteria[...]` of a query string (spec 7.2): groups are joined by AND, filters inside a group by OR;
/// keys in snake or camel case.
/// </summary>
internal sealed partial class SearchCriteria
{
    private const int DefaultPageSize = 20;
    private const int MostPerPage = 300;

    private readonly SortedDictionary<int, SortedDictionary<int, Filter>> _groups = [];
    private readonly SortedDictionary<int, Sort> _sorts = [];

    private int PageSize { get; set; } = DefaultPageSize;

    private int CurrentPage { get; set; } = 1;

    /// <summary>Reads the criteria. False with a message when one of them cannot be understood.</summary>
    public static bool TryRead(IQueryCollection query, out SearchCriteria criteria, out string error)
    {
        criteria = new SearchCriteria();
        error = "";
        foreach (var (key, values) in query)
        {
            if (!key.StartsWith("searchCriteria", StringComparison.OrdinalIgnoreCase) && !key.StartsWith("search_criteria", StringComparison.OrdinalIgnoreCase))
                continue;
            if (!criteria.Read(Parts(key), values.ToString()))
            {
                error = $"{key} is not understood";
                return false;
            }
        }
        var unknown = criteria._groups.Values.SelectMany(group => group.Values).FirstOrDefault(filter => !Filter.Operators.Contains(filter.ConditionType));
        error = unknown is null ? "" : $"condition_type {unknown.ConditionType} is not understood";
        return unknown is null;
    }

    /// <summary>The page of what fits, in Commerce's frame. Documents are made of the page only.</summary>
    /// <param name="all">Everything there is.</param>
    /// <param name="field">A field of one as text; null where it has none.</param>
    /// <param name="document">One as JSON.</param>
    public JsonObject Apply<T>(IEnumerable<T> all, Func<T, string, string?> field, Func<T, JsonObject> document)
    {
        var fitting = all;
        if (_groups.Count > 0)
            fitting = fitting.Where(one => _groups.Values.All(group => group.Values.Any(filter => filter.Fits(field(one, filter.Field)))));
        foreach (var sort in _sorts.Values.Reverse())
            fitting = sort.Apply(fitting, field);
        var found = fitting.ToList();
        var page = found.Skip((CurrentPage - 1) * PageSize).Take(PageSize);
        return new JsonObject
        {
            ["items"] = new JsonArray([.. page.Select(one => (JsonNode)document(one))]),
            ["search_criteria"] = Echo(),
            ["total_count"] = found.Count,
        };
    }

    private bool Read(List<string> parts, string value) => parts switch
    {
        [] => true,
        ["pagesize"] => TryNumber(value, 1, MostPerPage, out var size) && Do(() => PageSize = size),
        ["currentpage"] => TryNumber(value, 1, int.MaxValue / MostPerPage, out var page) && Do(() => CurrentPage = page),
        ["filtergroups", var group, "filters", var filter, var name] =>
            TryNumber(group, 0, 1000, out var g) && TryNumber(filter, 0, 1000, out var f) && FilterAt(g, f).Set(name, value),
        ["sortorders", var index, var name] => TryNumber(index, 0, 1000, out var i) && SortAt(i).Set(name, value),
        _ => false,
    };

    private Filter FilterAt(int group, int filter)
    {
        if (!_groups.TryGetValue(group, out var filters))
            _groups[group] = filters = [];
        if (!filters.TryGetValue(filter, out var found))
            filters[filter] = found = new Filter();
        return found;
    }

    private Sort SortAt(int index)
    {
        if (!_sorts.TryGetValue(index, out var found))
            _sorts[index] = found = new Sort();
        return found;
    }

    private JsonObject Echo() => new()
    {
        ["filter_groups"] = new JsonArray([.. _groups.Values.Select(group => (JsonNode)new JsonObject
        {
            ["filters"] = new JsonArray([.. group.Values.Select(filter => (JsonNode)new JsonObject
            {
                ["field"] = filter.Field, ["value"] = filter.Value, ["condition_type"] = filter.ConditionType,
            })]),
        })]),
        ["page_size"] = PageSize,
        ["current_page"] = CurrentPage,
    };

    /// <summary>`searchCriteria[filter_groups][0]` as `filtergroups`, `0`: snake and camel case become one.</summary>
    private static List<string> Parts(string key) =>
        [.. Bracketed().Matches(key).Select(match => match.Groups["part"].Value.Replace("_", "", StringComparison.Ordinal).ToLowerInvariant())];

    private static bool TryNumber(string text, int least, int most, out int number) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out number) && number >= least && number <= most;

    private static bool Do(Action action)
    {
        action();
        return true;
    }

    [GeneratedRegex(@"\[(?<part>[^\]]*)\]", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Bracketed();
}
