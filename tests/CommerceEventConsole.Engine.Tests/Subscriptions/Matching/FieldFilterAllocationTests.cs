using System.Buffers;

namespace CommerceEventConsole.Engine.Tests.Subscriptions.Matching;

public sealed class FieldFilterAllocationTests
{
    private const string Order =
        """{"increment_id":"1","grand_total":"129.0000","payment":{"method":"checkmo","x":1},"items":[{"sku":"A","q":1},{"sku":"B","q":2}],"_origData":{"status":"new"}}""";

    [Theory]
    [InlineData(Order, new[] { "increment_id", "payment.method", "items[].sku", "_origData.status" })]
    [InlineData(Order, new[] { "increment_id as number", "payment.method as way", "items[].sku as article", "items[].sku" })]
    [InlineData(Order, new[] { "*", "items[].sku as article" })]
    [InlineData("""{"order":""" + Order + "}", new[] { "increment_id as number", "items[].sku" })]
    public void Filtering_allocates_nothing(string value, string[] fields)
    {
        var filter = Samples.Compile(fields).Filter;
        var payload = Samples.Payload(value);
        var output = new ArrayBufferWriter<byte>(4096);
        filter.Write(output, payload);
        Assert.NotEqual(0, output.WrittenCount);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 100; round++)
        {
            output.ResetWrittenCount();
            filter.Write(output, payload);
        }

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }
}
