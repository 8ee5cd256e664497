using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Web;
using Microsoft.JSInterop;

namespace CommerceEventConsole.Components.Forms;

/// <summary>Where the keyboard types.</summary>
internal static class KeyboardFocus
{
    /// <summary>
    /// Moves the focus to an element. The browser is told a moment later than the server decides: where the element, or the browser, is
    /// gone by then, nobody misses it.
    /// </summary>
    public static async ValueTask TryFocusAsync(this ElementReference element)
    {
        try
        {
            await element.FocusAsync();
        }
        catch (Exception e) when (e is JSException or JSDisconnectedException or OperationCanceledException)
        {
            // A failure here would take the whole page with it.
        }
    }
}
