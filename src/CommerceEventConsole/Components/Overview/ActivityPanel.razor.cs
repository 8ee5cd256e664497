using System.Globalization;
using CommerceEventConsole.Components.Shell;
using CommerceEventConsole.Engine.Activity;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Overview;

/// <summary>What came in and what became of it, over time; as a picture, as a sentence and as numbers.</summary>
public partial class ActivityPanel
{
    private ActivityChart? _chart;
    private Bar[] _bars = [];
    private double _top = 4;
    private double _step = 1;

    /// <summary>The activity.</summary>
    [Parameter, EditorRequired]
    public ActivityChart Chart { get; set; } = null!;

    /// <summary>How far back it looks.</summary>
    [Parameter, EditorRequired]
    public ActivitySpan Span { get; set; }

    /// <summary>Told of another span.</summary>
    [Parameter]
    public EventCallback<ActivitySpan> SpanChanged { get; set; }

    /// <summary>The viewer's zone.</summary>
    [Parameter, EditorRequired]
    public ViewerClock ViewerTime { get; set; } = null!;

    private string Summary => string.Create(
        CultureInfo.InvariantCulture,
        $"{Sum(b => b.Received):N0} events received, {Sum(b => b.Delivered):N0} deliveries arrived, {Sum(b => b.Retried):N0} tried again, {Sum(b => b.Failed):N0} given up, {Sum(b => b.Rejected):N0} requests rejected.");

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        // The same points again would make the chart draw itself for nothing.
        if (_chart is not null && _chart.Step == Chart.Step && _chart.Points.SequenceEqual(Chart.Points))
            return;
        _chart = Chart;
        _bars = [.. Chart.Points.Select(p => new Bar(p, ViewerTime.ToLocal(p.At).ToString("HH:mm", CultureInfo.InvariantCulture)))];
        (_top, _step) = Scale(_bars.Max(b => Math.Max(b.Received, b.Delivered + b.Retried + b.Failed + b.Rejected)));
    }

    /// <summary>Where an axis ends: four steps of 1, 2 or 5 times a power of ten, so that it stands still while the numbers move.</summary>
    public static (double Top, double Step) Scale(long highest)
    {
        const int steps = 4;
        var least = Math.Max(1, highest / (double)steps);
        var power = Math.Pow(10, Math.Floor(Math.Log10(least)));
        var step = power * new[] { 1, 2, 5, 10 }.First(f => f * power >= least);
        return (step * steps, step);
    }

    private long Sum(Func<Bar, long> value) => _bars.Sum(value);

    /// <summary>One step of the chart.</summary>
    internal sealed record Bar(ActivityPoint Point, string Time)
    {
        public long Received => Point.Received;

        public long Delivered => Point.Delivered;

        public long Retried => Point.Retried;

        public long Failed => Point.Failed;

        public long Rejected => Point.Rejected;
    }
}
