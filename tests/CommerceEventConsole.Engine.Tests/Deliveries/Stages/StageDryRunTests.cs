using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Subscriptions.Stages;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Engine.Tests.Deliveries.Stages;

public class StageDryRunTests
{
    private static readonly RouteStages Full = new()
    {
        Enrich = [new("order", "orders/{increment_id}"), new("customer", "customers/{order.customer_id}", MayBeMissing: true)],
        Map = new MapStage { Rows = [new("number", new StageValue { Path = "order.increment_id" }), new("vip", new StageValue { Path = "customer.vip" })] },
        Send = new SendStage("PUT", "orders/{order.increment_id}"),
        WriteBack =
        [
            new("id", WriteBackKind.ExternalId, "order.entity_id", [new("ext_order_id", new StageValue { Path = "answer.id" }) { IsRequired = true }]),
            new("parcel", WriteBackKind.Shipment, "order.entity_id", [new("tracks[].track_number", new StageValue { Path = "answer.parcel" })]) { OnlyWith = "answer.parcel" },
        ],
    };

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Every_request_is_shown_and_only_questions_to_Commerce_are_sent()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var rig = await RigAsync(receiver);
        rig.Commerce.Documents["orders/000000001"] = """{"entity_id":1,"increment_id":"000000001","customer_id":5}""";

        var report = await RunAsync(rig, Full, """{"id":"E-1"}""");

        Assert.Equal(
            [
                (StageKind.Enrich, "order", "GET https://shop.example/rest/V1/orders/000000001", true),
                (StageKind.Enrich, "customer", "GET https://shop.example/rest/V1/customers/5", true),
                (StageKind.Map, "", null, false),
                (StageKind.Send, "", $"PUT {new Uri(receiver.Url, "events/orders/000000001")}?key=***", false),
                (StageKind.WriteBack, "id", "GET https://shop.example/rest/V1/orders/1?fields=entity_id,increment_id,ext_order_id", false),
                (StageKind.WriteBack, "id", "POST https://shop.example/rest/V1/orders", false),
                (StageKind.WriteBack, "parcel", null, false),
            ],
            report.Steps.Select(s => (s.Stage, s.Name, s.Request, s.WasSent)));
        Assert.All(report.Steps, s => Assert.Null(s.Problem));
        Assert.Contains("\"number\": \"000000001\"", report.Steps[3].Body, StringComparison.Ordinal);
        Assert.Contains("\"ext_order_id\": \"E-1\"", report.Steps[5].Body, StringComparison.Ordinal);
        Assert.Equal("404", report.Steps[1].Answer);
        Assert.Equal("Nothing is written: “answer.parcel” has no value.", report.Steps[6].Body);
        Assert.Empty(receiver.Requests);
        Assert.Empty(rig.Commerce.Writes);
        await using var context = rig.Context();
        Assert.Empty(await context.DeliveryAttempts.ToListAsync(Token));
    }

    [Fact]
    public async Task An_order_that_is_found_by_its_number_is_shown_as_the_search_that_it_is()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var rig = await RigAsync(receiver);
        rig.Commerce.Documents["orders/000000001"] = """{"entity_id":1,"increment_id":"000000001","customer_id":5}""";
        var stages = Full with
        {
            Enrich = [new("order", "orders/{increment_id}") { By = LookUpKeys.OrderNumber }],
            Map = null,
            WriteBack = [Full.WriteBack[0] with { Entity = "increment_id", By = LookUpKeys.OrderNumber, InstanceId = 2 }],
        };

        var report = await RunAsync(rig, stages, """{"id":"E-1"}""");

        const string search = "GET https://shop.example/rest/V1/orders?searchCriteria[filter_groups][0][filters][0][field]=increment_id"
            + "&searchCriteria[filter_groups][0][filters][0][condition_type]=eq&searchCriteria[filter_groups][0][filters][0][value]=000000001";
        Assert.Equal(
            [
                (StageKind.Enrich, search, true),
                (StageKind.Send, $"PUT {new Uri(receiver.Url, "events/orders/000000001")}?key=***", false),
                (StageKind.WriteBack, search, true),
                (StageKind.WriteBack, "GET https://shop.example/rest/V1/orders/1?fields=entity_id,increment_id,ext_order_id", false),
                (StageKind.WriteBack, "POST https://shop.example/rest/V1/orders", false),
            ],
            report.Steps.Select(s => (s.Stage, s.Request, s.WasSent)));
        Assert.Contains("\"entity_id\": 1", report.Steps[0].Answer, StringComparison.Ordinal);
        Assert.All(report.Steps, s => Assert.Null(s.Problem));
    }

    [Fact]
    public async Task It_ends_with_the_first_problem()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var rig = await RigAsync(receiver);

        var report = await RunAsync(rig, Full, answer: null);

        var step = Assert.Single(report.Steps);
        Assert.Equal((StageKind.Enrich, "order", true), (step.Stage, step.Name, step.WasSent));
        Assert.Equal("Ask Commerce for “order”: Commerce has nothing there", step.Problem);
    }

    [Fact]
    public async Task Without_an_answer_nothing_of_writing_back_is_shown()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var rig = await RigAsync(receiver);

        var report = await RunAsync(rig, Full with { Enrich = [], Map = null, Send = null, WriteBack = [new("c", WriteBackKind.OrderComment, "x", [new("comment", new StageValue { Path = "answer.y" })])] }, null);

        Assert.Equal(StageKind.Send, Assert.Single(report.Steps).Stage);
    }

    [Fact]
    public async Task An_answer_that_lacks_what_is_written_back_is_a_problem()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var rig = await RigAsync(receiver);
        rig.Commerce.Documents["orders/000000001"] = """{"entity_id":1,"increment_id":"000000001","customer_id":5}""";

        var report = await RunAsync(rig, Full, "{}");

        Assert.Equal("Write back “id”: row 1 (ext_order_id): “answer.id” has no value: there is no “id”", report.Steps[^1].Problem);
    }

    [Fact]
    public async Task Stages_with_mistakes_are_told_and_nothing_is_asked()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var rig = await RigAsync(receiver);

        var report = await RunAsync(rig, Full with { Enrich = [new("order", "orders/{")] }, null);

        Assert.Contains(report.Steps, s => s.Stage == StageKind.Enrich && s.Problem!.Contains("opening brace", StringComparison.Ordinal));
        Assert.Empty(rig.Commerce.Questions);
    }

    [Fact]
    public async Task An_event_that_is_gone_and_fields_that_are_none_are_told()
    {
        await using var receiver = await Receiver.StartAsync();
        await using var rig = await RigAsync(receiver);
        var tried = rig.Get<IStageDryRun>();

        Assert.Equal("The event is no longer in the store.", (await tried.RunAsync(new(RouteStages.None, [], 1, 4711, null), Token)).Steps[^1].Problem);
        Assert.StartsWith("The fields cannot be used", (await tried.RunAsync(new(RouteStages.None, ["a b"], 1, 1, null), Token)).Steps[^1].Problem, StringComparison.Ordinal);
    }

    private static async Task<Rig> RigAsync(Receiver receiver)
    {
        var rig = await Rig.CreateAsync();
        rig.Routing.Set(Rig.Erp(new Uri(receiver.Url, "events?key=secret-of-erp")));
        await rig.StoreAsync();
        return rig;
    }

    private static async Task<DryRunReport> RunAsync(Rig rig, RouteStages stages, string? answer)
    {
        await using var context = rig.Context();
        var seq = await context.Events.Select(e => e.Seq).FirstAsync(Token);
        return await rig.Get<IStageDryRun>().RunAsync(new DryRunRequest(stages, [], 1, seq, answer), Token);
    }
}
