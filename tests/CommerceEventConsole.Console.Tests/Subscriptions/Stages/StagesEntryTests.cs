using System.Collections.Immutable;
using System.Text.Json;
using CommerceEventConsole.Components.Subscriptions.Stages;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Console.Tests.Subscriptions.Stages;

public sealed class StagesEntryTests
{
    private static readonly RouteStages Everything = new()
    {
        Enrich = [new("order", "orders/{entity_id}", 2, true), new("customer", "customers/{order.customer_id}")],
        Map = new MapStage
        {
            Rows =
            [
                new("number", new StageValue { Path = "order.increment_id" }) { IsRequired = true },
                new("total", new StageValue { Path = "order.grand_total" }, new(StageConversion.Decimal, "2")),
                new("on", new StageValue { Path = "order.created_at" }, new(StageConversion.Date, "yyyy-MM-dd")),
                new("currency", new StageValue { Constant = "\"EUR\"" }), new("version", new StageValue { Constant = "4" }), new("code", new StageValue { Constant = "\"04\"" }),
                new("digit", new StageValue { Constant = "\"4\"" }), new("name", new StageValue { Text = "{order.customer_firstname} x" }),
                new("state", new StageValue { Path = "order.state" }, new(StageConversion.LookUp, "other")
                {
                    Table = ImmutableSortedDictionary.CreateRange(StringComparer.Ordinal, [KeyValuePair.Create("new", "N"), KeyValuePair.Create("complete", "C")]),
                }),
                new("strict", new StageValue { Path = "order.state" }, new(StageConversion.LookUp) { Table = ImmutableSortedDictionary<string, string>.Empty.Add("new", "N") }),
            ],
            Sample = """{"number":"1"}""",
        },
        Send = new SendStage("PUT", "orders/{order.increment_id}"),
        WriteBack =
        [
            new("number", WriteBackKind.ExternalId, "order.entity_id", [new("ext_order_id", new StageValue { Path = "answer.number" })], 2),
            new("stock", WriteBackKind.Stock, null, [new("sku", new StageValue { Path = "answer.sku" })]) { OnlyWith = "answer.sku" },
        ],
    };

    [Fact]
    public void Stages_that_are_opened_and_not_touched_stay_what_they_are() =>
        Assert.Equal(JsonSerializer.Serialize(Everything), JsonSerializer.Serialize(StagesEntry.From(Everything).ToStages()));

    [Fact]
    public void Nothing_but_sending_stays_nothing_but_sending()
    {
        var entry = StagesEntry.From(RouteStages.None);

        Assert.True(entry.IsNone);
        Assert.True(entry.ToStages().IsNone);
    }

    [Fact]
    public void The_table_is_there_again_after_a_template()
    {
        var entry = StagesEntry.From(Everything);
        (entry.Map, entry.Template) = (MapChoice.Template, "{{order.increment_id}}");

        var again = StagesEntry.From(entry.ToStages());

        Assert.Equal((MapChoice.Template, 10), (again.Map, again.Rows.Count));
        again.Map = MapChoice.Table;
        Assert.Null(again.ToStages().Map!.Template);
    }

    [Fact]
    public void Of_a_look_up_table_the_later_of_two_lines_counts()
    {
        var row = new MapRowEntry { Target = "a", Value = "b", Convert = ConvertChoice.LookUp };
        row.Table.AddRange([new LookUpEntry { From = "x", To = "1" }, new LookUpEntry { From = "x", To = "2" }]);

        Assert.Equal("2", Assert.Single(row.ToRow().Convert!.Table).Value);
    }

    [Theory]
    [InlineData("EUR", "\"EUR\"")]
    [InlineData("4", "4")]
    [InlineData("\"4\"", "\"4\"")]
    [InlineData("true", "true")]
    [InlineData("Größe \"M\"", "\"Größe \\\"M\\\"\"")]
    [InlineData("", "\"\"")]
    public void A_constant_is_written_without_quotes_where_nothing_else_can_be_meant(string text, string json)
    {
        Assert.Equal(json, ConstantText.ToJson(text));
        Assert.Equal(text, ConstantText.FromJson(json));
    }
}
