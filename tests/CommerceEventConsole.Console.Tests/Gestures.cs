using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components.Web;

namespace CommerceEventConsole.Console.Tests;

/// <summary>
/// What a person does to an element. Each returns once the page has begun to handle it: bUnit's methods of the same names, which these stand before,
/// only queue the event while the page is at work on another thread, so that what a test asserts next may come too early.
/// None waits for a handler that goes on asynchronously (a dialog, the store): the test waits for what it shows.
/// </summary>
internal static class Gestures
{
    public static void Click(this IElement element) => Begin(element, e => e.ClickAsync(new MouseEventArgs()));

    public static void Change<T>(this IElement element, T value) => Begin(element, e => e.ChangeAsync(value));

    public static void Input<T>(this IElement element, T value) => Begin(element, e => e.InputAsync(value));

    public static void Submit(this IElement element) => Begin(element, e => e.SubmitAsync());

    public static void Focus(this IElement element) => Begin(element, e => e.FocusAsync(new FocusEventArgs()));

    public static void KeyDown(this IElement element, string key) => Begin(element, e => e.KeyDownAsync(new KeyboardEventArgs { Key = key }));

    private static void Begin(IElement element, Func<IElement, Task> gesture)
    {
        // Asked for first: what the gesture changes may take the element off the page.
        var renderer = element.Owner?.Context.GetService<BunitContext>()?.Renderer ?? throw new InvalidOperationException("The element is on no page.");
        var handling = gesture(element);
        // The renderer handles what it is given one after the other: once it has come to this, it has begun with the gesture.
        renderer.Dispatcher.InvokeAsync(() => { }).GetAwaiter().GetResult();
        if (handling.IsCompleted)
            handling.GetAwaiter().GetResult();
    }
}
