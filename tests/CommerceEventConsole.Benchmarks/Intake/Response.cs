using System.Buffers.Text;

namespace CommerceEventConsole.Benchmarks.Intake;

/// <summary>As much of an HTTP/1.1 answer as a load generator needs.</summary>
internal static class Response
{
    /// <summary>Reads the status and the length of the whole answer, once its head is complete.</summary>
    public static bool TryParse(ReadOnlySpan<byte> received, out int status, out int total)
    {
        status = 0;
        total = 0;
        var head = received.IndexOf("\r\n\r\n"u8);
        if (head < 0)
            return false;
        Utf8Parser.TryParse(received[9..12], out status, out _);
        var body = 0;
        var at = received[..head].IndexOf("Content-Length: "u8);
        if (at >= 0)
            Utf8Parser.TryParse(received[(at + 16)..head], out body, out _);
        total = head + 4 + body;
        return true;
    }
}
