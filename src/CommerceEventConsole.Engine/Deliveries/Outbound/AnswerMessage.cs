using System.Text;
using System.Text.Json;

namespace CommerceEventConsole.Engine.Deliveries.Outbound;

/// <summary>Finds the sentence in an answer that says what was wrong: in JSON, problem details (RFC 9457), plain text or a page's title.</summary>
internal static class AnswerMessage
{
    private const int MaxDepth = 5;

    // From the most to the least particular; of equals the first that is met.
    private static readonly string[] Names =
        ["detail", "message", "error_description", "errorMessage", "description", "reason", "error", "errors", "title", "msg"];

    /// <summary>That sentence in one line, or null where the answer holds none.</summary>
    public static string? Of(DestinationAnswer answer)
    {
        var body = answer.Body.AsSpan().TrimStart(" \t\r\n"u8);
        if (body.StartsWith("\uFEFF"u8))
            body = body[3..];
        if (body.IsEmpty)
            return null;
        var media = answer.MediaType ?? "";
        string? found;
        if (body[0] is (byte)'{' or (byte)'[' or (byte)'"' || media.EndsWith("json", StringComparison.OrdinalIgnoreCase))
            found = FromJson(body);
        else if (body[0] == '<')
            found = FromTitle(Encoding.UTF8.GetString(body));
        else
            found = media.Length == 0 || media.StartsWith("text/", StringComparison.OrdinalIgnoreCase) ? Encoding.UTF8.GetString(body) : null;
        found = found is null ? null : Sentence.Clean(found);
        return string.IsNullOrEmpty(found) ? null : found;
    }

    // Token by token, so that an answer that was cut off at its first 16 kB still says what stands before the cut.
    private static string? FromJson(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, isFinalBlock: false, default);
        string? best = null;
        var bestRank = Names.Length;
        var rank = Names.Length;
        try
        {
            while (reader.Read())
            {
                if (reader.TokenType == JsonTokenType.PropertyName)
                    rank = reader.CurrentDepth <= MaxDepth ? Rank(reader.GetString()!) : Names.Length;
                else if (reader.TokenType == JsonTokenType.String && reader.CurrentDepth == 0)
                    return reader.GetString();
                else if (reader.TokenType == JsonTokenType.String && rank < bestRank && reader.GetString() is { Length: > 0 } text)
                    (best, bestRank) = (text, rank);
            }
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // Not JSON from here on, or text that is no Unicode: what was found before stands.
        }

        return best;
    }

    private static int Rank(string name)
    {
        var rank = Array.FindIndex(Names, n => n.Equals(name, StringComparison.OrdinalIgnoreCase));
        return rank < 0 ? Names.Length : rank;
    }

    private static string? FromTitle(string page)
    {
        var start = page.IndexOf("<title>", StringComparison.OrdinalIgnoreCase);
        var end = start < 0 ? -1 : page.IndexOf("</title>", start, StringComparison.OrdinalIgnoreCase);
        return end < 0 ? null : System.Net.WebUtility.HtmlDecode(page[(start + "<title>".Length)..end]);
    }
}
