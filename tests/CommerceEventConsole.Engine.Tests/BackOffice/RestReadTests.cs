using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.BackOffice.Rest;
using CommerceEventConsole.Tests.Shared;

namespace CommerceEventConsole.Engine.Tests.BackOffice;

public class RestReadTests
{
    private const string Fields = """[{ "field": "sku", "path": "sku", "as": "Text", "required": true }, { "field": "quantity", "path": "qty", "as": "Number" }]""";

    private static readonly DateTimeOffset Morning = new(2026, 5, 4, 6, 0, 0, TimeSpan.Zero);

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Pages_by_number_are_read_to_the_last_one()
    {
        var fake = new FakeSystem(a => FakeSystem.Json(a.Line.Contains("page=1", StringComparison.Ordinal)
            ? """{"rows":[{"sku":"A","qty":1},{"sku":"B","qty":2}],"count":3}"""
            : """{"rows":[{"sku":"C","qty":3}],"count":3}"""));
        var system = fake.Open(Stock("""{ "path": "stock?page={page}&size={pageSize}", "paging": "PageNumber", "items": "rows", "total": "count" }"""));

        var records = await AllAsync(system, new RecordQuery(RecordKind.Stock, 2));

        Assert.Equal(["A", "B", "C"], records.Select(r => r.Key));
        Assert.Equal(["GET /api/stock?page=1&size=2", "GET /api/stock?page=2&size=2"], fake.Lines);
        Assert.Equal(2, system.Calls);
    }

    [Fact]
    public async Task Without_a_total_a_page_that_is_not_full_is_the_last()
    {
        var fake = new FakeSystem(a => FakeSystem.Json(a.Line.Contains("skip=0", StringComparison.Ordinal) ? """[{"sku":"A"},{"sku":"B"}]""" : "[]"));
        var system = fake.Open(Stock("""{ "path": "stock?skip={skip}&top={pageSize}", "paging": "Skip", "maxPageSize": 2 }"""));

        var first = await system.ReadAsync(new RecordQuery(RecordKind.Stock, 500), Token);
        var second = await system.ReadAsync(new RecordQuery(RecordKind.Stock, 500) { Position = first.Next }, Token);

        Assert.Equal((2, null, 0), (first.Records.Count, second.Next, second.Records.Count));
        Assert.Equal("GET /api/stock?skip=2&top=2", fake.Requests[1].Line);
    }

    [Fact]
    public async Task A_link_to_the_next_page_is_followed_also_after_a_restart()
    {
        var fake = new FakeSystem(a => FakeSystem.Json(a.Line.Contains("token", StringComparison.Ordinal)
            ? """{"value":[{"sku":"B"}]}"""
            : """{"value":[{"sku":"A"}],"@odata.nextLink":"https://erp.example.com/api/stock?$skiptoken=x%27y"}"""));
        const string Read = """{ "path": "stock?$top={pageSize}", "paging": "NextLink", "items": "value", "next": "['@odata.nextLink']" }""";

        var first = await fake.Open(Stock(Read)).ReadAsync(new RecordQuery(RecordKind.Stock, 100), Token);
        var second = await fake.Open(Stock(Read)).ReadAsync(new RecordQuery(RecordKind.Stock, 100) { Position = first.Next }, Token);

        Assert.Equal(["B"], second.Records.Select(r => r.Key));
        Assert.Null(second.Next);
        Assert.Equal("GET /api/stock?$skiptoken=x%27y", fake.Requests[1].Line);
    }

    [Theory]
    [InlineData("https://evil.example.com/api/stock?2")]
    [InlineData("//evil.example.com/stock")]
    [InlineData("http://erp.example.com/api/stock?2")]
    public async Task A_link_to_another_host_is_not_followed_for_the_credentials_would_go_along(string link)
    {
        var fake = new FakeSystem(_ => FakeSystem.Json($$"""{"value":[{"sku":"A"}],"next":"{{link}}"}"""));
        var system = fake.Open(Stock("""{ "path": "stock", "paging": "NextLink", "items": "value", "next": "next" }"""));

        await Assert.ThrowsAsync<RecordSystemException>(() => system.ReadAsync(new RecordQuery(RecordKind.Stock, 100), Token));
    }

    [Fact]
    public async Task A_cursor_goes_along_from_page_to_page()
    {
        var fake = new FakeSystem(a => FakeSystem.Json(a.Line.EndsWith("after=n%2B1", StringComparison.Ordinal)
            ? """{"rows":[{"sku":"B"}],"next":null}"""
            : """{"rows":[{"sku":"A"}],"next":"n+1"}"""));
        var system = fake.Open(Stock("""{ "path": "stock?limit={pageSize}&after={cursor}", "paging": "Cursor", "items": "rows", "next": "next" }"""));

        var records = await AllAsync(system, new RecordQuery(RecordKind.Stock, 100));

        Assert.Equal(["A", "B"], records.Select(r => r.Key));
        Assert.Equal("GET /api/stock?limit=100", fake.Requests[0].Line);
    }

    [Fact]
    public async Task Changes_and_keys_are_asked_for_in_one_filter_and_what_comes_beyond_them_is_left_out()
    {
        var fake = new FakeSystem(_ => FakeSystem.Json("""
            {"value":[{"sku":"A'1","at":"2026-05-04T06:00:00Z"},{"sku":"C","at":"2026-05-04T06:00:00Z"},{"sku":"B","at":"2026-05-04T05:59:59Z"}]}
            """));
        var system = fake.Open(Stock("""
            { "path": "stock?$format=json", "items": "value", "changedAt": "at",
              "filter": { "parameter": "$filter", "always": "type eq 1", "since": "at ge {since}", "before": "at lt {before}", "eachKey": "sku eq '{sku}'" } }
            """));

        var page = await system.ReadAsync(
            new RecordQuery(RecordKind.Stock, 100) { ChangedSince = Morning, ChangedBefore = Morning.AddHours(1), Keys = ["A'1", "B/eu", "B"] }, Token);

        var sent = Uri.UnescapeDataString(fake.Requests[0].Line);
        Assert.Equal(
            "GET /api/stock?$format=json&$filter=type eq 1 and at ge 2026-05-04T06:00:00Z and at lt 2026-05-04T07:00:00Z and (sku eq 'A''1' or sku eq 'B')", sent);
        Assert.Equal(["A'1"], page.Records.Select(r => r.Key));
        Assert.True(system.CanReadChanges(RecordKind.Stock));
    }

    [Fact]
    public async Task More_keys_than_an_address_holds_are_asked_for_in_several_requests()
    {
        var fake = new FakeSystem(a => FakeSystem.Json(a.Line.Contains("next", StringComparison.Ordinal)
            ? """{"value":[{"sku":"K-0003","qty":3}]}"""
            : $$"""{"value":[{{string.Join(',', System.Text.RegularExpressions.Regex.Matches(Uri.UnescapeDataString(a.Line), "K-[0-9]+").Where(m => m.Value != "K-0003").Select(m => $$"""{"sku":"{{m.Value}}","qty":1}"""))}}]{{(a.Line.Contains("K-0003", StringComparison.Ordinal) ? ",\"next\":\"stock?next=1\"" : "")}}}"""));
        var system = fake.Open(Stock(
            """{ "path": "stock", "paging": "NextLink", "next": "next", "items": "value", "filter": { "parameter": "$filter", "eachKey": "'{sku}'", "keyJoin": ",", "keys": "sku in ({keys})" } }"""));
        var keys = Enumerable.Range(0, 1000).Select(i => $"K-{i:0000}").ToList();

        var page = await system.ReadAsync(new RecordQuery(RecordKind.Stock, 1000) { Keys = [.. keys] }, Token);

        Assert.Null(page.Next);
        Assert.Equal(keys, page.Records.Select(r => r.Key).Order(StringComparer.Ordinal));
        Assert.InRange(fake.Requests.Count, 3, 8);
        Assert.All(fake.Lines, line => Assert.InRange(line.Length, 1, 4000));
    }

    [Fact]
    public async Task A_system_without_a_filter_is_asked_for_each_key_and_404_says_that_there_is_none()
    {
        var fake = new FakeSystem(a => a.Line.EndsWith("/A", StringComparison.Ordinal) ? FakeSystem.Json("""{"sku":"A"}""") : FakeSystem.Json("{}", 404));
        var system = fake.Open(Stock("""{ "path": "stock", "one": "stock/{sku}" }"""));

        var page = await system.ReadAsync(new RecordQuery(RecordKind.Stock, 100) { Keys = ["A", "x/y/eu"] }, Token);

        Assert.Equal(["A"], page.Records.Select(r => r.Key));
        Assert.Equal(["GET /api/stock/A", "GET /api/stock/x%2Fy"], fake.Lines);
        await Assert.ThrowsAsync<NotSupportedException>(() => system.ReadAsync(new RecordQuery(RecordKind.Stock, 1) { ChangedSince = Morning }, Token));
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    public async Task A_key_that_would_lead_to_another_address_is_not_asked_for(string key)
    {
        var fake = new FakeSystem(_ => FakeSystem.Json("[]"));

        await Assert.ThrowsAsync<RecordSystemException>(() => fake.Open(Stock("""{ "path": "stock", "one": "stock/{sku}" }"""))
            .ReadAsync(new RecordQuery(RecordKind.Stock, 1) { Keys = [key] }, Token));

        Assert.Empty(fake.Requests);
    }

    [Fact]
    public async Task One_bad_record_costs_itself_only()
    {
        var fake = new FakeSystem(_ => FakeSystem.Json("""[{"sku":"A","qty":1},{"sku":"B","qty":"many"},{"qty":1},null,{"sku":"C","qty":3}]"""));
        var system = fake.Open(Stock("""{ "path": "stock" }"""));

        var page = await system.ReadAsync(new RecordQuery(RecordKind.Stock, 100), Token);

        Assert.Equal(["A", "C"], page.Records.Select(r => r.Key));
        Assert.Equal(3, page.Unreadable.Count);
        Assert.Contains("Record 2 of the page cannot be read: quantity: “many” is no number.", page.Unreadable);
    }

    [Fact]
    public async Task A_failure_that_may_pass_is_tried_again_after_the_pause_asked_for()
    {
        var count = 0;
        var fake = new FakeSystem(_ => ++count switch
        {
            1 => new FakeSystem.Answer(503, "") { Headers = [("Retry-After", "0")] },
            2 => FakeSystem.Json("", 502),
            _ => FakeSystem.Json("""[{"sku":"A"}]"""),
        });

        var page = await fake.Open(Stock("""{ "path": "stock" }""")).ReadAsync(new RecordQuery(RecordKind.Stock, 100), Token);

        Assert.Single(page.Records);
        Assert.Equal(3, fake.Requests.Count);
    }

    [Fact]
    public async Task A_system_that_asks_for_a_long_pause_is_left_alone_and_the_caller_is_told_for_how_long()
    {
        var fake = new FakeSystem(_ => new FakeSystem.Answer(429, """{"error":"quota"}""") { Headers = [("Retry-After", "3600")] });

        var refused = await Assert.ThrowsAsync<RecordSystemException>(
            () => fake.Open(Stock("""{ "path": "stock" }""")).ReadAsync(new RecordQuery(RecordKind.Stock, 100), Token));

        Assert.Equal((TimeSpan.FromHours(1), false), (refused.RetryAfter, refused.NeedsPerson));
        Assert.Contains("quota", refused.Message, StringComparison.Ordinal);
        Assert.Single(fake.Requests);
    }

    [Theory]
    [InlineData(401, "{}", "does not accept the credentials")]
    [InlineData(404, "{}", "There is nothing at /api/stock")]
    [InlineData(200, "<html>", "no JSON")]
    [InlineData(200, "{}", "no list at rows")]
    public async Task What_only_a_person_can_mend_is_said_in_words(int status, string body, string said)
    {
        var fake = new FakeSystem(_ => FakeSystem.Json(body, status));

        var refused = await Assert.ThrowsAsync<RecordSystemException>(
            () => fake.Open(Stock("""{ "path": "stock", "items": "rows" }""")).ReadAsync(new RecordQuery(RecordKind.Stock, 100), Token));

        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
        Assert.True(refused.NeedsPerson);
    }

    [Fact]
    public async Task An_oauth_token_is_asked_for_once_refreshed_ahead_and_asked_for_anew_when_it_is_refused()
    {
        var time = new ManualTime();
        var tokens = 0;
        var refused = "";
        var fake = new FakeSystem(
            a => a.Line.StartsWith("POST /token", StringComparison.Ordinal) ? FakeSystem.Json($$"""{"access_token":"t{{++tokens}}","expires_in":3600}""")
                : a.Headers["Authorization"] == refused ? FakeSystem.Json("{}", 401)
                : FakeSystem.Json("[]"),
            time);
        var connection = new RestConnection
        {
            BaseUrl = "https://erp.example.com/api",
            Authentication = new RestAuthentication { Kind = RestAuthenticationKind.OAuth2, TokenUrl = "https://erp.example.com/token", ClientId = "id", Scope = "all" },
        };
        var query = new RecordQuery(RecordKind.Stock, 100);
        var system = fake.Open(Stock("""{ "path": "stock" }"""), connection);

        await system.ReadAsync(query, Token);
        await fake.Open(Stock("""{ "path": "stock" }"""), connection).ReadAsync(query, Token);
        Assert.Equal(1, tokens);

        time.Advance(TimeSpan.FromMinutes(59.5));
        await system.ReadAsync(query, Token);
        Assert.Equal(2, tokens);

        refused = "Bearer t2";
        await system.ReadAsync(query, Token);
        Assert.Equal((3, "Bearer t3"), (tokens, fake.Requests[^1].Headers["Authorization"]));
        Assert.Equal("grant_type=client_credentials&scope=all", fake.Requests[0].Body);
        Assert.DoesNotContain(fake.Lines, l => l.Contains("secret", StringComparison.OrdinalIgnoreCase));
    }

    private static string Stock(string read) => $$"""{ "Stock": { "read": {{read}}, "fields": {{Fields}} } }""";

    private static async Task<List<SystemRecord>> AllAsync(RestSystem system, RecordQuery query)
    {
        var records = new List<SystemRecord>();
        string? position = null;
        do
        {
            var page = await system.ReadAsync(query with { Position = position }, Token);
            records.AddRange(page.Records);
            position = page.Next;
        }
        while (position is not null);
        return records;
    }
}
