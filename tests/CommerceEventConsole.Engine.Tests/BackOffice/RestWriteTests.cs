using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.BackOffice.Rest;

namespace CommerceEventConsole.Engine.Tests.BackOffice;

public class RestWriteTests
{
    private const string Fields = """[{ "field": "sku", "path": "no", "as": "Text", "required": true }, { "field": "quantity", "path": "free", "as": "Number" }]""";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_batch_goes_in_as_few_requests_as_it_takes_with_an_outcome_for_each_row()
    {
        var fake = new FakeSystem(a => FakeSystem.Json(a.Document["rows"]!.AsArray().Count == 2
            ? """{"results":[{"row":1,"ok":false,"fault":{"text":"unknown article"}},{"row":0,"ok":true,"number":"S-1"}]}"""
            : """{"results":[]}"""));
        var system = fake.Open(Stock("""
            { "create": { "path": "stock/batch", "body": { "rows": "{records}" } },
              "batch": { "size": 2, "rows": "results", "rowIndex": "row", "rowOk": "ok", "rowError": "fault.text", "rowReference": "number" } }
            """));

        var outcomes = await system.WriteAsync(RecordKind.Stock, [Record("A", 1), Record("B", 2), Record("C", 3)], Token);

        Assert.Equal(2, fake.Requests.Count);
        Assert.Equal("""[{"no":"A","free":1},{"no":"B","free":2}]""", fake.Requests[0].Document["rows"]!.ToJsonString());
        Assert.Equal(new RecordOutcome("A", Reference: "S-1"), outcomes[0]);
        Assert.Equal(new RecordOutcome("B", "The system did not take it: unknown article"), outcomes[1]);
        Assert.Equal(("C", true), (outcomes[2].Key, outcomes[2].IsTransient));
    }

    [Fact]
    public async Task What_is_not_there_yet_is_created_where_the_update_finds_nothing()
    {
        var fake = new FakeSystem(a => a.Line.StartsWith("PUT /api/stock/B", StringComparison.Ordinal) ? FakeSystem.Json("{}", 404) : FakeSystem.Json("""{"id":9}"""));
        var system = fake.Open(Stock("""{ "way": "UpdateThenCreate", "update": { "method": "PUT", "path": "stock/{no}" }, "create": { "path": "stock" }, "reference": "id" }"""));

        var outcomes = await system.WriteAsync(RecordKind.Stock, [Record("A 1", 1), Record("B", 2)], Token);

        Assert.Equal(["PUT /api/stock/A%201", "PUT /api/stock/B", "POST /api/stock"], fake.Lines);
        Assert.All(outcomes, o => Assert.Equal((null, "9"), (o.Problem, o.Reference)));
    }

    [Fact]
    public async Task A_system_without_keys_of_its_own_is_looked_up_first_in_one_request()
    {
        var fake = new FakeSystem(a => a.Line.StartsWith("GET", StringComparison.Ordinal) ? FakeSystem.Json("""[{"no":"A","id":"guid-1"}]""") : FakeSystem.Json("""{"id":"guid-2"}""", 201));
        var system = fake.Open("""
            { "Stock": {
                "read": { "path": "stock", "filter": { "parameter": "$filter", "eachKey": "no eq '{sku}'" } },
                "write": { "way": "LookUpFirst", "id": "id", "reference": "id", "create": { "path": "stock" }, "update": { "method": "PATCH", "path": "stock({id})", "headers": { "If-Match": "*" } } },
                "fields": [{ "field": "sku", "path": "no", "as": "Text" }, { "field": "quantity", "path": "free", "as": "Number" }] } }
            """);

        var outcomes = await system.WriteAsync(RecordKind.Stock, [Record("A", 1), Record("B", 2)], Token);

        Assert.Equal(["PATCH /api/stock(guid-1)", "POST /api/stock"], fake.Lines.Skip(1));
        Assert.Equal("*", fake.Requests[1].Headers["If-Match"]);
        Assert.Equal(["guid-2", "guid-2"], outcomes.Select(o => o.Reference));
        Assert.All(outcomes, o => Assert.Null(o.Problem));
    }

    [Fact]
    public async Task What_is_there_already_and_must_not_change_is_left_alone()
    {
        var fake = new FakeSystem(_ => FakeSystem.Json("""[{"no":"A","id":7}]"""));
        var system = fake.Open($$"""
            { "Stock": { "read": { "path": "stock?keys={keys}" }, "write": { "way": "LookUpFirst", "id": "id", "create": { "path": "stock" } }, "fields": {{Fields}} } }
            """);

        var outcome = Assert.Single(await system.WriteAsync(RecordKind.Stock, [Record("A", 1)], Token));

        Assert.Equal(new RecordOutcome("A", Reference: "7"), outcome);
        Assert.Single(fake.Requests);
    }

    [Fact]
    public async Task A_refusal_names_the_systems_reason_and_the_other_records_go_on()
    {
        var fake = new FakeSystem(a => a.Body.Contains("\"A\"", StringComparison.Ordinal) ? FakeSystem.Json("""{"error":"closed period"}""", 422)
            : a.Body.Contains("\"B\"", StringComparison.Ordinal) ? FakeSystem.Json("{}", 500)
            : FakeSystem.Json("{}", 409));
        var system = fake.Open(Stock("""{ "create": { "path": "stock" }, "alreadyThere": [409] }"""));

        var outcomes = await system.WriteAsync(RecordKind.Stock, [Record("A", 1), Record("B", 2), Record("C", 3), new(RecordKind.Stock, "D", [])], Token);

        Assert.Equal(new RecordOutcome("A", "The system did not take it (422): closed period"), outcomes[0]);
        Assert.Equal((true, false), (outcomes[1].IsTransient, outcomes[1].Problem is null));
        Assert.Null(outcomes[2].Problem);
        Assert.Equal("It cannot be written: sku is missing.", outcomes[3].Problem);
    }

    [Theory]
    [InlineData("POST", false, 1)]
    [InlineData("POST", true, 4)]
    [InlineData("PUT", false, 4)]
    public async Task A_request_that_may_have_been_taken_is_sent_again_only_where_that_does_no_harm(string method, bool repeatIsSafe, int requests)
    {
        var fake = new FakeSystem(_ => FakeSystem.Json("{}", 500));
        var system = fake.Open(Stock($$"""{ "create": { "method": "{{method}}", "path": "stock" }, "repeatIsSafe": {{(repeatIsSafe ? "true" : "false")}} }"""));

        var outcome = Assert.Single(await system.WriteAsync(RecordKind.Stock, [Record("A", 1)], Token));

        Assert.True(outcome.IsTransient);
        Assert.Equal(requests, fake.Requests.Count);
    }

    [Fact]
    public async Task Saps_token_against_forged_requests_is_fetched_with_its_session_and_anew_when_that_ends()
    {
        var session = 1;
        var fake = new FakeSystem(a => a.Line.StartsWith("GET", StringComparison.Ordinal)
            ? new FakeSystem.Answer(200, "{}") { Headers = [("X-CSRF-Token", $"token-{session}"), ("Set-Cookie", $"SESSION={session}; path=/; HttpOnly")] }
            : a.Headers["X-CSRF-Token"] == $"token-{session}" && a.Headers["Cookie"] == $"SESSION={session}" ? FakeSystem.Json("{}", 201) : FakeSystem.Json("{}", 403));
        var system = fake.Open(
            Stock("""{ "create": { "path": "stock" } }"""), new RestConnection { BaseUrl = "https://erp.example.com/api", CsrfPath = "service/" });

        Assert.Null(Assert.Single(await system.WriteAsync(RecordKind.Stock, [Record("A", 1)], Token)).Problem);
        session = 2;
        Assert.Null(Assert.Single(await system.WriteAsync(RecordKind.Stock, [Record("A", 1)], Token)).Problem);

        Assert.Equal(["GET /api/service/", "POST /api/stock", "POST /api/stock", "GET /api/service/", "POST /api/stock"], fake.Lines);
    }

    private static string Stock(string write) => $$"""{ "Stock": { "write": {{write}}, "fields": {{Fields}} } }""";

    private static SystemRecord Record(string sku, int quantity) =>
        new(RecordKind.Stock, sku, new JsonObject { ["sku"] = sku, ["quantity"] = quantity });
}
