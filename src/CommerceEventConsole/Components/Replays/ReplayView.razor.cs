using System.Globalization;
using System.Text.Json;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Replays;
using CommerceEventConsole.Engine.Routing;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Components.Replays;

/// <summary>A replay at one moment.</summary>
/// <param name="Replay">The replay; null where there is none.</param>
/// <param name="Options">How it sends; null for a backfill.</param>
/// <param name="Outcomes">Its deliveries by state.</param>
/// <param name="List">Those of the state that is shown; null where none is.</param>
/// <param name="PerMinute">How many of those to look at are done in a minute; null while that is not known.</param>
/// <param name="Left">How long the rest takes; null while that is not known.</param>
public sealed record ReplayPicture(
    Replay? Replay, ResendOptions? Options, ScopeCounts Outcomes, ReplayedPage? List, double? PerMinute, TimeSpan? Left)
{
    /// <summary>Deliveries in the queue or on their way.</summary>
    public int Waiting => Outcomes.In(DeliveryState.Pending, DeliveryState.Sending);

    /// <summary>What there is to look at.</summary>
    public int Total => Replay is null ? 0 : Math.Max(Replay.Estimated, Replay.Examined);

    /// <summary>What was looked at and no longer waits.</summary>
    public int Done => Replay is null ? 0 : Math.Max(0, (Replay.State is ReplayState.Done ? Total : Replay.Examined) - Waiting);
}

/// <summary>One replay: how far it is, how fast it goes, what came of it, and how to stop it.</summary>
public partial class ReplayView
{
    private const int PageSize = 50;

    private readonly ReplayPace _pace = new();

    /// <summary>The replay.</summary>
    [Parameter]
    public int Id { get; set; }

    /// <summary>The state whose deliveries are listed, from the address.</summary>
    [SupplyParameterFromQuery(Name = "show")]
    public string? ShowText { get; set; }

    /// <summary>Only deliveries after this one, from the address.</summary>
    [SupplyParameterFromQuery]
    public long? After { get; set; }

    /// <inheritdoc />
    protected override (int Id, DeliveryState? Show, long? After) Wanted => (Id, Show, After);

    [Inject]
    private ReplayStore Store { get; set; } = null!;

    [Inject]
    private ReplayOutcomes Outcomes { get; set; } = null!;

    [Inject]
    private ReplaySignals Signals { get; set; } = null!;

    [Inject]
    private IRouting Destinations { get; set; } = null!;

    private DeliveryState? Show => Enum.TryParse<DeliveryState>(ShowText, ignoreCase: true, out var state) && Enum.IsDefined(state) ? state : null;

    /// <inheritdoc />
    protected override void Follow(Action refresh) => Signals.Changed += refresh;

    /// <inheritdoc />
    protected override void Unfollow(Action refresh) => Signals.Changed -= refresh;

    /// <inheritdoc />
    protected override async Task<ReplayPicture> ReadAsync((int Id, DeliveryState? Show, long? After) wanted, CancellationToken cancellationToken)
    {
        var (id, show, after) = wanted;
        var replay = await Store.GetAsync(id, cancellationToken);
        var counts = await Outcomes.CountAsync(id, cancellationToken);
        var list = show is { } state ? await Outcomes.PageAsync(id, state, after, PageSize, cancellationToken) : null;
        var options = replay?.Settings is { } settings ? JsonSerializer.Deserialize<ResendOptions>(settings) : null;
        var picture = new ReplayPicture(replay, options, counts, list, null, null);
        if (replay?.State is not (ReplayState.Running or ReplayState.Done) || picture.Done >= picture.Total)
            return picture;
        _pace.Add(Clock.GetUtcNow(), picture.Done);
        return picture with { PerMinute = _pace.PerMinute(), Left = _pace.Remaining(picture.Total - picture.Done) };
    }

    private static string Number(int count) => count.ToString("N0", CultureInfo.CurrentCulture);

    private static string ProgressText(ReplayPicture data)
    {
        var parts = new List<string> { ReplayWords.Looked(data.Replay!) };
        if (data.PerMinute is >= 1 and var pace)
            parts.Add(string.Create(CultureInfo.CurrentCulture, $"{pace:N0} a minute"));
        if (data.Left is { } left)
            parts.Add(ReplayWords.Remaining(left));
        return string.Join(" · ", parts);
    }

    private static string? Hint(ReplayPicture data) => data.Replay!.State switch
    {
        ReplayState.Done when data.Waiting > 0 => $"All of it is in the queue; {ReplayWords.Deliveries(data.Waiting)} still to be sent.",
        ReplayState.Paused when data.Waiting > 0 => $"{ReplayWords.Deliveries(data.Waiting)} that are in the queue already still go.",
        ReplayState.Running when data.Outcomes.In(DeliveryState.Held) > 0 && data.Options is { Canary: true } =>
            "It waits for the outcome of what it sent, and the destination is not being sent to at the moment.",
        ReplayState.Running when data.Options is { Canary: true } && data.Waiting > 0 && data.Replay.Created is 1 or 11 or 111 =>
            "It waits for the outcome of what it sent before it goes on.",
        _ => null,
    };

    private string DestinationName(int id) => Destinations.Current.Destinations.GetValueOrDefault(id)?.Name ?? "a destination that is gone";

    private string Address(DeliveryState state, long? after = null)
    {
        var address = string.Create(CultureInfo.InvariantCulture, $"replays/{Id}?show={state.ToString().ToLowerInvariant()}");
        return after is { } id ? string.Create(CultureInfo.InvariantCulture, $"{address}&after={id}") : address;
    }
}
