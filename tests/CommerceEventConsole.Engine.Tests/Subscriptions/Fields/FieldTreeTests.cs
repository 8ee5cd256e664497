using System.Globalization;
using System.Text;
using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Subscriptions.Fields;

namespace CommerceEventConsole.Engine.Tests.Subscriptions.Fields;

public class FieldTreeTests
{
    [Fact]
    public void Fields_of_groups_and_lists_have_paths_in_Adobes_syntax() => Assert.Equal(
        ["sku", "stock", "stock.qty", "items", "items[].options", "items[].options[].value", "tags"],
        Of("""{ "sku": "a", "stock": { "qty": 1 }, "items": [{ "options": [{ "value": 1 }] }], "tags": ["x"] }""").Nodes.Select(n => n.Path));

    [Fact]
    public void A_list_with_gaps_is_a_list() =>
        Assert.Equal("items[].sku", Of("""{ "items": { "3": { "sku": "a" }, "7": { "sku": "b" } } }""").Find("items")!.Children.Single().Path);

    [Fact]
    public void It_tells_in_how_many_events_a_field_was_present()
    {
        var tree = Of("""{ "a": 1, "items": [{ "b": 1 }, { "b": 2 }] }""", """{ "a": null }""", """{ "items": [] }""");

        Assert.Equal((3, 2, 2, 1), (tree.EventCount, tree.Find("a")!.Seen, tree.Find("items")!.Seen, tree.Find("items[].b")!.Seen));
    }

    [Theory]
    [InlineData("\"new\"", FieldKinds.Text)]
    [InlineData("\"99.9500\"", FieldKinds.NumberAsText)]
    [InlineData("12", FieldKinds.Number)]
    [InlineData("true", FieldKinds.YesNo)]
    [InlineData("null", FieldKinds.Empty)]
    [InlineData("{}", FieldKinds.Group)]
    [InlineData("[]", FieldKinds.List)]
    public void It_tells_what_kind_of_value_a_field_has(string json, FieldKinds kinds) => Assert.Equal(kinds, Of($$"""{ "a": {{json}} }""").Find("a")!.Kinds);

    [Fact]
    public void Kinds_that_change_from_event_to_event_are_all_known() =>
        Assert.Equal(FieldKinds.Number | FieldKinds.NumberAsText | FieldKinds.Empty, Of("""{ "a": 1 }""", """{ "a": "1" }""", """{ "a": null }""").Find("a")!.Kinds);

    [Fact]
    public void Examples_are_cut_and_values_to_compare_with_are_whole()
    {
        var tree = Of($$"""{ "a": "{{new string('x', 80)}}", "b": "new" }""", """{ "a": "short", "b": "new" }""");

        Assert.Equal(61, tree.Find("a")!.Example!.Length);
        Assert.Equal(["short"], tree.Find("a")!.Values);
        Assert.Equal(["new"], tree.Find("b")!.Values);
    }

    [Fact]
    public void Protected_events_and_card_data_show_no_values()
    {
        var tree = new FieldTreeBuilder()
            .AddEvent(Json("""{ "a": "ill" }"""), showsValues: false)
            .AddEvent(Json("""{ "payment": { "cc_last4": "4242", "method": "card" } }"""))
            .Build();

        Assert.Null(tree.Find("a")!.Example);
        Assert.Equal((true, null), (tree.Find("payment.cc_last4")!.IsCardData, tree.Find("payment.cc_last4")!.Example));
        Assert.Equal("card", tree.Find("payment.method")!.Example);
    }

    [Fact]
    public void Previous_values_are_marked_and_stand_last()
    {
        var tree = Of("""{ "_origData": { "state": "new" }, "state": "done" }""");

        Assert.Equal(["state", "_origData", "_origData.state"], tree.Nodes.Select(n => n.Path));
        Assert.True(tree.Find("_origData.state")!.IsPreviousValue && tree.HasPreviousValues);
        Assert.False(tree.Find("state")!.IsPreviousValue);
    }

    [Fact]
    public void The_catalogue_is_known_before_any_event_has_come()
    {
        var tree = new FieldTreeBuilder().Add(EventCatalogue.Default.Find("observer.sales_order_save_commit_after")!).Build();

        var sku = tree.Find("items[].sku")!;
        Assert.Equal((0, 0, true, "MUG-01"), (tree.EventCount, sku.Seen, sku.IsInCatalogue, sku.Example));
        Assert.True(tree.HasPreviousValues);
    }

    [Fact]
    public void An_example_from_a_stored_event_is_better_than_the_catalogues()
    {
        var tree = new FieldTreeBuilder().Add(EventCatalogue.Default.Find("observer.sales_order_save_commit_after")!).AddEvent(Json("""{ "state": "holded" }""")).Build();

        Assert.Equal("holded", tree.Find("state")!.Example);
        Assert.Equal(["processing", "holded"], tree.Find("state")!.Values);
    }

    [Fact]
    public void What_only_a_draft_names_is_shown_as_not_seen()
    {
        var tree = Of("""{ "items": [{ "sku": "a" }] }""");

        tree.Include(["items[].sku as article", "items[].color", "brand.name", "*", "not a path!"]);

        Assert.Equal(["items", "items[].sku", "items[].color", "brand", "brand.name"], tree.Nodes.Select(n => n.Path));
        Assert.Equal(["items[].color", "brand", "brand.name"], tree.Nodes.Where(n => n.IsUnseen).Select(n => n.Path));
    }

    [Fact]
    public void Names_that_no_path_can_spell_are_shown_and_not_chosen()
    {
        var tree = Of("""{ "größe": 1, "a b": { "c": 1 }, "d.e": { "f": 1 }, "x": 1 }""");

        Assert.Equal(["d.e", "x"], tree.Nodes.Where(n => n.CanBeChosen).Select(n => n.Path));
    }

    [Fact]
    public void Depth_and_number_of_fields_are_bounded()
    {
        var deep = Of(string.Concat(Enumerable.Repeat("""{ "a": """, 40)) + "1" + new string('}', 40));
        var wide = Of("{" + string.Join(',', Enumerable.Range(0, 990).Select(i => string.Create(CultureInfo.InvariantCulture, $"\"f{i}\": {{ \"a\": 1, \"b\": 1, \"c\": 1 }}"))) + "}");

        Assert.Equal((FieldTree.MaxDepth, true), (deep.Nodes.Max(n => n.Depth), deep.IsCut));
        Assert.Equal((FieldTree.MaxNodes, true), (wide.Nodes.Count(), wide.IsCut));
    }

    [Theory]
    [InlineData("[1, 2]")]
    [InlineData("null")]
    [InlineData("\"text\"")]
    public void A_payload_without_fields_gives_none(string json) => Assert.Empty(Of(json).Nodes);

    private static FieldTree Of(params string[] payloads)
    {
        var builder = new FieldTreeBuilder();
        foreach (var payload in payloads)
            builder.AddEvent(Json(payload));
        return builder.Build();
    }

    private static JsonElement Json(string text) => JsonDocument.Parse(Encoding.UTF8.GetBytes(text), new JsonDocumentOptions { MaxDepth = 100 }).RootElement;
}
