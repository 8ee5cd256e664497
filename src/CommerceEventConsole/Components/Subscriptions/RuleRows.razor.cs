using CommerceEventConsole.Components.Forms;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Fields;
using CommerceEventConsole.Engine.Subscriptions.Matching;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Subscriptions;

/// <summary>The rules, a row each: field, comparison, value.</summary>
public partial class RuleRows
{
    private const int MaxSuggestions = 500;

    /// <summary>The rules; the list is edited in place.</summary>
    [Parameter, EditorRequired]
    public List<RuleEntry> Rules { get; set; } = [];

    /// <summary>Told after a change.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    /// <summary>The fields that the event type is known to have.</summary>
    [Parameter, EditorRequired]
    public FieldTree Tree { get; set; } = FieldTree.Empty;

    /// <summary>What is wrong with which rule as it stands.</summary>
    [Parameter]
    public IReadOnlyList<string> CompileProblems { get; set; } = [];

    [CascadingParameter]
    private FormState Form { get; set; } = new();

    // A comparison that was chosen before stays to be seen, fitting or not.
    private IReadOnlyList<(RuleOperator Value, string Text)> Choices(RuleEntry rule)
    {
        var fitting = RuleFit.Operators(Tree.Find(rule.Field.Trim()), Tree.HasPreviousValues);
        return [.. RuleWords.Operators.Where(o => o.Value == rule.Operator || fitting.Contains(o.Value))];
    }

    // As it stands now; what the store said about an earlier state of the row is told until it is saved again.
    private IEnumerable<string> Problems(int index)
    {
        var rule = Rules[index];
        // A row that was only just added is not wrong yet.
        var now = rule is { Field.Length: 0, Value.Length: 0 }
            ? []
            : CompileProblems.Select(p => CompileProblem.Read(p, "rules")).Where(p => p.Index == index).Select(p => p.Message);
        return now.Concat(Form.Of($"rules[{index}]").Select(p => CompileProblem.Read($"rules[{index}] {p}", "rules").Message)).Distinct(StringComparer.Ordinal);
    }

    private string? Note(RuleEntry rule)
    {
        var field = rule.Field.Trim();
        if (rule.Operator == RuleOperator.OnChange && !Tree.HasPreviousValues && Tree.Root.Children.Count > 0)
            return "No previous values are known to come with this event: without them this rule never holds.";
        return field.Length > 0 && Tree.EventCount > 0 && !field.StartsWith("context_", StringComparison.Ordinal) && Tree.Find(field) is null or { IsUnseen: true }
            ? $"None of the last {Tree.EventCount} events has a field “{field}”: check how it is written."
            : null;
    }

    private Task SetFieldAsync(RuleEntry rule, string field) => SetAsync(() =>
    {
        rule.Field = field;
        // While nothing is entered to compare with, a comparison that fits is what was meant.
        var fitting = RuleFit.Operators(Tree.Find(field.Trim()), Tree.HasPreviousValues);
        if (rule.Value.Length == 0 && fitting.Count > 0 && !fitting.Contains(rule.Operator))
            rule.Operator = fitting[0];
    });

    private Task SetAsync(Action change)
    {
        change();
        Form.Change();
        return Changed.InvokeAsync();
    }
}
