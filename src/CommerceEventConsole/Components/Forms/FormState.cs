using CommerceEventConsole.Engine.Setup;

namespace CommerceEventConsole.Components.Forms;

/// <summary>What the fields of one form share: what is wrong with which field, whether anything was typed, which field is focused next.</summary>
public sealed class FormState
{
    private readonly List<ValidationProblem> _problems = [];
    private bool _focusPending;

    /// <summary>Whether there is something to lose.</summary>
    public bool IsChanged { get; private set; }

    /// <summary>Everything that has to be put right.</summary>
    public IReadOnlyList<ValidationProblem> Problems => _problems;

    /// <summary>What concerns the whole and not one field.</summary>
    public IEnumerable<string> WholeProblems => Of("");

    /// <summary>What is wrong with a field.</summary>
    public IEnumerable<string> Of(string field) =>
        _problems.Where(p => p.Field.Equals(field, StringComparison.Ordinal)).Select(p => p.Message);

    /// <summary>Notes that something was typed or chosen.</summary>
    public void Change() => IsChanged = true;

    /// <summary>Notes that everything is saved, or given up.</summary>
    public void Settle()
    {
        IsChanged = false;
        _problems.Clear();
        _focusPending = false;
    }

    /// <summary>Shows problems; the first field that has one takes the focus.</summary>
    public void Show(IEnumerable<ValidationProblem> problems)
    {
        _problems.Clear();
        _problems.AddRange(problems);
        _focusPending = _problems.Any(p => p.Field.Length > 0);
    }

    /// <summary>Whether this field shall take the focus now. Fields ask in the order in which they stand: the first one gets it.</summary>
    public bool TakeFocus(string field)
    {
        if (!_focusPending || !Of(field).Any())
            return false;
        _focusPending = false;
        return true;
    }
}
