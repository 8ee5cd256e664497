using System.Text.Json;
using System.Text.Json.Nodes;

namespace CommerceEventConsole.Engine.Commerce.Api;

/// <summary>What Commerce answered.</summary>
/// <param name="Status">The HTTP status.</param>
/// <param name="Body">The body, whole.</param>
public sealed record CommerceAnswer(int Status, byte[] Body)
{
    /// <summary>Whether it did what was asked.</summary>
    public bool Succeeded => Status is >= 200 and < 300;

    /// <summary>Whether the same request may succeed later.</summary>
    public bool IsTransient => IsTransientStatus(Status);

    /// <summary>How long Commerce asks to be left alone; null where it does not say.</summary>
    public TimeSpan? RetryAfter { get; init; }

    /// <summary>Whether a status tells of a trouble that passes: no time, too many requests, or a problem of Commerce's own.</summary>
    public static bool IsTransientStatus(int status) => status is 408 or 425 or 429 or >= 500;

    /// <summary>This answer where it is a success.</summary>
    /// <exception cref="CommerceException">It is none; the message says why.</exception>
    public CommerceAnswer Require() =>
        Succeeded ? this : throw new CommerceException(CommerceErrors.Explain(Status, Body, isEventing: false), Status) { RetryAfter = RetryAfter };

    /// <summary>The body of a success as JSON; null where it is empty or <c>null</c>. Numbers keep their digits.</summary>
    /// <exception cref="CommerceException">It is no success, or no JSON.</exception>
    public JsonNode? Json()
    {
        Require();
        if (Body.AsSpan().Trim(" \t\r\n"u8).IsEmpty)
            return null;
        try
        {
            return JsonNode.Parse(Body);
        }
        catch (JsonException e)
        {
            throw NotCommerce(e);
        }
    }

    /// <summary>The body as a JSON object.</summary>
    /// <exception cref="CommerceException">It is no success, or no object.</exception>
    public JsonObject Object() => Json() as JsonObject ?? throw NotCommerce();

    /// <summary>The body as a JSON array.</summary>
    /// <exception cref="CommerceException">It is no success, or no array.</exception>
    public JsonArray Array() => Json() as JsonArray ?? throw NotCommerce();

    internal CommerceException NotCommerce(Exception? inner = null) =>
        new("The answer is not one that Commerce gives. Check the address and the path of the instance.", Status, inner) { IsTransient = false };
}
