using System.Globalization;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using CommerceEventConsole.EndToEnd.Tests.Processes;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Commerce.OwnChanges;
using CommerceEventConsole.Engine.Commerce.Rest;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Sandbox;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.EndToEnd.Tests.Intake;

/// <summary>The events that a shop really makes of what the console wrote are recognised; those of people who work in it meanwhile are not.</summary>
public sealed class OwnChangesOfSandboxTests : IAsyncLifetime
{
    private const long Order = 1000;
    private const string Sku = "STOVE-GAS-1";

    private readonly IntakeHost _host = new() { More = services => services.AddOwnChanges() };
    private TestSource _source = null!;
    private WebApplication _sandbox = null!;
    private HttpClient _http = null!;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        await _host.InitializeAsync();
        _source = TestSource.Open(_host);
        _sandbox = SandboxServer.Create(new SandboxOptions
        {
            Url = "http://127.0.0.1:0", ConsoleUrl = _host.Address.ToString(), SourceSlug = _source.Path.Split('/')[^1], AutoPlay = false, ShopShips = false,
            RetryTimeScale = 0.001, FirstOrderNumber = (int)Order, PriceWritesEmit = true,
        });
        await _sandbox.StartAsync(Token);
        _http = new HttpClient { BaseAddress = new Uri(_sandbox.Urls.First()) };
        _http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", "sandbox-only-commerce-token");
    }

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await _sandbox.StopAsync(CancellationToken.None);
        await _sandbox.DisposeAsync();
        await _host.DisposeAsync();
    }

    [Fact]
    public async Task A_comment_with_a_status_comes_back_as_an_own_change_and_a_persons_hold_does_not()
    {
        await RestAsync("eventing/eventSubscribe", JsonNode.Parse("""
            {"event":{"name":"observer.sales_order_status_history_save_after","fields":[{"name":"entity_id"},{"name":"parent_id"},{"name":"comment"},{"name":"status"}]}}
            """)!.AsObject());
        await PostAsync("control/shop/orders");
        await ArrivedAsync(EntityKind.Order, _ => true);

        var written = new JsonObject { ["status"] = "processing", ["comment"] = "Taken over by the ERP" };
        await RememberAsync(OwnChange.Order(1, Order, incrementId: null, written));
        await RestAsync($"orders/{Order}/comments", new JsonObject
        {
            ["statusHistory"] = new JsonObject { ["comment"] = "Taken over by the ERP", ["status"] = "processing", ["is_customer_notified"] = 0, ["is_visible_on_front"] = 0, ["parent_id"] = Order },
        });
        Assert.NotNull((await ArrivedAsync(EntityKind.Order, e => Says(e, "Taken over by the ERP") && Says(e, "increment_id"))).OwnChange);

        // The entry of the order's history is an event of its own.
        Assert.NotNull((await ArrivedAsync(EntityKind.Order, e => Says(e, "Taken over by the ERP") && Says(e, "\"parent_id\":") && !Says(e, "increment_id"))).OwnChange);

        await RestAsync($"orders/{Order}/hold", body: null);

        Assert.Null((await ArrivedAsync(EntityKind.Order, e => Says(e, "\"status\":\"holded\""))).OwnChange);
    }

    [Fact]
    public async Task Stock_that_was_written_comes_back_as_an_own_change_and_a_sale_does_not()
    {
        var id = (long)(await _http.GetFromJsonAsync<JsonNode>($"rest/all/V1/products/{Sku}", Token))!["id"]!;
        var item = new SourceItem(Sku, "default", 77, IsInStock: true);
        await RememberAsync(OwnChange.Stock(1, item, id));
        await RestAsync("inventory/source-items", new JsonObject
        {
            ["sourceItems"] = new JsonArray(new JsonObject { ["sku"] = Sku, ["source_code"] = "default", ["quantity"] = 77, ["status"] = 1 }),
        });
        var own = await ArrivedAsync(EntityKind.Stock, _ => true);
        Assert.NotNull(own.OwnChange);

        await PostAsync($"control/shop/stock?sku={Sku}");

        Assert.Null((await ArrivedAsync(EntityKind.Stock, e => e.Seq > own.Seq)).OwnChange);
    }

    [Fact]
    public async Task A_price_that_was_written_comes_back_as_an_own_change_and_another_price_does_not()
    {
        await RememberAsync(OwnChange.Product(1, Sku, new JsonObject { ["price"] = 44.5m }));
        await RestAsync("products/base-prices", new JsonObject { ["prices"] = new JsonArray(new JsonObject { ["sku"] = Sku, ["store_id"] = 0, ["price"] = 44.5m }) });
        var own = await ArrivedAsync(EntityKind.Product, _ => true);
        Assert.NotNull(own.OwnChange);

        // A person may set the price that it has: that tells nothing new.
        var price = 44.5m;
        while (price == 44.5m)
        {
            await PostAsync($"control/shop/prices?sku={Sku}");
            price = (decimal)(await _http.GetFromJsonAsync<JsonNode>($"rest/all/V1/products/{Sku}", Token))!["price"]!;
        }

        Assert.Null((await ArrivedAsync(EntityKind.Product, e => Says(e, string.Create(CultureInfo.InvariantCulture, $"\"price\":\"{price:0.00}")))).OwnChange);
    }

    [Fact]
    public async Task A_shipment_comes_back_as_an_own_change_of_its_own_and_of_its_order()
    {
        await PostAsync("control/shop/orders");
        await ArrivedAsync(EntityKind.Order, _ => true);
        await RestAsync($"order/{Order}/invoice", new JsonObject { ["capture"] = true });
        var invoice = await ArrivedAsync(EntityKind.Invoice, _ => true);
        Assert.Null(invoice.OwnChange);
        await ArrivedAsync(EntityKind.Order, e => Says(e, "\"total_paid\":\""));

        var items = (await _http.GetFromJsonAsync<JsonNode>($"rest/all/V1/orders/{Order}", Token))!["items"]!.AsArray();
        var draft = new ShipmentDraft { Tracks = [new ShipmentTrack("T-1", "DHL")] };
        await RememberAsync(
            OwnChange.Paper(1, EntityKind.Shipment, Order, draft),
            OwnChange.Order(1, Order, incrementId: null, new JsonObject
            {
                ["items"] = new JsonArray([.. items.Select(i => (JsonNode)new JsonObject { ["item_id"] = i!["item_id"]!.DeepClone(), ["qty_shipped"] = i["qty_ordered"]!.DeepClone() })]),
            }));
        await RestAsync($"order/{Order}/ship", new JsonObject
        {
            ["tracks"] = new JsonArray(new JsonObject { ["track_number"] = "T-1", ["title"] = "DHL", ["carrier_code"] = "custom" }),
        });

        Assert.NotNull((await ArrivedAsync(EntityKind.Shipment, _ => true)).OwnChange);
        Assert.NotNull((await ArrivedAsync(EntityKind.Order, e => Says(e, "\"state\":\"complete\""))).OwnChange);
    }

    private Task RememberAsync(params OwnChange[] changes) => _host.Services.GetRequiredService<IOwnChanges>().RememberAsync(changes, Token);

    private async Task PostAsync(string path)
    {
        using var answer = await _http.PostAsync(path, content: null, Token);
        answer.EnsureSuccessStatusCode();
    }

    private async Task RestAsync(string path, JsonObject? body)
    {
        using var answer = await _http.PostAsync("rest/all/V1/" + path, body is null ? null : JsonContent.Create(body), Token);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(Token));
    }

    private static bool Says(StoredEvent stored, string text) => Encoding.UTF8.GetString(stored.Body).Contains(text, StringComparison.Ordinal);

    private Task<StoredEvent> ArrivedAsync(EntityKind kind, Func<StoredEvent, bool> fits) => Until.FoundAsync(
        $"an event about {kind}", async () => (await _source.EventsAsync()).Find(e => e.EntityKind == kind && fits(e)));
}
