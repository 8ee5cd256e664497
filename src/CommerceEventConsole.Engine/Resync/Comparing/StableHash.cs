using System.Buffers.Binary;
using System.Security.Cryptography;
using System.Text;

namespace CommerceEventConsole.Engine.Resync.Comparing;

/// <summary>A hash that is the same on every node and at every start.</summary>
internal static class StableHash
{
    /// <summary>Of a text, 128 bits.</summary>
    public static UInt128 Of(string text)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(text), hash);
        return BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }
}
