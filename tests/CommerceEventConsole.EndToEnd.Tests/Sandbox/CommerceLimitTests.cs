using System.Net;

namespace CommerceEventConsole.EndToEnd.Tests.Sandbox;

public sealed class CommerceLimitTests
{
    [Theory]
    [InlineData("error500", HttpStatusCode.InternalServerError)]
    [InlineData("tooMany429", HttpStatusCode.TooManyRequests)]
    [InlineData("flaky", HttpStatusCode.ServiceUnavailable)]
    public async Task A_fault_of_commerce_meets_every_call_until_it_is_taken_back(string mode, HttpStatusCode expected)
    {
        await using var rig = await SandboxRig.StartAsync();
        await rig.SendAsync(HttpMethod.Put, "/control/faults/commerce", $$"""{"mode":"{{mode}}","retryAfterSeconds":7,"percent":100}""");

        var read = await rig.CommerceAsync(HttpMethod.Get, "orders");
        var eventing = await rig.CommerceAsync(HttpMethod.Get, "eventing/supportedList");
        await rig.SendAsync(HttpMethod.Put, "/control/faults/commerce", """{"mode":"none"}""");

        Assert.Equal([expected, expected], [read.Status, eventing.Status]);
        Assert.Equal(mode is "tooMany429" ? TimeSpan.FromSeconds(7) : null, read.RetryAfter);
        Assert.NotNull(read.Json["message"]);
        Assert.Equal(HttpStatusCode.OK, (await rig.CommerceAsync(HttpMethod.Get, "orders")).Status);
    }

    [Fact]
    public async Task A_commerce_that_is_down_aborts_the_connection()
    {
        await using var rig = await SandboxRig.StartAsync();
        await rig.SendAsync(HttpMethod.Put, "/control/faults/commerce", """{"mode":"down"}""");

        await Assert.ThrowsAsync<HttpRequestException>(() => rig.CommerceAsync(HttpMethod.Get, "orders"));

        var calls = await rig.GetAsync("/control/calls");
        Assert.Equal(1, (int)calls["calls"]![0]!["refused"]!);
    }

    [Fact]
    public async Task Above_its_limit_commerce_says_when_to_come_again()
    {
        await using var rig = await SandboxRig.StartAsync(options =>
        {
            options.CommerceRequestsPerSecond = 0.01;
            options.CommerceBurst = 2;
        });

        var first = await rig.CommerceAsync(HttpMethod.Get, "store/websites");
        var second = await rig.CommerceAsync(HttpMethod.Get, "store/websites");
        var third = await rig.CommerceAsync(HttpMethod.Get, "store/websites");
        await rig.SendAsync(HttpMethod.Put, "/control/commerce/limit", """{"requestsPerSecond":0}""");
        var free = await rig.CommerceAsync(HttpMethod.Get, "store/websites");

        Assert.Equal([HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.TooManyRequests, HttpStatusCode.OK], [first.Status, second.Status, third.Status, free.Status]);
        Assert.InRange(third.RetryAfter!.Value.TotalSeconds, 1, 100);
    }

    [Fact]
    public async Task Input_limits_hold_where_they_are_switched_on_and_pages_end_at_300()
    {
        var rows = string.Join(',', Enumerable.Repeat("""{"sku":"MAT-AIR-L","price":9,"store_id":0}""", 21));
        await using var open = await SandboxRig.StartAsync();
        await using var limited = await SandboxRig.StartAsync(options => options.CommerceInputLimits = true);

        Assert.Equal(HttpStatusCode.OK, (await open.CommerceAsync(HttpMethod.Post, "products/base-prices", $$"""{"prices":[{{rows}}]}""")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await limited.CommerceAsync(HttpMethod.Post, "products/base-prices", $$"""{"prices":[{{rows}}]}""")).Status);
        Assert.Equal(HttpStatusCode.Accepted, (await limited.CommerceAsync(HttpMethod.Post, "products/base-prices", $$"""{"prices":[{{rows}}]}""", "/rest/all/async/V1/")).Status);
        Assert.Equal(HttpStatusCode.OK, (await open.CommerceAsync(HttpMethod.Get, "orders?searchCriteria[pageSize]=300")).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await open.CommerceAsync(HttpMethod.Get, "orders?searchCriteria[pageSize]=301")).Status);
    }

    [Fact]
    public async Task Calls_are_counted_by_system_and_template()
    {
        await using var rig = await SandboxRig.StartAsync();
        await rig.PostAsync("/control/shop/orders?count=2");
        await rig.CommerceAsync(HttpMethod.Get, "orders/1000");
        await rig.CommerceAsync(HttpMethod.Get, "orders/1001", start: "/rest/de/V1/");
        await rig.CommerceAsync(HttpMethod.Get, "orders/77");
        await rig.ErpAsync(HttpMethod.Get, "prices/MAT-AIR-L");
        (await BackOfficeCalls.SendAsync(rig, "wms/orders", "a", "{}")).Dispose();

        var calls = await rig.GetAsync("/control/calls");

        Assert.Equal(5, (int)calls["total"]!);
        Assert.Equal(3, (int)calls["systems"]!["commerce"]!);
        Assert.Equal(["commerce shop GET orders/{id} 3 1", "erp backOffice GET api/prices/{key} 1 0", "wms backOffice POST {kind} 1 0"],
            calls["calls"]!.AsArray().Select(call => $"{call!["system"]} {call["side"]} {call["method"]} {call["path"]} {call["count"]} {call["refused"]}"));
        await rig.PostAsync("/control/calls/reset");
        Assert.Equal(0, (int)(await rig.GetAsync("/control/calls"))["total"]!);
    }
}
