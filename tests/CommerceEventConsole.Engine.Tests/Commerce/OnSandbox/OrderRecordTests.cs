using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Commerce.Records;
using CommerceEventConsole.Engine.Commerce.Rest;

namespace CommerceEventConsole.Engine.Tests.Commerce.OnSandbox;

/// <summary>What resyncs write about orders, on a shop that does what it is told.</summary>
public class OrderRecordTests
{
    private const long First = 1000;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task An_order_that_the_back_office_cancelled_is_cancelled_and_not_only_called_so()
    {
        await using var commerce = await SandboxCommerce.StartAsync(o => o.ShopShips = false);
        await commerce.OrderAsync();
        var record = Status(await NumberAsync(commerce), "canceled");

        var first = await Records(commerce).WriteAsync(RecordKind.OrderStatus, [record], Token);
        var second = await Records(commerce).WriteAsync(RecordKind.OrderStatus, [record], Token);

        Assert.Null(Assert.Single(first).Problem);
        Assert.Null(Assert.Single(second).Problem);
        var order = (await commerce.Shop.Orders.GetAsync(First, Token))!;
        Assert.Equal("canceled", (string?)order["state"]);
        Assert.All(order["items"]!.AsArray(), i => Assert.Equal(JsonFields.Decimal(i!["qty_ordered"]), JsonFields.Decimal(i["qty_canceled"])));
        Assert.Single(commerce.Requests, r => r.StartsWith("POST", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_held_order_is_released_before_it_takes_on_another_status()
    {
        await using var commerce = await SandboxCommerce.StartAsync(o => o.ShopShips = false);
        await commerce.OrderAsync();
        var number = await NumberAsync(commerce);

        var held = await Records(commerce).WriteAsync(RecordKind.OrderStatus, [Status(number, "holded")], Token);
        Assert.Equal("holded", (string?)(await commerce.Shop.Orders.GetAsync(First, Token))!["state"]);
        var moved = await Records(commerce).WriteAsync(RecordKind.OrderStatus, [Status(number, "processing")], Token);

        Assert.All(held.Concat(moved), o => Assert.Null(o.Problem));
        Assert.Equal("processing", await commerce.Shop.Orders.StatusAsync(First, Token));
    }

    [Fact]
    public async Task Shipments_of_orders_of_which_nothing_has_left_take_a_call_each_and_those_that_are_there_none()
    {
        await using var commerce = await SandboxCommerce.StartAsync(o => o.ShopShips = false);
        await commerce.OrderAsync(3);
        var orders = new List<JsonObject>();
        for (var id = First; id < First + 3; id++)
            orders.Add((await commerce.Shop.Orders.GetAsync(id, Token))!);
        List<SystemRecord> records = [.. orders.Select((order, i) => Shipment($"DL-{i}", order))];
        commerce.Requests.Clear();

        var first = await Records(commerce).WriteAsync(RecordKind.Shipment, records, Token);
        Assert.All(first, o => Assert.Null(o.Problem));
        Assert.Equal((1, 3), Requests(commerce));
        var again = await Records(commerce).WriteAsync(RecordKind.Shipment, records, Token);

        Assert.All(again, o => Assert.Null(o.Problem));
        Assert.Equal((3, 3), Requests(commerce));
        var query = new RecordQuery(RecordKind.Shipment, 10) { Keys = ["DL-0", "DL-1", "DL-2"], Orders = [.. orders.Select(o => (string)o["increment_id"]!)] };
        Assert.Equal(["DL-0", "DL-1", "DL-2"], (await Records(commerce).ReadAsync(query, Token)).Records.Select(r => r.Key).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_shipment_whose_answer_was_lost_is_not_made_twice()
    {
        await using var commerce = await SandboxCommerce.StartAsync(o => o.ShopShips = false);
        await commerce.OrderAsync();
        var order = (await commerce.Shop.Orders.GetAsync(First, Token))!;
        commerce.LosesAnswer = line => line.EndsWith("/ship", StringComparison.Ordinal);

        var outcome = await Records(commerce).WriteAsync(RecordKind.Shipment, [Shipment("DL-1", order)], Token);

        Assert.Null(Assert.Single(outcome).Problem);
        Assert.Single((await commerce.Shop.Papers.ShipmentsAsync(SearchCriteria.All, Token)).Items);
    }

    [Fact]
    public async Task An_article_that_stands_in_two_lines_is_shipped_from_both()
    {
        const string Order = """
            {"items":[{"entity_id":7,"increment_id":"07","items":[
              {"item_id":1,"sku":"A","qty_ordered":2,"qty_shipped":0},{"item_id":2,"sku":"A","qty_ordered":3,"qty_shipped":0},{"item_id":3,"sku":"A","parent_item_id":2,"qty_ordered":3}]}],
             "total_count":1}
            """;
        var commerce = new FakeCommerce(asked => asked.Line.StartsWith("POST", StringComparison.Ordinal) ? (200, "41") : (200, Order));
        var records = new CommerceRecords(commerce.Shop, commerce.Counts);
        static SystemRecord Of(string number, int quantity) => new(RecordKind.Shipment, number, new JsonObject
        {
            ["number"] = number, ["increment_id"] = "07", ["items"] = new JsonArray(new JsonObject { ["sku"] = "a", ["qty"] = quantity }),
        });

        var outcomes = await records.WriteAsync(RecordKind.Shipment, [Of("DL-1", 4), Of("DL-2", 1)], Token);

        Assert.All(outcomes, o => Assert.Null(o.Problem));
        var sent = commerce.Requests.Where(r => r.Line.StartsWith("POST", StringComparison.Ordinal)).Select(r => JsonNode.Parse(r.Body)!["items"]!.ToJsonString());
        Assert.Equal(["""[{"order_item_id":1,"qty":2},{"order_item_id":2,"qty":2}]""", """[{"order_item_id":2,"qty":1}]"""], sent);
    }

    private static CommerceRecords Records(SandboxCommerce commerce) => new(commerce.Shop, commerce.Counts);

    private static (int Questions, int Changes) Requests(SandboxCommerce commerce) => (
        commerce.Requests.Count(r => r.StartsWith("GET", StringComparison.Ordinal)), commerce.Requests.Count(r => r.StartsWith("POST", StringComparison.Ordinal)));

    private static async Task<string> NumberAsync(SandboxCommerce commerce) => (string)(await commerce.Shop.Orders.GetAsync(First, Token))!["increment_id"]!;

    private static SystemRecord Status(string number, string status) =>
        new(RecordKind.OrderStatus, number, new JsonObject { ["increment_id"] = number, ["status"] = status });

    private static SystemRecord Shipment(string number, JsonObject order) => new(RecordKind.Shipment, number, new JsonObject
    {
        ["number"] = number,
        ["increment_id"] = (string)order["increment_id"]!,
        ["items"] = new JsonArray([.. order["items"]!.AsArray().Select(i => (JsonNode)new JsonObject { ["sku"] = (string)i!["sku"]!, ["qty"] = JsonFields.Decimal(i["qty_ordered"]) })]),
        ["tracks"] = new JsonArray(new JsonObject { ["track_number"] = "P-" + number, ["carrier_code"] = "ups", ["title"] = "UPS" }),
    });
}
