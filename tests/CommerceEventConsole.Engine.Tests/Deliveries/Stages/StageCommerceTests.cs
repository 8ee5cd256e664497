using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Commerce.Api;
using CommerceEventConsole.Engine.Commerce.OwnChanges;
using CommerceEventConsole.Engine.Deliveries.Stages;
using CommerceEventConsole.Engine.Subscriptions.Stages;
using CommerceEventConsole.Engine.Tests.Commerce;

namespace CommerceEventConsole.Engine.Tests.Deliveries.Stages;

public class StageCommerceTests
{
    private const string Base = "https://shop.example.com/rest/all/V1/";

    private readonly OwnChanges _own = new();
    private readonly FakeRouting _routing = new();

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_document_is_read_digit_for_digit_and_none_is_null()
    {
        var (shop, stages) = Open(asked => asked.Line.EndsWith("orders/7", StringComparison.Ordinal) ? (200, """{"entity_id":7,"grand_total":12.5000}""") : (404, """{"message":"none"}"""));

        Assert.Equal("12.5000", (await stages.GetAsync(null, "/orders/7", Token))!.Value.GetProperty("grand_total").GetRawText());
        Assert.Null(await stages.GetAsync(null, "orders/8", Token));
        Assert.Equal(["GET " + Base + "orders/7", "GET " + Base + "orders/8"], shop.Requests.Select(r => r.Line));
    }

    [Fact]
    public async Task Many_of_a_kind_are_one_search_whatever_the_answer_calls_its_key()
    {
        var (shop, stages) = Open(_ => (200, """{"items":[{"id":5,"email":"a"},{"id":6,"email":"b"}],"total_count":2}"""));
        var (question, _) = KnownQuestion.Of("customers/5")!.Value;

        var found = await stages.GetManyAsync(null, question, ["5", "6", "7"], Token);

        Assert.Equal(["5", "6"], found.Keys.Order(StringComparer.Ordinal));
        Assert.StartsWith("GET " + Base + "customers/search?", Assert.Single(shop.Requests).Line, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Orders_are_searched_by_their_numbers_and_a_number_of_two_stores_tells_nothing()
    {
        var (shop, stages) = Open(_ => (200, """{"items":[{"entity_id":5,"increment_id":"0005"},{"entity_id":6,"increment_id":"0006"},{"entity_id":9,"increment_id":"0006"}],"total_count":3}"""));
        var (question, key) = KnownQuestion.Of("orders/0005", LookUpKeys.OrderNumber)!.Value;

        var found = await stages.GetManyAsync(null, question, [key, "0006", "0007"], Token);

        Assert.Equal(5, found["0005"].GetProperty("entity_id").GetInt32());
        Assert.Equal(JsonValueKind.Undefined, found["0006"].ValueKind);
        Assert.False(found.ContainsKey("0007"));
        Assert.Contains("increment_id", Assert.Single(shop.Requests).Line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("orders/7", "orders", "7")]
    [InlineData("products/A%2F1", "products", "A/1")]
    [InlineData("customers/12", "customers/search", "12")]
    [InlineData("orders/abc", null, null)]
    [InlineData("orders/7/comments", null, null)]
    [InlineData("orders/7?fields=status", null, null)]
    [InlineData("stockItems/A", null, null)]
    public void Paths_of_one_entity_are_known(string path, string? search, string? key)
    {
        var known = KnownQuestion.Of(path);

        Assert.Equal((search, key), (known?.Question.Search, known?.Key));
    }

    [Fact]
    public async Task An_external_id_that_is_there_is_not_written_again()
    {
        var (shop, stages) = Open(_ => (200, """{"entity_id":7,"increment_id":"07","ext_order_id":"E-7"}"""));

        await stages.WriteAsync(Write(WriteBackKind.ExternalId, """{"ext_order_id":"E-7"}"""), Token);

        Assert.StartsWith("GET ", Assert.Single(shop.Requests).Line, StringComparison.Ordinal);
        Assert.Empty(_own.Remembered);
    }

    [Fact]
    public async Task An_external_id_is_written_with_the_number_and_remembered_before()
    {
        var (shop, stages) = Open(_ => (200, """{"entity_id":7,"increment_id":"07","ext_order_id":null}"""));
        _own.Before = () => Assert.DoesNotContain(shop.Requests, r => r.Line.StartsWith("POST", StringComparison.Ordinal));

        await stages.WriteAsync(Write(WriteBackKind.ExternalId, """{"ext_order_id":"E-7"}"""), Token);

        Assert.Equal(("POST " + Base + "orders", """{"entity":{"entity_id":7,"increment_id":"07","ext_order_id":"E-7"}}"""), (shop.Requests[^1].Line, shop.Requests[^1].Body));
        var change = Assert.Single(_own.Remembered);
        Assert.Equal([9], change.DestinationIds);
        Assert.Equal("""{"ext_order_id":"E-7"}""", change.Written.ToJsonString());
    }

    [Fact]
    public async Task A_comment_that_is_there_is_not_added_again()
    {
        var (shop, stages) = Open(_ => (200, """{"items":[{"comment":"In the ERP as E-7"}],"total_count":1}"""));

        await stages.WriteAsync(Write(WriteBackKind.OrderComment, """{"comment":"In the ERP as E-7"}"""), Token);

        Assert.Equal("GET " + Base + "orders/7/comments", Assert.Single(shop.Requests).Line);
    }

    [Theory]
    [InlineData("processing", 1)]
    [InlineData("pending", 2)]
    public async Task A_status_is_set_where_it_is_another(string now, int requests)
    {
        var (shop, stages) = Open(asked => asked.Line.StartsWith("GET", StringComparison.Ordinal) ? (200, $"\"{now}\"") : (200, "true"));

        await stages.WriteAsync(Write(WriteBackKind.OrderStatus, """{"status":"processing"}"""), Token);

        Assert.Equal(requests, shop.Requests.Count);
        if (requests == 2)
            Assert.Contains("\"status\":\"processing\"", shop.Requests[1].Body, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_shipment_is_made_once_and_its_id_told()
    {
        var isShipped = false;
        var (shop, stages) = Open(asked =>
        {
            if (asked.Line.StartsWith("POST", StringComparison.Ordinal))
            {
                isShipped = true;
                return (200, "41");
            }

            return asked.Line.Contains("shipments?", StringComparison.Ordinal)
                ? (200, """{"items":[{"entity_id":41,"tracks":[{"track_number":"T-1"}]}],"total_count":1}""")
                : (200, $$"""{"entity_id":7,"items":[{"item_id":3,"qty_ordered":2,"qty_shipped":{{(isShipped ? 2 : 0)}}}]}""");
        });
        var write = Write(WriteBackKind.Shipment, """{"tracks":[{"track_number":"T-1","carrier_code":"dhl"},{"title":"none"}],"items":[{"order_item_id":3,"qty":"2.0000"}],"source_code":"main"}""");

        var first = await stages.WriteAsync(write, Token);
        var second = await stages.WriteAsync(write, Token);

        Assert.Equal((41, 41), (first!.Value.GetInt32(), second!.Value.GetInt32()));
        var made = Assert.Single(shop.Requests, r => r.Line.StartsWith("POST", StringComparison.Ordinal));
        Assert.Equal("POST " + Base + "order/7/ship", made.Line);
        Assert.Contains(""" "tracks":[{"track_number":"T-1","title":"dhl","carrier_code":"dhl"}] """.Trim(), made.Body, StringComparison.Ordinal);
        Assert.Contains("\"source_code\":\"main\"", made.Body, StringComparison.Ordinal);
        Assert.Equal([EntityKind.Shipment, EntityKind.Order], _own.Remembered.Take(2).Select(c => c.Kind));
        var item = Assert.Single(_own.Remembered[1].Written["items"]!.AsArray());
        Assert.Equal((3L, 2m), ((long)item!["item_id"]!, (decimal)item["qty_shipped"]!));
    }

    [Fact]
    public async Task Parts_without_a_parcel_bear_a_mark_that_tells_them_from_others()
    {
        var (shop, stages) = Open(asked => asked.Line.StartsWith("POST", StringComparison.Ordinal) ? (200, "5") : (200, """{"entity_id":7,"items":[{"item_id":3,"qty_ordered":2,"qty_invoiced":0}]}"""));

        var id = await stages.WriteAsync(Write(WriteBackKind.Invoice, """{"items":[{"order_item_id":3,"qty":1}],"capture":true}"""), Token);

        Assert.Equal(5, id!.Value.GetInt32());
        Assert.Contains("[msg_1 mine]", shop.Requests[^1].Body, StringComparison.Ordinal);
        Assert.Contains("\"capture\":true", shop.Requests[^1].Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("""{"sku":"A","quantity":"5.5"}""", """{"sourceItems":[{"sku":"A","source_code":"default","quantity":5.5,"status":1}]}""")]
    [InlineData("""{"items":[{"sku":"A","quantity":0},{"sku":"B","quantity":2,"source_code":"x","status":"0"}]}""", """{"sourceItems":[{"sku":"A","source_code":"default","quantity":0,"status":0},{"sku":"B","source_code":"x","quantity":2,"status":0}]}""")]
    public async Task Stock_is_set_for_one_article_or_for_several(string fields, string expected)
    {
        var (shop, stages) = Open(_ => (200, "[]"));

        await stages.WriteAsync(Write(WriteBackKind.Stock, fields) with { OrderId = null }, Token);

        Assert.Equal(("POST " + Base + "inventory/source-items", expected), (shop.Requests[0].Line, shop.Requests[0].Body));
    }

    [Theory]
    [InlineData(WriteBackKind.ExternalId, "{}", "“ext_order_id” has no value")]
    [InlineData(WriteBackKind.OrderStatus, """{"status":""}""", "“status” has no value")]
    [InlineData(WriteBackKind.Shipment, """{"items":[{"order_item_id":"x","qty":1}]}""", "“items[].order_item_id” is no number")]
    [InlineData(WriteBackKind.Stock, """{"sku":"A","quantity":"many"}""", "“quantity” is no number")]
    public async Task Fields_that_lack_something_are_named_before_anything_is_written(WriteBackKind kind, string fields, string expected)
    {
        var (shop, stages) = Open(_ => (200, "{}"));

        var failure = await Assert.ThrowsAsync<StageException>(() => stages.WriteAsync(Write(kind, fields), Token));

        Assert.Equal(expected, failure.Message);
        Assert.Empty(shop.Requests);
    }

    [Fact]
    public async Task What_Commerce_refuses_is_told()
    {
        var (_, stages) = Open(_ => (400, """{"message":"The quantity is not right."}"""));

        var failure = await Assert.ThrowsAsync<CommerceException>(() => stages.WriteAsync(Write(WriteBackKind.Stock, """{"sku":"A","quantity":1}"""), Token));

        Assert.False(failure.IsTransient);
        Assert.StartsWith("A: ", failure.Message, StringComparison.Ordinal);
    }

    private static StageWrite Write(WriteBackKind kind, string fields) => new(kind, null, 7, null, JsonSerializer.Deserialize<JsonElement>(fields), "msg_1 mine", 9);

    private (FakeCommerce Shop, StageCommerce Stages) Open(Func<FakeCommerce.Asked, (int, string)> answer)
    {
        var shop = new FakeCommerce(answer);
        return (shop, new StageCommerce((_, purpose, _) => Task.FromResult(shop.Rest.Open(FakeCommerce.Instance, purpose)), _routing, () => _own));
    }

    private sealed class OwnChanges : IOwnChanges
    {
        public List<OwnChange> Remembered { get; } = [];

        public Action? Before { get; set; }

        public Task RememberAsync(IReadOnlyList<OwnChange> changes, CancellationToken cancellationToken)
        {
            Before?.Invoke();
            Remembered.AddRange(changes);
            return Task.CompletedTask;
        }
    }
}
