using System.Globalization;
using System.Text.RegularExpressions;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Components.Subscriptions.Stages;

/// <summary>Where in the editor the cause of a dry run's problem stands.</summary>
/// <param name="Stage">The stage.</param>
/// <param name="Field">The input, as <see cref="StageFields"/> names it.</param>
/// <param name="Row">The row, as <see cref="StageFields"/> names it; null where it is no row's.</param>
public sealed partial record StepSpot(StageKind Stage, string Field, string? Row)
{
    /// <summary>Finds it: a problem names its row; null where it is not to be found.</summary>
    /// <param name="stages">The stages that were tried.</param>
    /// <param name="prefix">How problems call them.</param>
    /// <param name="step">The step that failed.</param>
    public static StepSpot? Find(StagesEntry stages, string prefix, DryRunStep step)
    {
        var problem = step.Problem ?? "";
        switch (step.Stage)
        {
            case StageKind.Enrich:
                var question = Named(stages.Enrich, e => e.Name, step);
                return question < 0 ? null : new(StageKind.Enrich, StageFields.Enrich(prefix, question) + ".path", StageFields.Enrich(prefix, question));
            case StageKind.Map when stages.Map == MapChoice.Template:
                return new(StageKind.Map, StageFields.Map(prefix) + ".template", null);
            case StageKind.Map:
                return InRows(StageKind.Map, StageFields.Map(prefix), stages.Rows.Count, problem);
            case StageKind.Send:
                return new(StageKind.Send, StageFields.Send(prefix) + ".path", null);
            default:
                var change = Named(stages.WriteBack, w => w.Name, step);
                var field = StageFields.WriteBack(prefix, change);
                return change < 0 ? null : InRows(StageKind.WriteBack, field, stages.WriteBack[change].Rows.Count, problem) ?? new(StageKind.WriteBack, field + ".name", field);
        }
    }

    // A step that did not begin has no name of its own: its problem quotes it, or counts "Question 2 to Commerce".
    private static int Named<T>(List<T> all, Func<T, string> name, DryRunStep step)
    {
        if (step.Name.Length > 0)
            return all.FindIndex(e => name(e).Trim() == step.Name);
        var problem = step.Problem ?? "";
        var quoted = all.FindIndex(e => name(e).Trim() is { Length: > 0 } n && problem.Contains($"“{n}”", StringComparison.Ordinal));
        return quoted >= 0 ? quoted : NumberOf(Number(), problem, all.Count) - 1;
    }

    private static int NumberOf(Regex pattern, string problem, int most) =>
        pattern.Match(problem) is { Success: true } match
        && int.TryParse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number <= most ? number : 0;

    // "row 3 (lines[].sku): ...".
    private static StepSpot? InRows(StageKind stage, string owner, int rows, string problem)
    {
        var number = NumberOf(RowNumber(), problem, rows);
        if (number == 0)
            return null;
        var row = StageFields.Row(owner, number - 1);
        return new(stage, row + ".target", row);
    }

    [GeneratedRegex(@"\brow (?<number>\d{1,4})\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex RowNumber();

    [GeneratedRegex(@"^(Question|Write back) (?<number>\d{1,4})\b", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Number();
}
