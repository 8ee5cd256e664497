using System.Text.Json.Nodes;

namespace CommerceEventConsole.Engine.BackOffice.Mapping;

/// <summary>What a row of a field map makes of sample documents.</summary>
/// <param name="Problem">What is wrong with the row, or with a value of the sample, as a sentence; null for nothing.</param>
/// <param name="Found">The first value that the samples have there, as people read it; null where none has one.</param>
/// <param name="Made">What Commerce gets of it; null where nothing is read.</param>
public sealed record FieldTrial(string? Problem, string? Found, string? Made)
{
    /// <summary>Whether no sample has a value there, though the row is read.</summary>
    public bool IsMissing { get; init; }
}

/// <summary>Tries a field map out, row by row, while it is being edited.</summary>
public static class FieldMapTrial
{
    private const int MaxText = 80;

    /// <summary>What becomes of each row, in their order.</summary>
    /// <param name="rules">The rows.</param>
    /// <param name="areColumns">Whether the system's side are titles of columns.</param>
    /// <param name="documents">Documents of the system; none where only the rows themselves are looked at.</param>
    public static IReadOnlyList<FieldTrial> Of(IReadOnlyList<FieldRule> rules, bool areColumns, IReadOnlyList<JsonNode> documents) =>
        [.. rules.Select(r => Try(r, areColumns, documents))];

    private static FieldTrial Try(FieldRule rule, bool areColumns, IReadOnlyList<JsonNode> documents)
    {
        // A row that was just begun is tried all the same, as if it were a field of any name.
        if (rule.Field.Length == 0)
            return Try(rule with { Field = "field" }, areColumns, documents) with { Problem = "Enter which field of Commerce it is.", Made = null };
        if (FieldMapRules.Problem(rule, areColumns) is { } problem)
            return new FieldTrial(problem, null, null);
        if (rule.Direction == FieldDirection.Write || rule.Path.Length == 0 || documents.Count == 0)
            return new FieldTrial(null, null, null);
        var path = areColumns ? RecordPath.OfName(rule.Path) : RecordPath.Parse(rule.Path);
        JsonNode? shown = null;
        string? found = null, made = null;
        foreach (var value in documents.SelectMany(d => path.Find(d)).Select(f => f.Value))
        {
            try
            {
                var converted = FieldConverter.Read(rule, value);
                if (shown is null && value is not null)
                    (shown, found, made) = (value, Text(value), Text(converted));
            }
            catch (FormatException e)
            {
                return new FieldTrial($"A record of the sample cannot be read: {e.Message}.", Text(value), null);
            }
        }

        if (shown is not null)
            return new FieldTrial(null, found, made);
        return rule.Required
            ? new FieldTrial("It is required, but no record of the sample has it: none of them can be read.", null, null) { IsMissing = true }
            : new FieldTrial(null, null, null) { IsMissing = true };
    }

    private static string? Text(JsonNode? value) => value is null ? null : ShortText.Cut(FieldConverter.Text(value) ?? value.ToJsonString(), MaxText);
}
