using System.Net.Http.Json;
using System.Text.Json.Nodes;
using CommerceEventConsole.Console.Tests.Overview;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.BackOffice.Presets;
using CommerceEventConsole.Engine.BackOffice.Systems;
using CommerceEventConsole.Sandbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Console.Tests.Systems;

/// <summary>The preset of the sandbox's ERP, unchanged but for the address, against the ERP itself.</summary>
public sealed class SandboxErpTests : IAsyncLifetime
{
    private WebApplication _sandbox = null!;
    private HttpClient _http = null!;
    private Screens _screens = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        _sandbox = SandboxServer.Create(new SandboxOptions { Url = "http://127.0.0.1:0", ConsoleUrl = "http://127.0.0.1:9", AutoPlay = false, ExtraArticles = 250 });
        await _sandbox.StartAsync(Token);
        _http = new HttpClient { BaseAddress = new Uri(_sandbox.Urls.First()) };
        _screens = await Screens.OpenAsync(ConsoleRoles.Administrator);
    }

    public async ValueTask DisposeAsync()
    {
        await _screens.DisposeAsync();
        _http.Dispose();
        await _sandbox.StopAsync(CancellationToken.None);
        await _sandbox.DisposeAsync();
    }

    [Theory]
    [InlineData(RecordKind.Product)]
    [InlineData(RecordKind.BasePrice)]
    [InlineData(RecordKind.Stock)]
    public async Task A_kind_is_read_whole_over_its_pages_each_record_once(RecordKind kind)
    {
        var erp = await OpenAsync();

        var (records, total) = await AllAsync(erp, new RecordQuery(kind, 100));

        Assert.True(records.Count > 250);
        Assert.Equal(total, records.Count);
        Assert.Equal(records.Count, records.Select(r => r.Key).Distinct(StringComparer.Ordinal).Count());
        Assert.InRange(erp.Calls, 3, (records.Count / 100) + 1);
        Assert.All(records, r => Assert.NotNull(r.ChangedAt));
    }

    [Fact]
    public async Task Orders_go_out_in_one_request_and_twice_the_same_is_one_order()
    {
        var erp = await OpenAsync();
        var orders = Enumerable.Range(1, 30).Select(i => Order($"T-{i:000}", "MAT-AIR-L", 2)).Append(Order("T-999", "NO-SUCH", 1)).ToList();

        var first = await erp.WriteAsync(RecordKind.Order, orders, Token);
        var second = await erp.WriteAsync(RecordKind.Order, orders, Token);

        Assert.Equal(2, erp.Calls);
        Assert.All(first.Take(30), o => Assert.Equal((null, true), (o.Problem, o.Reference?.StartsWith("SO-", StringComparison.Ordinal))));
        Assert.Equal(first.Take(30).Select(o => o.Reference), second.Take(30).Select(o => o.Reference));
        Assert.Contains("NO-SUCH", first[30].Problem, StringComparison.Ordinal);
        Assert.False(first[30].IsTransient);
        var read = Assert.Single((await erp.ReadAsync(new RecordQuery(RecordKind.Order, 10) { Keys = ["T-007", "T-999"] }, Token)).Records);
        Assert.Equal(("T-007", "2026-05-04 00:00:00", 179.9m), (read.Key, read.Fields["created_at"]!.GetValue<string>(), read.Fields["grand_total"]!.GetValue<decimal>()));
        Assert.Equal("MAT-AIR-L", read.Fields["items"]![0]!["sku"]!.GetValue<string>());
    }

    [Fact]
    public async Task What_happens_in_the_erp_comes_back_as_status_shipment_and_return()
    {
        var erp = await OpenAsync();
        await erp.WriteAsync(RecordKind.Order, [Order("T-1", "MAT-AIR-L", 2), Order("T-2", "MAT-AIR-L", 1)], Token);
        var since = Assert.Single((await erp.ReadAsync(new RecordQuery(RecordKind.OrderStatus, 10) { Keys = ["T-1"] }, Token)).Records).ChangedAt!.Value;

        await PostAsync("/control/erp/ship/T-1", new { });
        await PostAsync("/control/erp/returns", new { externalNo = "T-1", lines = new[] { new { articleNo = "MAT-AIR-L", qty = 1 } } });

        await PostAsync("/control/erp/cancel/T-2", new { });

        // How far an order is follows in Commerce from its shipments and invoices: of the ERP's states only a cancellation is one of the shop's.
        var states = (await erp.ReadAsync(new RecordQuery(RecordKind.OrderStatus, 10) { Keys = ["T-1", "T-2"] }, Token)).Records;
        Assert.Equal(["T-1 ", "T-2 canceled"], states.Select(s => $"{s.Key} {s.Fields["status"]}").Order(StringComparer.Ordinal));
        var shipment = Assert.Single((await erp.ReadAsync(new RecordQuery(RecordKind.Shipment, 10) { ChangedSince = since }, Token)).Records);
        Assert.Equal("T-1", shipment.Fields["increment_id"]!.GetValue<string>());
        Assert.Equal("""[{"sku":"MAT-AIR-L","qty":2}]""", shipment.Fields["items"]!.ToJsonString());
        Assert.False(string.IsNullOrEmpty(shipment.Fields["tracks"]![0]!["carrier_code"]!.GetValue<string>()));
        var back = Assert.Single((await erp.ReadAsync(new RecordQuery(RecordKind.Return, 10) { ChangedSince = since }, Token)).Records);
        Assert.Equal("""[{"sku":"MAT-AIR-L","qty":1}]""", back.Fields["items"]!.ToJsonString());
    }

    [Fact]
    public async Task Stock_that_changed_is_all_that_comes_when_changes_are_asked_for()
    {
        var erp = await OpenAsync();
        var before = (await AllAsync(erp, new RecordQuery(RecordKind.Stock, 500))).Records.Max(r => r.ChangedAt)!.Value.AddMicroseconds(1);

        await PostAsync("/control/erp/stock", new { changes = new[] { new { articleNo = "MAT-AIR-L", plant = "1000", free = 0 }, new { articleNo = "CAT-000001", plant = "1000", free = 77 } } });

        var changed = (await erp.ReadAsync(new RecordQuery(RecordKind.Stock, 500) { ChangedSince = before }, Token)).Records;
        Assert.Equal(["CAT-000001 77 1", "MAT-AIR-L 0 0"], changed.Select(r => $"{r.Key} {r.Fields["quantity"]} {r.Fields["status"]}").Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task Prices_stock_and_customers_are_written_and_read_back_the_same()
    {
        var erp = await OpenAsync();
        SystemRecord[] written =
        [
            New(RecordKind.BasePrice, "MAT-AIR-L", """{"sku":"MAT-AIR-L","price":1289.95,"store_id":0}"""),
            New(RecordKind.Stock, "MAT-AIR-L", """{"sku":"MAT-AIR-L","source_code":"default","quantity":12,"status":1}"""),
            New(RecordKind.Customer, "ada@example.com", """{"email":"ada@example.com","lastname":"Hill","firstname":"Ada","group_id":2}"""),
        ];
        foreach (var record in written)
        {
            Assert.Null(Assert.Single(await erp.WriteAsync(record.Kind, [record], Token)).Problem);

            var read = Assert.Single((await erp.ReadAsync(new RecordQuery(record.Kind, 10) { Keys = [record.Key] }, Token)).Records);

            Assert.True(JsonNode.DeepEquals(record.Fields, read.Fields), read.Fields.ToJsonString());
        }
    }

    [Fact]
    public async Task A_wrong_key_is_told_in_the_erps_own_words()
    {
        var erp = await OpenAsync("not-the-key");

        var refused = await Assert.ThrowsAsync<RecordSystemException>(() => erp.ReadAsync(new RecordQuery(RecordKind.Stock, 1), Token));

        Assert.Contains("does not accept the credentials", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-key", refused.Message, StringComparison.Ordinal);
    }

    private static SystemRecord New(RecordKind kind, string key, string fields) => new(kind, key, JsonNode.Parse(fields)!.AsObject());

    private static SystemRecord Order(string number, string sku, int quantity) => New(RecordKind.Order, number, $$"""
        { "increment_id": "{{number}}", "created_at": "2026-05-04 09:30:00", "status": "processing", "order_currency_code": "USD", "customer_email": "ada@example.com",
          "customer_lastname": "Hill", "customer_firstname": "Ada", "grand_total": 179.9,
          "items": [ { "sku": "{{sku}}", "name": "Mat", "qty_ordered": {{quantity}}, "price": 89.95 } ] }
        """);

    private static async Task<(List<SystemRecord> Records, long? Total)> AllAsync(IRecordSystem system, RecordQuery query)
    {
        var records = new List<SystemRecord>();
        RecordPage? page = null;
        do
        {
            page = await system.ReadAsync(query with { Position = page?.Next }, Token);
            Assert.Empty(page.Unreadable);
            records.AddRange(page.Records);
        }
        while (page.Next is not null);
        return (records, page.Total);
    }

    private async Task<IRecordSystem> OpenAsync(string key = "sandbox-only-erp-key")
    {
        var preset = SystemPresets.All.Single(p => p.Id == "sandbox-erp");
        var services = _screens.Page.Services;
        var draft = new BackOfficeSystemDraft(
            "Sandbox ERP", preset.Connector, preset.Connection.Replace("http://localhost:5190", _http.BaseAddress!.ToString().TrimEnd('/'), StringComparison.Ordinal), preset.Records)
        {
            AllowPrivateAddress = true,
            RequestsPerMinute = 0,
            Secrets = new Dictionary<SystemSecret, string?> { [SystemSecret.ApiKey] = key },
        };
        var created = await services.GetRequiredService<BackOfficeSystemStore>().CreateAsync(draft, "anna", Token);
        Assert.True(created.Succeeded, string.Join(' ', created.Problems.Select(p => p.Message)));
        return await services.GetRequiredService<IRecordSystems>().BackOfficeAsync(created.Value!.Id, Token);
    }

    private async Task PostAsync<T>(string path, T body)
    {
        using var answer = await _http.PostAsJsonAsync(path, body, Token);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));
    }
}
