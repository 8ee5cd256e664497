using AngleSharp.Dom;
using Bunit;
using CommerceEventConsole.Components.Events;
using CommerceEventConsole.Components.Replays;
using CommerceEventConsole.Console.Tests.Events;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Replays;
using Microsoft.AspNetCore.Components;
using Microsoft.Extensions.DependencyInjection;
using Radzen;
using EventPage = CommerceEventConsole.Components.Events.EventPage;

namespace CommerceEventConsole.Console.Tests.Replays;

public sealed class ReplayEntryTests : EventScreens
{
    [Fact]
    public async Task All_that_the_events_page_shows_can_be_replayed_not_one_page_of_it()
    {
        await OrderAsync("000000001", DeliveryState.Failed);
        Services.GetRequiredService<NavigationManager>().NavigateTo("/events?outcome=Failed&entity=000000001");
        var asked = Asked();
        var page = Render<EventsPage>();
        page.WaitForElement("tbody tr");

        Button(page, "Replay all matching")!.Click();

        var filter = Assert.Single(asked).Events!;
        Assert.Equal((EventOutcome.Failed, "000000001"), (filter.Outcome, filter.Entity));
    }

    [Fact]
    public async Task Everything_since_an_event_can_be_replayed_on_its_page()
    {
        var seq = await OrderAsync("000000001", DeliveryState.Failed);
        var asked = Asked();
        var page = Render<EventPage>(p => p.Add(e => e.Seq, seq));
        page.WaitForElement("#deliveries");

        Button(page, "Replay everything since this one")!.Click();

        Assert.Equal(seq - 1, Assert.Single(asked).AfterSeq);
    }

    [Fact]
    public async Task Who_only_looks_is_not_offered_it()
    {
        Access.SetPolicies(ConsoleRoles.Viewer);
        var seq = await OrderAsync("000000001", DeliveryState.Failed);

        var events = Render<EventsPage>();
        events.WaitForElement("tbody tr");
        var page = Render<EventPage>(p => p.Add(e => e.Seq, seq));
        page.WaitForElement("#deliveries");

        Assert.Null(Button(events, "Replay"));
        Assert.Null(Button(page, "Replay everything"));
    }

    // The scopes that a dialog was opened for.
    private List<DeliveryScope> Asked()
    {
        var asked = new List<DeliveryScope>();
        Services.GetRequiredService<DialogService>().OnOpen += (_, type, parameters, _) =>
        {
            Assert.Equal(typeof(ReplayDialog), type);
            asked.Add(Assert.IsType<DeliveryScope>(parameters[nameof(ReplayDialog.Scope)]));
        };
        return asked;
    }

    private static IElement? Button<T>(IRenderedComponent<T> page, string text)
        where T : IComponent => page.FindAll("button").FirstOrDefault(b => b.TextContent.Contains(text, StringComparison.Ordinal));
}
