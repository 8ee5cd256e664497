using System.Net;
using System.Text.Json.Nodes;

namespace CommerceEventConsole.EndToEnd.Tests.Sandbox;

public sealed class ErpApiTests(SmallShop shop) : IClassFixture<SmallShop>
{
    [Fact]
    public async Task The_same_order_twice_is_one_order_and_another_one_under_its_number_is_refused()
    {
        var first = await shop.Rig.ErpAsync(HttpMethod.Post, "sales-orders", Order("E-1", 2, "17,50"));
        var second = await shop.Rig.ErpAsync(HttpMethod.Post, "sales-orders", Order("E-1", 2, "17,50"));
        var other = await shop.Rig.ErpAsync(HttpMethod.Post, "sales-orders", Order("E-1", 3, "17,50"));
        var put = await shop.Rig.ErpAsync(HttpMethod.Put, "sales-orders/E-1", Order("E-1", 3, "17,50"));

        Assert.Equal([HttpStatusCode.Created, HttpStatusCode.OK, HttpStatusCode.Conflict, HttpStatusCode.OK], [first.Status, second.Status, other.Status, put.Status]);
        Assert.Equal((string?)first.Json["documentNo"], (string?)second.Json["documentNo"]);
        Assert.Equal((true, false), ((bool)first.Json["created"]!, (bool)second.Json["created"]!));
        Assert.Equal("DIFFERS", (string?)other.Json["fault"]!["code"]);
        Assert.Equal((3m, 17.5m), ((decimal)put.Json["positions"]!["position"]![0]!["qty"]!, (decimal)put.Json["amounts"]!["gross"]!));
        Assert.Equal(1, (int)(await shop.Rig.ErpAsync(HttpMethod.Get, "order-states?$filter=externalNo eq 'E-1'")).Json["@odata.count"]!);
    }

    [Fact]
    public async Task An_order_takes_from_the_free_stock_once_and_gives_it_back_when_it_is_cancelled()
    {
        var before = await FreeAsync("BAG-KIDS-10C");
        var order = Order("E-2", 4, "300", "BAG-KIDS-10C");
        await shop.Rig.ErpAsync(HttpMethod.Post, "sales-orders", order);
        await shop.Rig.ErpAsync(HttpMethod.Post, "sales-orders", order);
        var during = await FreeAsync("BAG-KIDS-10C");
        await shop.Rig.PostAsync("/control/erp/confirm/E-2");

        await shop.Rig.ErpAsync(HttpMethod.Put, "sales-orders/E-2", """{"shopStatus":"canceled"}""");

        Assert.Equal((before - 4, before), (during, await FreeAsync("BAG-KIDS-10C")));
        Assert.Equal("90", (string?)(await shop.Rig.ErpAsync(HttpMethod.Get, "sales-orders/E-2")).Json["docState"]);
    }

    [Theory]
    [InlineData("""{"positions":{"position":[{"articleNo":"MAT-AIR-L","qty":1,"unitPrice":1}]}}""", HttpStatusCode.BadRequest, "externalNo")]
    [InlineData("""{"externalNo":"E-3"}""", HttpStatusCode.BadRequest, "positions")]
    [InlineData("""{"externalNo":"E-3","positions":{"position":[{"articleNo":"MAT-AIR-L","qty":0,"unitPrice":1}]}}""", HttpStatusCode.BadRequest, "positions.position[0].qty")]
    [InlineData("""{"externalNo":"E-3","positions":{"position":[{"articleNo":"MAT-AIR-L","qty":1,"unitPrice":"1.000,5"}]}}""", HttpStatusCode.BadRequest, "positions.position[0].unitPrice")]
    [InlineData("""{"externalNo":"E-3","orderDate":"2026-05-04","positions":{"position":[{"articleNo":"MAT-AIR-L","qty":1,"unitPrice":1}]}}""", HttpStatusCode.BadRequest, "orderDate")]
    [InlineData("""{"externalNo":"E-3","positions":{"position":[{"articleNo":"TENT-ARC-2","qty":1,"unitPrice":1}]}}""", HttpStatusCode.UnprocessableEntity, "positions.position[0].articleNo")]
    [InlineData("[]", HttpStatusCode.BadRequest, null)]
    [InlineData("{", HttpStatusCode.BadRequest, null)]
    public async Task An_order_that_is_wrong_is_refused_by_field(string body, HttpStatusCode status, string? field)
    {
        var refused = await shop.Rig.ErpAsync(HttpMethod.Post, "sales-orders", body);

        Assert.Equal(status, refused.Status);
        Assert.Equal(field, (string?)refused.Json["fault"]!["field"]);
        Assert.Equal(HttpStatusCode.NotFound, (await shop.Rig.ErpAsync(HttpMethod.Get, "sales-orders/E-3")).Status);
    }

    [Theory]
    [InlineData("GET", "stock", "wrong", HttpStatusCode.Unauthorized)]
    [InlineData("GET", "nothing", null, HttpStatusCode.NotFound)]
    [InlineData("GET", "stock?$top=0", null, HttpStatusCode.BadRequest)]
    [InlineData("GET", "stock?color=red", null, HttpStatusCode.BadRequest)]
    [InlineData("GET", "stock?changedSince=yesterday", null, HttpStatusCode.BadRequest)]
    [InlineData("GET", "stock?$filter=free gt 5", null, HttpStatusCode.BadRequest)]
    [InlineData("POST", "deliveries", null, HttpStatusCode.MethodNotAllowed)]
    [InlineData("PUT", "stock/MAT-AIR-L/9999", null, HttpStatusCode.BadRequest)]
    public async Task What_the_erp_does_not_understand_it_says(string method, string path, string? key, HttpStatusCode status)
    {
        var answer = await shop.Rig.ErpAsync(new HttpMethod(method), path, method is "GET" ? null : """{"free":1}""", key ?? "sandbox-only-erp-key");

        Assert.Equal(status, answer.Status);
        Assert.NotEqual("", (string?)answer.Json["fault"]!["text"]);
    }

    [Fact]
    public async Task Pages_follow_each_other_to_the_end_also_when_rows_are_changed_meanwhile()
    {
        var all = (int)(await shop.Rig.ErpAsync(HttpMethod.Get, "articles")).Json["@odata.count"]!;
        foreach (var start in (string[])["articles?$top=10", "articles?$top=10&changedSince=2020-01-01T00:00:00Z", "articles?$top=10&$filter=changedAt ge 2020-01-01T00:00:00Z"])
        {
            var seen = new HashSet<string>(StringComparer.Ordinal);
            for (var next = start; next is not null;)
            {
                var page = (await shop.Rig.ErpAsync(HttpMethod.Get, next)).Json;
                Assert.InRange(page["value"]!.AsArray().Count, 1, 10);
                foreach (var article in page["value"]!.AsArray())
                    seen.Add((string)article!["articleNo"]!);
                // What was read already goes to the end of the changes; what was not read yet must not be skipped for it.
                await shop.Rig.ErpAsync(HttpMethod.Put, $"articles/{seen.First()}", """{"blocked":false}""");
                next = (string?)page["@odata.nextLink"];
            }
            Assert.Equal(all, seen.Count);
        }
    }

    [Fact]
    public async Task Changes_are_asked_for_by_time_and_numbers_wear_a_comma_in_prices()
    {
        await shop.Rig.ErpAsync(HttpMethod.Put, "prices/LAMP-CAMP-R", """{"netPrice":"1045,5","validFrom":"01.06.2026"}""");
        var price = (await shop.Rig.ErpAsync(HttpMethod.Get, "prices/LAMP-CAMP-R")).Json;
        await shop.Rig.ErpAsync(HttpMethod.Put, "prices/POLE-CARBON", """{"netPrice":120.95}""");

        var later = await shop.Rig.ErpAsync(HttpMethod.Get, $"prices?changedSince={price["changedAt"]}");
        var after = await shop.Rig.ErpAsync(HttpMethod.Get, $"prices?$filter=changedAt gt {price["changedAt"]} and articleNo in ('POLE-CARBON','LAMP-CAMP-R')");

        Assert.Equal(("1045,50", "01.06.2026"), ((string?)price["netPrice"], (string?)price["validFrom"]));
        Assert.Equal(["LAMP-CAMP-R", "POLE-CARBON"], later.Json["value"]!.AsArray().Select(one => (string?)one!["articleNo"]).Where(one => one is "LAMP-CAMP-R" or "POLE-CARBON"));
        Assert.Equal(["POLE-CARBON 120,95"], after.Json["value"]!.AsArray().Select(one => $"{one!["articleNo"]} {one["netPrice"]}"));
    }

    [Fact]
    public async Task A_batch_says_of_each_row_how_it_went()
    {
        foreach (var (list, good, bad) in new[]
        {
            ("sales-orders", Order("E-9", 1, "5"), """{"externalNo":"E-10"}"""),
            ("articles", """{"articleNo":"NEW-1","description":{"short":"New"}}""", """{"description":{}}"""),
            ("prices", """{"articleNo":"MAT-AIR-L","netPrice":"89,95"}""", """{"articleNo":"NONE","netPrice":1}"""),
            ("stock", """{"articleNo":"PACK-KID-12","plant":"2000","free":3}""", """{"articleNo":"PACK-KID-12","plant":"77","free":3}"""),
            ("customers", """{"email":"Ada@example.com","name1":"Hill"}""", """{"name1":"Hill"}"""),
            ("companies", """{"email":"office@alder.example","name":"Alder"}""", "7"),
            ("price-list-entries", """{"articleNo":"MAT-AIR-L","listCode":"WHOLESALE","fromQty":10,"netPrice":"79,90"}""", """{"articleNo":"MAT-AIR-L","netPrice":1}"""),
        })
        {
            var answer = await shop.Rig.ErpAsync(HttpMethod.Post, $"{list}/batch", $$"""{"rows":[{{good}},{{bad}}]}""");
            Assert.Equal(HttpStatusCode.OK, answer.Status);
            Assert.Equal([true, false], answer.Json["results"]!.AsArray().Select(result => (bool)result!["ok"]!));
            Assert.Equal(HttpStatusCode.OK, (await shop.Rig.ErpAsync(HttpMethod.Post, $"{list}/batch", $$"""{"rows":[{{good}}]}""")).Status);
        }
        Assert.Equal(1, (int)(await shop.Rig.ErpAsync(HttpMethod.Get, "customers?$filter=email eq 'ada@example.com'")).Json["@odata.count"]!);
        Assert.Equal(2, (int)(await shop.Rig.ErpAsync(HttpMethod.Get, "stock/PACK-KID-12")).Json["@odata.count"]!);
    }

    [Fact]
    public async Task What_is_delivered_and_comes_back_moves_the_order_on_and_never_exceeds_it()
    {
        await shop.Rig.ErpAsync(HttpMethod.Post, "sales-orders", Order("E-20", 3, "270"));
        var part = await shop.Rig.SendAsync(HttpMethod.Post, "/control/erp/ship/E-20", """{"lines":[{"articleNo":"MAT-AIR-L","qty":2}],"parcelNo":"P-1"}""");
        var partly = await StateAsync("E-20");
        var tooMany = await shop.Rig.SendAsync(HttpMethod.Post, "/control/erp/ship/E-20", """{"lines":[{"articleNo":"MAT-AIR-L","qty":2}]}""");
        var fewer = await shop.Rig.ErpAsync(HttpMethod.Put, "sales-orders/E-20", Order("E-20", 1, "270"));
        await shop.Rig.SendAsync(HttpMethod.Post, "/control/erp/ship/E-20", null);
        var whole = await StateAsync("E-20");
        await shop.Rig.SendAsync(HttpMethod.Post, "/control/erp/returns", """{"externalNo":"E-20"}""");

        Assert.Equal(["40", "50", "80"], [partly, whole, await StateAsync("E-20")]);
        Assert.Equal([HttpStatusCode.Conflict, HttpStatusCode.Conflict], [tooMany.Status, fewer.Status]);
        var delivery = (await shop.Rig.ErpAsync(HttpMethod.Get, $"deliveries/{part.Json["deliveryNo"]}")).Json;
        Assert.Equal(("P-1", 2m), ((string?)delivery["parcels"]![0]!["parcelNo"], (decimal)delivery["positions"]!["position"]![0]!["qty"]!));
        Assert.Equal(2, (int)(await shop.Rig.ErpAsync(HttpMethod.Get, "deliveries?$filter=externalNo eq 'E-20'")).Json["@odata.count"]!);
        Assert.Equal(1, (int)(await shop.Rig.ErpAsync(HttpMethod.Get, "returns?$filter=externalNo eq 'E-20'")).Json["@odata.count"]!);
    }

    [Fact]
    public async Task Its_faults_meet_the_interface_too()
    {
        await using var rig = await SandboxRig.StartAsync();
        await rig.SendAsync(HttpMethod.Put, "/control/faults/erp", """{"mode":"tooMany429","retryAfterSeconds":3}""");
        var busy = await rig.ErpAsync(HttpMethod.Get, "stock");
        await rig.SendAsync(HttpMethod.Put, "/control/faults/erp", """{"mode":"down"}""");

        Assert.Equal((HttpStatusCode.TooManyRequests, TimeSpan.FromSeconds(3)), (busy.Status, busy.RetryAfter));
        await Assert.ThrowsAsync<HttpRequestException>(() => rig.ErpAsync(HttpMethod.Get, "stock"));
    }

    internal static string Order(string number, int quantity, string gross, string article = "MAT-AIR-L") => new JsonObject
    {
        ["externalNo"] = number, ["orderDate"] = "04.05.2026", ["currency"] = "USD", ["amounts"] = new JsonObject { ["gross"] = gross },
        ["positions"] = new JsonObject { ["position"] = new JsonArray(new JsonObject { ["articleNo"] = article, ["qty"] = quantity, ["unitPrice"] = "89,95" }) },
    }.ToJsonString();

    private async Task<string> StateAsync(string number) => (string)(await shop.Rig.ErpAsync(HttpMethod.Get, $"sales-orders/{number}")).Json["docState"]!;

    private async Task<decimal> FreeAsync(string article) => (decimal)(await shop.Rig.ErpAsync(HttpMethod.Get, $"stock/{article}")).Json["value"]![0]!["free"]!;
}
