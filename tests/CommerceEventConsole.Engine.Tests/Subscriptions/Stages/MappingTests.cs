using System.Collections.Immutable;
using System.Text;
using System.Text.Json;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Engine.Tests.Subscriptions.Stages;

public class MappingTests
{
    private const string Order =
        """
        {
          "entity_id": 7, "increment_id": "000000007", "grand_total": 120.10, "created_at": "2026-03-01 14:05:09", "customer_firstname": "Anna",
          "customer_lastname": null, "customer_note": "", "is_virtual": "0", "odd.name": "dotted", "@odata.etag": "W/1", "big": 12345678901234567890.12345678901234567890,
          "items": [
            { "sku": "A/1", "qty": "2.0000", "price": 10.5, "taxes": [ { "rate": 19 }, { "rate": 7 } ], "options": [ { "value": "red" } ] },
            { "sku": "B 2", "qty": 1, "price": null, "taxes": [], "options": [ { "value": "blue" }, { "value": "big" } ] }
          ],
          "none": [], "one": { "sku": "only" },
          "extension_attributes": { "shipping_assignments": [ { "shipping": { "address": { "city": "Graz", "street": [ "Ring 1", "Door 2" ] } } } ] },
          "payment": { "method": "invoice" }
        }
        """;

    private static readonly StageInputs Inputs = StageInputs.Of(Json("""{ "increment_id": "000000007", "status": "new", "lines": [ { "id": 1 } ] }"""), Json("""{ "id": "e-1", "seq": 12, "delivery": "msg_1" }"""))
        .With("order", Json(Order)).With("gone", default);

    // target | value | expected document. A value in quotation marks or digits is a constant, one in back quotes text, all else a path.
    [Theory]
    [InlineData("number", "order.increment_id", """{"number":"000000007"}""")]
    [InlineData("number", "increment_id", """{"number":"000000007"}""")]
    [InlineData("number", "event.increment_id", """{"number":"000000007"}""")]
    [InlineData("ref", "envelope.delivery", """{"ref":"msg_1"}""")]
    [InlineData("total", "order.grand_total", """{"total":120.10}""")]
    [InlineData("big", "order.big", """{"big":12345678901234567890.12345678901234567890}""")]
    [InlineData("a.b.c", "order.entity_id", """{"a":{"b":{"c":7}}}""")]
    [InlineData("currency", "\"EUR\"", """{"currency":"EUR"}""")]
    [InlineData("priority", "4", """{"priority":4}""")]
    [InlineData("x", "null", "{}")]
    [InlineData("x", "order.customer_lastname", "{}")]
    [InlineData("x", "order.nothing.at.all", "{}")]
    [InlineData("x", "gone.sku", "{}")]
    [InlineData("x", "order.odd.name", """{"x":"dotted"}""")]
    [InlineData("x", "order.@odata.etag", """{"x":"W/1"}""")]
    [InlineData("name", "`{order.customer_firstname} {order.customer_lastname}`", """{"name":"Anna "}""")]
    [InlineData("name", "`{order.nothing}{order.customer_lastname}`", "{}")]
    [InlineData("name", "`{{{order.entity_id}}} of {increment_id}`", """{"name":"{7} of 000000007"}""")]
    [InlineData("city", "order.extension_attributes.shipping_assignments[0].shipping.address.city", """{"city":"Graz"}""")]
    [InlineData("x", "order.extension_attributes.shipping_assignments[3].shipping.address.city", "{}")]
    [InlineData("street", "order.extension_attributes.shipping_assignments[0].shipping.address.street", """{"street":["Ring 1","Door 2"]}""")]
    [InlineData("lines[].sku", "order.items[].sku", """{"lines":[{"sku":"A/1"},{"sku":"B 2"}]}""")]
    [InlineData("lines[].price", "order.items[].price", """{"lines":[{"price":10.5},{}]}""")]
    [InlineData("skus", "order.items[].sku", """{"skus":["A/1","B 2"]}""")]
    [InlineData("skus[]", "order.items[].sku", """{"skus":["A/1","B 2"]}""")]
    [InlineData("lines[].options", "order.items[].options[].value", """{"lines":[{"options":["red"]},{"options":["blue","big"]}]}""")]
    [InlineData("lines[].tax[].rate", "order.items[].taxes[].rate", """{"lines":[{"tax":[{"rate":19},{"rate":7}]},{"tax":[]}]}""")]
    [InlineData("lines[].sku", "order.none[].sku", """{"lines":[]}""")]
    [InlineData("lines[].sku", "order.nothing[].sku", "{}")]
    [InlineData("lines[].sku", "order.one[].sku", """{"lines":[{"sku":"only"}]}""")]
    [InlineData("lines[].sku", "order.one.sku", """{"lines":[{"sku":"only"}]}""")]
    [InlineData("lines[].label", "`{order.items[].sku} x{order.items[].qty} of {increment_id}`", """{"lines":[{"label":"A/1 x2.0000 of 000000007"},{"label":"B 2 x1 of 000000007"}]}""")]
    [InlineData("payment", "order.payment", """{"payment":{"method":"invoice"}}""")]
    [InlineData("a.lines[].b.sku", "order.items[].sku", """{"a":{"lines":[{"b":{"sku":"A/1"}},{"b":{"sku":"B 2"}}]}}""")]
    public void A_row_makes(string target, string value, string expected) => AssertJson(expected, Write(Row(target, value)));

    [Theory]
    [InlineData("order.entity_id", StageConversion.Text, null, "\"7\"")]
    [InlineData("order.grand_total", StageConversion.Text, null, "\"120.10\"")]
    [InlineData("order.items[0].qty", StageConversion.Number, null, "2")]
    [InlineData("order.increment_id", StageConversion.Number, null, "7")]
    [InlineData("order.items[0].qty", StageConversion.Decimal, "", "2.0000")]
    [InlineData("order.items[0].qty", StageConversion.Decimal, "2", "2.00")]
    [InlineData("order.grand_total", StageConversion.Decimal, "0", "120")]
    [InlineData("order.big", StageConversion.Decimal, "3", "12345678901234567890.123")]
    [InlineData("1.005", StageConversion.Decimal, "2", "1.01")]
    [InlineData("-1.005", StageConversion.Decimal, "2", "-1.01")]
    [InlineData("9.999", StageConversion.Decimal, "2", "10.00")]
    [InlineData("0.004", StageConversion.Decimal, "2", "0.00")]
    [InlineData("-0.004", StageConversion.Decimal, "2", "0.00")]
    [InlineData("1.5e3", StageConversion.Decimal, "1", "1500.0")]
    [InlineData("125e-3", StageConversion.Decimal, "2", "0.13")]
    [InlineData("1e2", StageConversion.Number, null, "100")]
    [InlineData("\" 42 \"", StageConversion.Number, null, "42")]
    [InlineData("12345678901234567890123", StageConversion.Number, null, "12345678901234567890123")]
    [InlineData("order.created_at", StageConversion.Date, "", "\"2026-03-01T14:05:09Z\"")]
    [InlineData("order.created_at", StageConversion.Date, "dd.MM.yyyy", "\"01.03.2026\"")]
    [InlineData("\"2026-03-01T14:05:09+02:00\"", StageConversion.Date, "", "\"2026-03-01T12:05:09Z\"")]
    [InlineData("\"2026-03-01\"", StageConversion.Date, "yyyyMMdd", "\"20260301\"")]
    [InlineData("order.is_virtual", StageConversion.Boolean, null, "false")]
    [InlineData("\"Yes\"", StageConversion.Boolean, null, "true")]
    [InlineData("1", StageConversion.Boolean, null, "true")]
    [InlineData("true", StageConversion.Boolean, null, "true")]
    [InlineData("order.customer_note", StageConversion.Boolean, null, "false")]
    [InlineData("order.payment.method", StageConversion.LookUp, null, "\"RE\"")]
    [InlineData("\"cash\"", StageConversion.LookUp, "XX", "\"XX\"")]
    public void A_converter_makes(string value, StageConversion conversion, string? argument, string expected)
    {
        var row = Row("x", value) with { Convert = Converter(conversion, argument) };

        Assert.Equal($$"""{"x":{{expected}}}""", Write(row));
    }

    [Theory]
    [InlineData("order.customer_firstname", StageConversion.Number, null, "“Anna” is not a whole number")]
    [InlineData("1.5", StageConversion.Number, null, "so it is no whole number")]
    [InlineData("\"1,5\"", StageConversion.Decimal, "2", "“1,5” is not a number")]
    [InlineData("1e99", StageConversion.Decimal, "2", "more digits than any system takes")]
    [InlineData("\"NaN\"", StageConversion.Decimal, null, "is not a number")]
    [InlineData("\"01/02/2026\"", StageConversion.Date, null, "is no date that the console reads")]
    [InlineData("\"perhaps\"", StageConversion.Boolean, null, "means neither yes nor no")]
    [InlineData("\"cash\"", StageConversion.LookUp, null, "the look-up table has no row for “cash”")]
    [InlineData("order.payment", StageConversion.Number, null, "a list or an object cannot be made into a whole number")]
    public void What_cannot_be_converted_fails_with_its_row(string value, StageConversion conversion, string? argument, string expected)
    {
        var failure = Assert.Throws<StageException>(() => Write(Row("x", value) with { Convert = Converter(conversion, argument) }));

        Assert.StartsWith("row 1 (x): ", failure.Message, StringComparison.Ordinal);
        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("order.nothing", "there is no “nothing”")]
    [InlineData("order.customer_lastname", "it has no value")]
    [InlineData("order.items.sku", "a list stands before “sku”: write [] or [0] after its name")]
    [InlineData("gone.sku", "there is no gone")]
    public void A_missing_value_that_must_be_there_fails_and_says_what_is_missing(string path, string expected)
    {
        var failure = Assert.Throws<StageException>(() => Write(Row("x", path) with { IsRequired = true }));

        Assert.Equal($"row 1 (x): “{path}” has no value: {expected}", failure.Message);
    }

    [Fact]
    public void A_missing_value_in_a_list_names_its_item()
    {
        var failure = Assert.Throws<StageException>(() => Write(Row("lines[].price", "order.items[].price") with { IsRequired = true }));

        Assert.Contains("row 1 (lines[].price), item [1]:", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Rows_meet_in_the_items_of_a_list_whatever_their_order() => AssertJson(
        """{"lines":[{"currency":"EUR","sku":"A/1","qty":2,"tax":[{"rate":19,"of":"A/1"},{"rate":7,"of":"A/1"}]},{"currency":"EUR","sku":"B 2","qty":1,"tax":[]}],"id":7}""",
        Write(
            Row("lines[].currency", "\"EUR\""),
            Row("id", "order.entity_id"),
            Row("lines[].sku", "order.items[].sku"),
            Row("lines[].qty", "order.items[].qty") with { Convert = new StageConverter(StageConversion.Number) },
            Row("lines[].tax[].rate", "order.items[].taxes[].rate"),
            Row("lines[].tax[].of", "order.items[].sku")));

    [Fact]
    public void Fields_stand_in_the_order_of_their_rows() => Assert.Equal(
        """{"lines":[{"sku":"A/1"},{"sku":"B 2"}],"id":7,"a":1}""",
        Write(Row("lines[].sku", "order.items[].sku"), Row("id", "order.entity_id"), Row("a", "1")));

    [Theory]
    [InlineData("a", "a.b")]
    [InlineData("a.b", "a")]
    [InlineData("a[].b", "a.b")]
    [InlineData("a", "a[].b")]
    public void Rows_that_put_different_things_in_one_place_fail(string first, string second)
    {
        var failure = Assert.Throws<StageException>(() => Write(Row(first, "1"), Row(second, "2")));

        Assert.Contains("another row puts something else at “a”", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("application/json", """{"n":"{{order.increment_id}}","f":"{{customer_note}}"}""", """{"n":"000000007","f":""}""")]
    [InlineData("application/json", """{"total":{{order.grand_total}},"big":{{order.big}}}""", """{"total":120.10,"big":12345678901234567890.12345678901234567890}""")]
    [InlineData("application/json", """[{{#each order.items}}{"sku":"{{sku}}","i":{{@index}}}{{#unless @last}},{{/unless}}{{/each}}]""", """[{"sku":"A/1","i":0},{"sku":"B 2","i":1}]""")]
    [InlineData("application/json", """{"status":"{{status}}","p":{{json order.payment}}}""", """{"status":"new","p":{"method":"invoice"}}""")]
    [InlineData("application/json", """{"x":{{#if order.customer_lastname}}1{{else}}2{{/if}}}""", """{"x":2}""")]
    [InlineData("text/plain", "{{order.increment_id}};{{order.payment.method}}", "000000007;invoice")]
    public void A_template_makes(string media, string template, string expected) => Assert.Equal(expected, Render(media, template, Inputs));

    [Theory]
    [InlineData("application/json", """{"x":"{{text}}"}""", """{"x":"a\u0022b\\c\nd<é"}""")]
    [InlineData("application/xml", "<x>{{text}}</x>", "<x>a&quot;b\\c\nd&lt;é</x>")]
    [InlineData("text/csv", "{{text}}", "a\"b\\c\nd<é")]
    public void Values_in_a_template_are_escaped_for_its_media_type(string media, string template, string expected)
    {
        var made = Render(media, template, StageInputs.Of(Json("""{"text":"a\"b\\c\nd<é"}"""), default));

        if (media == "application/json")
            AssertJson(expected, made);
        else
            Assert.Equal(expected, made);
    }

    [Fact]
    public void A_template_that_makes_no_json_fails_and_says_where()
    {
        var failure = Assert.Throws<StageException>(() => Render("application/json", "{\n\"n\": {{order.nothing}} }", Inputs));

        Assert.Contains("is no JSON, from line 2", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{{> other}}")]
    [InlineData("{{#> layout}}x{{/layout}}")]
    [InlineData("{{#*inline \"a\"}}{{> a}}{{/inline}}")]
    [InlineData("{{~> other ~}}")]
    [InlineData("{{#each order}")]
    [InlineData("{{#if x}}y")]
    public void A_template_that_reaches_outside_or_cannot_be_read_is_refused(string template)
    {
        Assert.Null(StageTemplate.Compile(template, "text/plain", out var problem));

        Assert.NotNull(problem);
    }

    [Fact]
    public void A_template_that_multiplies_lists_ends()
    {
        var many = StageInputs.Of(Json($$"""{"a":[{{string.Join(',', Enumerable.Range(0, 200))}}]}"""), default);
        var template = string.Concat(Enumerable.Repeat("{{#each @root.a}}", 6)) + string.Concat(Enumerable.Repeat("{{/each}}", 6));

        var failure = Assert.Throws<StageException>(() => Render("text/plain", template, many));

        Assert.Contains("too many items", failure.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_document_of_a_template_has_a_largest_size()
    {
        var many = StageInputs.Of(Json($$"""{"a":[{{string.Join(',', Enumerable.Range(0, 50_000))}}],"t":"{{new string('x', 200)}}"}"""), default);

        var failure = Assert.Throws<StageException>(() => Render("text/plain", "{{#each a}}{{@root.t}}{{/each}}", many));

        Assert.Contains("larger than 4 MB", failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("orders/{order.entity_id}", "orders/7")]
    [InlineData("products/{order.items[0].sku}", "products/A%2F1")]
    [InlineData("products/{order.items[1].sku}?fields=name", "products/B%202?fields=name")]
    [InlineData("x/{order.created_at}", "x/2026-03-01%2014%3A05%3A09")]
    public void Values_in_an_address_are_encoded(string text, string expected) =>
        Assert.Equal(expected, StageText.Parse(text, Scope, out _)!.Address(Inputs));

    [Theory]
    [InlineData("orders/{order.nothing}", "“order.nothing” has no value: there is no “nothing”")]
    [InlineData("orders/{order.customer_note}", "“order.customer_note” is empty")]
    [InlineData("orders/{order.items[].sku}", "is a list or an object here")]
    [InlineData("orders/{order.payment}", "is a list or an object here")]
    public void An_address_with_a_value_that_is_missing_or_not_single_fails(string text, string expected)
    {
        var failure = Assert.Throws<StageException>(() => StageText.Parse(text, Scope, out _)!.Address(Inputs));

        Assert.Contains(expected, failure.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(".")]
    [InlineData("..")]
    public void A_value_never_leads_up_in_an_address(string value)
    {
        var inputs = StageInputs.Of(Json($$"""{"sku":"{{value}}"}"""), default);

        Assert.Throws<StageException>(() => StageText.Parse("products/{sku}", Scope, out _)!.Address(inputs));
    }

    private static StageScope Scope { get; } = new(
        new HashSet<string>(StringComparer.Ordinal) { "event", "envelope", "order", "gone" }, new HashSet<string>(StringComparer.Ordinal) { "answer" });

    private static JsonElement Json(string json) => JsonSerializer.Deserialize<JsonElement>(json);

    private static string Render(string media, string template, StageInputs inputs)
    {
        var compiled = StageTemplate.Compile(template, media, out var problem);
        Assert.Null(problem);
        return Encoding.UTF8.GetString(compiled!.Render(inputs));
    }

    private static MapRow Row(string target, string value) => new(target, value[0] switch
    {
        '`' => new StageValue { Text = value.Trim('`') },
        '"' or '-' or (>= '0' and <= '9') => new StageValue { Constant = value },
        _ when value is "null" or "true" => new StageValue { Constant = value },
        _ => new StageValue { Path = value },
    });

    private static StageConverter Converter(StageConversion conversion, string? argument) => new(conversion, argument)
    {
        Table = conversion == StageConversion.LookUp ? ImmutableSortedDictionary<string, string>.Empty.Add("invoice", "RE") : ImmutableSortedDictionary<string, string>.Empty,
    };

    private static string Write(params MapRow[] rows)
    {
        var stages = new RouteStages
        {
            Enrich = [new("order", "orders/{increment_id}"), new("gone", "products/{increment_id}", MayBeMissing: true)],
            Map = new MapStage { Rows = [.. rows] },
        };
        var compiled = CompiledStages.Compile(stages, out var problems);
        Assert.Empty(problems);
        return Encoding.UTF8.GetString(compiled!.Map!.Write(Inputs));
    }

    private static void AssertJson(string expected, string actual) =>
        Assert.True(JsonElement.DeepEquals(Json(expected), Json(actual)), $"Expected {expected}, but got {actual}");
}
