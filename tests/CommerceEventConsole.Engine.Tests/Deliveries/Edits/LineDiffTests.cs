using CommerceEventConsole.Engine.Deliveries.Edits;

namespace CommerceEventConsole.Engine.Tests.Deliveries.Edits;

public sealed class LineDiffTests
{
    [Fact]
    public void Two_texts_that_say_the_same_have_no_rows() => Assert.Empty(LineDiff.Compare("a\nb\n", "a\r\nb"));

    [Fact]
    public void A_changed_line_stands_beside_what_it_was()
    {
        var row = Assert.Single(LineDiff.Compare("{\n  \"qty\": \"2\"\n}", "{\n  \"qty\": 2\n}"), r => !r.IsSame);

        Assert.Equal((2, "  \"qty\": \"2\"", 2, "  \"qty\": 2"), (row.BeforeNumber, row.Before, row.AfterNumber, row.After));
    }

    [Fact]
    public void Added_and_removed_lines_have_nothing_beside_them()
    {
        var rows = LineDiff.Compare("a\nb\nc\nd", "a\nc\nx\nd").Where(r => !r.IsSame).ToList();

        Assert.Equal([("b", null), (null, "x")], rows.Select(r => (r.Before, r.After)));
        Assert.Equal([(2, null), (null, 3)], rows.Select(r => (r.BeforeNumber, r.AfterNumber)));
    }

    [Fact]
    public void Lines_far_from_a_change_are_counted_and_left_out()
    {
        var before = string.Join('\n', Enumerable.Range(1, 100).Select(i => $"line {i}"));

        var rows = LineDiff.Compare(before, before.Replace("line 50", "line fifty", StringComparison.Ordinal));

        Assert.Equal([46, 0, 0, 0, 0, 0, 0, 0, 47], rows.Select(r => r.Skipped));
    }

    [Fact]
    public void A_difference_far_into_a_long_line_is_seen()
    {
        var start = new string('a', 5_000);

        var row = Assert.Single(LineDiff.Compare(start + "one", start + "two"));

        Assert.EndsWith("one", row.Before, StringComparison.Ordinal);
        Assert.EndsWith("two", row.After, StringComparison.Ordinal);
        Assert.True(row.Before!.Length < 400);
    }

    [Fact]
    public void Texts_that_share_nothing_end_in_a_bounded_list()
    {
        var rows = LineDiff.Compare(
            string.Join('\n', Enumerable.Range(0, 20_000).Select(i => $"a{i}")), string.Join('\n', Enumerable.Range(0, 20_000).Select(i => $"b{i}")));

        Assert.Equal(LineDiff.MaxRows, rows.Length);
    }
}
