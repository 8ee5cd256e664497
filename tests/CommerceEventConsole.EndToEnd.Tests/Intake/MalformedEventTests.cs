using System.Net;
using System.Text;

namespace CommerceEventConsole.EndToEnd.Tests.Intake;

/// <summary>Authentic but unreadable: 400 that says what and where, and kept (check 18).</summary>
public sealed class MalformedEventTests(IntakeHost host) : IClassFixture<IntakeHost>
{
    [Theory]
    [InlineData("", "line 1, byte 1")]
    [InlineData("{", "line 1, byte 2")]
    [InlineData("{\"id\":\n  tru }", "line 2, byte")]
    [InlineData("{\"a\":1,}", "line 1, byte 8")]
    [InlineData("{} {}", "line 1, byte 4")]
    [InlineData("{\"a\":\"raw \0 nul\"}", "line 1, byte 11")]
    [InlineData("<xml/>", "line 1, byte 1")]
    [InlineData("[{\"a\":1}", "line 1, byte")]
    [InlineData("{\"a\":NaN}", "line 1, byte 6")]
    [InlineData("{/*c*/}", "line 1, byte 2")]
    public Task Malformed_json_is_refused_with_its_place(string body, string where) => IsRefusedAsync(body, where);

    [Fact]
    public async Task Bytes_that_are_not_utf8_are_refused_with_their_place()
    {
        var source = TestSource.Open(host);
        byte[] body = [.. "{\"a\":\""u8, 0xC3, 0x28, .. "\"}"u8];

        (await source.PostAsync(body)).IsProblem(HttpStatusCode.BadRequest, "UTF-8, at byte 7");

        Assert.Equal(body, Assert.Single(await source.RejectedAsync()).Body);
    }

    [Theory]
    [InlineData("null", "not a JSON object but null")]
    [InlineData("true", "not a JSON object but true or false")]
    [InlineData("5", "not a JSON object but a number")]
    [InlineData("\"text\"", "not a JSON object but text")]
    public Task A_body_that_is_no_object_is_refused(string body, string why) => IsRefusedAsync(body, why);

    [Theory]
    [InlineData("id")]
    [InlineData("source")]
    [InlineData("type")]
    [InlineData("specversion")]
    public async Task A_required_attribute_is_text_that_is_there(string attribute)
    {
        await IsRefusedAsync(Without(attribute), $"{attribute}: missing");
        await IsRefusedAsync(With(attribute, "\"\""), $"{attribute}: missing or empty");
        await IsRefusedAsync(With(attribute, "null"), $"{attribute}: missing");
        await IsRefusedAsync(With(attribute, "5"), $"{attribute}: must be text, but is a number");
        await IsRefusedAsync(With(attribute, "true"), $"{attribute}: must be text, but is true or false");
        await IsRefusedAsync(With(attribute, "{}"), $"{attribute}: must be text, but is an object");
        await IsRefusedAsync(With(attribute, "[\"1\"]"), $"{attribute}: must be text, but is a list");
        await IsRefusedAsync(With(attribute, "\"a\\u0000b\""), $"{attribute}: holds a control character");
        await IsRefusedAsync(With(attribute, "\"\\ud83d\""), $"{attribute}: holds half of a surrogate pair");
    }

    [Theory]
    [InlineData("eventid")]
    [InlineData("recipientclientid")]
    [InlineData("time")]
    public Task An_optional_attribute_of_the_wrong_type_is_refused(string attribute) =>
        IsRefusedAsync(With(attribute, "5"), $"{attribute}: must be text, but is a number");

    [Fact]
    public Task Every_problem_is_named_at_once() => IsRefusedAsync(
        """{"specversion":"1.0","id":7,"type":"t"}""", "id: must be text, but is a number. source: missing or empty.");

    [Theory]
    [InlineData("0.3")]
    [InlineData("2.0")]
    [InlineData("1.0 ")]
    [InlineData("an endless version 😀😀😀😀😀😀")]
    public Task An_unknown_spec_version_is_refused(string version) =>
        IsRefusedAsync(With("specversion", $"\"{version}\""), "is not supported, only '1.0'");

    [Fact]
    public async Task A_time_that_is_none_is_only_a_warning()
    {
        var source = TestSource.Open(host);

        (await source.PostAsync(With("time", "\"yesterday\""))).IsTaken(1);

        var stored = Assert.Single(await source.EventsAsync());
        Assert.Null(stored.OccurredAt);
        Assert.Contains("time: not a time", stored.Warnings, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_hundred_levels_of_nesting_are_refused_and_what_is_within_the_limit_is_not()
    {
        await IsRefusedAsync(Events.Plain("deep", Events.Nested(200)), "depth");
        (await TestSource.Open(host).PostAsync(Events.Plain("flat", Events.Nested(63)))).IsTaken(1);
        await IsRefusedAsync(Events.Plain("one-more", Events.Nested(64)), "depth");
    }

    private static string Without(string attribute) =>
        "{" + string.Join(",", All().Where(a => !string.Equals(a.Name, attribute, StringComparison.Ordinal)).Select(a => $"\"{a.Name}\":{a.Value}")) + "}";

    private static string With(string attribute, string json) =>
        "{" + string.Join(",", All().Where(a => !string.Equals(a.Name, attribute, StringComparison.Ordinal)).Append((attribute, json)).Select(a => $"\"{a.Item1}\":{a.Item2}")) + "}";

    private static (string Name, string Value)[] All() =>
        [("specversion", "\"1.0\""), ("id", "\"1\""), ("source", "\"s\""), ("type", "\"t\""), ("data", "{}")];

    private async Task IsRefusedAsync(string body, string detail)
    {
        var source = TestSource.Open(host);

        var answer = await source.PostAsync(body);

        answer.IsProblem(HttpStatusCode.BadRequest, detail);
        var kept = Assert.Single(await source.RejectedAsync());
        Assert.Equal(Encoding.UTF8.GetBytes(body), kept.Body);
        Assert.Equal(answer.Detail, kept.Reason);
        Assert.Null(kept.BatchIndex);
        Assert.Empty(await source.EventsAsync());
    }
}
