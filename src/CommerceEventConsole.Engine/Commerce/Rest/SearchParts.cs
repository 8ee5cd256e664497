namespace CommerceEventConsole.Engine.Commerce.Rest;

/// <summary>Splits many values into searches that fit into a page and an address.</summary>
internal static class SearchParts
{
    /// <summary>The values in parts.</summary>
    /// <param name="field">The field that they are values of.</param>
    /// <param name="values">The values; each is asked for once.</param>
    /// <param name="mostValues">Values in a part at most.</param>
    /// <param name="mostCharacters">Characters of a part's query at most, unless one value alone is longer.</param>
    public static IEnumerable<IReadOnlyList<string>> Of(string field, IReadOnlyCollection<string> values, int mostValues, int mostCharacters)
    {
        // A value with a comma needs filters of its own, with the field's name and all.
        var perFilter = Uri.EscapeDataString("searchCriteria[filter_groups][0][filters][999][field]").Length * 3 + field.Length + 4;
        var part = new List<string>();
        int length = perFilter, filters = perFilter;
        var needsFilters = false;
        foreach (var value in values.Distinct(StringComparer.Ordinal))
        {
            var own = Uri.EscapeDataString(value).Length + 3;
            var commas = needsFilters || value.Contains(',', StringComparison.Ordinal);
            if (part.Count > 0 && (part.Count == mostValues || (commas ? filters + own + perFilter : length + own) > mostCharacters))
            {
                yield return part;
                (part, length, filters, commas) = ([], perFilter, perFilter, value.Contains(',', StringComparison.Ordinal));
            }

            part.Add(value);
            length += own;
            filters += own + perFilter;
            needsFilters = commas;
        }

        if (part.Count > 0)
            yield return part;
    }
}
