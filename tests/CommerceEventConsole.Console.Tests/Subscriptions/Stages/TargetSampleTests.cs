using CommerceEventConsole.Components.Subscriptions.Stages;
using CommerceEventConsole.Engine.Subscriptions.Fields;

namespace CommerceEventConsole.Console.Tests.Subscriptions.Stages;

public sealed class TargetSampleTests
{
    private const string Sample = """{"orderNumber":"1","customer":{"email":"a@b"},"total":12.5,"on":"2026-03-01T09:30:00Z","paid":true,"tags":[],"lines":[{"itemNo":"A"},{"quantity":2}]}""";

    [Fact]
    public void Its_fields_are_targets_with_the_kind_of_their_value()
    {
        var sample = TargetSample.Read(Sample, out var problem)!;

        Assert.Null(problem);
        Assert.Equal(
            [
                ("orderNumber", ConvertChoice.Text), ("customer.email", ConvertChoice.Text), ("total", ConvertChoice.Decimal), ("on", ConvertChoice.Date), ("paid", ConvertChoice.Boolean),
                ("tags", ConvertChoice.None), ("lines[].itemNo", ConvertChoice.Text), ("lines[].quantity", ConvertChoice.Number),
            ],
            sample.Fields.Select(f => (f.Target, f.Convert)));
    }

    [Theory]
    [InlineData("ordernumber", "calls it “orderNumber”")]
    [InlineData("lines.itemNo", "calls it “lines[].itemNo”")]
    [InlineData("colour", "has no field “colour”")]
    [InlineData("customer", null)]
    [InlineData("lines[].itemNo", null)]
    public void A_row_is_checked_against_it(string target, string? doubt)
    {
        var said = TargetSample.Read(Sample, out _)!.Doubt(target);

        Assert.Equal(doubt is null, said is null);
        if (doubt is not null)
            Assert.Contains(doubt, said, StringComparison.Ordinal);
    }

    [Fact]
    public void Fields_that_no_row_fills_are_missing()
    {
        MapRowEntry[] rows = [new() { Target = "orderNumber" }, new() { Target = "customer" }, new() { Target = "lines" }, new() { Target = "" }];

        Assert.Equal(["total", "on", "paid", "tags"], TargetSample.Read(Sample, out _)!.Missing(rows).Select(f => f.Target));
    }

    [Fact]
    public void Rows_for_them_take_what_most_likely_was_meant()
    {
        var sources = SourceSet.Of(FieldTree.Empty, [], [new EnrichEntry { Name = "order", Path = "orders/{entity_id}" }], new Dictionary<string, string>()).ForMap;

        var rows = TargetSample.Read(Sample, out _)!.Fields.Select(f => RowProposal.For(f, sources)).ToList();

        Assert.Equal("order.increment_id", rows[0].Value);
        Assert.Equal("order.customer_email", rows[1].Value);
        Assert.Equal(("order.grand_total", ConvertChoice.Decimal), (rows[2].Value, rows[2].Convert));
        Assert.Equal("", rows[4].Value);
        Assert.Equal("order.items[].sku", rows[6].Value);
        Assert.Equal(("order.items[].qty_ordered", ConvertChoice.Decimal), (rows[7].Value, rows[7].Convert));

    }

    [Theory]
    [InlineData("", null)]
    [InlineData("[1]", "one JSON object")]
    [InlineData("{\n\"a\":", "line 2")]
    public void What_is_no_sample_is_told(string text, string? problem)
    {
        Assert.Null(TargetSample.Read(text, out var said));
        Assert.Equal(problem is null, said is null);
        if (problem is not null)
            Assert.Contains(problem, said, StringComparison.Ordinal);
    }
}
