using System.Globalization;
using CommerceEventConsole.Components.Events;
using CommerceEventConsole.Engine.Replays;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace CommerceEventConsole.Components.Replays;

/// <summary>Every replay: how far it is, who started it, and how to stop it.</summary>
public partial class ReplaysPage
{
    private const int PageSize = 50;

    private int? _before;

    /// <summary>Only older replays than this, from the address.</summary>
    [SupplyParameterFromQuery]
    public int? Before { get; set; }

    [Inject]
    private ReplayStore Store { get; set; } = null!;

    [Inject]
    private ReplaySignals Signals { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    /// <inheritdoc />
    public override ValueTask DisposeAsync()
    {
        Signals.Changed -= Refresh;
        GC.SuppressFinalize(this);
        return base.DisposeAsync();
    }

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        _before = Before;
        Signals.Changed += Refresh;
        base.OnInitialized();
    }

    /// <inheritdoc />
    protected override void OnParametersSet()
    {
        if (_before == Before)
            return;
        _before = Before;
        Refresh();
    }

    /// <inheritdoc />
    protected override Task<ReplayPage> ReadAsync(CancellationToken cancellationToken) => Store.PageAsync(_before, PageSize, cancellationToken);

    private static string Looked(Replay row) => string.Create(
        CultureInfo.CurrentCulture, $"{row.Examined:N0} of {EventWords.Count(row.Estimated, "event")}");

    private Task PauseAsync(Replay row) => ActAsync((who, token) => Store.PauseAsync(row.Id, who, token), "Paused. What was made up to now is still being sent.");

    private Task ResumeAsync(Replay row) => ActAsync((who, token) => Store.ResumeAsync(row.Id, who, token), "It goes on.");

    private async Task CancelAsync(Replay row)
    {
        var options = new ConfirmOptions { OkButtonText = "Cancel the replay", CancelButtonText = "Let it go on" };
        var question = $"It cannot be resumed. {EventWords.Count(row.Created, "event")} up to now stay sent or go on being sent.";
        if (await Dialogs.Confirm(question, "Cancel this replay?", options) is true)
            await ActAsync((who, token) => Store.CancelAsync(row.Id, who, token), "Cancelled.");
    }
}
