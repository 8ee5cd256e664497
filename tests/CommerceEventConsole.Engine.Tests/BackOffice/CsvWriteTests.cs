using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.BackOffice.Csv;
using CommerceEventConsole.Engine.BackOffice.Systems;

namespace CommerceEventConsole.Engine.Tests.BackOffice;

public class CsvWriteTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Records_become_a_file_of_their_own_that_appears_whole()
    {
        using var drop = new CsvDrop();
        var system = drop.Open();

        var outcomes = await system.WriteAsync(RecordKind.Stock, [Stock("A", 1234.5m, "Zelt; \"blau\""), new(RecordKind.Stock, "B", [])], Token);
        await system.WriteAsync(RecordKind.Stock, [Stock("C", 1, "x")], Token);

        Assert.Equal([null, "It cannot be written: sku is missing."], outcomes.Select(o => o.Problem));
        Assert.Equal(["out-20260504-090000-000-001.csv", "out-20260504-090000-000-002.csv"], drop.Names());
        Assert.Equal("Artikel;Lager;Menge;Text\r\nA;default;1234,5;\"Zelt; \"\"blau\"\"\"\r\n", drop.Text("out-20260504-090000-000-001.csv"));
    }

    [Fact]
    public async Task What_was_written_is_read_back_the_same()
    {
        using var drop = new CsvDrop();
        var system = drop.Open("""
            { "Order": { "read": { "file": "o-*.csv" }, "write": { "file": "o-{time}.csv" }, "fields": [
                { "field": "increment_id", "path": "No" }, { "field": "items[].sku", "path": "Sku" }, { "field": "items[].qty", "path": "Qty", "as": "Number" } ] } }
            """);
        var order = new SystemRecord(RecordKind.Order, "1", JsonNode.Parse("""{"increment_id":"1","items":[{"sku":"A\nB","qty":1.5},{"sku":"C","qty":2}]}""")!.AsObject());

        await system.WriteAsync(RecordKind.Order, [order], Token);
        File.SetLastWriteTimeUtc(Path.Combine(drop.Folder, drop.Names()[0]), drop.Time.GetUtcNow().AddMinutes(-1).UtcDateTime);
        var read = Assert.Single((await system.ReadAsync(new RecordQuery(RecordKind.Order, 10), Token)).Records);

        Assert.True(JsonNode.DeepEquals(order.Fields, read.Fields), read.Fields.ToJsonString());
    }

    [Fact]
    public async Task A_folder_that_is_gone_is_told_and_nothing_is_made_up()
    {
        using var drop = new CsvDrop();
        var system = drop.Open();
        Directory.Delete(drop.Folder);

        var refused = await Assert.ThrowsAsync<RecordSystemException>(() => system.WriteAsync(RecordKind.Stock, [Stock("A", 1, "x")], Token));

        Assert.Contains("The folder is not there", refused.Message, StringComparison.Ordinal);
        Assert.False(Directory.Exists(drop.Folder));
    }

    [Fact]
    public async Task Files_go_over_http_too_and_are_fetched_once_for_all_their_pages()
    {
        var fake = new FakeSystem(a => a.Line.StartsWith("GET", StringComparison.Ordinal)
            ? FakeSystem.Json("Artikel;Lager;Menge;Text\nA;default;1;x\nB;default;2;y\n")
            : FakeSystem.Json("", 201));
        var records = SystemJson.Read<Dictionary<RecordKind, CsvRecords>>(CsvDrop.Stock.Replace("stock-*.csv", "stock.csv", StringComparison.Ordinal));
        using var store = new HttpStore(fake.Client());
        var system = new CsvSystem("Files", new CsvConnection { BaseUrl = "https://files.example.com/drop" }, records, store, TimeProvider.System);

        var first = await system.ReadAsync(new RecordQuery(RecordKind.Stock, 1), Token);
        var second = await system.ReadAsync(new RecordQuery(RecordKind.Stock, 1) { Position = first.Next }, Token);
        await system.WriteAsync(RecordKind.Stock, [Stock("C", 3, "z")], Token);

        Assert.Equal(["A", "B"], first.Records.Concat(second.Records).Select(r => r.Key));
        Assert.Null(second.Next);
        Assert.Equal("GET /drop/stock.csv", fake.Requests[0].Line);
        Assert.StartsWith("PUT /drop/out-", fake.Requests[1].Line, StringComparison.Ordinal);
        Assert.Equal("Artikel;Lager;Menge;Text\r\nC;default;3;z\r\n", fake.Requests[1].Body);
    }

    private static SystemRecord Stock(string sku, decimal quantity, string name) => new(
        RecordKind.Stock, sku, new JsonObject { ["sku"] = sku, ["source_code"] = "default", ["quantity"] = quantity, ["name"] = name });
}
