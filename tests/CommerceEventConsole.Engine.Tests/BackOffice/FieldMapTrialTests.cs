using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice.Mapping;

namespace CommerceEventConsole.Engine.Tests.BackOffice;

public class FieldMapTrialTests
{
    private static readonly JsonNode[] Sample =
    [
        JsonNode.Parse("""{ "no": "A-1", "price": "1.289,95", "note": null, "lines": { "line": [ { "sku": "X", "qty": 2 }, { "sku": "Y", "qty": null } ] }, "@etag": "w1" }""")!,
        JsonNode.Parse("""{ "no": "A-2", "price": "free", "lines": { "line": [] }, "a.b": true }""")!,
    ];

    [Fact]
    public void Each_row_says_what_it_found_and_what_it_makes_of_it()
    {
        var trials = FieldMapTrial.Of(
            [
                new("number") { Path = "no" }, new("items[].qty") { Path = "lines.line[].qty", As = FieldConversion.Number }, new("items[].in") { Path = "lines.line[].qty", As = FieldConversion.IsPositive, Direction = FieldDirection.Read },
                new("unit") { Path = "unit", Constant = "PCE", Direction = FieldDirection.Write },
            ],
            areColumns: false,
            Sample);

        Assert.Equal([("A-1", "A-1"), ("2", "2"), ("2", "1"), (null, null)], trials.Select(t => (t.Found, t.Made)));
        Assert.All(trials, t => Assert.Equal((null, false), (t.Problem, t.IsMissing)));
    }

    [Fact]
    public void A_value_of_any_record_that_cannot_be_read_is_shown_with_the_reason()
    {
        var trial = Assert.Single(FieldMapTrial.Of([new("price") { Path = "price", As = FieldConversion.Number, DecimalComma = true }], areColumns: false, Sample));

        Assert.Equal(("A record of the sample cannot be read: “free” is no number.", "free"), (trial.Problem, trial.Found));
    }

    [Theory]
    [InlineData("note", false, null)]
    [InlineData("notes", false, null)]
    [InlineData("notes", true, "It is required, but no record of the sample has it: none of them can be read.")]
    public void A_row_that_finds_nothing_says_so(string path, bool required, string? problem)
    {
        var trial = Assert.Single(FieldMapTrial.Of([new("note") { Path = path, Required = required }], areColumns: false, Sample));

        Assert.Equal((true, problem), (trial.IsMissing, trial.Problem));
    }

    [Fact]
    public void Without_a_sample_only_what_cannot_work_is_told()
    {
        var trials = FieldMapTrial.Of([new("a") { Path = "b" }, new("a") { Path = "b..c" }, new("") { Path = "b" }, new("a[].b") { Path = "c[][]" }], areColumns: false, []);

        Assert.Null(trials[0].Problem);
        Assert.False(trials[0].IsMissing);
        Assert.Equal([true, true, true], trials.Skip(1).Select(t => t.Problem is not null));
    }

    [Fact]
    public void What_a_row_that_was_just_begun_would_find_is_shown_all_the_same()
    {
        var trial = Assert.Single(FieldMapTrial.Of([new("") { Path = "no" }], areColumns: false, Sample));

        Assert.Equal(("Enter which field of Commerce it is.", "A-1", null), (trial.Problem, trial.Found, trial.Made));
    }

    [Fact]
    public void The_fields_of_documents_are_listed_as_a_row_would_write_them()
    {
        var fields = DocumentFields.Of(Sample, areColumns: false);

        Assert.Equal(
            [("no", "A-1"), ("price", "1.289,95"), ("note", null), ("lines.line[].sku", "X"), ("lines.line[].qty", "2"), ("['@etag']", "w1"), ("['a.b']", "true")],
            fields.Select(f => (f.Path, f.Example)));
        // And each leads back to what was seen there.
        Assert.All(
            fields.Where(f => !f.Path.Contains("[]", StringComparison.Ordinal)),
            f => Assert.Equal(f.Example, FieldMapTrial.Of([new("x") { Path = f.Path }], areColumns: false, Sample)[0].Found));
    }

    [Fact]
    public void Titles_of_columns_are_taken_as_they_are()
    {
        JsonNode[] rows = [JsonNode.Parse("""{ "Article no.": "A", "Qty [pcs]": "3" }""")!];

        Assert.Equal(["Article no.", "Qty [pcs]"], DocumentFields.Of(rows, areColumns: true).Select(f => f.Path));
        Assert.Equal("3", Assert.Single(FieldMapTrial.Of([new("quantity") { Path = "Qty [pcs]", As = FieldConversion.Number }], areColumns: true, rows)).Made);
    }
}
