using System.Text;
using CommerceEventConsole.Engine.Deliveries.Edits;

namespace CommerceEventConsole.Engine.Tests.Deliveries.Edits;

public sealed class JsonLinesTests
{
    [Fact]
    public void A_value_stands_on_a_line_of_its_own()
    {
        var text = JsonLines.Indent("""{"a":[1,{"b":null}],"c":{}, "d":[ ]}"""u8);

        Assert.Equal(
            """
            {
              "a": [
                1,
                {
                  "b": null
                }
              ],
              "c": {},
              "d": []
            }
            """.ReplaceLineEndings("\n"),
            text);
    }

    [Theory]
    [InlineData("""{"price":10.0000,"qty":1E3,"name":"a \"b\" {,}: [ü] \ud800 \u0041"}""")]
    [InlineData("""[{"a":"\\"},{"b":"\\\""}]""")]
    [InlineData("12.50")]
    [InlineData("\"\"")]
    public void There_and_back_it_is_the_same_to_the_byte(string json) =>
        Assert.Equal(json, Encoding.UTF8.GetString(JsonLines.Compact(Encoding.UTF8.GetBytes(JsonLines.Indent(Encoding.UTF8.GetBytes(json))))));
}
