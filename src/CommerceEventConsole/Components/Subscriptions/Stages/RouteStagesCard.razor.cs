using CommerceEventConsole.Components.Forms;
using CommerceEventConsole.Engine.Commerce.Instances;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Fields;
using CommerceEventConsole.Engine.Subscriptions.Stages;
using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;
using Radzen;

namespace CommerceEventConsole.Components.Subscriptions.Stages;

/// <summary>The stages of the route to one destination: in words, to be edited, and to be tried.</summary>
public partial class RouteStagesCard
{
    private readonly HashSet<StageKind> _open = [];
    private readonly Dictionary<string, string> _answers = new(StringComparer.Ordinal);
    private readonly StageNotes _notes = new();
    private SourceSet _sources = null!;
    private (FieldTree, IReadOnlyList<string>, string, int)? _gathered;
    private int _learned;
    private bool _hasBegun;
    private string? _reveal;

    /// <summary>The stages; edited in place.</summary>
    [Parameter, EditorRequired]
    public StagesEntry Entry { get; set; } = null!;

    /// <summary>Where they lead.</summary>
    [Parameter, EditorRequired]
    public Destination Destination { get; set; } = null!;

    /// <summary>What is known of the event.</summary>
    [Parameter, EditorRequired]
    public FieldTree Tree { get; set; } = FieldTree.Empty;

    /// <summary>The field filter.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<string> Fields { get; set; } = [];

    /// <summary>Events to try the stages on.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<PreviewEvent> Events { get; set; } = [];

    /// <summary>The Commerce instances.</summary>
    [Parameter]
    public IReadOnlyList<CommerceInstance> Instances { get; set; } = [];

    /// <summary>Told after a change.</summary>
    [Parameter]
    public EventCallback Changed { get; set; }

    [CascadingParameter]
    private FormState Form { get; set; } = new();

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    private string Field => StageFields.Of(Destination.Id);

    private string TitleId => $"stages-title-{Destination.Id}";

    private string EnrichSummary => Entry.Enrich.Count == 0 ? "nothing" : StageSentence.Questions([.. Entry.Enrich.Select(e => e.ToStage())]);

    private string MapSummary => Entry.ToStages().Map is { } map ? StageSentence.Document(map) : "the event itself is sent";

    private string SendSummary => Entry.ToStages().Send is { } send ? $"by {send.Method}{(send.Path is null ? "" : $" to {send.Path}")}" : "by POST to the destination's address";

    private string WriteBackSummary => Entry.WriteBack.Count == 0 ? "nothing" : StageSentence.Changes([.. Entry.WriteBack.Select(w => w.ToStage())]);

    /// <inheritdoc />
    protected override void OnParametersSet() => Gather();

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (_reveal is not { } id)
            return;
        _reveal = null;
        try
        {
            await using var module = await Js.InvokeAsync<IJSObjectReference>("import", "./Components/Subscriptions/Stages/RouteStagesCard.razor.js");
            await module.InvokeVoidAsync("reveal", id);
        }
        catch (Exception e) when (e is OperationCanceledException or JSDisconnectedException)
        {
            // The page was left.
        }
    }

    private bool IsOpen(StageKind stage) => _open.Contains(stage);

    private void SetOpen(StageKind stage, bool open) => _ = open ? _open.Add(stage) : _open.Remove(stage);

    private void Begin()
    {
        _hasBegun = true;
        _open.Add(StageKind.Enrich);
    }

    private Task BeginAsync(StagePreset preset)
    {
        Entry.Take(preset.Make(Tree));
        _hasBegun = true;
        Form.Change();
        return ChangedAsync();
    }

    private async Task ClearAsync()
    {
        var options = new ConfirmOptions { OkButtonText = "Take away", CancelButtonText = "Keep" };
        if (await Dialogs.Confirm($"{StageSentence.Of(Entry.ToStages(), Destination.Name)} Without stages, each event goes out just as it is.", "Take all stages away?", options) is not true)
            return;
        Entry.Take(RouteStages.None);
        _hasBegun = false;
        _open.Clear();
        Form.Change();
        await ChangedAsync();
    }

    private Task ChangedAsync()
    {
        _notes.Clear();
        Gather();
        return Changed.InvokeAsync();
    }

    private void SetAnswer(string? json)
    {
        if (json is null)
            _answers.Remove(StageDocument.Answer);
        else
            _answers[StageDocument.Answer] = json;
        _learned++;
        Gather();
    }

    // What Commerce really answered is worth more than what it documents; what failed is shown where it can be put right.
    private void Learn(DryRunReport report)
    {
        _notes.Clear();
        foreach (var step in report.Steps)
        {
            if (step is { Stage: StageKind.Enrich, Answer: { } answer, Problem: null })
                _answers[step.Name] = answer;
            if (step.Problem is { } problem && StepSpot.Find(Entry, Field, step)?.Row is { } row)
                _notes.Set(row, problem);
        }

        _learned++;
        Gather();
    }

    private void GoTo(StepSpot spot)
    {
        _open.Add(spot.Stage);
        _reveal = StageFields.ElementId(spot.Field);
    }

    // Again only when something of it is another: a page that is being typed in renders often.
    private void Gather()
    {
        var now = (Tree, Fields, string.Join('\n', Entry.Enrich.Select(e => $"{e.Name}\t{e.Path}")), _learned);
        if (_gathered == now)
            return;
        _gathered = now;
        _sources = SourceSet.Of(Tree, Fields, Entry.Enrich, _answers);
    }
}
