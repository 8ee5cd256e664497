using System.Globalization;
using CommerceEventConsole.Engine.Deliveries;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace CommerceEventConsole.Components.Failures;

/// <summary>Something done to deliveries, a chunk at a time.</summary>
/// <param name="progress">To be told after each chunk.</param>
/// <param name="cancellationToken">Stops it between two.</param>
public delegate Task<DeliveryActionResult> BulkWork(IProgress<DeliveryActionResult> progress, CancellationToken cancellationToken);

/// <summary>What came of it.</summary>
/// <param name="Result">What was done; null where nothing was.</param>
/// <param name="IsStopped">Whether it was stopped, or failed, before its end.</param>
public sealed record BulkOutcome(DeliveryActionResult? Result, bool IsStopped);

/// <summary>Asks with the count, does it, tells how far it is, and can be stopped.</summary>
public sealed partial class BulkDialog : IProgress<DeliveryActionResult>, IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private Task _work = Task.CompletedTask;
    private volatile DeliveryActionResult? _last;
    private string? _problem;
    private bool _running;

    /// <summary>What is about to happen, with the count.</summary>
    [Parameter, EditorRequired]
    public string Question { get; set; } = "";

    /// <summary>What the button says.</summary>
    [Parameter, EditorRequired]
    public string Action { get; set; } = "";

    /// <summary>Deliveries that were counted.</summary>
    [Parameter, EditorRequired]
    public int Total { get; set; }

    /// <summary>What is done.</summary>
    [Parameter, EditorRequired]
    public BulkWork Work { get; set; } = null!;

    /// <summary>Whether it begins without asking.</summary>
    [Parameter]
    public bool StartsAtOnce { get; set; }

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    [Inject]
    private ILogger<BulkDialog> Logger { get; set; } = null!;

    /// <summary>Opens it; null where the person thought better of it.</summary>
    public static async Task<BulkOutcome?> OpenAsync(
        DialogService dialogs, string title, string question, string action, int total, BulkWork work, bool startsAtOnce = false) =>
        await dialogs.OpenAsync<BulkDialog>(
            title,
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(Question)] = question,
                [nameof(Action)] = action,
                [nameof(Total)] = total,
                [nameof(Work)] = work,
                [nameof(StartsAtOnce)] = startsAtOnce,
            }!,
            // Closing it in the corner would hide that it goes on.
            new DialogOptions { Width = "34rem", CloseDialogOnOverlayClick = false, CloseDialogOnEsc = false, ShowClose = false, AutoFocusFirstElement = true })
            as BulkOutcome;

    /// <inheritdoc />
    public void Report(DeliveryActionResult value)
    {
        _last = value;
        _ = InvokeAsync(StateHasChanged);
    }

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    /// <inheritdoc />
    protected override Task OnInitializedAsync() => StartsAtOnce ? RunAsync() : Task.CompletedTask;

    private static string Number(int value) => value.ToString("N0", CultureInfo.CurrentCulture);

    private async Task RunAsync()
    {
        if (_running) return;
        _running = true;
        var token = _stopping.Token;
        try
        {
            // SQLite works on the thread that asks: not the one that draws the page.
            var work = Task.Run(() => Work(this, token), token);
            _work = work;
            Dialogs.Close(new BulkOutcome(await work, IsStopped: false));
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            Dialogs.Close(new BulkOutcome(_last, IsStopped: true));
        }
        catch (Exception e)
        {
            Logger.LogWarning(e, "An action on many deliveries failed");
            _problem = $"The store did not answer. {ActionToastText(_last?.Changed ?? 0)} That stays done; try the rest again in a moment.";
        }
        finally
        {
            _running = false;
        }
    }

    private static string ActionToastText(int changed) => changed == 1 ? "1 delivery was done." : $"{Number(changed)} deliveries were done.";

    private Task StopAsync() => _stopping.CancelAsync();
}
