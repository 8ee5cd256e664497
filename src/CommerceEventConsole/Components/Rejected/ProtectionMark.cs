using System.Text;

namespace CommerceEventConsole.Components.Rejected;

/// <summary>Finds the sender's mark of protected health information in bytes that could not be read as an event (Adobe I/O Events, section 5.4).</summary>
internal static class ProtectionMark
{
    private const string Attribute = "phidata";

    /// <summary>Whether the mark stands anywhere in the bytes. In doubt it does: hiding too much costs one click, showing too much cannot be taken back.</summary>
    public static bool IsIn(ReadOnlySpan<byte> bytes)
    {
        var text = Encoding.Latin1.GetString(bytes).AsSpan();
        while (text.IndexOf(Attribute, StringComparison.OrdinalIgnoreCase) is >= 0 and var at)
        {
            text = text[(at + Attribute.Length)..];
            var value = text.TrimStart("\"'\\:= \t\r\n");
            if (!value.StartsWith("false", StringComparison.OrdinalIgnoreCase) && !value.StartsWith('0')) return true;
        }

        return false;
    }
}
