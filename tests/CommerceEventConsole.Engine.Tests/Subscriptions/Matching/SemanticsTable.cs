using System.Text;
using System.Text.Json;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Tests.Subscriptions.Matching;

/// <summary>The cases of semantics.json, by name.</summary>
internal static class SemanticsTable
{
    private static readonly JsonDocument Document = Read();

    public static IEnumerable<TheoryDataRow<string>> Names(string section) =>
        Document.RootElement.GetProperty(section).EnumerateArray().Select(item => new TheoryDataRow<string>(item.GetProperty("name").GetString()!));

    public static JsonElement Case(string section, string name) =>
        Document.RootElement.GetProperty(section).EnumerateArray().Single(item => string.Equals(item.GetProperty("name").GetString(), name, StringComparison.Ordinal));

    /// <summary>CloudEvents data of a case: as given, or Adobe's wrapping around its payload.</summary>
    public static string Data(JsonElement item) =>
        item.TryGetProperty("data", out var data)
            ? data.GetRawText()
            : $$"""{"key":"k","value":{{item.GetProperty("payload").GetRawText()}},"source":"acme.prod","_metadata":{} }""";

    public static Rule[] Rules(JsonElement item) =>
        [.. item.GetProperty("rules").EnumerateArray().Select(rule => Samples.Rule(rule[0].GetString()!, rule[1].GetString()!, rule[2].GetString()!))];

    public static string[] Fields(JsonElement item) => [.. item.GetProperty("fields").EnumerateArray().Select(field => field.GetString()!)];

    private static JsonDocument Read()
    {
        using var stream = typeof(SemanticsTable).Assembly.GetManifestResourceStream("Subscriptions.Matching.semantics.json")
            ?? throw new InvalidOperationException("semantics.json is not embedded.");
        using var reader = new StreamReader(stream, Encoding.UTF8);
        return JsonDocument.Parse(reader.ReadToEnd());
    }
}
