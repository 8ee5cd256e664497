using System.Buffers;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace CommerceEventConsole.Engine.Intake;

/// <summary>Which request headers stay with an event: Adobe's (unknown ones too, check 21) and those of CloudEvents' binary mode.</summary>
public static class KeptHeaders
{
    private const int MaxHeaders = 64;

    [ThreadStatic]
    private static Utf8JsonWriter? t_json;

    [ThreadStatic]
    private static ArrayBufferWriter<byte>? t_buffer;

    /// <summary>The headers as a JSON object in UTF-8, or null where none is worth keeping.</summary>
    public static byte[]? Write(IHeaderDictionary headers, bool withContentType)
    {
        var json = t_json;
        var count = 0;
        foreach (var (name, value) in headers)
        {
            if (!IsKept(name, withContentType) || ++count > MaxHeaders)
                continue;
            if (count == 1)
            {
                // Kept from request to request: every event of Adobe's brings some.
                json = t_json ??= new Utf8JsonWriter(t_buffer = new ArrayBufferWriter<byte>(1024));
                t_buffer!.ResetWrittenCount();
                json.Reset();
                json.WriteStartObject();
            }

#pragma warning disable CA1308 // Header names compare without case; lower case is how they are documented.
            json!.WriteString(name.ToLowerInvariant(), value.ToString());
#pragma warning restore CA1308
        }

        if (count == 0)
            return null;
        json!.WriteEndObject();
        json.Flush();
        return t_buffer!.WrittenSpan.ToArray();
    }

    // The digital signatures and the way to their keys have served their purpose once they are checked; they are as long as a small event.
    private static bool IsKept(string name, bool withContentType) =>
        name.StartsWith("x-adobe-", StringComparison.OrdinalIgnoreCase)
            ? !name.StartsWith("x-adobe-digital-signature", StringComparison.OrdinalIgnoreCase)
                && !name.StartsWith("x-adobe-public-key", StringComparison.OrdinalIgnoreCase)
                && !name.Equals("x-adobe-signature", StringComparison.OrdinalIgnoreCase)
            : name.StartsWith("ce-", StringComparison.OrdinalIgnoreCase)
                || (withContentType && name.Equals("content-type", StringComparison.OrdinalIgnoreCase));
}
