using System.Buffers.Binary;
using System.Security.Cryptography;

namespace CommerceEventConsole.Engine.Deliveries.Outbound;

/// <summary>Tells whether a body is, byte for byte, the one that was sent: the first 64 bits of its SHA-256.</summary>
internal static class BodyDigest
{
    public static long Of(ReadOnlySpan<byte> body)
    {
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(body, digest);
        return BinaryPrimitives.ReadInt64BigEndian(digest);
    }
}
