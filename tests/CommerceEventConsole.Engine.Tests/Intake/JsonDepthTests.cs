using System.Text.Json;
using CommerceEventConsole.Engine.Intake;

namespace CommerceEventConsole.Engine.Tests.Intake;

public sealed class JsonDepthTests
{
    private static readonly JsonDocumentOptions AnyDepth = new() { MaxDepth = 100_000 };

    [Theory]
    [InlineData("5", 0)]
    [InlineData("\"[[[[\"", 0)]
    [InlineData("{}", 1)]
    [InlineData("[]", 1)]
    [InlineData("""{"a":{"b":[1,{"c":null}]}}""", 4)]
    [InlineData("""[[],[],[],[[]]]""", 3)]
    [InlineData("""{"a":"{{{{[[[[","b":[{}]}""", 3)]
    public void A_value_is_as_deep_as_its_deepest_part(string json, int depth)
    {
        using var document = JsonDocument.Parse(json);

        Assert.False(JsonDepth.Exceeds(document.RootElement, depth));
        Assert.True(depth == 0 || JsonDepth.Exceeds(document.RootElement, depth - 1));
    }

    [Theory]
    [InlineData(64, false)]
    [InlineData(65, true)]
    [InlineData(200, true)]
    [InlineData(50_000, true)]
    public void The_limit_is_exact(int levels, bool exceeds)
    {
        using var document = JsonDocument.Parse(new string('[', levels) + new string(']', levels), AnyDepth);

        Assert.Equal(exceeds, JsonDepth.Exceeds(document.RootElement, 64));
    }

    [Fact]
    public void Depth_is_counted_from_the_item_and_not_from_its_batch()
    {
        using var document = JsonDocument.Parse("[[[1]]]");

        Assert.False(JsonDepth.Exceeds(document.RootElement[0], 2));
        Assert.True(JsonDepth.Exceeds(document.RootElement[0], 1));
    }
}
