using Bunit;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Console.Tests.Subscriptions.Stages;

/// <summary>Where a value comes from, chosen by mouse and by keyboard.</summary>
public sealed class SourceTreeTests : StageCards
{
    private static readonly RouteStages Stages = new() { Enrich = [new("order", "orders/{entity_id}")], Map = new MapStage { Rows = [new("a", Path(""))] } };

    [Fact]
    public void A_click_takes_a_field()
    {
        var card = Open(Stages);
        Toggle(card, "Make the document");
        Named(card, "Row 1: value: choose from the known fields").Click();

        card.Find("[data-path='order.increment_id']").Click();

        Assert.Equal("order.increment_id", Entry.Rows[0].Value);
        Assert.Empty(card.FindAll("[role=tree]"));
    }

    [Fact]
    public void The_keyboard_reaches_and_takes_a_field_of_a_list()
    {
        var card = Open(Stages);
        Toggle(card, "Make the document");
        Named(card, "Row 1: value: choose from the known fields").Click();

        card.Find("[data-path='order.items']").Focus();
        foreach (var key in new[] { "ArrowRight", "ArrowRight", "End", "Home" })
            card.Find("[role=tree]").KeyDown(key);
        Assert.Equal("event", card.Find("[role=treeitem][tabindex='0']").GetAttribute("data-path"));
        card.Find("[data-path='order.items[].sku']").Focus();
        card.Find("[role=tree]").KeyDown("Enter");

        Assert.Equal("order.items[].sku", Entry.Rows[0].Value);
    }

    [Fact]
    public void The_search_shows_what_it_finds_in_every_document()
    {
        var card = Open(Stages);
        Toggle(card, "Make the document");
        Named(card, "Row 1: value: choose from the known fields").Click();

        card.Find(".source-tree input[type=search]").Input("increment");

        Assert.Equal(["event", "event.increment_id", "order", "order.increment_id"], card.FindAll("[role=treeitem]").Select(r => r.GetAttribute("data-path")));
    }

    [Fact]
    public void In_text_a_field_is_added_in_braces()
    {
        var card = Open(new RouteStages { Enrich = [new("order", "orders/")] });
        Toggle(card, "Ask Commerce");
        Named(card, "Asks Commerce for: choose from the known fields").Click();

        card.Find("[data-path='event.entity_id']").Click();

        Assert.Equal("orders/{event.entity_id}", Entry.Enrich[0].Path);
    }

    [Fact]
    public void Escape_leaves_what_was_there()
    {
        var card = Open(Stages);
        Toggle(card, "Make the document");
        Named(card, "Row 1: value: choose from the known fields").Click();

        card.Find("[role=tree]").KeyDown("Escape");

        Assert.Empty(card.FindAll("[role=tree]"));
        Assert.Equal("", Entry.Rows[0].Value);
    }
}
