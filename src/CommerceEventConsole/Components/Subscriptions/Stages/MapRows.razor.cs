using CommerceEventConsole.Components.Forms;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Subscriptions.Stages;

/// <summary>The fields of a document, a row each: target, value, what it is made into.</summary>
public partial class MapRows
{
    private const int MaxSuggestions = 500;

    /// <summary>What the rows belong to, as the engine's problems name it.</summary>
    [Parameter, EditorRequired]
    public string Field { get; set; } = "";

    /// <summary>What one row is called.</summary>
    [Parameter]
    public string Noun { get; set; } = "Row";

    /// <summary>What stands over the targets.</summary>
    [Parameter]
    public string TargetTitle { get; set; } = "Field of the document";

    /// <summary>The rows; the list is edited in place.</summary>
    [Parameter, EditorRequired]
    public List<MapRowEntry> Rows { get; set; } = [];

    /// <summary>What values can come from.</summary>
    [Parameter, EditorRequired]
    public SourceCatalog Sources { get; set; } = SourceCatalog.Empty;

    /// <summary>Targets to choose from.</summary>
    [Parameter]
    public IReadOnlyList<string> Targets { get; set; } = [];

    /// <summary>What the rows are checked against; null for nothing.</summary>
    [Parameter]
    public TargetSample? Sample { get; set; }

    /// <summary>What the last dry run found wrong.</summary>
    [Parameter]
    public StageNotes? Notes { get; set; }

    /// <summary>Told after a change.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    [CascadingParameter]
    private FormState Form { get; set; } = new();

    private string SourcesId => StageFields.ElementId(Field) + "-sources";

    private string TargetsId => StageFields.ElementId(Field) + "-targets";

    // Places are no date format: an argument of another conversion means nothing.
    private static void SetConvert(MapRowEntry row, ConvertChoice convert)
    {
        row.Convert = convert;
        row.Argument = "";
        if (convert == ConvertChoice.LookUp && row.Table.Count == 0)
            row.Table.Add(new LookUpEntry());
    }

    private Task SetAsync(Action change)
    {
        change();
        Form.Change();
        return Changed.InvokeAsync();
    }
}
