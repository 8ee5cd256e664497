using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Tests.Subscriptions.Matching;

public sealed class FieldEntryTests
{
    [Theory]
    [InlineData("sku", "sku", null)]
    [InlineData("items[].sku as article", "items[].sku", "article")]
    [InlineData("  sku   as   article ", "sku", "article")]
    [InlineData("a as b as c", "a as b", "c")]
    [InlineData("as as as", "as", "as")]
    [InlineData("sku as ", "sku as", null)]
    [InlineData(" as x", "as x", null)]
    [InlineData("basic", "basic", null)]
    [InlineData("", "", null)]
    [InlineData(null, "", null)]
    public void An_entry_is_read_at_its_last_as_and_never_throws(string? text, string path, string? newName) =>
        Assert.Equal(new FieldEntry(path, newName), FieldEntry.Parse(text));

    [Theory]
    [InlineData("sku")]
    [InlineData("items[].sku as article")]
    [InlineData("*")]
    public void An_entry_is_written_as_it_is_read(string text) => Assert.Equal(text, FieldEntry.Parse(text).ToString());

    [Fact]
    public void A_list_of_five_hundred_renamed_fields_is_compiled_and_written()
    {
        var fields = Enumerable.Range(0, 500).Select(number => $"items[].f{number} as g{number}").ToArray();
        var members = string.Join(',', Enumerable.Range(0, 500).Select(number => $"\"f{number}\":{number}"));

        var written = Samples.Filtered(Samples.Compile(fields), Samples.Payload($$"""{"items":[{ {{members}} }]}"""));

        Assert.Equal($$"""{"items":[{{{members.Replace("\"f", "\"g", StringComparison.Ordinal)}}}]}""", written);
    }
}
