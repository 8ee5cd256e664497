using CommerceEventConsole.Engine.Setup;

namespace CommerceEventConsole.Engine.BackOffice.Mapping;

/// <summary>What a field map must be like.</summary>
internal static class FieldMapRules
{
    /// <summary>Rows of one map.</summary>
    public const int MaxRules = 200;

    /// <summary>Adds every problem of a map.</summary>
    /// <param name="problems">Where to.</param>
    /// <param name="at">Where the map stands, e.g. <c>Stock</c>.</param>
    /// <param name="kind">What is mapped.</param>
    /// <param name="rules">Its rows.</param>
    /// <param name="areColumns">Whether the system's side are titles of columns.</param>
    public static void Check(List<ValidationProblem> problems, string at, RecordKind kind, IReadOnlyList<FieldRule> rules, bool areColumns)
    {
        if (rules.Count is 0 or > MaxRules)
        {
            problems.Add("records", $"{at}: the field map has {rules.Count} rows; it needs at least one, and holds at most {MaxRules}.");
            return;
        }

        foreach (var rule in rules)
        {
            if (Problem(rule, areColumns) is { } problem)
                problems.Add("records", $"{at}, field “{rule.Field}”: {problem}");
        }

        var key = RecordKeys.FieldsOf(kind)[0];
        if (!rules.Any(r => r.Field == key))
            problems.Add("records", $"{at}: no row of the field map says where {key} is, by which both sides know the record.");
    }

    /// <summary>What is wrong with one row, as a sentence; null for nothing.</summary>
    public static string? Problem(FieldRule rule, bool areColumns)
    {
        try
        {
            var field = RecordPath.Parse(rule.Field);
            if (rule.Path.Length == 0)
                return rule is { Constant: not null, Direction: FieldDirection.Read } ? null : "Enter the path, or a constant that is only read (direction Read).";
            if (!areColumns && RecordPath.Parse(rule.Path).Lists is var lists && lists != field.Lists && (lists != 0 || field.Lists != 1))
                return "Field and path must have the same number of lists ([]), or the field one and the path none.";
        }
        catch (FormatException e)
        {
            return e.Message;
        }

        if (rule is { Constant: not null, Direction: not FieldDirection.Write })
            return "A constant with a path is only written: set direction to Write.";
        return rule.As switch
        {
            FieldConversion.LookUp when rule.Table is not { Count: > 0 } => "A look-up needs a table.",
            FieldConversion.IsPositive when rule.Direction != FieldDirection.Read => "IsPositive is only read: set direction to Read.",
            FieldConversion.Date when !DateText.IsFormat(rule.Format) => $"“{rule.Format}” is no format of a date.",
            _ => null,
        };
    }
}
