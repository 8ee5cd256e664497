using System.Text.Json;
using CommerceEventConsole.Components.Subscriptions.Stages;
using CommerceEventConsole.Engine.Subscriptions.Fields;

namespace CommerceEventConsole.Console.Tests.Subscriptions.Stages;

/// <summary>What stages can take values from.</summary>
public sealed class SourceSetTests
{
    private static readonly EnrichEntry[] Questions = [new() { Name = "order", Path = "orders/{entity_id}" }, new() { Name = "extra", Path = "acme/{order.increment_id}" }];

    private readonly FieldTree _tree = new FieldTreeBuilder().AddEvent(JsonDocument.Parse(
        """{ "entity_id": "7", "state": "new", "items": [{ "sku": "MUG-01", "qty": 2 }], "payment": { "method": "card" } }""").RootElement).Build();

    [Fact]
    public void The_event_has_only_the_fields_that_are_sent_under_the_names_they_go_by()
    {
        var sources = Sources(["state as status", "items[].sku", "payment"]).ForMap;

        var paths = sources.Paths.Where(p => p.StartsWith("event", StringComparison.Ordinal));
        Assert.Equal(["event.status", "event.items[].sku", "event.payment.method"], paths);
    }

    [Theory]
    [InlineData("event.entity_id", "tick it above")]
    [InlineData("entity_id", "tick it above")]
    [InlineData("items[].qty", "tick it above")]
    [InlineData("nothing", "No event is known")]
    [InlineData("order.grand_totall", "does not document")]
    [InlineData("state", null)]
    [InlineData("items[0].sku", null)]
    [InlineData("order.items[].sku", null)]
    [InlineData("order.items[0].sku", null)]
    [InlineData("envelope.delivery", null)]
    [InlineData("extra.whatever", null)]
    [InlineData("answer.number", null)]
    public void A_path_that_may_have_no_value_is_doubted(string path, string? doubt)
    {
        var said = Sources(["state", "items[].sku"]).ForWriteBack.Doubt(path);

        if (doubt is null)
            Assert.Null(said);
        else
            Assert.Contains(doubt, said, StringComparison.Ordinal);
    }

    [Fact]
    public void An_answer_that_came_says_what_there_is_and_what_there_is_not()
    {
        var sources = Sources([], ("extra", """[{"acme_number":"A-1"}]"""), ("answer", """{"number":"4711"}""")).ForWriteBack;

        Assert.Equal("A-1", sources.Find("extra[].acme_number")!.Example);
        Assert.Equal("4711", sources.Find("answer.number")!.Example);
        Assert.Contains("had no field “nummer”", sources.Doubt("answer.nummer"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_question_knows_the_answers_to_those_before_it_and_not_its_own()
    {
        var sources = Sources([]);

        Assert.Equal(["event", "envelope"], Roots(sources.ForQuestion(Questions, 0)));
        Assert.Equal(["event", "envelope", "order"], Roots(sources.ForQuestion(Questions, 1)));
        Assert.Equal(["event", "envelope", "order", "extra"], Roots(sources.ForMap));
        Assert.Equal(["event", "envelope", "order", "extra", "answer"], Roots(sources.ForWriteBack));
    }

    [Fact]
    public void Text_is_doubted_by_the_paths_in_its_braces()
    {
        var sources = Sources(["state"]).ForMap;

        Assert.Null(sources.DoubtOfText("{state} and {order.increment_id}, in {{braces}}"));
        Assert.Contains("entity_id", sources.DoubtOfText("orders/{entity_id}"), StringComparison.Ordinal);
    }

    [Fact]
    public void A_field_that_some_events_lack_is_a_gap_in_a_path()
    {
        var tree = new FieldTreeBuilder().AddEvent(JsonDocument.Parse("""{"entity_id":1,"state":"new"}""").RootElement).AddEvent(JsonDocument.Parse("""{"state":"new"}""").RootElement).Build();
        var sources = SourceSet.Of(tree, [], [], new Dictionary<string, string>()).ForMap;

        Assert.Equal("Not every event has “entity_id” (50 %): the others would fail here.", sources.Gap("orders/{entity_id}"));
        Assert.Null(sources.Gap("orders/{state}"));
    }

    [Theory]
    [InlineData("orders/{entity_id}", "An order")]
    [InlineData("products/{sku}", "A product")]
    [InlineData("customers/{id}", "A customer")]
    [InlineData("stockItems/{sku}", "The stock of an article")]
    [InlineData("shipment/{id}", "A shipment")]
    [InlineData("orders?searchCriteria[pageSize]=1", "What a search found")]
    [InlineData(EnrichSuggestion.ProductById, "What a search found")]
    [InlineData("orders/{entity_id}/comments", null)]
    [InlineData("acme/orders/{id}", null)]
    [InlineData("", null)]
    public void What_a_common_question_asks_for_is_known(string path, string? title)
    {
        var source = SourceSet.Of(_tree, [], [new EnrichEntry { Name = "x", Path = path }], new Dictionary<string, string>()).ForMap.Roots[^1];

        Assert.Equal(title ?? "What Commerce answers", source.Node.About);
        Assert.Equal(title is not null, source.Node.Children.Count > 0);
    }

    [Fact]
    public void Questions_are_suggested_that_the_event_can_be_asked_about()
    {
        var stock = new FieldTreeBuilder().AddEvent(JsonDocument.Parse("""{"item_id":"1","product_id":"7","stock_id":"1","qty":3}""").RootElement).Build();
        var invoice = new FieldTreeBuilder().AddEvent(JsonDocument.Parse("""{"entity_id":"1","order_id":"7","grand_total":3}""").RootElement).Build();

        Assert.Equal([EnrichSuggestion.ProductById], EnrichSuggestion.For(stock).Select(s => s.Path));
        Assert.Equal(["orders/{order_id}"], EnrichSuggestion.For(invoice).Select(s => s.Path));
    }

    private static IEnumerable<string> Roots(SourceCatalog sources) => sources.Roots.Select(r => r.Node.Name);

    private SourceSet Sources(IReadOnlyList<string> fields, params (string Name, string Json)[] answers) =>
        SourceSet.Of(_tree, fields, Questions, answers.ToDictionary(a => a.Name, a => a.Json));
}
