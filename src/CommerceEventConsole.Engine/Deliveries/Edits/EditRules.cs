using System.Collections.Immutable;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries.Outbound;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Setup;

namespace CommerceEventConsole.Engine.Deliveries.Edits;

/// <summary>
/// What an edit must keep: a CloudEvent in JSON that is still the same event (CloudEvents 1.0, 3.1: <c>source</c> and <c>id</c> identify
/// it), and headers that neither the console sets itself nor a destination keeps secret.
/// </summary>
internal static class EditRules
{
    /// <summary>The body's size at most, without the blanks between its values.</summary>
    public const int MaxBodyBytes = 2 * 1024 * 1024;

    private const int MaxReason = 500;

    private static readonly string[] Kept = ["specversion", "id", "source", "type"];
    private static readonly JsonDocumentOptions Lenient = new() { MaxDepth = 1_000 };
    private static readonly JsonDocumentOptions Strict = Lenient with { AllowDuplicateProperties = false };

    /// <summary>Everything that has to be put right.</summary>
    /// <param name="original">The delivery as it was shown.</param>
    /// <param name="draft">What it shall be.</param>
    /// <param name="body">The body to send; empty where it cannot be.</param>
    public static List<ValidationProblem> Check(EditableDelivery original, DeliveryEditDraft draft, out byte[] body)
    {
        var problems = new List<ValidationProblem>();
        body = CheckBody(problems, original.Body, draft.Body);
        CheckHeaders(problems, original, draft.Headers);
        if (string.IsNullOrWhiteSpace(draft.Reason))
            problems.Add(new("reason", "Say why, so that others understand it later."));
        else if (draft.Reason.Trim().Length > MaxReason)
            problems.Add(new("reason", $"The reason is longer than {MaxReason} characters."));
        if (problems.Count == 0 && body.AsSpan().SequenceEqual(JsonLines.Compact(Encoding.UTF8.GetBytes(original.Body)))
            && EditedHeaders.Changes(original.Headers, draft.Headers).IsEmpty)
        {
            problems.Add(new("", "Nothing is changed yet. To send it as it was, replay it."));
        }

        return problems;
    }

    private static byte[] CheckBody(List<ValidationProblem> problems, string before, string after)
    {
        JsonDocument edited;
        try
        {
            edited = JsonDocument.Parse(after, Lenient);
        }
        catch (JsonException e)
        {
            problems.Add(new("body", $"Line {(e.LineNumber ?? 0) + 1} is no sound JSON: look for a comma, a quote or a bracket that is missing or too many there, or just before."));
            return [];
        }

        using (edited)
        {
            if (edited.RootElement.ValueKind != JsonValueKind.Object)
            {
                problems.Add(new("body", "The body must be one CloudEvent: an object in curly brackets."));
                return [];
            }

            if (HasDuplicates(after))
                problems.Add(new("body", "A name is given twice in the same object: systems differ in which of the two they read."));
            using var sent = JsonDocument.Parse(before, Lenient);
            CheckEvent(problems, sent.RootElement, edited.RootElement);
        }

        var body = JsonLines.Compact(Encoding.UTF8.GetBytes(after));
        if (body.Length > MaxBodyBytes)
            problems.Add(new("body", $"The body is larger than {MaxBodyBytes / 1024 / 1024} MB."));
        return body;
    }

    private static void CheckEvent(List<ValidationProblem> problems, JsonElement before, JsonElement after)
    {
        foreach (var name in Kept)
        {
            var utf8 = Encoding.UTF8.GetBytes(name);
            var (had, has) = (SafeJson.TryGetProperty(before, utf8, out var was), SafeJson.TryGetProperty(after, utf8, out var value));
            if (had != has || (had && !AreSame(was, value)))
                problems.Add(new("body", had ? $"\"{name}\" must stay {Show(was)}: it says which event this is." : $"\"{name}\" was not there and must not be added: it says which event this is."));
        }

        if (SafeJson.TryGetProperty(after, "data"u8, out _) && SafeJson.TryGetProperty(after, "data_base64"u8, out _))
            problems.Add(new("body", "An event has either \"data\" or \"data_base64\", not both."));
        foreach (var property in after.EnumerateObject())
        {
            var name = JsonMarshal.GetRawUtf8PropertyName(property);
            if (name.SequenceEqual("data"u8) || property.Value.ValueKind is not (JsonValueKind.Object or JsonValueKind.Array))
                continue;
            if (!SafeJson.TryGetProperty(before, name, out var was) || !AreSame(was, property.Value))
                problems.Add(new("body", $"Only \"data\" may hold a list or an object; \"{Encoding.UTF8.GetString(name)}\" does, too."));
        }
    }

    private static void CheckHeaders(List<ValidationProblem> problems, EditableDelivery original, IReadOnlyList<HeaderDraft> headers)
    {
        HeaderRules.Check(problems, headers, _ => false);
        foreach (var header in headers)
        {
            var name = header.Name.Trim();
            if (CredentialMask.IsTelling(name) || original.HiddenHeaders.Contains(name, StringComparer.OrdinalIgnoreCase))
                problems.Add(new($"headers.{name}", $"{name} looks like a credential or a signature. Those are set at the destination, and sent as they are there."));
        }
    }

    private static bool HasDuplicates(string json)
    {
        try
        {
            using var document = JsonDocument.Parse(json, Strict);
            return false;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return true;
        }
    }

    private static bool AreSame(JsonElement a, JsonElement b) =>
        JsonMarshal.GetRawUtf8Value(a).SequenceEqual(JsonMarshal.GetRawUtf8Value(b))
        || (a.ValueKind == b.ValueKind && JsonLines.Compact(JsonMarshal.GetRawUtf8Value(a)).AsSpan().SequenceEqual(JsonLines.Compact(JsonMarshal.GetRawUtf8Value(b))));

    private static string Show(JsonElement value)
    {
        var text = Encoding.UTF8.GetString(JsonMarshal.GetRawUtf8Value(value));
        return text.Length <= 200 ? text : text[..200] + "…";
    }
}
