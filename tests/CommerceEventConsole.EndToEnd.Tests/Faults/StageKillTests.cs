using System.Globalization;
using System.Text.Json.Nodes;
using CommerceEventConsole.EndToEnd.Tests.Processes;
using CommerceEventConsole.EndToEnd.Tests.Sandbox;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.EndToEnd.Tests.Faults;

/// <summary>
/// The console is killed (SIGKILL) with one order in each stage of a route, and started again on the same files. Commerce and the ERP are the
/// sandbox's, with books of their own: they say at the end what was done how often.
/// </summary>
public sealed class StageKillTests
{
    private const string Article = "STOVE-GAS-1";

    private static readonly (string, string?)[] Brisk =
    [
        // Every question by itself, so that each order stands in a stage of its own.
        ("Delivery:Stages:GatherSize", "1"), ("Commerce:GatherSize", "1"), ("Delivery:PollInterval", "00:00:01"), ("Delivery:LeaseMargin", "00:00:02"), ("Delivery:LeaseCheckInterval", "00:00:01"),
    ];

    [Fact]
    public async Task Killed_in_any_stage_an_order_stands_once_in_the_erp_and_its_answer_once_in_commerce()
    {
        await using var sandbox = await SandboxRig.StartAsync(o => o.ShopShips = false);
        await using var gate = await StageGate.StartAsync(sandbox.Http.BaseAddress!);
        using var folder = new ConsoleFolder();
        await folder.WriteSetupAsync(StageSetup.Of(gate.Url));
        var orders = await PlaceAsync(sandbox, Enum.GetValues<Moment>().Length);
        var at = Enum.GetValues<Moment>().Zip(orders).ToDictionary(p => p.First, p => p.Second);
        var unrecorded = At(Moment.AnswerNotRecorded, at);
        gate.Barriers = [unrecorded, .. at.Keys.Where(m => m is not Moment.AnswerNotRecorded and not Moment.Never).Select(m => At(m, at))];

        await using (var console = await ConsoleProcess.StartAsync(folder, Brisk))
        {
            await SendAsync(console, orders);
            await Until.TrueAsync("an order stands in every stage", () => gate.Barriers.All(b => b.IsReached));
            await Until.TrueAsync("the order that nothing stops is through", async () => (await folder.Store.StatesAsync()).ContainsKey(DeliveryState.Delivered));

            // The ERP's answer comes in while nothing can be written down.
            await using (await StoreLock.TakeAsync(folder.Database))
            {
                unrecorded.Open();
                await unrecorded.Left;
                await console.KillAsync();
            }

            await OpenAsync(gate);
        }

        // What was written down says how far each was.
        var done = await DoneAsync(folder);
        foreach (var (moment, order) in at.Where(o => o.Key != Moment.Never))
            Assert.Equal((moment, StagesBefore(moment)), (moment, string.Join(' ', done[order.Number])));

        // Killed again on the way: with an order that had been sent, and one that had to be sent anew.
        gate.Barriers = [At(Moment.CommentTaken, at[Moment.BeforeWriteBack]), At(Moment.BeforeShipment, at[Moment.BeforeAnswer])];
        await using (var console = await ConsoleProcess.StartAsync(folder, Brisk))
        {
            await Until.TrueAsync("both stand in their stages", () => gate.Barriers.All(b => b.IsReached));
            await Until.TrueAsync("all others are through", async () => (await folder.Store.StatesAsync()).GetValueOrDefault(DeliveryState.Delivered) == orders.Count - gate.Barriers.Count);
            await console.KillAsync();
            await OpenAsync(gate);
        }

        await using var last = await ConsoleProcess.StartAsync(folder, Brisk);
        await Until.TrueAsync("everything is delivered", folder.Store.AllDeliveredAsync);

        await AssertErpAsync(sandbox, gate, at);
        await AssertCommerceAsync(sandbox, gate, orders);
        await AssertAttemptsAsync(folder, at);
    }

    /// <summary>Where an order stands when the console is killed.</summary>
    private enum Moment
    {
        Never,
        AskingCommerce,
        BeforeErp,
        BeforeAnswer,
        AnswerNotRecorded,
        BeforeWriteBack,
        BeforeNumber,
        NumberTaken,
        BeforeComment,
        CommentTaken,
        BeforeShipment,
        ShipmentTaken,
    }

    private sealed record Order(long Id, string Number);

    private static Barrier At(Moment moment, Dictionary<Moment, Order> orders) => At(moment, orders[moment]);

    private static Barrier At(Moment moment, Order order)
    {
        var commerce = string.Create(CultureInfo.InvariantCulture, $"/rest/all/V1/orders/{order.Id}");
        var ship = string.Create(CultureInfo.InvariantCulture, $"/rest/all/V1/order/{order.Id}/ship");
        Func<Passing, bool> isMeant = moment switch
        {
            Moment.AskingCommerce => p => p.Method == "GET" && p.Path == commerce,
            Moment.BeforeErp or Moment.BeforeAnswer or Moment.AnswerNotRecorded => p => IsErp(p, order),
            Moment.BeforeWriteBack => p => p.Method == "GET" && p.Path.StartsWith(commerce + "?fields=", StringComparison.Ordinal),
            Moment.BeforeNumber or Moment.NumberTaken => p => IsNumber(p, order),
            Moment.BeforeComment or Moment.CommentTaken => p => p.Method == "POST" && p.Path == commerce + "/comments",
            _ => p => p.Method == "POST" && p.Path == ship,
        };
        return new Barrier($"{moment} of {order.Number}", isMeant, moment is Moment.BeforeAnswer or Moment.AnswerNotRecorded or Moment.NumberTaken or Moment.CommentTaken or Moment.ShipmentTaken);
    }

    // What Commerce took without the console's hearing of it is not written down: it looks before it writes.
    private static string StagesBefore(Moment moment) => moment switch
    {
        <= Moment.AnswerNotRecorded => "",
        <= Moment.NumberTaken => "send",
        <= Moment.CommentTaken => "send number",
        _ => "send number note",
    };

    private static bool IsErp(Passing passing, Order order) =>
        passing is { Method: "POST", Path: "/erp/orders" } && (string?)JsonNode.Parse(passing.Body)!["externalNo"] == order.Number;

    private static bool IsNumber(Passing passing, Order order) =>
        passing is { Method: "POST", Path: "/rest/all/V1/orders" } && (long?)JsonNode.Parse(passing.Body)!["entity"]!["entity_id"] == order.Id;

    private static async Task<List<Order>> PlaceAsync(SandboxRig sandbox, int count)
    {
        var placed = await sandbox.PostAsync(string.Create(CultureInfo.InvariantCulture, $"/control/shop/orders?count={count}&sku={Article}"));
        return [.. placed["orders"]!.AsArray().Select(o => new Order((long)o!["id"]!, (string)o["incrementId"]!))];
    }

    private static async Task SendAsync(ConsoleProcess console, List<Order> orders)
    {
        using var http = console.CreateClient();
        foreach (var order in orders)
        {
            Assert.True(await Shop.SendAsync(http, string.Create(CultureInfo.InvariantCulture, $$$"""
                {"specversion":"1.0","id":"{{{order.Number}}}","source":"urn:example:shop","type":"com.adobe.commerce.observer.sales_order_save_commit_after",
                 "data":{"value":{"increment_id":"{{{order.Number}}}","entity_id":"{{{order.Id}}}"} } }
                """)));
        }
    }

    // Only once nobody stands there any more: a request of the dead must not pass.
    private static async Task OpenAsync(StageGate gate)
    {
        foreach (var barrier in gate.Barriers)
        {
            await Until.EndedAsync($"{barrier.Name} is given up", barrier.Left);
            barrier.Open();
        }
    }

    private static async Task<ILookup<string, string>> DoneAsync(ConsoleFolder folder) => (await folder.Store.ReadAsync(db =>
        from s in db.DeliveryStages
        join d in db.Deliveries on s.DeliveryId equals d.Id
        join e in db.Events on d.EventSeq equals e.Seq
        orderby s.Stage, s.At
        select new { e.EventId, s.Stage, s.Name })).ToLookup(s => s.EventId, s => s.Stage == StageKind.Send ? "send" : s.Name, StringComparer.Ordinal);

    private static async Task AssertErpAsync(SandboxRig sandbox, StageGate gate, Dictionary<Moment, Order> at)
    {
        foreach (var (moment, order) in at)
        {
            // Nothing goes there again once its answer is written down; what goes again has the same id.
            var sent = gate.Passed.Where(p => IsErp(p, order)).ToList();
            Assert.Equal((moment, moment is Moment.BeforeErp or Moment.BeforeAnswer or Moment.AnswerNotRecorded ? 2 : 1), (moment, sent.Count));
            Assert.Single(sent.Select(p => p.WebhookId).Distinct(StringComparer.Ordinal));
            Assert.Single(sent, p => p.Status == 201);
        }

        var there = (await sandbox.ErpAsync(HttpMethod.Get, "sales-orders?$top=1000")).Json["value"]!.AsArray();
        Assert.Equal(at.Values.Select(o => o.Number).Order(), there.Select(o => (string)o!["externalNo"]!).Order());
    }

    private static async Task AssertCommerceAsync(SandboxRig sandbox, StageGate gate, List<Order> orders)
    {
        foreach (var order in orders)
        {
            var inErp = (string)(await sandbox.ErpAsync(HttpMethod.Get, $"sales-orders/{order.Number}")).Json["documentNo"]!;
            var shown = await sandbox.CommerceJsonAsync(string.Create(CultureInfo.InvariantCulture, $"orders/{order.Id}"));
            Assert.Equal(inErp, (string?)shown["ext_order_id"]);
            var comments = await sandbox.CommerceJsonAsync(string.Create(CultureInfo.InvariantCulture, $"orders/{order.Id}/comments"));
            Assert.Single(comments["items"]!.AsArray(), c => (string?)c!["comment"] == $"The ERP calls it {inErp}");
            var shipments = await sandbox.CommerceJsonAsync(string.Create(
                CultureInfo.InvariantCulture, $"shipments?searchCriteria[filter_groups][0][filters][0][field]=order_id&searchCriteria[filter_groups][0][filters][0][value]={order.Id}"));
            Assert.Single(shipments["items"]!.AsArray());
            Assert.Single(gate.Passed, p => IsNumber(p, order) && p.Status == 200);
        }
    }

    // An attempt that only finished what another had sent says so, with the answer that it went by.
    private static async Task AssertAttemptsAsync(ConsoleFolder folder, Dictionary<Moment, Order> at)
    {
        var attempts = await folder.Store.ReadAsync(db =>
            from a in db.DeliveryAttempts
            join d in db.Deliveries on a.DeliveryId equals d.Id
            join e in db.Events on d.EventSeq equals e.Seq
            select new { e.EventId, Attempt = a });
        foreach (var (moment, order) in at)
        {
            var attempt = Assert.Single(attempts, a => a.EventId == order.Number).Attempt;
            Assert.Equal(AttemptOutcome.Delivered, attempt.Outcome);
            var resumed = moment is >= Moment.BeforeWriteBack or Moment.BeforeAnswer;
            Assert.Equal((moment, resumed), (moment, attempt.RequestHead!.StartsWith("Not sent again", StringComparison.Ordinal)));
            Assert.Contains("documentNo", System.Text.Encoding.UTF8.GetString(attempt.ResponseBody!), StringComparison.Ordinal);
        }
    }
}
