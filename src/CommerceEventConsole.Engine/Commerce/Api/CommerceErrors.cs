using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using CommerceEventConsole.Engine.Deliveries.Outbound;

namespace CommerceEventConsole.Engine.Commerce.Api;

/// <summary>Makes sentences of the answers by which Commerce refuses something (spec 6.11).</summary>
internal static partial class CommerceErrors
{
    private const int MostErrors = 5;

    /// <summary>Why a call was refused: what the status means, what Commerce says about it, and what to look at.</summary>
    /// <param name="status">The HTTP status.</param>
    /// <param name="body">The body of the answer.</param>
    /// <param name="isEventing">Whether it was a call about event subscriptions: it needs other rights and modules than the rest.</param>
    public static string Explain(int status, ReadOnlySpan<byte> body, bool isEventing = true)
    {
        var said = Read(body);
        var result = new StringBuilder(status == 404 && !isEventing ? "Commerce has nothing at this address (404)." : Meaning(status));
        if (said is not null)
            result.Append(CultureInfo.InvariantCulture, $" Commerce says: {(said.EndsWith('.') ? said : said + ".")}");
        if (Hint(status, said, isEventing) is { } hint)
            result.Append(' ').Append(hint);
        return result.ToString();
    }

    /// <summary>The sentence of one error, its placeholders filled; null where there is none.</summary>
    public static string? ReadOne(JsonElement error) => Sentence(error) is { } text ? Deliveries.Outbound.Sentence.Clean(text) : null;

    /// <summary>The sentence of an error body, its placeholders filled and its further errors added; null where there is none.</summary>
    public static string? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            using var document = JsonDocument.ParseValue(ref reader);
            return document.RootElement.ValueKind == JsonValueKind.Object ? Sentences(document.RootElement) : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static string? Sentences(JsonElement root)
    {
        var sentences = new List<string>();
        if (Sentence(root) is { } whole)
            sentences.Add(whole);
        if (root.TryGetProperty("errors", out var errors) && errors.ValueKind == JsonValueKind.Array)
            sentences.AddRange(errors.EnumerateArray().Take(MostErrors).Select(Sentence).OfType<string>());
        return sentences.Count == 0 ? null : Deliveries.Outbound.Sentence.Clean(string.Join(' ', sentences.Distinct(StringComparer.Ordinal)));
    }

    private static string? Sentence(JsonElement error)
    {
        if (error.ValueKind != JsonValueKind.Object || !error.TryGetProperty("message", out var message) || message.ValueKind != JsonValueKind.String)
            return null;
        var text = message.GetString()!;
        if (!error.TryGetProperty("parameters", out var parameters) || parameters.ValueKind is not (JsonValueKind.Array or JsonValueKind.Object))
            return text;
        return Placeholder().Replace(text, match => Value(parameters, match.Groups["name"].Value) ?? match.Value);
    }

    // %1 is the first of a list, %fieldName a member of an object.
    private static string? Value(JsonElement parameters, string name)
    {
        if (parameters.ValueKind == JsonValueKind.Object)
            return parameters.TryGetProperty(name, out var member) ? Text(member) : null;
        return int.TryParse(name, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= 1 && number <= parameters.GetArrayLength()
            ? Text(parameters[number - 1])
            : null;
    }

    private static string Text(JsonElement value) => value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();

    private static string Meaning(int status) => status switch
    {
        400 => "Commerce refused the request (400).",
        401 => "Commerce does not accept the credentials (401).",
        403 => "The credentials are valid, but may not do this (403).",
        404 => "Commerce does not know this address or event (404).",
        429 => "Commerce asks to wait: there were too many requests (429).",
        >= 300 and < 400 => string.Create(CultureInfo.InvariantCulture, $"Commerce sends the console to another address ({status}), which it does not follow."),
        >= 500 => string.Create(CultureInfo.InvariantCulture, $"Commerce has a problem of its own ({status})."),
        _ => string.Create(CultureInfo.InvariantCulture, $"Commerce answered {status}, which the console did not expect."),
    };

    private static string? Hint(int status, string? said, bool isEventing) => status switch
    {
        // Spec 8.7, 16: users met this without a word about where to look.
        400 when said is not null && said.Contains("merchant", StringComparison.OrdinalIgnoreCase) =>
            "Set the merchant ID and the environment ID in Commerce under Stores, Configuration, Adobe Services, Adobe I/O Events.",
        401 => "Check the keys and tokens. A plain integration token works only where Commerce allows integration tokens as bearer tokens.",
        403 when !isEventing => "In Commerce, give the integration the right to do this: System, Extensions, Integrations, API.",
        403 => "The integration needs the rights for event subscriptions (event_subscriptions, event_subscribe, event_unsubscribe).",
        404 when !isEventing => null,
        404 when said is null || said.Contains("route", StringComparison.OrdinalIgnoreCase) =>
            "Check the address and the path, and that the Adobe I/O Events modules are installed (1.11.0 or later).",
        429 or >= 500 => "Try again in a few minutes.",
        >= 300 and < 400 => "Enter the address it leads to, if it is yours.",
        _ => null,
    };

    [GeneratedRegex("%(?<name>[A-Za-z0-9_]+)", RegexOptions.CultureInvariant, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Placeholder();
}
