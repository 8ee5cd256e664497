using System.Text;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Failures;

namespace CommerceEventConsole.Engine.Tests.Failures;

public sealed class ExampleComparisonTests
{
    [Fact]
    public void What_examples_share_is_told_and_where_they_differ()
    {
        var fields = ExampleComparison.Compare(
        [
            Sent("""{"increment_id":"1","payment":{"method":"checkmo"},"items":[{"sku":"MUG-01"},{"sku":"NEW-MUG"}]}"""),
            Sent("""{"increment_id":"2","payment":{"method":"checkmo"},"items":[{"sku":"NEW-MUG"}],"coupon_code":"SPRING"}"""),
        ]);

        Assert.Equal("checkmo", fields.Single(f => f.Path == "payment.method").Common);
        Assert.Equal("NEW-MUG", fields.Single(f => f.Path == "items[].sku").Common);
        var number = fields.Single(f => f.Path == "increment_id");
        Assert.Null(number.Common);
        Assert.Equal(["1", "2"], number.Values);
        Assert.Equal(["", "SPRING"], fields.Single(f => f.Path == "coupon_code").Values);
    }

    [Fact]
    public void One_example_alone_is_compared_with_nothing() => Assert.Empty(ExampleComparison.Compare([Sent("""{"increment_id":"1"}""")]));

    [Fact]
    public void A_body_that_was_cut_off_is_compared_with_nothing() =>
        Assert.Empty(ExampleComparison.Compare([Sent("""{"increment_id":"1"}"""), Sent("""{"increment_id":"2""")]));

    [Fact]
    public void Protected_examples_are_not_compared() =>
        Assert.Empty(ExampleComparison.Compare([Sent("""{"increment_id":"1"}"""), Sent("""{"increment_id":"1"}""") with { IsProtected = true }]));

    private static FailureExample Sent(string payload) => new(
        new DeliveryAttempt { RequestBody = Encoding.UTF8.GetBytes($$"""{"specversion":"1.0","data":{"key":"k","value":{{payload}} } }""") },
        1,
        "observer.sales_order_save_commit_after",
        new EntityRef(EntityKind.Order, "1"),
        IsProtected: false);
}
