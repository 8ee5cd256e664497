using System.Text;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.BackOffice.Csv;

namespace CommerceEventConsole.Engine.Tests.BackOffice;

public class CsvReadTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static RecordQuery All => new(RecordKind.Stock, 100);

    [Fact]
    public async Task A_file_is_read_by_its_titles_whatever_their_order_and_case()
    {
        using var drop = new CsvDrop();
        drop.Drop("stock-1.csv", "\uFEFFMenge;ARTIKEL;Lager;Text;Mehr\r\n1.234,5;A;default;\"Zelt; 2 \"\"Personen\"\"\nblau\";x\r\n2;B;eu;5\" Rohr;y");

        var page = await drop.Open().ReadAsync(All, Token);

        Assert.Empty(page.Unreadable);
        Assert.Equal(["A", "B/eu"], page.Records.Select(r => r.Key));
        Assert.Equal(1234.5m, page.Records[0].Fields["quantity"]!.GetValue<decimal>());
        Assert.Equal("Zelt; 2 \"Personen\"\nblau", page.Records[0].Fields["name"]!.GetValue<string>());
        Assert.Equal("5\" Rohr", page.Records[1].Fields["name"]!.GetValue<string>());
        Assert.Equal(drop.Time.GetUtcNow().AddHours(-1), page.Records[0].ChangedAt);
        Assert.Null(page.Next);
    }

    [Fact]
    public async Task A_bad_line_is_named_by_its_number_and_the_rest_goes_on()
    {
        using var drop = new CsvDrop();
        drop.Drop("stock-1.csv", string.Join('\n',
            "sep=;",
            "Artikel;Lager;Menge;Text",
            "A;default;1;ok",
            "B;default",
            "C;default;viel;ok",
            "",
            "D;default;4;\"never closed",
            "E;default;5;ok",
            ";default;6;ok",
            "F;default;7;\"closed\" too early",
            "G;default;8;ok;;",
            "H;default;9;nul\0l",
            "I;default;10;ok"));

        var page = await drop.Open().ReadAsync(All, Token);

        Assert.Equal(["A", "E", "G", "I"], page.Records.Select(r => r.Key));
        Assert.Equal(
            [
                "stock-1.csv, line 4: it has 2 values, the header 4.",
                "stock-1.csv, line 5: quantity: “viel” is no number.",
                "stock-1.csv, line 7: a quotation mark is not closed.",
                "stock-1.csv, line 9: it has no sku, source_code, and so no key.",
                "stock-1.csv, line 10: a quotation mark stands where none belongs.",
                "stock-1.csv, line 12: it holds characters that are no text.",
            ],
            page.Unreadable);
    }

    [Fact]
    public async Task Letters_of_another_encoding_are_refused_and_not_mangled()
    {
        using var drop = new CsvDrop();
        var latin = CodePagesEncodingProvider.Instance.GetEncoding("windows-1252")!;
        drop.Drop("stock-1.csv", latin.GetBytes("Artikel;Lager;Menge;Text\nA;default;1;Größe\nB;default;2;plain\n"), 60);

        var asUtf8 = await drop.Open().ReadAsync(All, Token);
        var asLatin = await drop.Open(connection: new CsvConnection { Encoding = "windows-1252" }).ReadAsync(All, Token);

        Assert.Equal(["B"], asUtf8.Records.Select(r => r.Key));
        Assert.Equal("stock-1.csv, line 2: Text holds letters that are not of the encoding utf-8.", Assert.Single(asUtf8.Unreadable));
        Assert.Equal("Größe", asLatin.Records[0].Fields["name"]!.GetValue<string>());
    }

    [Fact]
    public async Task Pages_go_on_where_the_last_one_ended_also_in_another_process()
    {
        using var drop = new CsvDrop();
        drop.Drop("stock-1.csv", "Artikel;Lager;Menge;Text\n" + string.Concat(Enumerable.Range(1, 7).Select(i => $"A{i};default;{i};\"zwei\nZeilen ä\"\n")), 60);
        drop.Drop("stock-2.csv", "Artikel;Lager;Menge;Text\nB1;default;1;x\n", 30);

        var keys = new List<string>();
        string? position = null;
        var pages = 0;
        do
        {
            var page = await drop.Open().ReadAsync(All with { PageSize = 3, Position = position }, Token);
            keys.AddRange(page.Records.Select(r => r.Key));
            position = page.Next;
            pages++;
        }
        while (position is not null);

        Assert.Equal(["A1", "A2", "A3", "A4", "A5", "A6", "A7", "B1"], keys);
        Assert.Equal(4, pages);
    }

    [Fact]
    public async Task A_file_that_was_written_anew_meanwhile_is_read_from_its_start()
    {
        using var drop = new CsvDrop();
        drop.Drop("stock-1.csv", "Artikel;Lager;Menge;Text\nA;default;1;x\nB;default;1;x\n", 60);
        var first = await drop.Open().ReadAsync(All with { PageSize = 1 }, Token);

        drop.Drop("stock-1.csv", "Artikel;Lager;Menge;Text\nC;default;1;x\nD;default;1;x\n", 30);
        var second = await drop.Open().ReadAsync(All with { Position = first.Next }, Token);

        Assert.Equal(["C", "D"], second.Records.Select(r => r.Key));
    }

    [Fact]
    public async Task Files_that_are_being_written_are_left_alone()
    {
        using var drop = new CsvDrop();
        drop.Drop("stock-1.csv", "Artikel;Lager;Menge;Text\nA;default;1;x\n", 0.1);
        drop.Drop("stock-2.csv.part", "Artikel;Lager;Menge;Text\nB;default;1;x\n");
        drop.Drop(".stock-3.csv", "Artikel;Lager;Menge;Text\nC;default;1;x\n");
        File.CreateSymbolicLink(Path.Combine(drop.Folder, "stock-4.csv"), "/etc/hostname");

        Assert.Empty((await drop.Open().ReadAsync(All, Token)).Records);
        drop.Time.Advance(TimeSpan.FromSeconds(10));

        Assert.Equal(["A"], (await drop.Open().ReadAsync(All, Token)).Records.Select(r => r.Key));
    }

    [Fact]
    public async Task Processed_files_go_once_a_later_run_asks_only_for_what_is_newer()
    {
        using var drop = new CsvDrop();
        drop.Drop("stock-1.csv", "Artikel;Lager;Menge;Text\nA;default;1;x\n", 60);
        drop.Drop("stock-2.csv", "Artikel;Lager;Menge;Text\nB;default;1;x\n", 30);
        await drop.Open().ReadAsync(All, Token);
        Assert.Equal(["stock-1.csv", "stock-2.csv"], drop.Names());

        var page = await drop.Open().ReadAsync(All with { ChangedSince = drop.Time.GetUtcNow().AddMinutes(-45) }, Token);

        Assert.Equal(["B"], page.Records.Select(r => r.Key));
        Assert.Equal(["stock-2.csv"], drop.Names());
        Assert.Equal(["stock-1.csv"], drop.Names("done"));
    }

    [Fact]
    public async Task Of_full_files_the_newest_counts()
    {
        using var drop = new CsvDrop();
        drop.Drop("stock-1.csv", "Artikel;Lager;Menge;Text\nA;default;1;x\n", 60);
        drop.Drop("stock-2.csv", "Artikel;Lager;Menge;Text\nB;default;1;x\n", 30);
        var system = drop.Open(CsvDrop.Stock.Replace("\"doneFolder\": \"done\"", "\"files\": \"Newest\"", StringComparison.Ordinal));

        Assert.Equal(["B"], (await system.ReadAsync(All, Token)).Records.Select(r => r.Key));
        Assert.False(system.CanReadChanges(RecordKind.Stock));
    }

    [Fact]
    public async Task Rows_with_one_key_are_one_record_with_several_items_also_at_the_edge_of_a_page()
    {
        using var drop = new CsvDrop();
        drop.Drop("orders.csv", "No;Sku;Qty\n1;A;1\n1;B;2\n2;C;3\n2;D;4\n");
        var system = drop.Open("""
            { "Order": { "read": { "file": "orders.csv" }, "fields": [
                { "field": "increment_id", "path": "No" }, { "field": "items[].sku", "path": "Sku" }, { "field": "items[].qty", "path": "Qty", "as": "Number" } ] } }
            """);

        var first = await system.ReadAsync(new RecordQuery(RecordKind.Order, 1), Token);
        var second = await system.ReadAsync(new RecordQuery(RecordKind.Order, 1) { Position = first.Next }, Token);

        Assert.Equal("""[{"sku":"A","qty":1},{"sku":"B","qty":2}]""", Assert.Single(first.Records).Fields["items"]!.ToJsonString());
        Assert.Equal("""[{"sku":"C","qty":3},{"sku":"D","qty":4}]""", Assert.Single(second.Records).Fields["items"]!.ToJsonString());
    }

    [Fact]
    public async Task A_file_without_the_column_says_so_with_what_it_has()
    {
        using var drop = new CsvDrop();
        drop.Drop("stock-1.csv", "Artikel,Lager,Menge\nA,default,1\n");

        var refused = await Assert.ThrowsAsync<RecordSystemException>(() => drop.Open().ReadAsync(All, Token));

        Assert.StartsWith("stock-1.csv has no column Artikel. It has Artikel,Lager,Menge.", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/etc")]
    [InlineData("relative")]
    [InlineData("{root}/../other")]
    [InlineData("{root}x")]
    public void Only_folders_that_the_settings_open_can_be_used(string folder)
    {
        var root = Path.GetTempPath();

        Assert.False(CsvFolder.IsBelow(folder.Replace("{root}", Path.TrimEndingDirectorySeparator(root), StringComparison.Ordinal), [root]));
        Assert.True(CsvFolder.IsBelow(Path.Combine(root, "erp"), [root]));
    }
}
