using CommerceEventConsole.Engine.Intake;
using Microsoft.Extensions.Primitives;

namespace CommerceEventConsole.Engine.Tests.Intake;

public sealed class MediaTypesTests
{
    [Theory]
    [InlineData("application/json")]
    [InlineData("Application/JSON; Charset=UTF-8")]
    [InlineData("application/json;charset=\"utf-8\"")]
    [InlineData("application/json; odd=parameter")]
    [InlineData("application/cloudevents+json; charset=UTF-8")]
    [InlineData("application/cloudevents-batch+json")]
    [InlineData("application/vnd.adobecloud.events+json;charset=UTF-8")]
    public void Json_is_json_under_every_name(string contentType) => Assert.True(MediaTypes.IsJson(contentType));

    [Theory]
    [InlineData("")]
    [InlineData("json")]
    [InlineData("text/json")]
    [InlineData("application/json; charset=utf-16")]
    [InlineData("application/jsonp")]
    [InlineData("application/json, application/json")]
    [InlineData("application/")]
    [InlineData("application/cloudevents+xml")]
    public void Everything_else_is_not(string contentType) => Assert.False(MediaTypes.IsJson(contentType));

    [Fact]
    public void Neither_no_type_nor_two_types_are_json()
    {
        Assert.False(MediaTypes.IsJson(StringValues.Empty));
        Assert.False(MediaTypes.IsJson(new StringValues(["application/json", "application/json"])));
    }
}
