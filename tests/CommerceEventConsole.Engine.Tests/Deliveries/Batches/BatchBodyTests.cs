using System.Text;
using System.Text.Json;
using CommerceEventConsole.Engine.Deliveries.Batches;

namespace CommerceEventConsole.Engine.Tests.Deliveries.Batches;

public sealed class BatchBodyTests
{
    [Fact]
    public void Events_stand_in_an_array_each_with_its_own_idempotency_id()
    {
        var body = BatchBody.Write([Item("msg_a", """{"specversion":"1.0","id":"a"}"""), Item("msg_b", """ {"id":"b","data":{"name":"Zelt“"}}""")]);

        Assert.Equal(
            """[{"idempotencyid":"msg_a","specversion":"1.0","id":"a"},{"idempotencyid":"msg_b","id":"b","data":{"name":"Zelt“"}}]""",
            Encoding.UTF8.GetString(body));
        using var document = JsonDocument.Parse(body);
        Assert.Equal(2, document.RootElement.GetArrayLength());
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{ }")]
    [InlineData("")]
    public void What_is_no_event_is_refused(string text) =>
        Assert.Throws<FormatException>(() => BatchBody.Write([Item("msg_a", text)]));

    [Fact]
    public void The_id_of_a_batch_is_that_of_its_items_in_their_order()
    {
        BatchItem a = Item("msg_a", "{}"), b = Item("msg_b", "{}");

        Assert.Equal(BatchBody.IdOf([a, b]), BatchBody.IdOf([a, b]));
        Assert.NotEqual(BatchBody.IdOf([a, b]), BatchBody.IdOf([b, a]));
        Assert.NotEqual(BatchBody.IdOf([a, b]), BatchBody.IdOf([a]));
    }

    private static BatchItem Item(string id, string text) => new(id, Encoding.UTF8.GetBytes(text));
}
