using CommerceEventConsole.Components.Forms;
using CommerceEventConsole.Engine.Deliveries.Edits;
using CommerceEventConsole.Engine.Destinations;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Authorization;
using Radzen;

namespace CommerceEventConsole.Components.Events.Edits;

/// <summary>Edits body and headers of one delivery, shows what changes, and sends it. Closing it changes nothing.</summary>
public sealed partial class DeliveryEditDialog : IAsyncDisposable
{
    private readonly CancellationTokenSource _closing = new();
    private readonly FormState _form = new();
    private List<EditHeader> _headers = [];
    private EditableDelivery? _original;
    private EditCheck? _check;
    private LargeText? _text;
    private string _body = "";
    private string _reason = "";
    private string? _refusal;
    private bool _wasChecked;
    private bool _busy;

    /// <summary>The delivery.</summary>
    [Parameter, EditorRequired]
    public long DeliveryId { get; set; }

    [Inject]
    private DeliveryEditor Editor { get; set; } = null!;

    [Inject]
    private DialogService Dialogs { get; set; } = null!;

    [Inject]
    private AuthenticationStateProvider People { get; set; } = null!;

    [Inject]
    private ILogger<DeliveryEditDialog> Logger { get; set; } = null!;

    private DeliveryEditDraft Draft =>
        new(_body, [.. _headers.Where(h => h.Name.Length > 0 || h.Value.Length > 0).Select(h => new HeaderDraft(h.Name, h.Value))], _reason);

    /// <summary>Opens it; true where the edited delivery was made.</summary>
    public static async Task<bool> OpenAsync(DialogService dialogs, long deliveryId) => await dialogs.OpenAsync<DeliveryEditDialog>(
        "Edit and replay",
        new Dictionary<string, object?>(StringComparer.Ordinal) { [nameof(DeliveryId)] = deliveryId }!,
        // A click beside it, or in its corner, would throw away what was typed.
        new DialogOptions { Width = "64rem", CloseDialogOnOverlayClick = false, CloseDialogOnEsc = false, ShowClose = false, AutoFocusFirstElement = true }) is true;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _closing.CancelAsync();
        _closing.Dispose();
    }

    /// <inheritdoc />
    protected override async Task OnInitializedAsync()
    {
        try
        {
            var opened = await Editor.OpenAsync(DeliveryId, _closing.Token);
            _original = opened.Value;
            _refusal = _original is null ? string.Join(' ', opened.Problems.Select(p => p.Message)) : null;
            if (_original is null) return;
            _body = _original.Body;
            _headers = [.. _original.Headers.Select(h => new EditHeader { Name = h.Name, Value = h.Value ?? "" })];
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // Closed.
        }
        catch (Exception e)
        {
            Logger.LogWarning(e, "A delivery could not be opened for editing");
            _refusal = "The delivery could not be read. Close this and try again in a moment.";
        }
    }

    private void TypeAsync(string text)
    {
        _body = text;
        Recheck();
    }

    private void TooLong() => _form.Show([new("body", "This is more than can be sent: at most 2 MB.")]);

    // Problems are shown while typing only once it was tried to send: nobody is told that a reason is missing before there was time to give one.
    private void Recheck()
    {
        _form.Change();
        _check = DeliveryEditor.Check(_original!, Draft);
        _form.Show(_wasChecked ? _check.Problems : _check.Problems.Where(p => p.Field is not ("reason" or "")));
        // The field that is being typed in keeps the focus.
        _form.TakeFocus("reason");
    }

    private async Task ResetAsync()
    {
        (_body, _wasChecked) = (_original!.Body, false);
        _headers = [.. _original.Headers.Select(h => new EditHeader { Name = h.Name, Value = h.Value ?? "" })];
        if (_text is not null)
            await _text.ReplaceAsync(_body);
        _form.Settle();
        _check = null;
    }

    private async Task SaveAsync()
    {
        if (_busy) return;
        _busy = true;
        try
        {
            // What was typed in the last moment, too.
            if (_text is not null)
                await _text.ReadAsync();
            _wasChecked = true;
            _check = DeliveryEditor.Check(_original!, Draft);
            _form.Show(_check.Problems);
            if (_check.Problems.Count > 0) return;
            var who = (await People.GetAuthenticationStateAsync()).User.Identity?.Name ?? throw new InvalidOperationException("Nobody is signed in.");
            var result = await Editor.SaveAsync(DeliveryId, Draft, who, _closing.Token);
            if (result.Succeeded)
                Dialogs.Close(true);
            else
                _form.Show(result.Problems);
        }
        catch (OperationCanceledException) when (_closing.IsCancellationRequested)
        {
            // Closed.
        }
        catch (Exception e)
        {
            Logger.LogWarning(e, "An edited delivery could not be stored");
            _form.Show([new("", "The store did not take it. Nothing was changed or sent; try again in a moment.")]);
        }
        finally
        {
            _busy = false;
        }
    }
}

/// <summary>A header as it is typed.</summary>
public sealed class EditHeader
{
    /// <summary>Its name.</summary>
    public string Name { get; set; } = "";

    /// <summary>Its value.</summary>
    public string Value { get; set; } = "";
}
