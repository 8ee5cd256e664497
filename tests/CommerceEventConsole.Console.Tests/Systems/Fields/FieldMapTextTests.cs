using System.Text.Json.Nodes;
using CommerceEventConsole.Components.Systems.Fields;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.BackOffice.Mapping;
using CommerceEventConsole.Engine.BackOffice.Presets;
using CommerceEventConsole.Engine.BackOffice.Systems;

namespace CommerceEventConsole.Console.Tests.Systems.Fields;

public sealed class FieldMapTextTests
{
    public static TheoryData<string> Presets => [.. SystemPresets.All.Select(p => p.Id)];

    [Theory]
    [MemberData(nameof(Presets))]
    public void The_table_of_every_preset_says_what_its_json_says(string id)
    {
        var preset = SystemPresets.All.Single(p => p.Id == id);
        foreach (var (kind, rules) in FieldMapText.Read(preset.Connector, preset.Records))
        {
            var written = FieldMapText.Write(preset.Records, kind, rules.Select(r => FieldRowEntry.From(r).ToRule()));

            Assert.True(JsonNode.DeepEquals(JsonNode.Parse(preset.Records), JsonNode.Parse(written)), $"{id}, {kind}:\n{written}");
        }
    }

    [Fact]
    public void Only_the_fields_of_one_kind_are_changed_whatever_else_stands_in_the_text()
    {
        const string Text = """
            { // the warehouse's numbers
              "stock": { "read": { "path": "stock?$top={pageSize}", "items": "value" }, "Fields": [{ "field": "sku", "path": "no" }] },
              "Product": { "read": { "path": "products", "items": "value" }, "fields": [{ "field": "sku", "path": "no" }], }
            }
            """;

        var written = FieldMapText.Write(Text, RecordKind.Stock, [new FieldRule("sku") { Path = "articleNo", As = FieldConversion.Text, Required = true }]);

        var expected = """
            { "stock": { "read": { "path": "stock?$top={pageSize}", "items": "value" }, "Fields": [{ "field": "sku", "path": "articleNo", "as": "Text", "required": true }] },
              "Product": { "read": { "path": "products", "items": "value" }, "fields": [{ "field": "sku", "path": "no" }] } }
            """;
        Assert.True(JsonNode.DeepEquals(JsonNode.Parse(expected), JsonNode.Parse(written)), written);
        Assert.Equal("articleNo", FieldMapText.Read(SystemConnector.Rest, written)[RecordKind.Stock][0].Path);
    }

    [Theory]
    [InlineData("{ \"Stock\": ")]
    [InlineData("[]")]
    [InlineData("{ \"Product\": {} }")]
    [InlineData("{ \"Stock\": {}, \"Stock\": {} }")]
    public void A_text_that_cannot_be_changed_is_refused_in_a_sentence(string text) =>
        Assert.Matches(@"\.|\:", Assert.Throws<FormatException>(() => FieldMapText.Write(text, RecordKind.Stock, [])).Message);

    [Fact]
    public void What_belonged_to_another_conversion_goes_with_it_and_what_is_always_the_same_goes_one_way()
    {
        var row = new FieldRowEntry { As = FieldConversion.Number };
        (row.Format, row.DecimalComma, row.AsText) = ("0.00", true, true);

        row.As = FieldConversion.IsPositive;

        var rule = row.ToRule();
        Assert.Equal(("", false, false, FieldDirection.Read), (rule.Format, rule.DecimalComma, rule.AsText, rule.Direction));
        var always = new FieldRowEntry { Path = "unit", Source = FieldSource.Constant, Constant = "PCE" };
        Assert.Equal(("", FieldDirection.Read, "PCE"), (always.ToRule().Path, always.ToRule().Direction, always.ToRule().Constant!.GetValue<string>()));
        always.Direction = FieldDirection.Write;
        Assert.Equal("unit", always.ToRule().Path);
    }

    [Fact]
    public void A_look_up_keeps_numbers_as_numbers_and_drops_lines_that_say_nothing()
    {
        var row = new FieldRowEntry { Field = "status", Path = "state", As = FieldConversion.LookUp };
        row.Table.Clear();
        row.Table.AddRange([new() { From = "10", To = "1" }, new() { From = "", To = "" }, new() { From = "20", To = "\"2\"" }, new() { From = "30", To = "complete" }, new() { From = "40", To = "" }, new() { From = "50", To = "\"\"" }]);
        (row.HasOther, row.Otherwise) = (true, "0");

        var rule = row.ToRule();

        Assert.Equal("""{"10":1,"20":"2","30":"complete","40":null,"50":""} 0""", $"{new JsonObject(rule.Table!.Select(t => KeyValuePair.Create(t.Key, t.Value?.DeepClone()))).ToJsonString()} {rule.Otherwise}");
        var again = FieldRowEntry.From(rule);
        Assert.Equal(["10=1", "20=\"2\"", "30=complete", "40=", "50=\"\""], again.Table.Select(t => $"{t.From}={t.To}"));
    }
}
