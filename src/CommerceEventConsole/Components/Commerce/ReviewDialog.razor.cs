using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Commerce.Drift;
using CommerceEventConsole.Engine.Commerce.Instances;
using CommerceEventConsole.Engine.Commerce.Sync;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Radzen;

namespace CommerceEventConsole.Components.Commerce;

/// <summary>Shows exactly what would change in Commerce, writes it when told to, and tells what became of each change.</summary>
public sealed partial class ReviewDialog : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();
    private readonly Dictionary<string, PushMode?> _modes = new(StringComparer.Ordinal);
    private readonly Dictionary<string, PushOutcome> _outcomes = new(StringComparer.Ordinal);
    private Task _work = Task.CompletedTask;
    private PushResult? _result;
    private string? _problem;
    private bool _writing;

    /// <summary>The instance.</summary>
    [Parameter, EditorRequired]
    public int InstanceId { get; set; }

    /// <summary>What people call it.</summary>
    [Parameter, EditorRequired]
    public string InstanceName { get; set; } = "";

    /// <summary>The chosen items, as the person saw them.</summary>
    [Parameter, EditorRequired]
    public IReadOnlyList<DriftItem> Items { get; set; } = [];

    [Inject]
    private CommerceSync Sync { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    [Inject]
    private AuthenticationStateProvider People { get; set; } = null!;

    [Inject]
    private ILogger<ReviewDialog> Logger { get; set; } = null!;

    private List<ChosenChange> Chosen =>
        [.. Items.Where(i => _modes[i.Key] is not null).Select(i => new ChosenChange(i.Key, i.Fingerprint, _modes[i.Key]!.Value))];

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _work.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stopping.Dispose();
    }

    /// <inheritdoc />
    protected override void OnInitialized()
    {
        // Taking something away is never chosen by itself.
        foreach (var item in Items)
            _modes[item.Key] = item.State == DriftState.OnlyHere || item.CanMerge ? PushMode.Add : null;
    }

    private Task WriteAsync() => _work = WriteAsync(_stopping.Token);

    private async Task WriteAsync(CancellationToken cancellationToken)
    {
        (_writing, _problem) = (true, null);
        try
        {
            var state = await People.GetAuthenticationStateAsync();
            var who = state.User.Identity?.Name ?? throw new InvalidOperationException("Nobody is signed in.");
            _result = await Sync.PushAsync(InstanceId, Chosen, who, new Progress<PushOutcome>(Show), cancellationToken);
            foreach (var outcome in _result.Outcomes)
                _outcomes[outcome.Key] = outcome;
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            _problem = "You stopped before anything was written.";
        }
        catch (CommerceException e)
        {
            _problem = $"Nothing was written. {e.Message}";
        }
        catch (Exception e)
        {
            Logger.LogError(e, "A push to Commerce failed");
            _problem = "The store did not answer. Read again to see what was written.";
        }
        finally
        {
            _writing = false;
        }
    }

    private void Show(PushOutcome outcome) => _ = InvokeAsync(() =>
    {
        _outcomes[outcome.Key] = outcome;
        StateHasChanged();
    });

    private async Task StopAsync()
    {
        if (_writing)
            await _stopping.CancelAsync();
        else
            Dialogs.Close();
    }
}

/// <summary>Opens the dialog.</summary>
internal static class ReviewDialogs
{
    /// <summary>The <see cref="PushResult"/> where something was tried; otherwise null.</summary>
    public static Task<dynamic?> OpenReviewAsync(this DialogService dialogs, CommerceInstance instance, IReadOnlyList<DriftItem> items) =>
        dialogs.OpenAsync<ReviewDialog>(
            "Review the changes",
            new Dictionary<string, object?>(StringComparer.Ordinal)
            {
                [nameof(ReviewDialog.InstanceId)] = instance.Id,
                [nameof(ReviewDialog.InstanceName)] = instance.Name,
                [nameof(ReviewDialog.Items)] = items,
            }!,
            // Closing it in the corner would hide what was written.
            new DialogOptions { Width = "46rem", CloseDialogOnOverlayClick = false, CloseDialogOnEsc = false, ShowClose = false, AutoFocusFirstElement = true })!;
}
