using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace CommerceEventConsole.Engine.Intake;

/// <summary>
/// What makes two deliveries the same event, as 16 bytes: fixed in size, and free of a database's ideas of upper and lower case or
/// trailing blanks. The first 128 bits of SHA-256: two different events share them by chance once in 2^64.
/// </summary>
public static class EventIdentity
{
    /// <summary>Bytes of an identity.</summary>
    public const int Length = 16;

    /// <summary>Adobe's own id, the same on every attempt of one event (spec 2.7).</summary>
    public static byte[] OfAdobeEvent(string eventId) => Hash("e:", eventId, "");

    /// <summary>The producer's <c>source</c> and <c>id</c>, unique together (CloudEvents 1.0, section "id").</summary>
    public static byte[] OfCloudEvent(string source, string id) => Hash("c:", source, id);

    private static byte[] Hash(string kind, string first, string second)
    {
        var max = Encoding.UTF8.GetMaxByteCount(kind.Length + first.Length + second.Length + 1);
        var rented = max > 1024 ? ArrayPool<byte>.Shared.Rent(max) : null;
        var buffer = rented ?? stackalloc byte[1024];
        var length = Encoding.UTF8.GetBytes(kind, buffer);
        length += Encoding.UTF8.GetBytes(first, buffer[length..]);
        if (second.Length > 0)
        {
            // No attribute may hold a line feed, so the two parts cannot run into one another.
            buffer[length++] = (byte)'\n';
            length += Encoding.UTF8.GetBytes(second, buffer[length..]);
        }

        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(buffer[..length], hash);
        if (rented is not null)
            ArrayPool<byte>.Shared.Return(rented);
        return hash[..Length].ToArray();
    }
}
