using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice;
using static CommerceEventConsole.Engine.Tests.Commerce.Records.CommerceSide;

namespace CommerceEventConsole.Engine.Tests.Commerce.Records;

public class CommerceRecordsWriteTests
{
    private const string Order = """[ { "entity_id": 7, "increment_id": "000000001", "status": "processing", "items": [ { "item_id": 70, "sku": "A" }, { "item_id": 71, "sku": "A-part", "parent_item_id": 70 } ] } ]""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Stock_is_written_in_one_call_and_what_says_nothing_of_its_status_is_in_stock_while_there_is_some()
    {
        var side = new CommerceSide().On("POST inventory/source-items", "[]");

        var outcomes = await side.Records.WriteAsync(
            RecordKind.Stock,
            [
                Record(RecordKind.Stock, "A", """{"sku":"A","source_code":"default","quantity":3}"""), Record(RecordKind.Stock, "B/eu", """{"quantity":0}"""),
                Record(RecordKind.Stock, "C", """{"sku":"C","quantity":5,"status":0}"""),
            ],
            Token);

        Assert.Equal(["A ", "B/eu ", "C "], outcomes.Select(o => $"{o.Key} {o.Problem}"));
        Assert.Equal(
            """[{"sku":"A","source_code":"default","quantity":3,"status":1},{"sku":"B","source_code":"eu","quantity":0,"status":0},{"sku":"C","source_code":"default","quantity":5,"status":0}]""",
            Assert.Single(side.Sent("POST inventory/source-items"))["sourceItems"]!.ToJsonString());
        Assert.Equal(1, side.Records.Calls);
    }

    [Fact]
    public async Task Of_prices_that_commerce_takes_in_one_call_each_has_an_outcome_of_its_own()
    {
        var side = new CommerceSide().On(
            "POST products/base-prices",
            """[ { "message": "Requested product doesn't exist. Row ID: SKU = %SKU, Store ID: %storeId.", "parameters": [ "B", "2" ] } ]""");

        var outcomes = await side.Records.WriteAsync(
            RecordKind.BasePrice, [Record(RecordKind.BasePrice, "A", """{"price":9.5}"""), Record(RecordKind.BasePrice, "B/2", """{"price":"8"}""")], Token);

        Assert.Equal("""[{"sku":"A","store_id":0,"price":9.5},{"sku":"B","store_id":2,"price":8}]""", side.Sent("POST products/base-prices")[0]["prices"]!.ToJsonString());
        Assert.Equal([null, "B/2"], outcomes.Select(o => o.Problem is null ? null : o.Key));
    }

    [Fact]
    public async Task A_product_that_commerce_lacks_is_made_whole_and_one_that_it_has_is_changed_only()
    {
        var side = new CommerceSide().Found("products", """[ { "id": 1, "sku": "a" } ]""").On("POST products", "{}");

        var outcomes = await side.Records.WriteAsync(
            RecordKind.Product,
            [Record(RecordKind.Product, "A", """{"name":"Mat","attributes":{"color":"red"}}"""), Record(RecordKind.Product, "B", """{"name":"Tent","price":80}""")],
            Token);

        Assert.All(outcomes, o => Assert.Null(o.Problem));
        var sent = side.Sent("POST products").Select(b => b["product"]!.ToJsonString()).ToList();
        Assert.Equal("""{"name":"Mat","sku":"A","custom_attributes":[{"attribute_code":"color","value":"red"}]}""", sent[0]);
        Assert.Equal("""{"name":"Tent","price":80,"sku":"B","attribute_set_id":4,"visibility":4,"type_id":"simple"}""", sent[1]);
    }

    [Fact]
    public async Task A_customer_is_changed_with_what_commerce_wants_to_be_there_and_what_it_refuses_is_that_customers_problem()
    {
        var side = new CommerceSide()
            .Found("customers/search", """[ { "id": 3, "email": "Ada@example.com", "firstname": "Ada", "lastname": "Hill", "website_id": 1 } ]""")
            .On("PUT customers/3", "{}")
            .On("POST customers", """{"message":"\"%1\" is not a valid email address.","parameters":["nobody"]}""", 400);

        var outcomes = await side.Records.WriteAsync(
            RecordKind.Customer,
            [Record(RecordKind.Customer, "ada@example.com", """{"lastname":"Hart","group_id":2}"""), Record(RecordKind.Customer, "nobody", """{"firstname":"No","lastname":"Body"}""")],
            Token);

        Assert.Equal(
            """{"lastname":"Hart","group_id":2,"email":"ada@example.com","firstname":"Ada","website_id":1,"id":3}""",
            Assert.Single(side.Sent("PUT customers/3"))["customer"]!.ToJsonString());
        Assert.Null(outcomes[0].Problem);
        Assert.Contains("nobody", outcomes[1].Problem, StringComparison.Ordinal);
        Assert.False(outcomes[1].IsTransient);
    }

    [Fact]
    public async Task Credentials_that_are_not_accepted_end_the_write_and_are_no_records_problem()
    {
        var side = new CommerceSide().Found("customers/search", "[]").On("POST customers", """{"message":"The consumer isn't authorized."}""", 401);

        await Assert.ThrowsAsync<RecordSystemException>(
            () => side.Records.WriteAsync(RecordKind.Customer, [Record(RecordKind.Customer, "a@example.com", "{}"), Record(RecordKind.Customer, "b@example.com", "{}")], Token));

        Assert.Single(side.Sent("POST customers"));
    }

    [Fact]
    public async Task A_status_is_set_by_an_entry_of_the_orders_history_unless_it_is_so_already()
    {
        var side = new CommerceSide()
            .Found("orders", """[ { "entity_id": 7, "increment_id": "1", "status": "processing" }, { "entity_id": 8, "increment_id": "2", "status": "complete" } ]""")
            .On("POST orders/7/comments", "true");

        var outcomes = await side.Records.WriteAsync(
            RecordKind.OrderStatus,
            [
                Record(RecordKind.OrderStatus, "1", """{"status":"complete","comment":"delivered"}"""), Record(RecordKind.OrderStatus, "2", """{"status":"complete"}"""),
                Record(RecordKind.OrderStatus, "3", """{"status":"complete"}"""),
            ],
            Token);

        Assert.Equal([null, null, "Commerce has no order with this number."], outcomes.Select(o => o.Problem));
        Assert.Equal(["GET orders", "POST orders/7/comments"], side.Lines);
        var entry = side.Sent("POST orders/7/comments")[0]["statusHistory"]!;
        Assert.Equal(("delivered", "complete"), (entry["comment"]!.GetValue<string>(), entry["status"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_shipment_is_made_with_its_number_in_brackets_and_not_a_second_time()
    {
        var shipped = 0;
        var shipments = "[]";
        var side = new CommerceSide()
            .On("GET orders", _ => (200, $$"""{"items":[{"entity_id":7,"increment_id":"000000001","items":[{"item_id":70,"sku":"A","qty_ordered":2,"qty_shipped":{{shipped}}}]}],"total_count":1}"""))
            .On("GET orders/7", _ => (200, $$"""{"entity_id":7,"items":[{"item_id":70,"sku":"A","qty_ordered":2,"qty_shipped":{{shipped}}}]}"""))
            .On("GET shipments", _ => (200, $$"""{"items":{{shipments}},"total_count":1}"""))
            .On("POST order/7/ship", asked =>
            {
                shipped = 2;
                shipments = $$"""[ { "entity_id": 1, "order_id": 7, "comments": [ {{JsonNode.Parse(asked.Body)!["comment"]!.ToJsonString()}} ] } ]""";
                return (200, "\"1\"");
            });
        var record = Record(
            RecordKind.Shipment, "DL-1", """{"increment_id":"000000001","source_code":"eu","items":[{"sku":"a","qty":2}],"tracks":[{"track_number":"FE1","title":"UPS","carrier_code":"ups"},{"title":"none"}]}""");

        Assert.Null((await side.Records.WriteAsync(RecordKind.Shipment, [record], Token))[0].Problem);
        Assert.Null((await side.Records.WriteAsync(RecordKind.Shipment, [record], Token))[0].Problem);

        var sent = Assert.Single(side.Sent("POST order/7/ship"));
        Assert.Equal("""[{"order_item_id":70,"qty":2}]""", sent["items"]!.ToJsonString());
        Assert.Equal("""[{"track_number":"FE1","title":"UPS","carrier_code":"ups"}]""", sent["tracks"]!.ToJsonString());
        Assert.Equal(("[DL-1]", "eu"), (sent["comment"]!["comment"]!.GetValue<string>(), sent["arguments"]!["extension_attributes"]!["source_code"]!.GetValue<string>()));
    }

    [Theory]
    [InlineData("""{"increment_id":"000000009","items":[]}""", "Commerce has no order with the number of this shipment.")]
    [InlineData("""{"increment_id":"000000001","items":[{"sku":"B","qty":1}]}""", "The order has no article B.")]
    [InlineData("""{"increment_id":"000000001","items":[{"sku":"A-part","qty":1}]}""", "The order has no article A-part.")]
    public async Task A_shipment_that_does_not_fit_its_order_is_that_shipments_problem(string fields, string problem)
    {
        var side = new CommerceSide().Found("orders", Order);

        var outcome = Assert.Single(await side.Records.WriteAsync(RecordKind.Shipment, [Record(RecordKind.Shipment, "DL-1", fields)], Token));

        Assert.Equal(("DL-1", problem, false), (outcome.Key, outcome.Problem, outcome.IsTransient));
    }

    [Fact]
    public async Task A_return_that_is_there_by_its_number_is_not_registered_again()
    {
        var side = new CommerceSide()
            .Found("orders", Order)
            .Found("returns", """[ { "entity_id": 1, "order_id": 7, "increment_id": "9", "comments": [ { "comment": "Return in the back office [RT-1]" } ], "items": [] } ]""")
            .On("POST returns", "{}");

        var outcomes = await side.Records.WriteAsync(
            RecordKind.Return,
            [
                Record(RecordKind.Return, "RT-1", """{"increment_id":"000000001","items":[{"sku":"A","qty":1}]}"""),
                Record(RecordKind.Return, "RT-2", """{"increment_id":"000000001","items":[{"sku":"A","qty":1}]}"""),
            ],
            Token);

        Assert.All(outcomes, o => Assert.Null(o.Problem));
        var sent = Assert.Single(side.Sent("POST returns"))["rmaDataObject"]!;
        Assert.Equal("""[{"order_item_id":70,"qty_requested":1,"qty_returned":1,"qty_approved":1}]""", sent["items"]!.ToJsonString());
        Assert.Contains("[RT-2]", sent["comments"]![0]!["comment"]!.GetValue<string>(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(RecordKind.Order)]
    [InlineData(RecordKind.Company)]
    [InlineData(RecordKind.ListPrice)]
    public async Task What_commerce_cannot_be_given_is_refused_before_it_is_asked(RecordKind kind)
    {
        var side = new CommerceSide();

        await Assert.ThrowsAsync<NotSupportedException>(() => side.Records.WriteAsync(kind, [Record(kind, "1", "{}")], Token));

        Assert.Empty(side.Lines);
    }
}
