using System.Globalization;
using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Commerce.Calls;
using CommerceEventConsole.Engine.Commerce.Records;

namespace CommerceEventConsole.Engine.Tests.Commerce.Records;

/// <summary>Commerce as a side of a comparison, answered by path: the last part of it before the query.</summary>
internal sealed class CommerceSide
{
    private readonly Dictionary<string, Func<FakeCommerce.Asked, (int, string)>> _answers = [];

    public CommerceSide(CommerceOptions? options = null, TimeSpan? retryAfter = null)
    {
        Commerce = new FakeCommerce(Answer, options) { RetryAfter = retryAfter };
        Records = new CommerceRecords(Commerce.Rest.Open(FakeCommerce.Instance, CommercePurpose.Resync), Commerce.Counts);
    }

    public FakeCommerce Commerce { get; }

    public CommerceRecords Records { get; }

    /// <summary>The requests with method and path, searches without their criteria.</summary>
    public IEnumerable<string> Lines => Commerce.Requests.Select(r => Line(r.Line));

    /// <summary>The bodies that were sent to a path.</summary>
    public IReadOnlyList<JsonNode> Sent(string line) => [.. Commerce.Requests.Where(r => Line(r.Line) == line).Select(r => JsonNode.Parse(r.Body)!)];

    /// <summary>What was asked, readable.</summary>
    public string Query(int index) => Uri.UnescapeDataString(Commerce.Requests[index].Line);

    public CommerceSide On(string line, string body, int status = 200) => On(line, _ => (status, body));

    public CommerceSide On(string line, Func<FakeCommerce.Asked, (int, string)> answer)
    {
        _answers[line] = answer;
        return this;
    }

    /// <summary>Answers a search with these items.</summary>
    public CommerceSide Found(string path, string items, int? total = null) =>
        On($"GET {path}", $$"""{"items":{{items}},"total_count":{{(total ?? JsonNode.Parse(items)!.AsArray().Count).ToString(CultureInfo.InvariantCulture)}}}""");

    public static SystemRecord Record(RecordKind kind, string key, string fields) => new(kind, key, JsonNode.Parse(fields)!.AsObject());

    private static string Line(string line)
    {
        var space = line.IndexOf(' ', StringComparison.Ordinal);
        var path = new Uri(line[(space + 1)..]).AbsolutePath;
        return $"{line[..space]} {path[(path.IndexOf("/V1/", StringComparison.Ordinal) + 4)..]}";
    }

    private (int Status, string Body) Answer(FakeCommerce.Asked asked) =>
        _answers.TryGetValue(Line(asked.Line), out var answer) ? answer(asked) : (404, """{"message":"Request does not match any route."}""");
}
