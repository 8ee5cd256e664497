using System.Text.Json;
using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.Commerce.Api;

namespace CommerceEventConsole.Engine.Commerce.Rest;

/// <summary>Finds the row that each problem of a price update is about: Commerce names it among the parameters of a sentence (spec 7.2).</summary>
internal static class PriceProblems
{
    /// <summary>One outcome for each row. A problem that names no row stands at all that have none of their own.</summary>
    public static IReadOnlyList<CommerceOutcome> Assign(IReadOnlyList<string> skus, JsonArray problems)
    {
        var bySku = new Dictionary<string, List<string>>(StringComparer.OrdinalIgnoreCase);
        var general = new List<string>();
        foreach (var problem in problems.OfType<JsonObject>())
        {
            var element = problem.Deserialize<JsonElement>();
            var sentence = CommerceErrors.ReadOne(element) ?? "Commerce did not take it, and does not say why.";
            var named = Parameters(problem["parameters"]).Where(p => skus.Contains(p, StringComparer.OrdinalIgnoreCase)).ToList();
            foreach (var sku in named)
                (bySku.TryGetValue(sku, out var list) ? list : bySku[sku] = []).Add(sentence);
            if (named.Count == 0)
                general.Add(sentence);
        }

        return [.. skus.Select(sku => new CommerceOutcome(sku, Sentence(bySku.GetValueOrDefault(sku) ?? general)))];
    }

    private static string? Sentence(List<string> problems) => problems.Count == 0 ? null : string.Join(' ', problems.Distinct(StringComparer.Ordinal));

    private static IEnumerable<string> Parameters(JsonNode? parameters) => parameters switch
    {
        JsonArray list => list.Select(JsonFields.Text).OfType<string>(),
        JsonObject members => members.Select(m => JsonFields.Text(m.Value)).OfType<string>(),
        _ => [],
    };
}
