using System.Globalization;
using CommerceEventConsole.Components.Shell;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Matching;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Subscriptions;

/// <summary>Tries the subscription on real events while it is being edited, beside the screen's own thread and never twice at once.</summary>
public sealed partial class PreviewPanel : IAsyncDisposable
{
    private const int MaxChoices = 10;
    private const int MaxWhole = 400;

    private static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(300);

    private ChangeThrottler? _throttler;
    private ViewerClock? _ownClock;
    private volatile Asked? _asked;
    private Shown? _shown;
    private bool _isWorking;
    private bool _hasFailed;
    private bool _asReceived;

    /// <summary>Events to try it on.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<PreviewEvent> Events { get; set; } = [];

    /// <summary>Whether those are still being read.</summary>
    [Parameter]
    public bool IsLoading { get; set; }

    /// <summary>The subscription as it stands; null while something is wrong with it.</summary>
    [Parameter, EditorRequired]
    public CompiledSubscription? Compiled { get; set; }

    /// <summary>What it was compiled from.</summary>
    [Parameter, EditorRequired]
    public SubscriptionDefinition Definition { get; set; } = null!;

    [CascadingParameter]
    private ViewerClock? Viewer { get; set; }

    [Inject]
    private SubscriptionPreview Preview { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    [Inject]
    private ILogger<PreviewPanel> Logger { get; set; } = null!;

    private ViewerClock ViewerTime => Viewer ?? (_ownClock ??= new ViewerClock(TimeZoneInfo.Utc, Clock));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        if (_throttler is not null)
            await _throttler.DisposeAsync();
        _ownClock?.Dispose();
    }

    /// <inheritdoc />
    protected override void OnInitialized() => _throttler = new ChangeThrottler(Interval, WorkAsync, Clock, OnFailed);

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (_asked is { } asked && ReferenceEquals(asked.Events, Events) && ReferenceEquals(asked.Compiled, Compiled))
            return;
        if (!ReferenceEquals(_asked?.Events, Events))
            _shown = null;
        Ask(_asked is { } before && ReferenceEquals(before.Events, Events) ? before.Seq : null);
    }

    private void Ask(long? seq)
    {
        _asked = new Asked(Events, Compiled, Definition, seq);
        _isWorking = Compiled is not null && Events.Count > 0;
        if (_isWorking)
            _throttler!.Notify();
    }

    private void Choose(ChangeEventArgs e)
    {
        if (long.TryParse(e.Value as string, NumberStyles.None, CultureInfo.InvariantCulture, out var seq))
            Ask(seq);
    }

    private async Task WorkAsync(CancellationToken cancellationToken)
    {
        if (_asked is not { Compiled: { } compiled } asked)
            return;
        var run = Preview.Run(compiled, asked.Events, cancellationToken);
        // Those that would be sent are what one wants to look at; where there is none, the newest, and at last the sample.
        var real = run.Matching > 0 ? run.Outcomes.Where(o => o.IsMatch) : run.Outcomes;
        PreviewEvent[] choices = [.. real.Select(o => o.Event).Take(MaxChoices), .. asked.Events.Where(e => !e.IsReal)];
        var chosen = Array.Find(choices, c => c.Event.Seq == asked.Seq) ?? (choices.Length > 0 ? choices[0] : null);
        var detail = chosen is null ? null : Preview.Show(compiled, asked.Definition, chosen);
        await InvokeAsync(() =>
        {
            // Somebody typed on: what is on its way is newer.
            if (ReferenceEquals(_asked, asked))
                (_shown, _isWorking, _hasFailed) = (new Shown(run, choices, detail), false, false);
            StateHasChanged();
        });
    }

    private void OnFailed(Exception e)
    {
        Logger.LogError(e, "A preview failed");
        _ = InvokeAsync(() =>
        {
            (_shown, _isWorking, _hasFailed) = (null, false, true);
            StateHasChanged();
        });
    }

    private sealed record Asked(IReadOnlyList<PreviewEvent> Events, CompiledSubscription? Compiled, SubscriptionDefinition Definition, long? Seq);

    private sealed record Shown(PreviewRun Run, IReadOnlyList<PreviewEvent> Choices, PreviewDetail? Detail);
}
