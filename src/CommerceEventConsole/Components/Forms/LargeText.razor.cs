using Microsoft.AspNetCore.Components;
using Microsoft.JSInterop;

namespace CommerceEventConsole.Components.Forms;

/// <summary>
/// A text of up to megabytes to type in. What was typed comes over as a stream: a single message of the connection holds 32 kB, and one
/// that is longer would end it.
/// </summary>
public sealed partial class LargeText : IAsyncDisposable
{
    private readonly CancellationTokenSource _leaving = new();
    private ElementReference _input;
    private IJSObjectReference? _module;
    private DotNetObjectReference<LargeText>? _self;
    private string _initial = "";

    /// <summary>The input's id.</summary>
    [Parameter, EditorRequired]
    public string Id { get; set; } = "";

    /// <summary>What it holds at first; later values are not taken, so that nothing is typed over.</summary>
    [Parameter, EditorRequired]
    public string Text { get; set; } = "";

    /// <summary>Told of what was typed, a moment after the last key.</summary>
    [Parameter]
    public EventCallback<string> TextChanged { get; set; }

    /// <summary>Lines that it shows.</summary>
    [Parameter]
    public int Rows { get; set; } = 20;

    /// <summary>Bytes that are taken at most.</summary>
    [Parameter]
    public long MaxBytes { get; set; } = 8 * 1024 * 1024;

    /// <summary>For <c>aria-describedby</c>.</summary>
    [Parameter]
    public string? DescribedBy { get; set; }

    /// <summary>Whether something is wrong with it.</summary>
    [Parameter]
    public bool IsInvalid { get; set; }

    /// <summary>Told when more was typed than is taken.</summary>
    [Parameter]
    public EventCallback TooLong { get; set; }

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        _leaving.Dispose();
        try
        {
            if (_module is not null)
                await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone.
        }

        _self?.Dispose();
    }

    /// <summary>Puts another text in its place.</summary>
    public async Task ReplaceAsync(string text)
    {
        if (_module is not null)
        {
            using var stream = new DotNetStreamReference(new MemoryStream(System.Text.Encoding.UTF8.GetBytes(text)));
            await _module.InvokeVoidAsync("write", _leaving.Token, _input, stream);
        }

        await TextChanged.InvokeAsync(text);
    }

    /// <summary>Called by the browser a moment after the last key.</summary>
    [JSInvokable]
    public Task TypedAsync() => ReadAsync();

    /// <summary>Reads what stands in it now and tells it.</summary>
    public async Task ReadAsync()
    {
        if (_module is null) return;
        try
        {
            await using var content = await _module.InvokeAsync<IJSStreamReference>("read", _leaving.Token, _input);
            if (content is null) return;
            if (content.Length > MaxBytes)
            {
                await TooLong.InvokeAsync();
                return;
            }

            await using var stream = await content.OpenReadStreamAsync(MaxBytes, _leaving.Token);
            using var reader = new StreamReader(stream);
            await TextChanged.InvokeAsync(await reader.ReadToEndAsync(_leaving.Token));
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // The dialog was closed.
        }
    }

    /// <inheritdoc />
    protected override void OnInitialized() => _initial = Text;

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        try
        {
            _module = await Js.InvokeAsync<IJSObjectReference>("import", _leaving.Token, "./Components/Forms/LargeText.razor.js");
            _self = DotNetObjectReference.Create(this);
            if (_module is not null)
                await _module.InvokeVoidAsync("watch", _leaving.Token, _input, _self);
        }
        catch (OperationCanceledException) when (_leaving.IsCancellationRequested)
        {
            // The dialog was closed.
        }
    }
}
