using AngleSharp.Dom;
using Bunit;
using Microsoft.AspNetCore.Components;

namespace CommerceEventConsole.Console.Tests;

/// <summary>
/// bUnit's methods of the same names, which these stand before, return in the middle of a renderer's turn: as soon as something is drawn that is
/// as it was asked for. What comes after it in the same turn, such as the drawing at the end of an initialisation, gives the handlers of the
/// page new ids, and a gesture at an element that was found before finds none. These return once that turn is over.
/// </summary>
internal static class Waits
{
    public static void WaitForAssertion<T>(this IRenderedComponent<T> component, Action assertion, TimeSpan? timeout = null)
        where T : IComponent
    {
        RenderedComponentWaitForHelperExtensions.WaitForAssertion(component, assertion, timeout);
        Settle(component);
    }

    public static IElement WaitForElement<T>(this IRenderedComponent<T> component, string selector, TimeSpan? timeout = null)
        where T : IComponent
    {
        RenderedComponentWaitForHelperExtensions.WaitForElement(component, selector, timeout ?? BunitContext.DefaultWaitTimeout);
        Settle(component);
        return component.Find(selector);
    }

    // The renderer's turns come one after the other.
    private static void Settle<T>(IRenderedComponent<T> component)
        where T : IComponent => component.InvokeAsync(static () => { }).GetAwaiter().GetResult();
}
