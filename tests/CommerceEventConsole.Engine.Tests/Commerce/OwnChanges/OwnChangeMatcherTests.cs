using System.Text.Json;
using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Commerce.OwnChanges;
using CommerceEventConsole.Engine.Commerce.Rest;

namespace CommerceEventConsole.Engine.Tests.Commerce.OwnChanges;

/// <summary>What is an echo of the console's own write, and what is somebody's change.</summary>
public class OwnChangeMatcherTests
{
    [Theory]
    [InlineData("10", "10.0")]
    [InlineData("10", "\"10.0000\"")]
    [InlineData("\"10.0000\"", "10")]
    [InlineData("0.1", "\"0.10\"")]
    [InlineData("1e2", "100")]
    [InlineData("-3.50", "\"-3.5\"")]
    [InlineData("true", "1")]
    [InlineData("false", "\"0\"")]
    [InlineData("null", "\"\"")]
    [InlineData("0.0000", "\"-0\"")]
    [InlineData("123456789012345678.1", "\"123456789012345678.10\"")]
    public void Forms_of_one_value_are_the_same(string written, string sent) =>
        Assert.True(IsOwn(EntityKind.Stock, $$"""{"quantity":{{written}}}""", $$"""{"product_id":"5","qty":{{sent}}}"""));

    [Theory]
    [InlineData("10", "10.0001")]
    [InlineData("\"007\"", "7")]
    [InlineData("\"1E3\"", "\"1000\"")]
    [InlineData("\"a\"", "\"A\"")]
    [InlineData("0", "null")]
    [InlineData("123456789012345678.1", "123456789012345678.2")]
    public void Different_values_are_not(string written, string sent) =>
        Assert.False(IsOwn(EntityKind.Stock, $$"""{"quantity":{{written}}}""", $$"""{"product_id":"5","qty":{{sent}}}"""));

    [Fact]
    public void Only_what_was_written_is_compared()
    {
        const string order = """{"increment_id":"7","status":"processing","state":"processing","grand_total":"9.99","updated_at":"2026-05-04 09:00:00"}""";

        Assert.True(IsOwn(EntityKind.Order, """{"status":"processing"}""", order));
        Assert.True(IsOwn(EntityKind.Order, """{"status":"processing","ext_order_id":"E-1"}""", order));
        Assert.False(IsOwn(EntityKind.Order, """{"ext_order_id":"E-1"}""", order));
        Assert.False(IsOwn(EntityKind.Order, """{"status":"holded"}""", order));
    }

    [Theory]
    [InlineData("status", "\"holded\"")]
    [InlineData("grand_total", "20")]
    [InlineData("customer_email", "\"other@example.com\"")]
    [InlineData("coupon_code", "\"SPRING\"")]
    public void What_a_person_changes_beside_it_is_never_taken_for_an_own_change(string field, string value)
    {
        const string before = """{"increment_id":"7","status":"new","grand_total":"9.99","customer_email":"a@example.com"}""";
        var after = JsonNode.Parse("""{"increment_id":"7","status":"processing","grand_total":9.99,"customer_email":"a@example.com"}""")!.AsObject();
        Assert.True(IsOwn(EntityKind.Order, """{"status":"processing"}""", after.ToJsonString(), before));

        after[field] = JsonNode.Parse(value);

        Assert.False(IsOwn(EntityKind.Order, """{"status":"processing"}""", after.ToJsonString(), before));
    }

    [Fact]
    public void What_commerce_says_was_there_before_tells_of_other_changes_too()
    {
        const string written = """{"price":12.5}""";

        Assert.True(IsOwn(EntityKind.Product, written, """{"sku":"A","name":"Mug","price":"12.500000","_origData":{"sku":"A","name":"Mug","price":"10.000000"}}"""));
        Assert.False(IsOwn(EntityKind.Product, written, """{"sku":"A","name":"Cup","price":"12.500000","_origData":{"sku":"A","name":"Mug","price":"10.000000"}}"""));
    }

    [Fact]
    public void What_follows_from_a_shipment_belongs_to_it_and_a_persons_status_does_not()
    {
        const string written = """{"items":[{"item_id":5,"qty_shipped":2}]}""";
        const string before = """{"increment_id":"7","state":"processing","status":"processing","items":[{"item_id":"5","sku":"A.B","qty_shipped":"0"},{"item_id":"6","sku":"C","qty_shipped":"0"}]}""";
        string After(string status, int other) => $$"""
            {"increment_id":"7","state":"complete","status":"{{status}}","items":[{"item_id":"5","sku":"A.B","qty_shipped":"2.0000"},{"item_id":"6","sku":"C","qty_shipped":"{{other}}"}]}
            """;

        Assert.True(IsOwn(EntityKind.Order, written, After("complete", 0), before));
        Assert.False(IsOwn(EntityKind.Order, written, After("picked_up", 0), before));
        Assert.False(IsOwn(EntityKind.Order, written, After("complete", 1), before));
    }

    [Fact]
    public void An_own_comment_is_known_by_its_words_and_a_persons_beside_it_is_seen()
    {
        const string written = """{"comment":"Taken over by the ERP"}""";
        const string before = """{"increment_id":"7","status_histories":[{"entity_id":"1","comment":"Call me"}]}""";
        string After(string more) => $$"""
            {"increment_id":"7","status_histories":[{"entity_id":"2","comment":"Taken over by the ERP"},{"entity_id":"1","comment":"Call me"}{{more}}]}
            """;

        Assert.True(IsOwn(EntityKind.Order, written, After(""), before));
        Assert.True(IsOwn(EntityKind.Order, written, After(""",{"entity_id":"3","comment":null}"""), before));
        Assert.False(IsOwn(EntityKind.Order, written, After(""",{"entity_id":"3","comment":"Stop!"}"""), before));
        Assert.False(IsOwn(EntityKind.Order, written, before, before));
    }

    [Fact]
    public void Names_of_the_rest_interface_are_found_under_those_of_events()
    {
        Assert.True(IsOwn(EntityKind.Stock, """{"sku":"A","source_code":"default","quantity":3,"status":1}""", """{"product_id":"5","qty":3,"is_in_stock":true}"""));
        Assert.False(IsOwn(EntityKind.Stock, """{"quantity":3,"status":0}""", """{"product_id":"5","qty":3,"is_in_stock":true}"""));
        Assert.True(IsOwn(EntityKind.Stock, """{"quantity":3,"status":1}""", """{"sku":"A","quantity":"3","status":"1"}"""));
        Assert.True(IsOwn(
            EntityKind.Product,
            """{"sku":"A","custom_attributes":[{"attribute_code":"color","value":"9"}],"extension_attributes":{"stock_item":{"qty":4}}}""",
            """{"sku":"A","color":9,"stock_data":{"qty":"4"}}"""));
        Assert.True(IsOwn(EntityKind.Customer, """{"group_id":2}""", """{"email":"a@example.com","group_id":"2"}"""));
    }

    [Fact]
    public void A_shipment_that_is_made_is_known_by_its_parcel_and_items()
    {
        var change = OwnChange.Paper(1, EntityKind.Shipment, 7, new ShipmentDraft { Items = [new PaperItem(5, 2)], Tracks = [new ShipmentTrack("T1", "DHL")] });
        string Event(string track, int quantity) => $$"""
            {"increment_id":"31","order_id":"7","items":[{"order_item_id":"5","qty":"{{quantity}}"}],"tracks":[{"track_number":"{{track}}"}]}
            """;

        Assert.True(IsOwn(EntityKind.Shipment, change.Written.ToJsonString(), Event("T1", 2)));
        Assert.False(IsOwn(EntityKind.Shipment, change.Written.ToJsonString(), Event("T2", 2)));
        Assert.False(IsOwn(EntityKind.Shipment, change.Written.ToJsonString(), Event("T1", 1)));
    }

    [Fact]
    public void What_somebody_ships_or_writes_beside_it_is_theirs()
    {
        const string all = """{"order_id":7}""";
        Assert.True(IsOwn(EntityKind.Shipment, all, """{"order_id":"7","items":[{"order_item_id":"5","qty":"2"}]}"""));
        Assert.False(IsOwn(EntityKind.Shipment, all, """{"order_id":"7","tracks":[{"track_number":"THEIRS"}]}"""));
        Assert.False(IsOwn(EntityKind.Shipment, all, """{"order_id":"7","parent_id":"31","track_number":"THEIRS"}"""));

        const string two = """{"order_id":7,"tracks":[{"track_number":"T1"},{"track_number":"T2"}],"items":[{"order_item_id":5,"qty":2}]}""";
        Assert.True(IsOwn(EntityKind.Shipment, two, """{"order_id":"7","tracks":[{"track_number":"T2"},{"track_number":"T1"}]}"""));
        Assert.True(IsOwn(EntityKind.Shipment, two, """{"order_id":"7","parent_id":"31","track_number":"T1"}"""));
        Assert.False(IsOwn(EntityKind.Shipment, two, """{"order_id":"7","tracks":[{"track_number":"T1"},{"track_number":"T2"},{"track_number":"THEIRS"}]}"""));
        Assert.False(IsOwn(EntityKind.Shipment, two, """{"order_id":"7","items":[{"order_item_id":"5","qty":"2"},{"order_item_id":"6","qty":"1"}]}"""));
    }

    [Fact]
    public void An_entry_of_an_orders_history_is_own_by_its_words()
    {
        const string order = """{"entity_id":"7","increment_id":"000000007","status":"new"}""";

        Assert.True(IsOwn(EntityKind.Order, """{"status":"processing","comment":"Ours"}""", """{"entity_id":"88","parent_id":"7","status":"processing","comment":"Ours"}""", order, onlyShared: true));
        Assert.False(IsOwn(EntityKind.Order, """{"status":"processing","comment":"Ours"}""", """{"entity_id":"88","parent_id":"7","status":"processing","comment":"Stop!"}""", order, onlyShared: true));
        Assert.False(IsOwn(EntityKind.Order, """{"status":"processing"}""", """{"entity_id":"88","parent_id":"7","status":"processing","comment":"Stop!"}""", order, onlyShared: true));
    }

    [Theory]
    [InlineData("12.345678", "\"12.3457\"", true)]
    [InlineData("12.35", "\"12.3457\"", true)]
    [InlineData("12.3", "\"12.3012\"", true)]
    [InlineData("12.3457", "\"12.3458\"", false)]
    [InlineData("12.35", "\"12.3400\"", false)]
    [InlineData("3", "\"2.6000\"", false)]
    [InlineData("12.345678", "\"12.3456\"", false)]
    public void An_amount_that_the_database_rounded_is_nobodys_change(string before, string after, bool own) => Assert.Equal(own, IsOwn(
        EntityKind.Order,
        """{"status":"processing"}""",
        $$"""{"status":"processing","base_grand_total":{{after}}}""",
        $$"""{"status":"new","base_grand_total":{{before}}}"""));

    [Fact]
    public void An_event_of_another_type_is_compared_in_what_both_carry()
    {
        const string before = """{"increment_id":"7","status":"new","grand_total":"9.99"}""";
        const string after = """{"increment_id":"7","status":"processing","shipping_description":"Flat"}""";

        Assert.True(IsOwn(EntityKind.Order, """{"status":"processing"}""", after, before, onlyShared: true));
        Assert.False(IsOwn(EntityKind.Order, """{"status":"processing"}""", after, before));
    }

    [Fact]
    public void What_is_kept_does_not_tell_the_values()
    {
        var kept = WrittenFields.Write(EntityKind.Customer, new JsonObject { ["email"] = "jane@example.com", ["firstname"] = "Jane" });

        Assert.Contains("email\t", kept, StringComparison.Ordinal);
        Assert.DoesNotContain("jane", kept, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void What_does_not_fit_counts_as_somebodys()
    {
        var written = new JsonObject();
        for (var i = 0; i < 500; i++)
            written[$"field_{i:000}"] = i;

        var kept = WrittenFields.Write(EntityKind.Product, written);

        Assert.InRange(kept.Length, 1, OwnChangeRow.MaxFields);
        Assert.False(IsOwn(EntityKind.Product, written.ToJsonString(), written.ToJsonString(), """{"field_499":0}"""));
    }

    private static bool IsOwn(EntityKind kind, string written, string sent, string? before = null, bool onlyShared = false)
    {
        using var after = JsonDocument.Parse(sent);
        using var earlier = before is null ? null : JsonDocument.Parse(before);
        var fields = WrittenFields.Read(WrittenFields.Write(kind, JsonNode.Parse(written)!.AsObject()));
        return OwnChangeMatcher.IsOwn(kind, fields, after.RootElement, earlier?.RootElement ?? default, onlyShared);
    }
}
