using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Subscriptions.Matching;
using CommerceEventConsole.Engine.Tests.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Tests.Subscriptions.Semantics;

/// <summary>One case of the table: what a subscription asks for, an event, and what must come of it.</summary>
internal sealed record SemanticsCase(string Section, string Title)
{
    private static readonly string[] Expectations = ["sends", "matches", "because", "warning", "problem"];

    private readonly List<KeyValuePair<string, string>> _parts = [];

    public string[] Fields => All("fields") is [var fields] && fields is not "(none)" ? [.. fields.Split(',').Select(Unquoted)] : [];

    public Rule[] Rules => [.. All("rule").Select(ToRule)];

    public IReadOnlyList<string> Problems => All("problem");

    public string? Sends => One("sends");

    public string? Because => One("because");

    public string? Warning => One("warning");

    public bool? Matches => One("matches") switch
    {
        null => null,
        "yes" => true,
        "no" => false,
        var other => throw Wrong($"matches is yes or no, not {other}"),
    };

    /// <summary>The event: <c>payload</c> in Adobe's wrapping, or <c>data</c> as it is.</summary>
    public PayloadRoot Payload => One("data") is { } data
        ? PayloadRoot.Find(Samples.Json(data), null)
        : Samples.Payload(One("payload") ?? throw Wrong("a payload is missing"));

    public void Add(string key, string value)
    {
        if (!Expectations.Contains(key) && key is not ("payload" or "data" or "fields" or "rule")) throw Wrong($"'{key}' is no part of a case");
        _parts.Add(new(key, value));
    }

    /// <summary>Throws when a case would pass whatever the console does.</summary>
    public void Check()
    {
        if (!_parts.Exists(part => part.Key is "sends" or "matches" or "problem")) throw Wrong("it expects nothing");
    }

    private List<string> All(string key) => [.. _parts.Where(part => part.Key.Equals(key, StringComparison.Ordinal)).Select(part => part.Value)];

    private string? One(string key) => All(key) switch
    {
        [] => null,
        [var value] => value,
        _ => throw Wrong($"'{key}' stands there twice"),
    };

    // "field operator value": the first operator's name parts the two, so a field may hold blanks, as a wrong one does.
    private Rule ToRule(string text)
    {
        var words = text.Split(' ');
        var at = Array.FindIndex(words, RuleOperatorNames.All.Contains);
        if (at < 0) throw Wrong($"no operator in '{text}'");
        return Samples.Rule(string.Join(' ', words[..at]), words[at], Unquoted(string.Join(' ', words[(at + 1)..])));
    }

    // Quotes show blanks at the ends, and nothing at all.
    private static string Unquoted(string text) => text.Trim() is ['"', .. var inner, '"'] ? inner : text.Trim();

    private InvalidOperationException Wrong(string reason) => new($"The case '{Title}' of '{Section}' cannot be read: {reason}.");
}
