using CommerceEventConsole.Components.Forms;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Subscriptions.Stages;

/// <summary>How the document for the other system is made: a table of fields that a sample can be held against, or a template.</summary>
public partial class MapEditor
{
    private const long MaxSample = 256 * 1024;
    private const long MaxTemplate = 256 * 1024;

    private readonly string _group = $"map-{Guid.NewGuid():N}";
    private string? _shownSample;
    private string? _shownTemplate;
    private int _sampleKey;
    private int _templateKey;
    private TargetSample? _sample;
    private string? _sampleRead;
    private string? _sampleProblem;
    private string? _templateProblem;
    private string? _copied;

    /// <summary>The map stage, as the engine's problems name it.</summary>
    [Parameter, EditorRequired]
    public string Field { get; set; } = "";

    /// <summary>The stages; edited in place.</summary>
    [Parameter, EditorRequired]
    public StagesEntry Entry { get; set; } = null!;

    /// <summary>What the destination is called.</summary>
    [Parameter, EditorRequired]
    public string Destination { get; set; } = "";

    /// <summary>What values can come from.</summary>
    [Parameter, EditorRequired]
    public SourceCatalog Sources { get; set; } = SourceCatalog.Empty;

    /// <summary>What the last dry run found wrong.</summary>
    [Parameter]
    public StageNotes? Notes { get; set; }

    /// <summary>Told after a change.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    [CascadingParameter]
    private FormState Form { get; set; } = new();

    private string SampleId => StageFields.ElementId($"{Field}.sample");

    private string TemplateId => StageFields.ElementId($"{Field}.template");

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        // A text box does not take another text than it began with: what came from elsewhere (a draft discarded, a preset) gets a new one.
        if (_shownSample != Entry.Sample)
            (_shownSample, _sampleKey) = (Entry.Sample, _sampleKey + 1);
        if (_shownTemplate != Entry.Template)
            (_shownTemplate, _templateKey) = (Entry.Template, _templateKey + 1);
        ReadSample();
    }

    private void ReadSample()
    {
        if (_sampleRead == Entry.Sample)
            return;
        _sampleRead = Entry.Sample;
        _sample = TargetSample.Read(Entry.Sample, out _sampleProblem);
    }

    private Task ChooseAsync(MapChoice choice) => SetAsync(() =>
    {
        Entry.Map = choice;
        if (choice == MapChoice.Template && Entry.Template.Length == 0)
            Entry.Template = _shownTemplate = "{\n  \"number\": \"{{event.increment_id}}\"\n}\n";
    });

    private Task SetSampleAsync(string text) => SetAsync(() =>
    {
        Entry.Sample = _shownSample = text;
        ReadSample();
    });

    private Task SetTemplateAsync(string text) => SetAsync(() => (Entry.Template, _shownTemplate, _templateProblem) = (text, text, null));

    private Task AddMissingAsync() => SetAsync(() =>
    {
        foreach (var field in _sample!.Missing(Entry.Rows).ToList())
            Entry.Rows.Add(RowProposal.For(field, Sources));
    });

    private Task SetAsync(Action change)
    {
        change();
        Form.Change();
        return ChangedAsync();
    }

    private Task ChangedAsync() => Changed.InvokeAsync();
}
