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
                var question = stages.Enrich.FindIndex(e => e.Name.Trim() == step.Name);
                return question < 0 ? null : new(StageKind.Enrich, StageFields.Enrich(prefix, question) + ".path", StageFields.Enrich(prefix, question));
            case StageKind.Map when stages.Map == MapChoice.Template:
                return new(StageKind.Map, StageFields.Map(prefix) + ".template", null);
            case StageKind.Map:
                return InRows(StageKind.Map, StageFields.Map(prefix), stages.Rows, problem);
            case StageKind.Send:
                return new(StageKind.Send, StageFields.Send(prefix) + ".path", null);
            default:
                var change = stages.WriteBack.FindIndex(w => w.Name.Trim() == step.Name);
                var field = StageFields.WriteBack(prefix, change);
                return change < 0 ? null : InRows(StageKind.WriteBack, field, stages.WriteBack[change].Rows, problem) ?? new(StageKind.WriteBack, field + ".name", field);
        }
    }

    // "row 3 (lines[].sku): ...": the number stands before the target's name.
    private static StepSpot? InRows(StageKind stage, string owner, List<MapRowEntry> rows, string problem)
    {
        var match = RowNumber().Match(problem);
        if (!match.Success || !int.TryParse(match.Groups["number"].ValueSpan, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < 1 || number > rows.Count)
            return null;
        var row = StageFields.Row(owner, number - 1);
        return new(stage, row + ".target", row);
    }

    [GeneratedRegex(@"\brow (?<number>\d{1,4}) \(", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex RowNumber();
}
