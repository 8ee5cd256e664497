using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice.Rest;

namespace CommerceEventConsole.Engine.Tests.BackOffice;

public class RestTemplateTests
{
    [Theory]
    [InlineData("products/{sku}", "a/b c?", "products/a%2Fb%20c%3F")]
    [InlineData("stock('{sku}')", "O'Neill", "stock('O%27%27Neill')")]
    [InlineData("items?sku={sku}&x=1", "a&b=c", "items?sku=a%26b%3Dc&x=1")]
    [InlineData("items?after={missing}&x=1", "", "items?x=1")]
    [InlineData("items?after={missing}", "", "items")]
    public void Values_in_paths_are_encoded_and_parts_of_the_query_without_one_are_left_out(string path, string value, string expected) =>
        Assert.Equal(expected, RestTemplate.Path(path, name => name == "sku" ? value : null));

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    [InlineData("")]
    public void A_value_that_would_lead_to_another_path_is_refused(string value) =>
        Assert.Throws<FormatException>(() => RestTemplate.Path("products/{sku}", _ => value));

    [Fact]
    public void A_body_takes_values_as_they_are_and_leaves_conditions_without_one_out()
    {
        var template = JsonNode.Parse("""{"domain":[["sku","!=",false],["at",">=","{since}"],["sku","in","{keys}"]],"limit":"{pageSize}","note":"page of {pageSize}","none":"{since}"}""");

        var body = RestTemplate.Body(template, name => name switch
        {
            "pageSize" => 50,
            "keys" => new JsonArray("A\"1", "B"),
            _ => null,
        });

        Assert.Equal("""{"domain":[["sku","!=",false],["sku","in",["A\u00221","B"]]],"limit":50,"note":"page of 50"}""", body!.ToJsonString());
    }
}
