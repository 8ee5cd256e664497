using System.Text.Json;
using CommerceEventConsole.Engine.Events;

namespace CommerceEventConsole.Storage.Tests.Events;

public sealed class PayloadDiffTests
{
    [Theory]
    [InlineData("""{"price":"12.500000"}""", """{"price":12.5}""")]
    [InlineData("""{"active":"1"}""", """{"active":true}""")]
    [InlineData("""{"active":false}""", """{"active":0}""")]
    [InlineData("""{"note":null}""", """{"note":""}""")]
    [InlineData("""{"note":[]}""", """{}""")]
    [InlineData("""{"ids":["3","4"]}""", """{"ids":[3,4]}""")]
    [InlineData("""{"_origData":{"status":"new"}}""", """{"_origData":{"status":"old"}}""")]
    [InlineData("""{"items":[{"item_id":1,"qty":"1"},{"item_id":2,"qty":"2"}]}""", """{"items":[{"item_id":2,"qty":2},{"item_id":1,"qty":1}]}""")]
    [InlineData("""{"name":"\ud800"}""", """{"name":"\ud800"}""")]
    public void What_means_the_same_is_no_change(string before, string after) => Assert.Empty(Compare(before, after));

    [Theory]
    [InlineData("""{"status":"new"}""", """{"status":"paid"}""", "status: new -> paid")]
    [InlineData("""{"qty":"10"}""", """{"qty":9.5}""", "qty: 10 -> 9.5")]
    [InlineData("""{}""", """{"coupon":"SPRING"}""", "coupon:  -> SPRING")]
    [InlineData("""{"coupon":"SPRING"}""", """{"coupon":null}""", "coupon: SPRING -> ")]
    [InlineData("""{"a":{"b":{"c":1}}}""", """{"a":{"b":{"c":2}}}""", "a.b.c: 1 -> 2")]
    [InlineData("""{"ids":[3]}""", """{"ids":[3,4]}""", "ids: 3 -> 3, 4")]
    [InlineData("""{"active":true}""", """{"active":false}""", "active: yes -> no")]
    [InlineData("""{"n":10000000000000000000000001}""", """{"n":10000000000000000000000002}""", "n: 10000000000000000000000001 -> 10000000000000000000000002")]
    [InlineData("""{"items":[{"item_id":1,"sku":"A","qty":1}]}""", """{"items":[{"item_id":1,"sku":"A","qty":2}]}""", "items[A #1].qty: 1 -> 2")]
    [InlineData("""{"x":[1,2]}""", """{"x":"text"}""", "x: 1, 2 -> text")]
    public void What_differs_is_told_with_its_path(string before, string after, string expected)
    {
        var change = Assert.Single(Compare(before, after));
        Assert.Equal(expected, $"{change.Path}: {change.Before} -> {change.After}");
    }

    [Fact]
    public void A_new_line_item_is_one_change()
    {
        var change = Assert.Single(Compare("""{"items":[{"sku":"A"}]}""", """{"items":[{"sku":"A"},{"sku":"B"}]}"""));

        Assert.Equal(("items[B]", null, """{"sku":"B"}"""), (change.Path, change.Before, change.After));
    }

    [Fact]
    public void A_time_stamp_of_the_save_is_minor()
    {
        var change = Assert.Single(Compare("""{"updated_at":"2026-05-04 09:12:32"}""", """{"updated_at":"2026-05-04 09:12:33"}"""));

        Assert.True(change.IsMinor);
    }

    [Fact]
    public void Fields_that_only_one_type_of_event_carries_can_be_passed_over()
    {
        Assert.Empty(Compare("""{"a":1,"b":2}""", """{"a":1,"c":3}""", onlyShared: true));
        Assert.Equal(2, Compare("""{"a":1,"b":2}""", """{"a":1,"c":3}""").Count);
    }

    [Fact]
    public void A_flood_of_changes_is_cut_off()
    {
        var many = string.Join(',', Enumerable.Range(0, 1_000).Select(i => $"\"f{i}\":{i + 1}"));

        Assert.Equal(PayloadDiff.MaxChanges, Compare("{}", $"{{{many}}}").Count);
    }

    [Fact]
    public void A_long_text_is_shortened()
    {
        var change = Assert.Single(Compare("{}", $$"""{"text":"{{new string('x', 5_000)}}"}"""));

        Assert.InRange(change.After!.Length, 100, 300);
    }

    private static IReadOnlyList<FieldChange> Compare(string before, string after, bool onlyShared = false)
    {
        using var first = JsonDocument.Parse(before);
        using var second = JsonDocument.Parse(after);
        return PayloadDiff.Compare(first.RootElement, second.RootElement, onlyShared);
    }
}
