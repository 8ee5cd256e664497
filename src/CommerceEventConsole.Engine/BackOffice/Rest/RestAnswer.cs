using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice.Mapping;

namespace CommerceEventConsole.Engine.BackOffice.Rest;

/// <summary>What came back.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body, whole.</param>
internal sealed record RestAnswer(int Status, byte[] Body)
{
    private const int MaxMessage = 300;

    private static readonly JsonDocumentOptions Options = new() { MaxDepth = 64 };

    public bool Succeeded => Status is >= 200 and < 300;

    /// <summary>Whether the same request may succeed later.</summary>
    public bool IsTransient => Status is 408 or 425 or 429 or >= 500;

    /// <summary>Whether the system certainly did nothing of what it was asked.</summary>
    public bool WasTurnedAway => Status is 429 or 503;

    /// <summary>When to come again; null where it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>SAP's token against forged requests; null where there is none.</summary>
    public string? CsrfToken { get; init; }

    /// <summary>Cookies that it set, as they are sent back.</summary>
    public string? Cookies { get; init; }

    /// <summary>The body as a document; null where it is empty.</summary>
    /// <exception cref="JsonException">It is none.</exception>
    public JsonNode? Document()
    {
        if (Body.Length == 0)
            return null;
        ReadOnlySpan<byte> body = Body;
        return JsonNode.Parse(body.StartsWith(Encoding.UTF8.Preamble) ? body[Encoding.UTF8.Preamble.Length..] : body, documentOptions: Options);
    }

    /// <summary>What the system says about its refusal, short enough to show; null where it says nothing that can be shown.</summary>
    public string? Message(string path)
    {
        if (path.Length == 0)
            return null;
        try
        {
            var text = FieldConverter.Text(RecordPath.Parse(path).First(Document()))?.Trim();
            return string.IsNullOrEmpty(text) ? null : text.Length > MaxMessage ? text[..MaxMessage] + "…" : text;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
