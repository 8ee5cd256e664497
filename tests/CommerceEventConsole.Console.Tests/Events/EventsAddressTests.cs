using CommerceEventConsole.Components.Events;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Events;

namespace CommerceEventConsole.Console.Tests.Events;

public sealed class EventsAddressTests
{
    [Fact]
    public void A_filter_is_written_into_the_address()
    {
        var filter = new EventFilter
        {
            Types = ["a.b"], Category = EventCategory.BackOffice, Sources = ["shop"], Entity = "A&B", Outcome = EventOutcome.NoMatch, WithWarnings = true, OwnChanges = true,
            From = new DateTimeOffset(2026, 5, 4, 11, 0, 0, TimeSpan.FromHours(2)),
        };

        Assert.Equal(
            "events?type=a.b&category=backoffice&source=shop&entity=A%26B&from=2026-05-04T09%3A00%3A00Z&outcome=nomatch&warnings=true&own=true&before=7",
            EventsAddress.Of(filter, EventCursor.OlderThan(7)));
        Assert.Equal("events", EventsAddress.Of(EventFilter.None));
    }

    [Theory]
    [InlineData("failed", EventOutcome.Failed)]
    [InlineData("NoMatch", EventOutcome.NoMatch)]
    [InlineData("2", null)]
    [InlineData("nonsense", null)]
    [InlineData("", null)]
    [InlineData(null, null)]
    public void A_choice_that_nobody_offers_is_left_out(string? text, EventOutcome? expected) =>
        Assert.Equal(expected, EventsAddress.Choice<EventOutcome>(text));

    [Theory]
    [InlineData("A/B c", "entity/product/A/B%20c")]
    [InlineData("id:12", "entity/product/id%3A12")]
    [InlineData("50%?#", "entity/product/50%25%3F%23")]
    public void An_entity_has_an_address_whatever_its_key_holds(string key, string expected) =>
        Assert.Equal(expected, EntityAddress.Of(new EntityRef(EntityKind.Product, key)));

    [Fact]
    public void An_entity_without_a_key_has_none() => Assert.Null(EntityAddress.Of(new EntityRef(EntityKind.Order, null)));
}
