using CommerceEventConsole.Engine.Destinations;
using Microsoft.AspNetCore.Components;
using Radzen;

namespace CommerceEventConsole.Components.Destinations;

/// <summary>Sends a test event and shows request and answer. Closing it gives the request up.</summary>
public sealed partial class TestEventDialog : IAsyncDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private Task _sending = Task.CompletedTask;
    private TestResult? _result;
    private string? _problem;

    /// <summary>The destination.</summary>
    [Parameter, EditorRequired]
    public int DestinationId { get; set; }

    /// <summary>What people call it.</summary>
    [Parameter, EditorRequired]
    public string Name { get; set; } = "";

    [Inject]
    private DestinationTester Tester { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        await _sending.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _closing.Dispose();
    }

    /// <inheritdoc />
    protected override Task OnInitializedAsync() => SendAsync();

    private Task SendAsync() => _sending = SendAsync(_closing.Token);

    private async Task SendAsync(CancellationToken cancellationToken)
    {
        (_result, _problem) = (null, null);
        try
        {
            _result = await Tester.SendAsync(DestinationId, cancellationToken);
            if (_result is null)
                _problem = "The destination is not there any more.";
        }
        catch (OperationCanceledException) when (cancellationToken.IsCancellationRequested)
        {
            // Closed.
        }
    }
}

/// <summary>Opens the dialog.</summary>
internal static class TestEventDialogs
{
    public static Task OpenTestAsync(this DialogService dialogs, Destination destination) => dialogs.OpenAsync<TestEventDialog>(
        $"Test event to {destination.Name}",
        new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [nameof(TestEventDialog.DestinationId)] = destination.Id,
            [nameof(TestEventDialog.Name)] = destination.Name,
        }!,
        new DialogOptions { Width = "46rem", CloseDialogOnOverlayClick = false, AutoFocusFirstElement = true });
}
