using Microsoft.JSInterop;

namespace CommerceEventConsole.Components.Shell;

/// <summary>Top bar, navigation, and the page. The page waits for the browser's time zone, so that no time is shown twice.</summary>
public partial class MainLayout
{
    private ViewerClock? _viewer;
    private ShellErrorBoundary? _errors;
    private bool _collapsed;

    /// <inheritdoc />
    public void Dispose() => _viewer?.Dispose();

    /// <inheritdoc />
    protected override void OnParametersSet() => _errors?.Recover();

    /// <inheritdoc />
    protected override async Task OnAfterRenderAsync(bool firstRender)
    {
        if (!firstRender)
            return;
        var zone = TimeZoneInfo.Utc;
        try
        {
            var browser = await Js.InvokeAsync<BrowserState>("consoleShell.state");
            zone = ViewerClock.ZoneOf(browser.Zone);
            _collapsed = browser.Collapsed;
        }
        catch (JSDisconnectedException)
        {
            return;
        }

        _viewer = new ViewerClock(zone, Clock);
        StateHasChanged();
    }

    private async Task ToggleAsync()
    {
        _collapsed = !_collapsed;
        await Js.InvokeVoidAsync("consoleShell.setCollapsed", _collapsed);
    }

    private sealed record BrowserState(string? Zone, bool Collapsed);
}
