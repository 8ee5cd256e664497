using System.Text;
using CommerceEventConsole.Engine.Commerce.Api;

namespace CommerceEventConsole.Engine.Tests.Commerce;

public class CommerceErrorsTests
{
    [Theory]
    [InlineData("""{"message":"There is no entity with %1 = %2.","parameters":["sku","A"]}""", "There is no entity with sku = A.")]
    [InlineData("""{"message":"\"%fieldName\" is required.","parameters":{"fieldName":"name"}}""", "\"name\" is required.")]
    [InlineData("""{"message":"Number %1 of %2","parameters":[1]}""", "Number 1 of %2")]
    [InlineData("""{"message":"100%","parameters":["a"]}""", "100%")]
    [InlineData("""{"message":"Several errors.","errors":[{"message":"%1 is bad","parameters":["a"]},{"message":"b is bad"}]}""", "Several errors. a is bad b is bad")]
    [InlineData("""{"message":"one\n  two","trace":"#0 index.php"}""", "one two")]
    [InlineData("""{"trace":"#0 index.php"}""", null)]
    [InlineData("""{"message":5}""", null)]
    [InlineData("""["message"]""", null)]
    [InlineData("<html>", null)]
    [InlineData("", null)]
    public void The_sentence_of_an_error_is_found_and_its_placeholders_are_filled(string body, string? sentence) =>
        Assert.Equal(sentence, CommerceErrors.Read(Encoding.UTF8.GetBytes(body)));

    [Theory]
    [InlineData(401, "", "does not accept the credentials")]
    [InlineData(403, """{"message":"The consumer isn't authorized to access %1.","parameters":["event_subscribe"]}""", "Commerce says: The consumer isn't authorized to access event_subscribe. The integration needs")]
    [InlineData(404, """{"message":"Request does not match any route."}""", "Check the address and the path")]
    [InlineData(400, """{"message":"merchant_id is not set"}""", "Set the merchant ID and the environment ID")]
    [InlineData(302, "", "does not follow")]
    [InlineData(503, "<html>busy</html>", "has a problem of its own (503). Try again")]
    public void What_to_do_about_it_is_said(int status, string body, string expected) =>
        Assert.Contains(expected, CommerceErrors.Explain(status, Encoding.UTF8.GetBytes(body)), StringComparison.Ordinal);
}
