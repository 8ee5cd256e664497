using System.Buffers;
using System.Text;
using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Tests.Subscriptions.Matching;

public sealed class OutboundBodyTests
{
    private static readonly KeyValuePair<string, string>[] Attributes =
        [new("specversion", "1.0"), new("id", "a \"1\""), new("phidata", "true")];

    [Theory]
    [InlineData(
        """{"id":"1","unknown":{"x":[1, 2]},"data":{"key":"k","value":{"sku":"A","x":1},"source":"a.b","_metadata":{"storeId":"1"}},"time":"t"}""",
        """{"id":"1","unknown":{"x":[1, 2]},"data":{"key":"k","value":{"sku":"A"},"source":"a.b","_metadata":{"storeId":"1"}},"time":"t"}""")]
    [InlineData(
        """{"id":"1","data":{"uid":"u","merchant_id":"m","event":{"product":{"sku":"A","x":1}}}}""",
        """{"id":"1","data":{"uid":"u","merchant_id":"m","event":{"product":{"sku":"A"}}}}""")]
    [InlineData(
        """{"id":"1","data":{"event":{"data":{"value":{"sku":"A","x":1},"source":"a.b"}}}}""",
        """{"id":"1","data":{"event":{"data":{"value":{"sku":"A"},"source":"a.b"}}}}""")]
    [InlineData(
        """{"id":"1","data":{"sku":"A","x":1}}""",
        """{"id":"1","data":{"sku":"A"}}""")]
    public void Only_the_payload_root_is_filtered_whatever_its_shape(string envelope, string expected) =>
        Assert.Equal(expected, Structured(envelope, "sku"));

    [Fact]
    public void Without_fields_the_envelope_goes_out_byte_for_byte()
    {
        const string Envelope = """{ "id" : "1\u0041" ,"data": {"value": {"n": 1.000000000000000000000000001E+400} } }""";

        Assert.Equal(Envelope, Structured(Envelope));
    }

    [Fact]
    public void Envelope_values_are_copied_as_written() =>
        Assert.Equal(
            """{"n":12345678901234567890123,"s":"\ud800\/","data":{"sku":"A"}}""",
            Structured("""{"n":12345678901234567890123,"s":"\ud800\/","data":{"sku":"A"}}""", "sku"));

    [Fact]
    public void A_second_copy_of_the_payload_does_not_slip_past_the_filter() =>
        Assert.Equal(
            """{"id":"1","data":{"key":"k","value":{"sku":"A"}}}""",
            Structured("""{"id":"1","data":{"secret":1},"data":{"key":"k","value":{"secret":2},"value":{"sku":"A"}}}""", "sku"));

    [Fact]
    public void Null_data_stays_null() =>
        Assert.Equal("""{"id":"1","data":null}""", Structured("""{"id":"1","data":null}""", "sku"));

    [Fact]
    public void An_event_without_data_goes_out_without() =>
        Assert.Equal("""{"id":"1"}""", Structured("""{"id":"1"}""", "sku"));

    [Fact]
    public void A_payload_decoded_from_base64_takes_the_place_of_data()
    {
        var envelope = Samples.Json("""{"id":"1","data_base64":"eyJza3UiOiJBIiwieCI6MX0=","time":"t"}""");
        var payload = PayloadRoot.Find(Samples.Json("""{"sku":"A","x":1}"""), null);
        var output = new ArrayBufferWriter<byte>();

        OutboundBody.Write(output, envelope, payload, Samples.Compile(["sku"]).Filter);

        Assert.Equal("""{"id":"1","time":"t","data":{"sku":"A"}}""", Text(output));
    }

    [Theory]
    [InlineData("sku", """{"specversion":"1.0","id":"a \"1\"","phidata":"true","data":{"key":"k","value":{"sku":"A"}}}""")]
    [InlineData("", """{"specversion":"1.0","id":"a \"1\"","phidata":"true","data":{"key":"k","value":{"sku":"A", "x":1}}}""")]
    public void A_binary_mode_event_becomes_a_structured_one(string field, string expected)
    {
        var data = Samples.Json("""{"key":"k","value":{"sku":"A", "x":1}}""");
        var output = new ArrayBufferWriter<byte>();

        OutboundBody.Write(output, Attributes, data, PayloadRoot.Find(data, null), Filter(field));

        Assert.Equal(field.Length == 0 ? expected.Replace("{\"key\":\"k\",\"value\":{\"sku\":\"A\", \"x\":1}}", data.GetRawText(), StringComparison.Ordinal) : expected, Text(output));
    }

    [Fact]
    public void A_binary_mode_event_without_data_has_only_attributes()
    {
        var output = new ArrayBufferWriter<byte>();

        OutboundBody.Write(output, Attributes, default, PayloadRoot.Find(default, null), FieldFilter.Everything);

        Assert.Equal("""{"specversion":"1.0","id":"a \"1\"","phidata":"true"}""", Text(output));
    }

    [Fact]
    public void A_binary_mode_body_that_is_not_JSON_travels_as_base64()
    {
        var output = new ArrayBufferWriter<byte>();

        OutboundBody.WriteOpaque(output, [.. Attributes, new("data", "x"), new("odd", "\ud800ü")], "a\0b"u8);

        Assert.Equal("""{"specversion":"1.0","id":"a \"1\"","phidata":"true","odd":"�ü","data_base64":"YQBi"}""", Text(output));
    }

    private static FieldFilter Filter(params string[] fields) =>
        Samples.Compile([.. fields.Where(field => field.Length > 0)]).Filter;

    private static string Structured(string text, params string[] fields)
    {
        var envelope = Samples.Json(text);
        var data = envelope.TryGetProperty("data", out var found) ? found : default;
        var output = new ArrayBufferWriter<byte>();
        OutboundBody.Write(output, envelope, PayloadRoot.Find(data, null), Filter(fields));
        using var valid = JsonDocument.Parse(output.WrittenMemory);
        return Text(output);
    }

    private static string Text(ArrayBufferWriter<byte> output) => Encoding.UTF8.GetString(output.WrittenSpan);
}
