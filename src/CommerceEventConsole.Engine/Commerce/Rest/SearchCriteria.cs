using System.Collections.Immutable;
using System.Globalization;
using System.Text;

namespace CommerceEventConsole.Engine.Commerce.Rest;

/// <summary>A condition of a search.</summary>
/// <param name="Field">The field's name, e.g. <c>updated_at</c>.</param>
/// <param name="Condition">Commerce's name of the comparison: eq, neq, gt, gteq, lt, lteq, in, nin, like, null, notnull.</param>
/// <param name="Value">What it is compared with; lists are separated by commas.</param>
public sealed record SearchFilter(string Field, string Condition, string Value)
{
    /// <summary>Equality, or <c>in</c> for many values. A value with a comma cannot stand in a list, so those become a filter each.</summary>
    public static IReadOnlyList<SearchFilter> AnyOf(string field, IReadOnlyCollection<string> values) => values.Count switch
    {
        1 => [new SearchFilter(field, "eq", values.First())],
        _ when values.Any(v => v.Contains(',', StringComparison.Ordinal)) => [.. values.Select(v => new SearchFilter(field, "eq", v))],
        _ => [new SearchFilter(field, "in", string.Join(',', values))],
    };
}

/// <summary>An order of what a search finds.</summary>
/// <param name="Field">The field's name.</param>
/// <param name="Descending">Whether the largest comes first.</param>
public sealed record SearchOrder(string Field, bool Descending = false);

/// <summary>
/// Commerce's <c>searchCriteria</c> (spec 7.2): groups hold together (AND), of the filters inside a group one is enough (OR). Immutable:
/// each method answers another one.
/// </summary>
public sealed record SearchCriteria
{
    /// <summary>Everything.</summary>
    public static SearchCriteria All { get; } = new();

    /// <summary>The groups, each with its filters.</summary>
    public ImmutableArray<ImmutableArray<SearchFilter>> Groups { get; init; } = [];

    /// <summary>In which order; without one Commerce promises none.</summary>
    public ImmutableArray<SearchOrder> Orders { get; init; } = [];

    /// <summary>Entities in a page; null leaves it to Commerce (20).</summary>
    public int? PageSize { get; init; }

    /// <summary>Which page, from 1; null for the first.</summary>
    public int? CurrentPage { get; init; }

    /// <summary>Which members an answer has, e.g. <c>items[sku,price],total_count</c>; null for all.</summary>
    public string? Fields { get; init; }

    /// <summary>Adds a condition that must hold.</summary>
    public SearchCriteria Where(string field, string condition, string value) => WhereAny([new SearchFilter(field, condition, value)]);

    /// <summary>Adds a condition on a time, in Commerce's form (UTC, to the second).</summary>
    public SearchCriteria Where(string field, string condition, DateTimeOffset time) => Where(field, condition, CommerceTime.Write(time));

    /// <summary>Adds a condition on a number.</summary>
    public SearchCriteria Where(string field, string condition, long value) => Where(field, condition, value.ToString(CultureInfo.InvariantCulture));

    /// <summary>Adds a condition that one of several values fulfils.</summary>
    public SearchCriteria WhereIn(string field, IReadOnlyCollection<string> values) => WhereAny(SearchFilter.AnyOf(field, values));

    /// <summary>Adds conditions of which one must hold.</summary>
    public SearchCriteria WhereAny(IEnumerable<SearchFilter> filters) => this with { Groups = Groups.Add([.. filters]) };

    /// <summary>Adds an order behind those there are.</summary>
    public SearchCriteria OrderBy(string field, bool descending = false) => this with { Orders = Orders.Add(new SearchOrder(field, descending)) };

    /// <summary>Chooses a page.</summary>
    public SearchCriteria Page(int number, int size) => this with { CurrentPage = number, PageSize = size };

    /// <summary>The criteria as a query, encoded, without the question mark.</summary>
    public string ToQuery()
    {
        var query = new StringBuilder();
        for (var g = 0; g < Groups.Length; g++)
        {
            for (var f = 0; f < Groups[g].Length; f++)
            {
                var filter = Groups[g][f];
                var at = string.Create(CultureInfo.InvariantCulture, $"[filter_groups][{g}][filters][{f}]");
                Add(query, at + "[field]", filter.Field);
                Add(query, at + "[value]", filter.Value);
                Add(query, at + "[condition_type]", filter.Condition);
            }
        }

        for (var i = 0; i < Orders.Length; i++)
        {
            var at = string.Create(CultureInfo.InvariantCulture, $"[sort_orders][{i}]");
            Add(query, at + "[field]", Orders[i].Field);
            Add(query, at + "[direction]", Orders[i].Descending ? "DESC" : "ASC");
        }

        if (PageSize is { } size)
            Add(query, "[page_size]", size.ToString(CultureInfo.InvariantCulture));
        if (CurrentPage is { } page)
            Add(query, "[current_page]", page.ToString(CultureInfo.InvariantCulture));

        // A search without any criteria is refused: Commerce wants the parameter to be there.
        if (query.Length == 0)
            query.Append("searchCriteria=");
        if (Fields is not null)
            query.Append("&fields=").Append(Uri.EscapeDataString(Fields));
        return query.ToString();
    }

    private static void Add(StringBuilder query, string name, string value)
    {
        if (query.Length > 0)
            query.Append('&');
        query.Append(Uri.EscapeDataString("searchCriteria" + name)).Append('=').Append(Uri.EscapeDataString(value));
    }
}
