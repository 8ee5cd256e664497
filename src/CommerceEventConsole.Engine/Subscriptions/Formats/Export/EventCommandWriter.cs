using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using CommerceEventConsole.Engine.Subscriptions.Matching;

namespace CommerceEventConsole.Engine.Subscriptions.Formats.Export;

/// <summary>Writes <c>bin/magento events:subscribe</c> (spec 6.6, 6.10), one command a line, quoted for a POSIX shell.</summary>
internal static class EventCommandWriter
{
    // What no shell gives a meaning of its own, wherever it stands.
    private static readonly SearchValues<char> Plain =
        SearchValues.Create("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.,:/=@%+");

    private static readonly JsonSerializerOptions FieldOptions = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        // It stands between the shell's quotation marks, not in a page.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static ExportedText Write(IEnumerable<ExportedSubscription> subscriptions, ExportOptions options)
    {
        var lines = new StringBuilder();
        var notes = new List<string>();
        foreach (var item in CommerceEvent.From(subscriptions, options))
        {
            if (Unwritable(item) is { } why)
            {
                notes.Add($"{item.Name} is left out: {why}");
                continue;
            }

            lines.Append(Command(item)).Append('\n');
            notes.AddRange(item.Notes.Concat(Remarks(item)).Select(n => $"{item.Name}: {n}"));
        }

        return new(lines.ToString(), notes);
    }

    /// <summary>A text as one word of a POSIX shell.</summary>
    public static string Quote(string text) =>
        text.Length > 0 && !text.AsSpan().ContainsAnyExcept(Plain) ? text : $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";

    private static string Command(CommerceEvent item)
    {
        var words = new List<string> { "bin/magento", "events:subscribe", Quote(item.Name) };
        Add("--parent", item.Parent);
        foreach (var field in item.Fields)
            Add("--fields", field.Converter is null && field.Source is null ? field.Name : JsonSerializer.Serialize(field, FieldOptions));
        foreach (var rule in item.Rules)
            Add("--rules", $"{rule.Field}|{RuleOperatorNames.Format(rule.Operator)}|{rule.Value}");
        if (item.Settings.Priority)
            words.Add("--priority");
        Add("--destination", item.Settings.Destination);
        Add("--providerId", item.Settings.ProviderId);
        if (item.Settings.HipaaAuditRequired)
            words.Add("--hipaaAuditRequired");
        return string.Join(' ', words);

        void Add(string option, string? value)
        {
            if (value is not null)
                words.Add($"{option}={Quote(value)}");
        }
    }

    private static IEnumerable<string> Remarks(CommerceEvent item)
    {
        if (item.Parent is not null && item.Rules.Count == 0)
            yield return "The command takes a parent only together with conditions. Use the file for an event without any.";
        foreach (var rule in item.Rules.Where(r => r.Value.Contains('|', StringComparison.Ordinal)))
            yield return $"The value of the condition on {rule.Field} holds a “|”, which the command uses between the parts of a condition. Whether Commerce then reads it right is not documented: check it after with bin/magento events:list, or use the file.";
        if (item.Settings.Processors is { Count: > 0 } processors)
            yield return $"Processors can be set in the file only. Left out: {string.Join(", ", processors.Select(p => p.Class))}.";
    }

    private static string? Unwritable(CommerceEvent item)
    {
        if (item.Name.StartsWith('-'))
            return "its name begins with a hyphen, so the command would take it for an option.";
        var command = Command(item);
        return command.Any(c => char.IsControl(c)) ? "one of its texts holds a line break or another character that a command line cannot carry." : null;
    }
}
