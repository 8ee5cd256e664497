using Bunit;
using CommerceEventConsole.Components.Subscriptions.Stages;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Subscriptions.Stages;
using Microsoft.Extensions.DependencyInjection;
using Radzen;

namespace CommerceEventConsole.Console.Tests.Subscriptions.Stages;

public sealed class RouteStagesCardTests : StageCards
{
    [Fact]
    public void A_route_without_stages_says_so_and_offers_a_beginning()
    {
        var card = Open();

        Assert.Equal("Each event goes out just as it is.", card.Find(".stages-sentence").TextContent);
        Assert.Equal(["Order to ERP", "Product", "Stock", "From nothing"], card.FindAll(".chip").Select(c => c.TextContent.Trim().Split(' ', 2)[1]));
        Assert.Empty(card.FindAll(".stage"));
    }

    [Fact]
    public void A_preset_fills_a_start_that_says_what_it_does()
    {
        var card = Open();

        Press(card, "Order to ERP");

        Assert.StartsWith("Asks Commerce for the order, makes a document of", card.Find(".stages-sentence").TextContent, StringComparison.Ordinal);
        Assert.Equal("orders/{entity_id}", Assert.Single(Entry.Enrich).Path);
        Assert.True(Form.IsChanged);
        Assert.Equal(["Ask Commerce", "Make the document", "Send", "Write back"], card.FindAll(".stage-title").Select(t => t.TextContent));
    }

    [Fact]
    public void A_question_is_added_with_a_click_named_moved_and_taken_away()
    {
        var card = Open();
        Press(card, "From nothing");

        Press(card, "The order");
        Press(card, "The customer");
        Assert.Equal([("order", "orders/{entity_id}"), ("customer", "customers/{customer_id}")], Entry.Enrich.Select(e => (e.Name, e.Path)));

        Named(card, "Move question 2 up").Click();
        Assert.Equal(["customer", "order"], Entry.Enrich.Select(e => e.Name));

        card.Find("#field-stages-5-enrich-0--name").Change("buyer");
        Assert.Equal("buyer", Entry.Enrich[0].Name);

        Named(card, "Remove question 2").Click();
        Assert.Equal(["buyer"], Entry.Enrich.Select(e => e.Name));
        Assert.Equal("Asks Commerce for the buyer, sends the event with what it got.", card.Find(".stages-sentence").TextContent);
    }

    [Fact]
    public void An_order_is_found_by_its_number_where_one_chooses_so_and_its_write_back_too()
    {
        var card = Open();
        Press(card, "From nothing");
        Press(card, "The order, by its number");

        Assert.Equal(("orders/{increment_id}", "increment_id"), (Assert.Single(Entry.ToStages().Enrich).Path, Entry.ToStages().Enrich[0].By));
        Assert.Contains(card.FindAll("label"), l => l.TextContent.Trim() == "Found by");
        card.Find("#field-stages-5-enrich-0--by").Change("Id");
        Assert.Null(Entry.ToStages().Enrich[0].By);
        card.Find("#field-stages-5-enrich-0--path").Change("orders/{event.increment_id}");
        Assert.Equal("increment_id", Entry.ToStages().Enrich[0].By);
        card.Find("#field-stages-5-enrich-0--path").Change("products/{sku}");
        Assert.Null(Entry.ToStages().Enrich[0].By);
        Assert.DoesNotContain(card.FindAll("label"), l => l.TextContent.Trim() == "Found by");

        Toggle(card, "Write back");
        Press(card, "Order: comment");
        Assert.Equal(("event.entity_id", null), (Entry.ToStages().WriteBack[0].Entity, Entry.ToStages().WriteBack[0].By));
        card.Find("#field-stages-5-writeBack-0--by").Change("Number");
        Assert.Equal(("event.increment_id", "increment_id"), (Entry.ToStages().WriteBack[0].Entity, Entry.ToStages().WriteBack[0].By));
        Assert.Equal("event.increment_id", Labelled(card, "Of the order with this number").GetAttribute("value"));
    }

    [Fact]
    public void A_question_that_needs_a_field_which_is_not_known_is_warned_about()
    {
        var card = Open(new RouteStages { Enrich = [new("order", "orders/{order_id}")] });

        Toggle(card, "Ask Commerce");

        Assert.Contains("order_id", card.Find(".field-warning").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_row_takes_a_field_a_constant_or_text_and_a_converter()
    {
        var card = Open(new RouteStages { Map = new MapStage() });
        Toggle(card, "Make the document");
        Press(card, "Add a row");

        Named(card, "Move row 1 up");
        Labelled(card, "Row 1: target").Change("total");
        Labelled(card, "Row 1: value").Change("event.grand_total");
        Labelled(card, "Row 1: made into").Change("Decimal");
        Labelled(card, "Row 1: places").Change("2");
        Named(card, "Row 1: required").Change(true);
        Press(card, "Add a row");
        Labelled(card, "Row 2: target").Change("currency");
        Labelled(card, "Row 2: kind of value").Change("Constant");
        Labelled(card, "Row 2: value").Change("EUR");

        var rows = Entry.ToStages().Map!.Rows;
        Assert.Equal(("total", "event.grand_total", StageConversion.Decimal, "2", true), (rows[0].Target, rows[0].Value.Path, rows[0].Convert!.Conversion, rows[0].Convert!.Argument, rows[0].IsRequired));
        Assert.Equal(("currency", "\"EUR\""), (rows[1].Target, rows[1].Value.Constant));
        Assert.Contains("9.5000", card.Find(".source-example").TextContent, StringComparison.Ordinal);
    }

    [Fact]
    public void A_look_up_table_is_edited_below_its_row()
    {
        var card = Open(new RouteStages { Map = new MapStage { Rows = [new("state", Path("event.state"))] } });
        Toggle(card, "Make the document");

        Labelled(card, "Row 1: made into").Change("LookUp");
        Named(card, "Row 1: value 1").Change("new");
        Named(card, "Row 1: what value 1 becomes").Change("N");
        card.FindAll(".look-up input[type=checkbox]").Single().Change(true);
        Named(card, "Row 1: what anything else becomes").Change("?");

        var converter = Entry.ToStages().Map!.Rows[0].Convert!;
        Assert.Equal(("new", "N", "?"), (Assert.Single(converter.Table).Key, converter.Table["new"], converter.Argument));
    }

    [Fact]
    public void Rows_go_up_and_down()
    {
        var card = Open(new RouteStages { Map = new MapStage { Rows = [new("a", Path("event.entity_id")), new("b", Path("event.entity_id"))] } });
        Toggle(card, "Make the document");

        Assert.True(Named(card, "Move row 1 up").HasAttribute("disabled"));
        Named(card, "Move row 1 down").Click();

        Assert.Equal(["b", "a"], Entry.Rows.Select(r => r.Target));
    }

    [Fact]
    public async Task A_sample_makes_rows_and_checks_them()
    {
        var card = Open(new RouteStages { Enrich = [new("order", "orders/{entity_id}")], Map = new MapStage { Rows = [new("Number", Path("order.increment_id"))] } });
        Toggle(card, "Make the document");

        await TypeAsync(card, "map-sample", """{"number":"1","lines":[{"sku":"A"}]}""");
        Assert.Contains("The sample calls it “number”.", card.Find(".map-block .field-warning").TextContent, StringComparison.Ordinal);
        Labelled(card, "Row 1: target").Change("number");
        Press(card, "Add a row for it");

        Assert.Equal([("number", "order.increment_id"), ("lines[].sku", "order.items[].sku")], Entry.Rows.Select(r => (r.Target, r.Value)));
        Assert.Empty(card.FindAll(".map-block .field-warning"));
    }

    [Fact]
    public async Task A_template_takes_the_place_of_the_table()
    {
        var card = Open(new RouteStages { Map = new MapStage { Rows = [new("a", Path("event.entity_id"))] } });
        Toggle(card, "Make the document");

        card.FindAll(".modes input")[2].Change(true);
        await TypeAsync(card, "map-template", "{{event.entity_id}}");

        Assert.Equal("{{event.entity_id}}", Entry.ToStages().Map!.Template);
        Assert.Contains("makes a document by a template", card.Find(".stages-sentence").TextContent, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void A_change_in_Commerce_comes_with_the_fields_of_its_kind()
    {
        var card = Open(new RouteStages { Enrich = [new("order", "orders/{entity_id}")] });
        Toggle(card, "Write back");

        Press(card, "Order: shipment");

        var change = Assert.Single(Entry.WriteBack);
        Assert.Equal(("order.entity_id", "answer.tracking_number", "shipment"), (change.Entity, change.OnlyWith, change.Name));
        Assert.Equal("tracks[].track_number", change.Rows[0].Target);
        card.Find("#field-stages-5-writeBack-0--kind").Change("Stock");
        Assert.Equal(("", ""), (change.Entity, change.OnlyWith));
        Assert.Equal(["sku", "source_code", "quantity", "status"], change.Rows.Select(r => r.Target));
    }

    [Fact]
    public void The_way_of_sending_is_told_with_the_whole_address()
    {
        var card = Open(new RouteStages { Send = new SendStage("PUT", "{increment_id}") });

        Toggle(card, "Send");

        Assert.Contains("https://erp.example.com/orders/{increment_id}", Step(card, "Send").TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("s3cret", card.Markup, StringComparison.Ordinal);
    }

    [Fact]
    public void A_problem_opens_its_stage_and_stands_at_its_row()
    {
        var card = Open(new RouteStages { Map = new MapStage { Rows = [new("a", Path("event.entity_id")), new("b", Path("nothing here"))] } });

        Form.Show([new ValidationProblem("stages.5.map.rows[1].value", "The path has a blank.")]);
        card.Render();

        Assert.Contains("1 entry to put right", Step(card, "Make the document").TextContent, StringComparison.Ordinal);
        Assert.Contains("The path has a blank.", card.FindAll(".map-block")[1].TextContent, StringComparison.Ordinal);
        Assert.DoesNotContain("The path has a blank.", card.FindAll(".map-block")[0].TextContent, StringComparison.Ordinal);
        Assert.Empty(Step(card, "Ask Commerce").QuerySelectorAll(".badge"));
    }

    [Fact]
    public async Task Stages_are_taken_away_only_after_a_question()
    {
        var dialogs = Services.GetRequiredService<DialogService>();
        string? asked = null;
        dialogs.OnOpen += (title, _, _, _) => asked = title;
        var card = Open(StagePreset.All[0].Make(CommerceEventConsole.Engine.Subscriptions.Fields.FieldTree.Empty));

        Named(card, "Take all stages away: ERP").Click();
        card.WaitForAssertion(() => Assert.Equal("Take all stages away?", asked));
        Assert.False(Entry.IsNone);
        await card.InvokeAsync(() => dialogs.Close(true));

        card.WaitForAssertion(() => Assert.True(Entry.IsNone));
    }
}
