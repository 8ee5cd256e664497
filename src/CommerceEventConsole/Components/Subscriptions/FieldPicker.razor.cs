using CommerceEventConsole.Components.Forms;
using CommerceEventConsole.Engine.Subscriptions.Fields;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Subscriptions;

/// <summary>Chooses what of an event is sent: all of it, all but previous values, or what is ticked in a tree of its fields.</summary>
public partial class FieldPicker
{
    private FieldSelection? _selection;
    private IReadOnlyList<string>? _seen;
    private IReadOnlyList<string>? _told;
    private IReadOnlyList<string> _lastChosen = [];

    /// <summary>The fields.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<string> Fields { get; set; } = [];

    /// <summary>Told of the fields.</summary>
    [Parameter]
    public EventCallback<IReadOnlyList<string>> FieldsChanged { get; set; }

    /// <summary>The fields that the event type is known to have.</summary>
    [Parameter, EditorRequired]
    public FieldTree Tree { get; set; } = FieldTree.Empty;

    /// <summary>What is wrong with which field as it stands.</summary>
    [Parameter]
    public IReadOnlyList<string> CompileProblems { get; set; } = [];

    [CascadingParameter]
    private FormState Form { get; set; } = new();

    private FieldSelection Selection => _selection!;

    private FieldMode Mode => Selection.IsEverything ? FieldMode.Everything : Selection.IsAllButPrevious ? FieldMode.AllButPrevious : FieldMode.Chosen;

    // Spec check 74: Commerce itself creates no event above 64 KB, and an order's payment holds card fields.
    private string? Warning => Mode switch
    {
        FieldMode.Chosen when Fields.Count > 0 => CardFields() is { Length: > 0 } names ? $"This sends card data: {names}. Only a destination that must have it should get it." : null,
        FieldMode.Chosen => "Nothing is ticked yet: saved like this, everything is sent. Commerce drops events above 64 KB, and orders can hold card data (payment.cc_…).",
        _ => "This sends all that the event holds. Commerce drops events above 64 KB, and orders can hold card data (payment.cc_…). Better tick the fields that the destination needs.",
    };

    private IEnumerable<(string Field, string Problem)> Problems => CompileProblems
        .Concat(Form.Problems.Where(p => p.Field.StartsWith("fields[", StringComparison.Ordinal)).Select(p => $"{p.Field} {p.Message}"))
        .Select(p => CompileProblem.Read(p, "fields"))
        .Where(p => p.Index >= 0 && p.Index < Fields.Count)
        .DistinctBy(p => p.Index)
        .Select(p => (Fields[p.Index], p.Message));

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        // The page gives back the list that it was told of, maybe a rendering later; an empty one of those is a choice that has only begun.
        if (!ReferenceEquals(_seen, Fields))
        {
            _seen = Fields;
            if (!ReferenceEquals(_told, Fields))
                _selection = FieldSelection.Of(Fields);
        }

        Tree.Include(Fields);
    }

    private Task SetModeAsync(FieldMode mode)
    {
        if (Mode == FieldMode.Chosen && Fields.Count > 0)
            _lastChosen = Fields;
        return SetAsync(mode switch
        {
            FieldMode.Everything => FieldSelection.Of([]),
            FieldMode.AllButPrevious => FieldSelection.Of(["*"]),
            _ => FieldSelection.Of(_lastChosen, noneIsEverything: false),
        });
    }

    private Task SetAsync(FieldSelection selection)
    {
        _selection = selection;
        _told = selection.Fields;
        Form.Change();
        return FieldsChanged.InvokeAsync(_told);
    }

    private string CardFields() => string.Join(
        ", ", Tree.Nodes.Where(n => n.IsCardData && Selection.StateOf(n) is (FieldChoice.Chosen or FieldChoice.Included)).Select(n => n.Path).Take(5));

    private enum FieldMode
    {
        Chosen,
        AllButPrevious,
        Everything,
    }
}
