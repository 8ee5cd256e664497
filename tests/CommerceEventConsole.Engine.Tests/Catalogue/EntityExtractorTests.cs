using System.Globalization;
using System.Text;
using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.Engine.Tests.Catalogue;

public sealed class EntityExtractorTests
{
    private const string OrderSaved = "observer.sales_order_save_commit_after";
    private readonly EntityExtractor _extractor = new(EventCatalogue.Default);
    private readonly List<SearchKey> _keys = [];

    private EntityRef Extract(string type, string data) => _extractor.Extract(EventCatalogue.Default.Describe(type), JsonElement.Parse(data), _keys);

    private string[] Found(SearchKeyKind kind) => [.. _keys.Where(key => key.Kind == kind).Select(key => key.Value)];

    [Theory]
    [InlineData(OrderSaved, """{"value":{"increment_id":"000001001","entity_id":"12"}}""", EntityKind.Order, "000001001")]
    [InlineData(OrderSaved, """{"value":{"entity_id":"12","id":"13"}}""", EntityKind.Order, "id:12")]
    [InlineData(OrderSaved, """{"value":{"id":13}}""", EntityKind.Order, "id:13")]
    [InlineData(OrderSaved, """{"value":{"increment_id":" ","entity_id":0,"id":" 13 "}}""", EntityKind.Order, "id:13")]
    [InlineData(OrderSaved, """{"value":{"increment_id":{"a":1},"id":true}}""", EntityKind.Order, null)]
    [InlineData("observer.catalog_product_save_commit_after", """{"value":{"sku":"Mug-01","id":"65"}}""", EntityKind.Product, "Mug-01")]
    [InlineData("observer.catalog_product_save_commit_after", """{"value":{"id":65.000000}}""", EntityKind.Product, "id:65")]
    [InlineData("observer.customer_save_commit_after", """{"value":{"id":"42","email":"Jane.Doe@Example.com "}}""", EntityKind.Customer, "jane.doe@example.com")]
    [InlineData("be-observer.customer_delete", """{"id":42}""", EntityKind.Customer, "id:42")]
    [InlineData("observer.sales_order_shipment_track_save_after", """{"value":{"parent_id":"701","order_id":"12"}}""", EntityKind.Shipment, "id:701")]
    [InlineData("observer.sales_order_place_after", """{"uid":"u","event":{"order":{"increment_id":"000001001"}}}""", EntityKind.Order, "000001001")]
    [InlineData("observer.checkout_submit_all_after", """{"value":{"order":{"increment_id":"000001001"},"quote":{"id":"9"}}}""", EntityKind.Order, "000001001")]
    public void The_entity_has_the_key_people_know_it_by(string type, string data, EntityKind kind, string? key) =>
        Assert.Equal(new EntityRef(kind, key), Extract(type, data));

    [Theory]
    [InlineData("observer.sales_order_item_save_after", """{"value":{"item_id":5,"order_id":12,"sku":"A"}}""", EntityKind.Order, "id:12")]
    [InlineData("observer.sales_order_invoice_pay", """{"value":{"increment_id":"5"}}""", EntityKind.Invoice, "5")]
    [InlineData("observer.customer_address_save_after", """{"value":{"entity_id":5,"customer_id":42}}""", EntityKind.Customer, "id:42")]
    [InlineData("com.example.order.created", """{"increment_id":"5"}""", EntityKind.Order, "5")]
    [InlineData("com.example.thing", """{"order":{"increment_id":"5"}}""", EntityKind.Order, "5")]
    [InlineData("com.example.thing", """{"sku":"A-1"}""", EntityKind.Other, "A-1")]
    [InlineData("com.example.format_changed", """{"name":"x"}""", EntityKind.None, null)]
    [InlineData("observer.rma_item_save", """{"value":{"increment_id":"21"}}""", EntityKind.Return, "21")]
    public void Event_types_nobody_described_are_read_by_well_known_names(string type, string data, EntityKind kind, string? key) =>
        Assert.Equal(new EntityRef(kind, key), Extract(type, data));

    [Fact]
    public void Keys_are_trimmed_lower_case_and_distinct()
    {
        Extract(OrderSaved, """
            {"value":{"increment_id":"A-1","real_order_id":" a-1 ","customer_email":" Jane@Example.COM","entity_id":12,"id":"12",
             "items":[{"sku":"MUG-01"},{"sku":"mug-01"},{"sku":"TEA","product_id":7}],"tracking_numbers":"3S1"}}
            """);

        Assert.Equal(["a-1"], Found(SearchKeyKind.OrderNumber));
        Assert.Equal(["12"], Found(SearchKeyKind.OrderId));
        Assert.Equal(["jane@example.com"], Found(SearchKeyKind.Email));
        Assert.Equal(["mug-01", "tea"], Found(SearchKeyKind.Sku));
        Assert.Equal(["3s1"], Found(SearchKeyKind.TrackingNumber));
    }

    [Fact]
    public void An_id_is_a_key_of_an_order_only_where_no_word_says_the_same()
    {
        Extract(OrderSaved, """{"value":{"increment_id":"1","customer_id":42,"items":[{"product_id":7}]}}""");
        Assert.Equal(["42"], Found(SearchKeyKind.CustomerId));
        Assert.Equal(["7"], Found(SearchKeyKind.ProductId));

        Extract(OrderSaved, """{"value":{"increment_id":"1","customer_id":42,"customer_email":"j@example.com","items":[{"product_id":7,"sku":"A"}]}}""");
        Assert.Empty(Found(SearchKeyKind.CustomerId));
        Assert.Empty(Found(SearchKeyKind.ProductId));
    }

    [Theory]
    [InlineData("observer.sales_order_invoice_save_after")]
    [InlineData("observer.sales_order_shipment_save_after")]
    [InlineData("observer.sales_order_creditmemo_save_after")]
    public void A_part_of_an_order_is_found_by_the_orders_id(string type)
    {
        Extract(type, """{"value":{"increment_id":"5","order_id":12}}""");

        Assert.Equal(["12"], Found(SearchKeyKind.OrderId));
        Assert.Empty(Found(SearchKeyKind.OrderNumber));
    }

    [Fact]
    public void A_guests_customer_id_of_zero_is_no_key()
    {
        Extract(OrderSaved, """{"value":{"increment_id":"5","customer_id":"0"}}""");

        Assert.Empty(Found(SearchKeyKind.CustomerId));
    }

    [Fact]
    public void A_PHP_list_written_as_an_object_is_a_list()
    {
        Extract(OrderSaved, """{"value":{"increment_id":"5","items":{"1":{"sku":"A"},"4":{"sku":"B"}}}}""");

        Assert.Equal(["a", "b"], Found(SearchKeyKind.Sku));
    }

    [Fact]
    public void A_stock_update_of_many_products_has_no_single_entity()
    {
        Assert.Equal(new EntityRef(EntityKind.Stock, null), Extract("be-observer.catalog_stock_update", """[{"sku":"A"},{"sku":"B"}]"""));
        Assert.Equal(["a", "b"], Found(SearchKeyKind.Sku));

        Assert.Equal(new EntityRef(EntityKind.Stock, "A"), Extract("be-observer.catalog_stock_update", """[{"sku":"A"}]"""));
        Assert.Equal(new EntityRef(EntityKind.Stock, "A"), Extract("be-observer.catalog_stock_update", """{"sourceItems":[{"sku":"A"}]}"""));
    }

    [Fact]
    public void Keys_are_bounded_in_number_and_length_and_the_orders_own_come_first()
    {
        var items = string.Join(',', Enumerable.Range(0, 5_000).Select(i => string.Create(CultureInfo.InvariantCulture, $$"""{"sku":"S{{i}}"}""")));

        Extract(OrderSaved, $$$"""{"value":{"items":[{{{items}}}],"increment_id":"{{{new string('9', 500)}}}","customer_email":"a@b.example"}}""");

        Assert.Equal(SearchKey.MaxPerEvent, _keys.Count);
        Assert.Equal(SearchKey.MaxLength, Found(SearchKeyKind.OrderNumber).Single().Length);
        Assert.Equal(["a@b.example"], Found(SearchKeyKind.Email));
    }

    [Fact]
    public void What_a_person_types_becomes_the_key_that_was_stored()
    {
        var sku = "  Ünïcode " + new string('X', 119) + "😀 tail";

        Extract("be-observer.catalog_product_delete", JsonSerializer.Serialize(new { sku }));

        Assert.Equal([SearchKey.Normalize(sku)], Found(SearchKeyKind.Sku));
        Assert.True(_keys[0].Value.Length <= SearchKey.MaxLength);
        Assert.False(char.IsSurrogate(_keys[0].Value[^1]) && !char.IsLowSurrogate(_keys[0].Value[^1]));
    }

    [Theory]
    [InlineData("\"a\\ud800b\"", "a\uFFFDb")]
    [InlineData("\"a\\udc00\\ud800\"", "a\uFFFD\uFFFD")]
    [InlineData("\"\\u0000x\"", "\uFFFDx")]
    [InlineData("\"\\ud83d\\ude00\"", "😀")]
    [InlineData("\"שלום 👋\"", "שלום 👋")]
    [InlineData("\"tab\\tquote\\\"slash\\/\"", "tab\tquote\"slash/")]
    [InlineData("123456789012345678901234567890", "123456789012345678901234567890")]
    public void Odd_text_is_kept_as_well_as_it_can_be(string json, string expected)
    {
        Assert.Equal(expected, Extract("be-observer.catalog_product_delete", $$"""{"sku":{{json}}}""").Key);
    }

    [Fact]
    public void Bytes_that_are_no_UTF8_become_replacement_characters()
    {
        byte[] json = [.. "{\"sku\":\"a"u8, 0xFF, .. "b\"}"u8];
        using var document = JsonDocument.Parse(json);

        var entity = _extractor.Extract(EventCatalogue.Default.Describe("be-observer.catalog_product_delete"), document.RootElement, _keys);

        Assert.Equal("a\uFFFDb", entity.Key);
    }

    [Fact]
    public void Wrong_types_anywhere_never_make_it_throw()
    {
        string[] values = ["null", "true", "12", "1e999", "\"x\"", "\"\\ud800\"", "[]", "{}", "[[[1]]]", """{"\ud800":{"a":1}}""", """[null,{"sku":[{}]}]"""];
        string[] names = ["increment_id", "entity_id", "id", "sku", "email", "items", "tracks", "customer", "order", "quote", "product", "value", "event"];
        foreach (var type in EventCatalogue.Default.Types.Select(type => type.Name).Append("com.example.thing"))
        {
            foreach (var value in values)
            {
                var fields = string.Join(',', names.Select(name => $"\"{name}\":{value}"));
                Extract(type, $$$"""{"value":{{{{fields}}}}}""");
                Extract(type, $$$"""{"event":{{{{fields}}}}}""");
                Extract(type, $$"""{{{fields}}}""");
                Extract(type, value);
            }
        }
    }

    [Fact]
    public void Only_the_kept_strings_are_allocated()
    {
        var type = EventCatalogue.Default.Describe(OrderSaved);
        _extractor.Extract(type, type.Info!.Sample, _keys);

        var before = GC.GetAllocatedBytesForCurrentThread();
        _extractor.Extract(type, type.Info.Sample, _keys);
        var allocated = GC.GetAllocatedBytesForCurrentThread() - before;

        // A string is a header, a length, its characters and a terminator, in steps of eight bytes.
        Assert.True(allocated <= _keys.Sum(key => (22 + (2 * key.Value.Length) + 7) / 8 * 8), $"{allocated} bytes for {_keys.Count} keys");
    }

    [Fact]
    public void Malformed_escapes_in_raw_text_do_not_throw()
    {
        Span<char> buffer = stackalloc char[8];

        foreach (var raw in new[] { "\\", "\\u", "\\u12", "\\uZZZZ", "a\\ud83d", "a\\ud83d\\u00" })
            Assert.InRange(JsonText.Unescape(Encoding.UTF8.GetBytes(raw), buffer), 1, 8);
    }
}
