using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CommerceEventConsole.Engine.Deliveries.Outbound;

/// <summary>
/// The <c>webhook-id</c> of a delivery: made from what it is, not from when or how often it is sent, so that a destination recognises
/// every attempt and every replay of it, also after a restart.
/// </summary>
public static class IdempotencyId
{
    private const string Prefix = "msg_";
    private const int Bytes = 16;

    /// <summary><c>msg_</c> and 32 lower-case hexadecimal digits.</summary>
    /// <param name="sourceSlug">The source of the event.</param>
    /// <param name="identityHash">The event's identity within its source.</param>
    /// <param name="routeId">The route: one event goes to one destination once for each subscription that asks for it.</param>
    public static string Of(string sourceSlug, ReadOnlySpan<byte> identityHash, int routeId)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var slug = Encoding.UTF8.GetBytes(sourceSlug);
        AppendWithLength(hash, slug);
        AppendWithLength(hash, identityHash);
        Span<byte> route = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(route, routeId);
        hash.AppendData(route);
        Span<byte> digest = stackalloc byte[SHA256.HashSizeInBytes];
        hash.GetHashAndReset(digest);
        return Prefix + Convert.ToHexStringLower(digest[..Bytes]);
    }

    // With their lengths in front, two parts cannot run together into another pair's bytes.
    private static void AppendWithLength(IncrementalHash hash, ReadOnlySpan<byte> part)
    {
        Span<byte> length = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(length, part.Length);
        hash.AppendData(length);
        hash.AppendData(part);
    }
}
