using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Routing;
using Microsoft.AspNetCore.Components.Web;

namespace CommerceEventConsole.Components;

/// <summary>The page around everything. The theme is chosen here, from a cookie, so that it never flashes.</summary>
public partial class App
{
    // Not prerendered: times need the browser's zone, and lists would be read twice.
    private static readonly InteractiveServerRenderMode Interactive = new(prerender: false);

    [CascadingParameter]
    private HttpContext HttpContext { get; set; } = null!;

    private IComponentRenderMode? Mode => HttpContext.AcceptsInteractiveRouting() ? Interactive : null;

    private string Theme => HttpContext.Request.Cookies["theme"] is "light" or "dark" ? HttpContext.Request.Cookies["theme"]! : "auto";

    // Both themes are named, so that switching needs no reload; a browser fetches one whose media does not apply without haste.
    private IEnumerable<(string Name, string Media)> Stylesheets
    {
        get
        {
            var (light, dark) = Theme switch
            {
                "light" => ("all", "not all"),
                "dark" => ("not all", "all"),
                _ => ("(prefers-color-scheme: light)", "(prefers-color-scheme: dark)"),
            };
            return [("standard-base", light), ("standard-wcag", light), ("standard-dark-base", dark), ("standard-dark-wcag", dark)];
        }
    }
}
