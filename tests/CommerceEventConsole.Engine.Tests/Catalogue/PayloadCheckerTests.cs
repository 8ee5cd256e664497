using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.Engine.Tests.Catalogue;

public sealed class PayloadCheckerTests
{
    private const string OrderSaved = "observer.sales_order_save_commit_after";
    private readonly PayloadChecker _checker = new();
    private readonly List<string> _deviations = [];

    private void Check(JsonNode envelope, string type = OrderSaved) =>
        _checker.Check(JsonSerializer.SerializeToElement(envelope), EventCatalogue.Default.Find(type), _deviations);

    private static JsonObject Envelope(string entity = "{}") => new()
    {
        ["specversion"] = "1.0",
        ["type"] = "com.adobe.commerce." + OrderSaved,
        ["source"] = "urn:uuid:11111111-2222-3333-4444-555555555555",
        ["id"] = "0d3c1a52-6a0e-4a8b-8a6e-4c9f0f2f7b10",
        ["time"] = "2026-05-04T09:12:33.101Z",
        ["datacontenttype"] = "application/json; charset=utf-8",
        ["data"] = new JsonObject { ["key"] = "k", ["value"] = JsonNode.Parse(entity), ["source"] = "acme.prod" },
    };

    [Fact]
    public void A_well_formed_event_has_no_deviation_and_costs_no_allocation()
    {
        var info = EventCatalogue.Default.Find(OrderSaved)!;
        var envelope = Envelope();
        envelope["data"] = JsonObject.Create(info.Sample);
        var element = JsonSerializer.SerializeToElement(envelope);
        _checker.Check(element, info, _deviations);

        var before = GC.GetAllocatedBytesForCurrentThread();
        _checker.Check(element, info, _deviations);

        Assert.Equal(0, GC.GetAllocatedBytesForCurrentThread() - before);
        Assert.Empty(_deviations);
    }

    [Theory]
    [InlineData("""{"entity_id":"12","customer_id":12,"grand_total":99.95}""")]
    [InlineData("""{"entity_id":"12.0000","customer_id":null,"grand_total":"99.9500"}""")]
    [InlineData("""{"entity_id":[],"customer_id":{},"customer_email":""}""")]
    [InlineData("""{"created_at":"2026-05-04 09:12:33"}""")]
    [InlineData("""{"created_at":"2026-05-04T09:12:33.123456789+02:00"}""")]
    [InlineData("""{"entity_id":123456789012345678901234567890}""")]
    [InlineData("""{"increment_id":1001}""")]
    public void What_the_sources_show_is_no_deviation(string entity)
    {
        Check(Envelope(entity));

        Assert.Empty(_deviations);
    }

    [Theory]
    [InlineData("""{"entity_id":"twelve"}""", "entity_id: text that is no number, the description says a whole number")]
    [InlineData("""{"entity_id":1.5}""", "entity_id: a fraction, the description says a whole number")]
    [InlineData("""{"entity_id":true}""", "entity_id: true or false, the description says a whole number")]
    [InlineData("""{"status":12}""", "status: a number, the description says text")]
    [InlineData("""{"state":["new"]}""", "state: a list, the description says text")]
    [InlineData("""{"grand_total":"a lot"}""", "grand_total: text that is not decimal text, the description says decimal text")]
    [InlineData("""{"grand_total":"NaN"}""", "grand_total: text that is not decimal text, the description says decimal text")]
    [InlineData("""{"customer_email":"jane at example"}""", "customer_email: text that is not an e-mail address, the description says an e-mail address")]
    [InlineData("""{"created_at":"2026-02-30 00:00:00"}""", "created_at: text that is not a date and time, the description says a date and time")]
    public void What_contradicts_the_description_is_named_with_its_path(string entity, string expected)
    {
        Check(Envelope(entity));

        Assert.Equal([expected], _deviations);
    }

    [Theory]
    [InlineData("id", "\"abc123-def456\"", "id: text that is not a UUID, the description says a UUID")]
    [InlineData("id", "null", "id: missing, the description says it is always there")]
    [InlineData("time", "\"yesterday\"", "time: text that is not a date and time, the description says a date and time")]
    [InlineData("source", "\"my shop\"", "source: text that is not a URI, the description says a URI")]
    [InlineData("specversion", "\"0.3\"", "specversion: another value, the description says always \"1.0\"")]
    [InlineData("datacontenttype", "\"text/xml\"", "datacontenttype: text that is not application/json, the description says application/json")]
    [InlineData("subject", "5", "subject: a number, the description says text")]
    [InlineData("data", "[]", "data: a list, the description says an object")]
    [InlineData("data", """{"timestamp":"now","event":{"order":{}}}""", "data.timestamp: text that is not a date and time, the description says a date and time")]
    public void The_envelope_and_its_data_are_checked(string attribute, string value, string expected)
    {
        var envelope = Envelope();
        envelope[attribute] = JsonNode.Parse(value);

        Check(envelope);

        Assert.Equal([expected], _deviations);
    }

    [Theory]
    [InlineData("observer.catalog_product_delete_after_done", """{"status":3}""", "status: another value, the description says one of 1, 2")]
    [InlineData("observer.catalog_product_save_commit_after", """{"price":"free"}""", "price: text that is no number, the description says a number")]
    [InlineData("observer.customer_register_success", """{"customer":{"email":"nobody"}}""", "email: text that is not an e-mail address, the description says an e-mail address")]
    public void Products_and_customers_are_checked_too(string type, string entity, string expected)
    {
        Check(Envelope(entity), type);

        Assert.Equal([expected], _deviations);
    }

    [Fact]
    public void The_descriptions_own_example_deviates_only_in_its_id()
    {
        var envelope = Envelope();
        envelope["source"] = "urn:uuid:commerceInstanceId";
        envelope["id"] = "abc123-def456";
        envelope["time"] = "2026-03-21T10:00:00Z";
        envelope["data"] = JsonNode.Parse("""
            {"uid":"abc123-def456","event":{"order":{"entity_id":1001,"increment_id":"000001001","status":"pending",
             "customer_email":"shopper@example.com","grand_total":"99.95"}}}
            """);

        Check(envelope, "observer.sales_order_place_after");

        Assert.Equal(["id: text that is not a UUID, the description says a UUID"], _deviations);
    }

    [Fact]
    public void A_credit_memo_is_checked_as_far_as_the_description_goes()
    {
        var envelope = Envelope("""{"increment_id":true}""");
        envelope.Remove("time");

        Check(envelope, "observer.sales_order_creditmemo_save_after");

        Assert.Equal(["time: missing, the description says it is always there"], _deviations);
    }

    [Theory]
    [InlineData("be-observer.catalog_product_update")]
    [InlineData("observer.rma_save_after")]
    [InlineData("com.example.thing")]
    public void Events_the_description_is_silent_about_are_not_checked(string type)
    {
        Check(new JsonObject { ["id"] = 1 }, type);

        Assert.Empty(_deviations);
    }

    [Fact]
    public void Warnings_are_bounded_and_hold_no_values()
    {
        for (var i = 0; i < 10; i++)
            Check(Envelope("""{"customer_email":"secret person","entity_id":"secret","status":{"secret":1},"created_at":"secret"}"""));

        Assert.Equal(PayloadChecker.MaxDeviations, _deviations.Count);
        Assert.DoesNotContain(_deviations, deviation => deviation.Contains("secret", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[[[]]]")]
    [InlineData("\"\\ud800\"")]
    [InlineData("1e999")]
    [InlineData("""{"\ud800":1,"customer_email":"\ud800@\udc00","entity_id":1e999,"created_at":"\u0000"}""")]
    public void Hostile_payloads_never_make_it_throw(string json)
    {
        var info = EventCatalogue.Default.Find(OrderSaved);
        var element = JsonElement.Parse(json);

        _checker.Check(element, info, _deviations);
        _checker.CheckData(element, info, _deviations);
        _checker.Check(JsonElement.Parse($$"""{"id":{{json}},"time":{{json}},"data":{{json}} }"""), info, _deviations);
        _checker.Check(JsonElement.Parse($$$"""{"data":{"value":{{{json}}}}}"""), info, _deviations);
        _checker.CheckData(default, info, _deviations);
    }

    [Fact]
    public void The_verdict_does_not_depend_on_the_servers_language()
    {
        var before = CultureInfo.CurrentCulture;
        try
        {
            CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo("de-DE");
            Check(Envelope("""{"grand_total":"99.95","created_at":"2026-05-04 09:12:33"}"""));
            Assert.Empty(_deviations);
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }
}
