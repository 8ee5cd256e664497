using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.BackOffice.Mapping;
using CommerceEventConsole.Engine.BackOffice.Systems;

namespace CommerceEventConsole.Engine.Tests.BackOffice;

public class FieldMapTests
{
    private const string Order = """
        [
          { "field": "increment_id", "path": "head.no", "as": "Text", "required": true },
          { "field": "created_at", "path": "head.date", "as": "Date", "format": "dd.MM.yyyy" },
          { "field": "grand_total", "path": "head.gross", "as": "Number", "decimalComma": true, "format": "#,##0.00" },
          { "field": "status", "path": "state", "as": "LookUp", "table": { "10": "pending", "50": "complete" } },
          { "field": "gift", "path": "flag", "as": "Boolean", "format": "X;" },
          { "field": "items[].sku", "path": "lines.line[].article", "as": "Text" },
          { "field": "items[].qty", "path": "lines.line[].qty", "as": "Number", "asText": true },
          { "field": "items[].unit", "path": "lines.line[].unit", "constant": "PCE", "direction": "Write" },
          { "field": "tracks[].number", "path": "parcels[].no", "as": "Text" },
          { "field": "tracks[].carrier", "path": "carrier", "as": "Text" }
        ]
        """;

    private const string Theirs = """
        { "head": { "no": "000000001", "date": "04.05.2026", "gross": "1.289,90" }, "state": "50", "flag": "X", "carrier": "ups",
          "lines": { "line": [ { "article": "A/1", "qty": "2", "unit": "PCE" }, { "article": "B", "qty": "1.5", "unit": "PCE" } ] },
          "parcels": [ { "no": "P1" }, { "no": "P2" } ] }
        """;

    private const string Ours = """
        { "increment_id": "000000001", "created_at": "2026-05-04 00:00:00", "grand_total": 1289.90, "status": "complete", "gift": true,
          "items": [ { "sku": "A/1", "qty": 2 }, { "sku": "B", "qty": 1.5 } ],
          "tracks": [ { "number": "P1", "carrier": "ups" }, { "number": "P2", "carrier": "ups" } ] }
        """;

    [Fact]
    public void A_document_of_the_system_becomes_a_record_in_commerces_terms()
    {
        var record = Map(Order).Read(RecordKind.Order, JsonNode.Parse(Theirs)!);

        Assert.Equal("000000001", record.Key);
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(Ours), record.Fields), record.Fields.ToJsonString());
    }

    [Fact]
    public void A_word_that_the_table_has_nothing_for_says_nothing_of_the_field()
    {
        var map = Map("""
            [
              { "field": "increment_id", "path": "no", "as": "Text", "required": true },
              { "field": "status", "path": "state", "as": "LookUp", "table": { "10": null, "90": "canceled" } }
            ]
            """);

        Assert.False(map.Read(RecordKind.OrderStatus, JsonNode.Parse("""{ "no": "1", "state": "10" }""")!).Fields.ContainsKey("status"));
        Assert.Equal("canceled", (string?)map.Read(RecordKind.OrderStatus, JsonNode.Parse("""{ "no": "1", "state": "90" }""")!).Fields["status"]);
        Assert.Throws<FormatException>(() => map.Read(RecordKind.OrderStatus, JsonNode.Parse("""{ "no": "1", "state": "55" }""")!));
    }

    [Fact]
    public void A_record_becomes_the_systems_document_by_the_same_table()
    {
        var document = Map(Order).Write(JsonNode.Parse(Ours)!.AsObject());

        // Thousands are not grouped: no system asks for it, and some take it for a second decimal mark.
        var expected = JsonNode.Parse(Theirs.Replace("1.289,90", "1289,90", StringComparison.Ordinal));
        Assert.True(JsonNode.DeepEquals(expected, document), document.ToJsonString());
    }

    [Theory]
    [InlineData("1289.95", false, "1289.95")]
    [InlineData("1,289.95", false, "1289.95")]
    [InlineData("1.289,95", true, "1289.95")]
    [InlineData("12 345,6", true, "12345.6")]
    [InlineData("5.00-", false, "-5.00")]
    [InlineData("", false, null)]
    public void Numbers_are_read_as_systems_write_them(string text, bool decimalComma, string? number)
    {
        var rule = new FieldRule("price") { Path = "p", As = FieldConversion.Number, DecimalComma = decimalComma };

        var read = FieldConverter.Read(rule, text);

        Assert.Equal(number is null ? null : decimal.Parse(number, System.Globalization.CultureInfo.InvariantCulture), read?.GetValue<decimal>());
    }

    [Theory]
    [InlineData("1.289,95", false)]
    [InlineData("1,289.95", true)]
    [InlineData("twelve", false)]
    public void What_is_no_number_is_refused_and_not_guessed(string text, bool decimalComma)
    {
        var rule = new FieldRule("price") { Path = "p", As = FieldConversion.Number, DecimalComma = decimalComma };

        Assert.Throws<FormatException>(() => FieldConverter.Read(rule, text));
    }

    [Theory]
    [InlineData("2026-05-04T08:30:00+02:00", "")]
    [InlineData("20260504 0630", "yyyyMMdd HHmm")]
    [InlineData("1777876200", "unix")]
    [InlineData("1777876200000", "unixMilliseconds")]
    [InlineData("/Date(1777876200000+0120)/", "odata2")]
    public void Times_are_read_in_the_formats_of_systems(string text, string format)
    {
        var rule = new FieldRule("at") { Path = "at", As = FieldConversion.Date, Format = format };

        Assert.Equal("2026-05-04 06:30:00", FieldConverter.Read(rule, text)!.GetValue<string>());
    }

    [Fact]
    public void A_record_that_cannot_be_read_says_which_field_and_why()
    {
        var wrong = JsonNode.Parse(Theirs)!;
        wrong["state"] = "77";

        var problem = Assert.Throws<FormatException>(() => Map(Order).Read(RecordKind.Order, wrong));
        var none = Assert.Throws<FormatException>(() => Map(Order).Read(RecordKind.Order, JsonNode.Parse("{}")!));

        Assert.Equal("status: “77” is not in the look-up table", problem.Message);
        Assert.Equal("head.no is missing", none.Message);
    }

    [Theory]
    [InlineData(RecordKind.Stock, """{"sku":"A","source_code":"default"}""", "A")]
    [InlineData(RecordKind.Stock, """{"sku":"A","source_code":"eu"}""", "A/eu")]
    [InlineData(RecordKind.BasePrice, """{"sku":"A","store_id":0}""", "A")]
    [InlineData(RecordKind.BasePrice, """{"sku":"A","store_id":2}""", "A/2")]
    [InlineData(RecordKind.Customer, """{"email":"Anna@Example.COM"}""", "anna@example.com")]
    [InlineData(RecordKind.ListPrice, """{"sku":"A","customer_group":"Wholesale","quantity":10.0}""", "A/Wholesale/10")]
    [InlineData(RecordKind.Order, """{"increment_id":""}""", null)]
    public void Keys_follow_the_rule_of_their_kind(RecordKind kind, string fields, string? key) =>
        Assert.Equal(key, RecordKeys.Of(kind, JsonNode.Parse(fields)!.AsObject()));

    [Fact]
    public void A_key_is_taken_apart_as_it_was_made_whatever_slashes_the_sku_holds()
    {
        Assert.Equal(("A/B", "eu"), Parts("A/B/eu"));
        Assert.Equal(("A", "default"), Parts("A"));

        static (string, string) Parts(string key)
        {
            var parts = RecordKeys.Split(RecordKind.Stock, key);
            return (parts["sku"], parts["source_code"]);
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData(".a")]
    [InlineData("a.")]
    [InlineData("a..b")]
    [InlineData("a[")]
    [InlineData("a[x]")]
    [InlineData("a['']")]
    public void What_is_no_path_is_said_to_be_none(string path) => Assert.Throws<FormatException>(() => RecordPath.Parse(path));

    [Fact]
    public void A_path_reaches_names_with_dots_and_single_elements()
    {
        var document = JsonNode.Parse("""{"@odata.nextLink":"n","partner":[7,"Anna"]}""");

        Assert.Equal("n", RecordPath.Parse("['@odata.nextLink']").First(document)!.GetValue<string>());
        Assert.Equal("Anna", RecordPath.Parse("partner[1]").First(document)!.GetValue<string>());
        Assert.Null(RecordPath.Parse("partner[2]").First(document));
    }

    private static FieldMap Map(string rules) => FieldMap.Of(SystemJson.Read<List<FieldRule>>(rules));
}
