using System.Collections.Immutable;
using System.Text;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Deliveries.Edits;
using CommerceEventConsole.Engine.Destinations;

namespace CommerceEventConsole.Engine.Tests.Deliveries.Edits;

public sealed class EditRulesTests
{
    private const string Sent = """{"specversion":"1.0","id":"e-1","source":"shop","type":"order.saved","data":{"sku":"OLD","qty":"2"}}""";

    [Fact]
    public void Data_may_be_anything()
    {
        var check = Check(Sent.Replace("""{"sku":"OLD","qty":"2"}""", """["any",{"thing":1}]""", StringComparison.Ordinal));

        Assert.Empty(check.Problems);
        Assert.Contains(check.Lines, r => !r.IsSame);
    }

    [Theory]
    [InlineData("\"e-1\"", "\"e-2\"", "\"id\" must stay \"e-1\"")]
    [InlineData("\"shop\"", "\"till\"", "\"source\" must stay")]
    [InlineData("\"order.saved\"", "\"order.gone\"", "\"type\" must stay")]
    [InlineData("\"1.0\"", "\"0.3\"", "\"specversion\" must stay")]
    [InlineData("\"source\":\"shop\",", "", "\"source\" must stay")]
    [InlineData("\"data\"", "\"data_base64\":\"e30=\",\"data\"", "either \"data\" or \"data_base64\"")]
    [InlineData("\"data\"", "\"other\":{},\"data\"", "Only \"data\" may hold")]
    [InlineData("\"data\"", "\"id\":\"e-2\",\"data\"", "given twice")]
    [InlineData(",\"qty\"", "\"qty\"", "no sound JSON")]
    public void What_makes_it_another_event_or_none_is_refused(string from, string to, string problem)
    {
        var problems = Check(Sent.Replace(from, to, StringComparison.Ordinal)).Problems;

        Assert.All(problems, p => Assert.Equal("body", p.Field));
        Assert.Contains(problems, p => p.Message.Contains(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void A_mistake_is_told_by_its_line() =>
        Assert.StartsWith("Line 3 is no sound JSON", Assert.Single(Check("{\n \"a\": 1\n \"b\": 2\n}").Problems).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("[]")]
    [InlineData("\"text\"")]
    public void The_body_must_be_one_event(string body) =>
        Assert.Contains("one CloudEvent", Assert.Single(Check(body).Problems).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("webhook-id")]
    [InlineData("Webhook-Signature")]
    [InlineData("Idempotency-Key")]
    [InlineData("Authorization")]
    [InlineData("X-Api-Key")]
    [InlineData("Content-Type")]
    [InlineData("Host")]
    [InlineData("X-Tenant")]
    [InlineData("two words")]
    public void Headers_of_the_console_and_credentials_cannot_be_set(string name)
    {
        var problems = Check(Sent, new HeaderDraft(name, "a")).Problems;

        Assert.Contains(problems, p => p.Field.StartsWith("headers.", StringComparison.Ordinal));
    }

    [Fact]
    public void Nothing_changed_is_refused() => Assert.Contains("Nothing is changed", Assert.Single(Check(Sent).Problems).Message, StringComparison.Ordinal);

    [Fact]
    public void Blanks_between_values_are_no_change() =>
        Assert.Contains("Nothing is changed", Assert.Single(Check(Sent.Replace(",", " ,\n", StringComparison.Ordinal)).Problems).Message, StringComparison.Ordinal);

    [Fact]
    public void A_changed_header_is_enough()
    {
        var check = Check(Sent, new HeaderDraft("x-shop", "south"));

        Assert.Empty(check.Problems);
        Assert.Equal([new HeaderChange("X-Shop", "north", "south")], check.Headers);
    }

    [Theory]
    [InlineData("")]
    [InlineData("  ")]
    public void A_reason_is_asked_for(string reason) =>
        Assert.Contains(Check(Sent.Replace("OLD", "NEW", StringComparison.Ordinal), reason: reason).Problems, p => p.Field == "reason");

    private static EditCheck Check(string body, HeaderDraft? header = null, string reason = "The article was renamed")
    {
        ImmutableArray<HeaderDraft> headers = [new("X-Shop", "north")];
        var original = new EditableDelivery(1, "ERP", DeliveryState.Failed, JsonLines.Indent(Encoding.UTF8.GetBytes(Sent)), headers, ["X-Tenant"]);
        return DeliveryEditor.Check(original, new DeliveryEditDraft(body, header is null ? headers : [header], reason));
    }
}
