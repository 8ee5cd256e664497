using CommerceEventConsole.Components.Events;
using CommerceEventConsole.Engine.Events;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace CommerceEventConsole.Components.Search;

/// <summary>Finds things by what begins their number, from anywhere: Ctrl+K, a few characters, Enter.</summary>
public sealed partial class SearchBox : IAsyncDisposable
{
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(150);

    private readonly CancellationTokenSource _leaving = new();
    private CancellationTokenSource? _typing;
    private IJSObjectReference? _module;
    private ElementReference _input;
    private string _text = "";
    private string _searched = "";
    private IReadOnlyList<SearchHit>? _hits;
    private List<SearchHit> _order = [];
    private int _active = -1;
    private bool _focused;

    [Inject]
    private SearchQueries Queries { get; set; } = null!;

    [Inject]
    private NavigationManager Navigation { get; set; } = null!;

    [Inject]
    private IJSRuntime Js { get; set; } = null!;

    [Inject]
    private TimeProvider Clock { get; set; } = null!;

    [Inject]
    private ILogger<SearchBox> Logger { get; set; } = null!;

    private bool IsOpen => _focused && _hits is not null;

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        await _leaving.CancelAsync();
        _typing?.Dispose();
        _leaving.Dispose();
        if (_module is null) return;
        try
        {
            await _module.InvokeVoidAsync("stop");
            await _module.DisposeAsync();
        }
        catch (JSDisconnectedException)
        {
            // The browser is gone, and its listener with it.
        }
    }

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender) return;
        try
        {
            _module = await Js.InvokeAsync<IJSObjectReference>("import", _leaving.Token, "./Components/Search/SearchBox.razor.js");
            await _module.InvokeVoidAsync("start", _leaving.Token, _input);
        }
        catch (Exception e) when (e is OperationCanceledException or JSDisconnectedException)
        {
            // The browser left meanwhile.
        }
    }

    // Bound, not a plain value: so an answer that is a few keys late does not write over what was typed meanwhile.
    private async Task OnInputAsync(string? text)
    {
        _text = text ?? "";
        _focused = true;
        if (string.IsNullOrWhiteSpace(_text))
        {
            Close();
            return;
        }

        var token = await RestartAsync();
        try
        {
            await Task.Delay(Pause, Clock, token);
            await SearchAsync(_text, token);
        }
        catch (OperationCanceledException)
        {
            // More was typed.
        }
    }

    private async Task OnKeyAsync(KeyboardEventArgs e)
    {
        switch (e.Key)
        {
            case "ArrowDown" when _order.Count > 0:
                _active = (_active + 1) % _order.Count;
                break;
            case "ArrowUp" when _order.Count > 0:
                _active = (_active <= 0 ? _order.Count : _active) - 1;
                break;
            case "Escape":
                Close();
                break;
            case "Enter":
                await OpenBestAsync();
                break;
        }
    }

    private async Task OpenBestAsync()
    {
        if (_active >= 0 && _active < _order.Count)
        {
            Open(_order[_active]);
            return;
        }

        var text = _text.Trim();
        if (text.Length == 0) return;
        try
        {
            await SearchAsync(text, await RestartAsync());
            if (_hits is [var best, ..]) Open(best);
        }
        catch (OperationCanceledException)
        {
            // More was typed.
        }
    }

    private async Task SearchAsync(string text, CancellationToken cancellationToken)
    {
        try
        {
            var hits = await Queries.SuggestAsync(text, cancellationToken);
            cancellationToken.ThrowIfCancellationRequested();
            (_hits, _searched, _active) = (hits, text.Trim(), -1);
            _order = [.. hits.GroupBy(h => h.Key.Kind).SelectMany(g => g)];
        }
        catch (Exception e) when (e is not OperationCanceledException)
        {
            Logger.LogWarning(e, "A search failed");
            Close();
        }
    }

    private async Task<CancellationToken> RestartAsync()
    {
        if (_typing is not null) await _typing.CancelAsync();
        _typing?.Dispose();
        _typing = CancellationTokenSource.CreateLinkedTokenSource(_leaving.Token);
        return _typing.Token;
    }

    private void Open(SearchHit hit)
    {
        Close();
        _text = "";
        Navigation.NavigateTo(EntityAddress.Of(hit));
    }

    private void Close() => (_hits, _order, _active) = (null, [], -1);
}
