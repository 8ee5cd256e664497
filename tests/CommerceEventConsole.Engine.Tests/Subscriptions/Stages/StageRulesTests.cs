using System.Collections.Immutable;
using CommerceEventConsole.Engine.Subscriptions;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Engine.Tests.Subscriptions.Stages;

public class StageRulesTests
{
    private const string Sample = """{"number":"A","total":1.5,"lines":[{"sku":"X","qty":1,"tags":["a"]}],"customer":{"Name":"N"},"flag":true,"free":null}""";

    private static readonly StageValue Number = new() { Path = "increment_id" };

    [Fact]
    public void Nothing_is_wrong_with_all_kinds_of_stages() => Assert.Empty(Check(new RouteStages
    {
        Enrich = [new("order", "orders/{entity_id}"), new("customer", "/customers/{order.customer_id}?fields=email", 3, MayBeMissing: true)],
        Map = new MapStage { Rows = [new("number", Number), new("lines[].sku", new StageValue { Path = "order.items[].sku" })], Sample = Sample },
        Send = new SendStage("PATCH", "/orders/{order.increment_id}"),
        WriteBack =
        [
            new("id", WriteBackKind.ExternalId, "order.entity_id", [new("ext_order_id", new StageValue { Path = "answer.id" })]),
            new("state", WriteBackKind.OrderStatus, "entity_id", [new("status", new StageValue { Constant = "\"processing\"" })]),
            new("parcel", WriteBackKind.Shipment, "entity_id", [new("tracks[].track_number", new StageValue { Path = "answer.parcels[].number" })]) { OnlyWith = "answer.parcels" },
            new("bill", WriteBackKind.Invoice, "entity_id", []),
            new("stock", WriteBackKind.Stock, null, [new("items[].sku", new StageValue { Path = "answer.stock[].sku" }), new("items[].quantity", new StageValue { Path = "answer.stock[].left" })]),
        ],
    }));

    [Theory]
    [InlineData("event", "orders/{id}", "Question 1 to Commerce cannot be called “event”")]
    [InlineData("answer", "orders/{id}", "cannot be called “answer”")]
    [InlineData("", "orders/{id}", "Question 1 to Commerce needs a name")]
    [InlineData("my order", "orders/{id}", "needs a name of at most 40 letters")]
    [InlineData("1st", "orders/{id}", "that begins with a letter")]
    [InlineData("order", "", "Question “order” to Commerce: the path is empty.")]
    [InlineData("order", "orders/{id", "has an opening brace without a closing one")]
    [InlineData("order", "orders/id}", "has a closing brace without an opening one")]
    [InlineData("order", "orders/{}", "holds {}, which is empty")]
    [InlineData("order", "orders/{a..b}", "misses a name before a dot")]
    [InlineData("order", "orders/{a[x]}", "has brackets that are neither []")]
    [InlineData("order", "orders/{answer.id}", "begins with the answer, which is known only to what is written back")]
    [InlineData("order", "orders/{order.id}", "begins with “order”, which Commerce is asked for only later")]
    [InlineData("order", "orders/{items[].id}", "the path holds a list")]
    [InlineData("order", "https://elsewhere.example/{id}", "is an address of its own")]
    [InlineData("order", "//elsewhere.example/{id}", "is an address of its own")]
    [InlineData("order", "orders/../../admin", "leads up, out of the address")]
    [InlineData("order", "orders/%2e%2e/x", "leads up, out of the address")]
    [InlineData("order", "orders/{id} x", "holds a blank")]
    [InlineData("order", "orders#{id}", "holds a character that stands in no path")]
    public void A_question_that_cannot_be_asked_is_named(string name, string path, string expected) =>
        AssertProblem(new RouteStages { Enrich = [new(name, path)] }, "stages.4.enrich[0].", expected);

    [Theory]
    [InlineData("orders/{increment_id}", "increment_id", true)]
    [InlineData("/customers/{customer_email}", "email", true)]
    [InlineData("orders/{increment_id}", "email", false)]
    [InlineData("orders/{increment_id}/comments", "increment_id", false)]
    [InlineData("products/{sku}", "increment_id", false)]
    public void What_can_be_found_by_another_field_is_known(string path, string by, bool isFine)
    {
        var stages = new RouteStages { Enrich = [new("found", path) { By = by }] };

        if (isFine)
            Assert.Empty(Check(stages));
        else
            AssertProblem(stages, "stages.4.enrich[0].by", "what this path asks for cannot be found by");
    }

    [Fact]
    public void A_write_back_finds_an_order_by_its_number_only()
    {
        var comment = new WriteBackStage("c", WriteBackKind.OrderComment, "increment_id", [new("comment", new StageValue { Constant = "\"x\"" })]) { By = LookUpKeys.OrderNumber };
        Assert.Empty(Check(new RouteStages { WriteBack = [comment] }));
        Assert.Contains("writes back a comment of the order with the number increment_id as c", StageWords.Of(new RouteStages { WriteBack = [comment] }));

        AssertProblem(new RouteStages { WriteBack = [comment with { By = "email" }] }, "stages.4.writeBack[0].by", "an order is found by its id or by increment_id");
    }

    [Fact]
    public void Two_questions_of_one_name_are_refused() => AssertProblem(
        new RouteStages { Enrich = [new("order", "orders/{id}"), new("order", "orders/{id}")] }, "stages.4.enrich[1].name", "Two questions to Commerce are called “order”.");

    [Theory]
    [InlineData("", "misses its name")]
    [InlineData("a..b", "misses a name before a dot")]
    [InlineData("a[0].b", "misses a name before a dot or a bracket, or has other brackets than []")]
    [InlineData("[]", "misses a name before a dot or a bracket")]
    [InlineData(" a", "begins or ends with a blank")]
    public void A_target_that_is_none_is_named_with_its_row(string target, string expected) =>
        AssertProblem(Mapped(new MapRow("ok", Number), new MapRow(target, Number)), "stages.4.map.rows[1].target", $"ERP: Mapping, row 2: the target “{target}” {expected}");

    [Fact]
    public void A_value_is_a_path_or_a_constant_or_text()
    {
        const string Expected = "Mapping, row 1 (x): the value must be a path, a constant or text, exactly one of them.";
        AssertProblem(Mapped(new MapRow("x", new StageValue())), "stages.4.map.rows[0].value", Expected);
        AssertProblem(Mapped(new MapRow("x", new StageValue { Path = "a", Constant = "1" })), "stages.4.map.rows[0].value", Expected);
    }

    [Theory]
    [InlineData("EUR")]
    [InlineData("")]
    [InlineData("{")]
    public void A_constant_is_json(string constant) => AssertProblem(
        Mapped(new MapRow("x", new StageValue { Constant = constant })), "stages.4.map.rows[0].value", "Mapping, row 1 (x): the constant is no JSON.");

    [Theory]
    [InlineData(StageConversion.Decimal, "two", "the number of places must be from 0 to 20")]
    [InlineData(StageConversion.Decimal, "-1", "the number of places must be from 0 to 20")]
    [InlineData(StageConversion.Date, "%", "“%” is no format of a date")]
    [InlineData(StageConversion.Date, "''", "“''” is no format of a date")]
    [InlineData(StageConversion.LookUp, null, "the look-up table is empty")]
    [InlineData((StageConversion)77, null, "there is no such converter")]
    public void A_converter_that_cannot_work_is_named(StageConversion conversion, string? argument, string expected) => AssertProblem(
        Mapped(new MapRow("x", Number, new StageConverter(conversion, argument))), "stages.4.map.rows[0].convert", $"Mapping, row 1 (x): {expected}");

    [Fact]
    public void A_target_stands_once() => AssertProblem(
        Mapped(new MapRow("x", Number), new MapRow("x", Number)), "stages.4.map.rows[1].target", "Mapping, row 2: the target “x” has a row already.");

    [Fact]
    public void A_mapping_needs_rows_or_a_template() => AssertProblem(Mapped(), "stages.4.map.rows", "there is neither a row nor a template");

    [Theory]
    [InlineData("numbr", "increment_id", null, "is not in the sample: it has no “numbr”")]
    [InlineData("Number", "increment_id", null, "it has no “Number”; it has “number”")]
    [InlineData("customer.name", "increment_id", null, "it has “Name”")]
    [InlineData("number.x", "increment_id", null, "goes into what the sample has as text")]
    [InlineData("number[]", "items[].sku", null, "makes a list of “number”, which the sample has as text")]
    [InlineData("total", "increment_id", StageConversion.Text, "is a number in the sample, but the row makes text")]
    [InlineData("number", "increment_id", StageConversion.Decimal, "is text in the sample, but the row makes a number")]
    [InlineData("flag", "increment_id", StageConversion.Number, "is yes or no in the sample, but the row makes a number")]
    [InlineData("total", "items[].qty", null, "is a number in the sample, but the row makes a list")]
    [InlineData("lines.sku", "increment_id", null, "puts one value at “lines”, which the sample has as a list: write []")]
    [InlineData("lines[].skuu", "items[].sku", null, "it has no “skuu”")]
    public void Rows_that_do_not_fit_the_sample_are_named(string target, string path, StageConversion? conversion, string expected)
    {
        var row = new MapRow(target, new StageValue { Path = path }, conversion is { } c ? new StageConverter(c) : null);
        var stages = new RouteStages { Map = new MapStage { Rows = [row], Sample = Sample } };

        AssertProblem(stages, "stages.4.map.rows[0].target", expected);
    }

    [Theory]
    [InlineData("number", "increment_id", null)]
    [InlineData("total", "grand_total", StageConversion.Decimal)]
    [InlineData("flag", "is_virtual", StageConversion.Boolean)]
    [InlineData("free", "increment_id", StageConversion.Number)]
    [InlineData("free.beyond", "increment_id", null)]
    [InlineData("lines[].sku", "items[].sku", null)]
    [InlineData("lines[].tags", "items[].options[].value", null)]
    [InlineData("lines[].tags[]", "items[].options[].value", null)]
    [InlineData("lines", "items", null)]
    public void Rows_that_fit_the_sample_or_that_it_says_nothing_of_pass(string target, string path, StageConversion? conversion)
    {
        var row = new MapRow(target, new StageValue { Path = path }, conversion is { } c ? new StageConverter(c) : null);

        Assert.Empty(Check(new RouteStages { Map = new MapStage { Rows = [row], Sample = Sample } }));
    }

    [Fact]
    public void A_sample_is_json() => AssertProblem(
        new RouteStages { Map = new MapStage { Rows = [new("x", Number)], Sample = "{\n x" } }, "stages.4.map.sample", "the sample is no JSON, from line 2 on");

    [Fact]
    public void A_template_is_compiled_and_its_media_type_known()
    {
        AssertProblem(new RouteStages { Map = new MapStage { Template = "{{#if a}}" } }, "stages.4.map.template", "Mapping: the template cannot be used, because");
        AssertProblem(new RouteStages { Map = new MapStage { Template = "x", MediaType = "json" } }, "stages.4.map.mediaType", "“json” is no media type");
        AssertProblem(new RouteStages { Map = new MapStage { Rows = [new("x", Number)], MediaType = "text/csv" } }, "stages.4.map.mediaType", "rows make JSON");
    }

    [Theory]
    [InlineData("GET", null, "stages.4.send.method", "the method must be POST, PUT or PATCH")]
    [InlineData("POST", "x/{items[].sku}", "stages.4.send.path", "the path holds a list")]
    [InlineData("POST", "../x", "stages.4.send.path", "leads up")]
    public void A_call_that_cannot_be_made_is_named(string method, string? path, string field, string expected) =>
        AssertProblem(new RouteStages { Send = new SendStage(method, path) }, field, expected);

    [Theory]
    [InlineData(WriteBackKind.ExternalId, "entity_id", "", "it needs a row for “ext_order_id”")]
    [InlineData(WriteBackKind.ExternalId, null, "ext_order_id", "the path to the order's entity id is empty")]
    [InlineData(WriteBackKind.ExternalId, "items[].id", "ext_order_id", "the path to the order's entity id goes through a list; pick one item with [0]")]
    [InlineData(WriteBackKind.OrderComment, "entity_id", "text", "row 1 has the target “text”, but there are comment, is_customer_notified, is_visible_on_front")]
    [InlineData(WriteBackKind.OrderStatus, "entity_id", "comment", "it needs a row for “status”")]
    [InlineData(WriteBackKind.Shipment, "entity_id", "items[].qty", "items[].order_item_id and items[].qty go together")]
    [InlineData(WriteBackKind.Stock, null, "sku", "it needs a row for “quantity”")]
    [InlineData(WriteBackKind.Stock, null, "sku,quantity,items[].sku", "its rows are either about one article or about items[]")]
    public void A_change_that_lacks_something_is_named(WriteBackKind kind, string? entity, string targets, string expected)
    {
        var rows = targets.Split(',', StringSplitOptions.RemoveEmptyEntries).Select(t => new MapRow(t, Number)).ToImmutableArray();

        AssertProblem(new RouteStages { WriteBack = [new("mine", kind, entity, rows)] }, "stages.4.writeBack[0].", $"ERP: Write back “mine”: {expected}");
    }

    [Fact]
    public void Two_changes_of_one_name_are_refused_capitals_or_not() => AssertProblem(
        new RouteStages { WriteBack = [new("Bill", WriteBackKind.Invoice, "a", []), new("bill", WriteBackKind.Invoice, "a", [])] },
        "stages.4.writeBack[1].name",
        "Two changes in Commerce are called “bill”.");

    [Fact]
    public void Requests_about_one_event_cannot_carry_several()
    {
        var draft = Draft(new RouteStages { Send = new SendStage("PUT", "orders/{increment_id}") });

        Assert.Empty(StageRules.Check(draft, Names));
        var problem = Assert.Single(StageRules.Check(draft with { Sending = new RouteSending { BatchSize = 5 } }, Names));
        Assert.Contains("several events cannot go in one request", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Stages_of_a_destination_that_is_not_chosen_are_not_looked_at() =>
        Assert.Empty(StageRules.Check(Draft(new RouteStages { Send = new SendStage("GET", null) }) with { DestinationIds = [5] }, Names));

    private static IReadOnlyDictionary<int, string> Names { get; } = new Dictionary<int, string> { [4] = "ERP", [5] = "CRM" };

    private static RouteStages Mapped(params MapRow[] rows) => new() { Map = new MapStage { Rows = [.. rows] } };

    private static SubscriptionDraft Draft(RouteStages stages) => new(
        "Orders", "observer.a", [], [], [4], RouteSending.Default, Enabled: true, Stages: new Dictionary<int, RouteStages> { [4] = stages });

    private static IEnumerable<string> Check(RouteStages stages) => StageRules.Check(Draft(stages), Names).Select(p => $"{p.Field}: {p.Message}");

    private static void AssertProblem(RouteStages stages, string field, string expected)
    {
        var problems = Check(stages).ToList();
        Assert.Contains(problems, p => p.StartsWith(field, StringComparison.Ordinal) && p.Contains(expected, StringComparison.Ordinal) && p.Contains(": ERP: ", StringComparison.Ordinal));
    }
}
