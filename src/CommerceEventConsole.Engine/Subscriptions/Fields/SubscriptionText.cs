using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Subscriptions.Fields;

/// <summary>Something in the text that has to be put right.</summary>
/// <param name="Line">Its line, from 1.</param>
/// <param name="Message">What is wrong and what would be right.</param>
public readonly record struct TextProblem(int Line, string Message);

/// <summary>
/// Fields and rules as text, a line each: <c>items[].sku</c>, <c>customer_email as email</c>, <c>state equal processing</c>,
/// <c>state onChange</c>. A second word that is an operator of spec 6.8 makes it a rule. Blank lines and lines that begin with <c>#</c> say
/// nothing. A value that begins or ends with a blank or a quotation mark, or holds a line break, is written as a JSON string.
/// </summary>
/// <param name="Fields">The fields, as a field list has them.</param>
/// <param name="Rules">The rules.</param>
/// <param name="Problems">Everything that is no field and no rule, and everything wrong with one, by line.</param>
public sealed record SubscriptionText(IReadOnlyList<string> Fields, IReadOnlyList<Rule> Rules, IReadOnlyList<TextProblem> Problems)
{
    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    /// <summary>The text of fields and rules, rules first.</summary>
    public static string Format(IReadOnlyList<string> fields, IReadOnlyList<Rule> rules)
    {
        var text = new StringBuilder();
        foreach (var rule in rules)
            text.Append(rule.Field).Append(' ').Append(RuleOperatorNames.Format(rule.Operator)).Append(rule.Value.Length == 0 ? "" : " " + Quote(rule.Value)).Append('\n');
        if (rules.Count > 0 && fields.Count > 0)
            text.Append('\n');
        foreach (var field in fields)
            text.Append(field).Append('\n');
        return text.ToString().TrimEnd('\n');
    }

    /// <summary>Reads a text; whatever can be read of it is there, beside the problems.</summary>
    public static SubscriptionText Parse(string? text)
    {
        var (fields, rules, problems) = (new List<string>(), new List<Rule>(), new List<TextProblem>());
        var number = 0;
        foreach (var line in (text ?? "").ReplaceLineEndings("\n").Split('\n'))
        {
            number++;
            if (string.IsNullOrWhiteSpace(line) || line.TrimStart().StartsWith('#'))
                continue;
            if (Read(line, fields, rules) is { } problem)
                problems.Add(new(number, problem));
        }

        return new SubscriptionText(fields, rules, problems);
    }

    private static string? Read(string line, List<string> fields, List<Rule> rules)
    {
        var first = Word(line, 0, out var at);
        var second = Word(line, at, out var afterSecond);
        if (RuleOperatorNames.TryParse(second, out var operation))
            return ReadRule(new Rule(first, operation, ""), afterSecond < line.Length ? line[(afterSecond + 1)..] : "", rules);

        if (second.Length > 0 && second != "as")
            return $"“{second}” is no comparison. A rule is a field, one of {string.Join(", ", RuleOperatorNames.All)}, and a value; a field may be followed by “as” and a name.";
        var entry = FieldEntry.Parse(line);
        if (second == "as" && entry.As is null or { Length: 0 })
            return "After “as” comes the name that the field goes out under.";
        fields.Add(entry.ToString());
        return ProblemOf(new SubscriptionDefinition("text", [entry.ToString()], []));
    }

    private static string? ReadRule(Rule rule, string value, List<Rule> rules)
    {
        if (!TryUnquote(value, out var plain))
            return "The quotation marks around the value are not closed, or something between them is not written as JSON writes it.";
        rule = rule with { Value = plain };
        rules.Add(rule);
        return ProblemOf(new SubscriptionDefinition("text", [], [rule]));
    }

    // By the same checks that saving makes; what they name first, the person sees in the line.
    private static string? ProblemOf(SubscriptionDefinition definition)
    {
        if (CompiledSubscription.Compile(definition, out var problems) is not null)
            return null;
        var end = problems[0].IndexOf("': ", StringComparison.Ordinal);
        var message = end < 0 ? problems[0] : problems[0][(end + 3)..];
        return string.Concat(message[..1].ToUpper(CultureInfo.InvariantCulture), message.AsSpan(1));
    }

    private static string Word(string line, int from, out int end)
    {
        var start = from;
        while (start < line.Length && char.IsWhiteSpace(line[start])) start++;
        end = start;
        while (end < line.Length && !char.IsWhiteSpace(line[end])) end++;
        return line[start..end];
    }

    private static string Quote(string value) =>
        char.IsWhiteSpace(value[0]) || char.IsWhiteSpace(value[^1]) || value[0] == '"' || value.AsSpan().IndexOfAny("\r\n\u0085\u2028\u2029\f") >= 0
            ? JsonSerializer.Serialize(value, Readable)
            : value;

    private static bool TryUnquote(string value, out string plain)
    {
        plain = value = value.Trim();
        if (!value.StartsWith('"'))
            return true;
        try
        {
            plain = JsonSerializer.Deserialize<string>(value) ?? "";
            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
