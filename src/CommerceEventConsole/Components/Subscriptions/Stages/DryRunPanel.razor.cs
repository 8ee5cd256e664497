using System.Globalization;
using System.Text.Json;
using CommerceEventConsole.Components.Shell;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Stages;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Subscriptions.Stages;

/// <summary>Tries stages on a stored event and shows every request that they would make.</summary>
public partial class DryRunPanel
{
    private const int MaxChoices = 10;
    private const long MaxAnswer = 256 * 1024;

    private readonly string _id = $"try-{Guid.NewGuid():N}";
    private ViewerClock? _ownClock;
    private DryRunReport? _report;
    private string _answer = "";
    private string? _answerProblem;
    private string? _ran;
    private long? _chosen;
    private bool _isStale;

    /// <summary>The stages as they stand.</summary>
    [Parameter, EditorRequired]
    public StagesEntry Stages { get; set; } = null!;

    /// <summary>How problems call them.</summary>
    [Parameter, EditorRequired]
    public string Field { get; set; } = "";

    /// <summary>The field filter as it stands.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<string> Fields { get; set; } = [];

    /// <summary>Where it would go.</summary>
    [Parameter, EditorRequired]
    public Destination Destination { get; set; } = null!;

    /// <summary>Events to try it on.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<PreviewEvent> Events { get; set; } = [];

    /// <summary>Told of what a try showed.</summary>
    [Parameter]
    public EventCallback<DryRunReport> Ran { get; set; }

    /// <summary>Told of an answer that was typed and is JSON; null where there is none.</summary>
    [Parameter]
    public EventCallback<string?> AnswerChanged { get; set; }

    /// <summary>Told where somebody wants to look.</summary>
    [Parameter]
    public EventCallback<StepSpot> Go { get; set; }

    [CascadingParameter]
    private ViewerClock? Viewer { get; set; }

    [Inject]
    private IStageDryRun DryRun { get; set; } = null!;

    private ViewerClock ViewerTime => Viewer ?? (_ownClock ??= new ViewerClock(TimeZoneInfo.Utc, Clock));

    private List<PreviewEvent> Choices => [.. Events.Where(e => e.IsReal).Take(MaxChoices)];

    private long Seq => Choices.Find(c => c.Event.Seq == _chosen)?.Event.Seq ?? Choices[0].Event.Seq;

    /// <inheritdoc />
    protected override void OnParametersSet() => _isStale = _ran is not null && _ran != Fingerprint();

    private Task RunAsync()
    {
        var request = new DryRunRequest(Stages.ToStages(), Fields, Destination.Id, Seq, _answer.Trim().Length == 0 || _answerProblem is not null ? null : _answer);
        var ran = Fingerprint();
        _report = null;
        return RunAsync(async (_, cancellationToken) =>
        {
            var report = await DryRun.RunAsync(request, cancellationToken);
            (_report, _ran, _isStale) = (report, ran, ran != Fingerprint());
            await Ran.InvokeAsync(report);
        });
    }

    private void Choose(ChangeEventArgs e)
    {
        if (long.TryParse(e.Value as string, NumberStyles.None, CultureInfo.InvariantCulture, out var seq))
            _chosen = seq;
    }

    private async Task SetAnswerAsync(string text)
    {
        (_answer, _answerProblem) = (text, null);
        var isJson = text.Trim().Length > 0;
        try
        {
            if (isJson)
                JsonDocument.Parse(text).Dispose();
        }
        catch (JsonException e)
        {
            isJson = false;
            _answerProblem = $"This is no JSON: look at line {(e.LineNumber ?? 0) + 1}. Until then it is tried without an answer.";
        }

        await AnswerChanged.InvokeAsync(isJson ? text : null);
    }

    private StepSpot? Spot(DryRunStep step) => StepSpot.Find(Stages, Field, step);

    private Task GoAsync(DryRunStep step) => Spot(step) is { } spot ? Go.InvokeAsync(spot) : Task.CompletedTask;

    // Records compare lists by reference; what was tried is what it was tried as.
    private string Fingerprint() => JsonSerializer.Serialize(Stages.ToStages()) + string.Join('\n', Fields);
}
