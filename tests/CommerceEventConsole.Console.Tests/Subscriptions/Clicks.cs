using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Console.Tests.Subscriptions;

/// <summary>Buttons by what stands on them.</summary>
internal static class Clicks
{
    /// <summary>Presses the button with this text.</summary>
    public static Task ClickAsync<T>(this IRenderedComponent<T> page, string text)
        where T : IComponent => page.FindAll("button").Single(b => Text(b) == text).ClickAsync(new());

    /// <summary>Enters a value and leaves the field. Waits for its turn: a page that has just read the store may still be at work.</summary>
    public static Task SetAsync(this IElement input, object value) => input.ChangeAsync(new ChangeEventArgs { Value = value });

    /// <summary>Types a text.</summary>
    public static Task TypeAsync(this IElement input, string text) => input.InputAsync(new ChangeEventArgs { Value = text });

    /// <summary>Presses it.</summary>
    public static Task PressAsync(this IElement element) => element.ClickAsync(new());

    /// <summary>What stands on a button, without its icon.</summary>
    public static string Text(IElement button) => (button.QuerySelector(".rz-button-text") ?? button).TextContent.Trim();

    /// <summary>Where the page has sent the browser.</summary>
    public static string GetAddress(this IServiceProvider services) => services.GetRequiredService<NavigationManager>().Uri;
}
