using System.Buffers;

namespace CommerceEventConsole.Engine.Subscriptions.History;

/// <summary>Counts what is written to it and keeps none of it.</summary>
internal sealed class CountedBytes : IBufferWriter<byte>
{
    private const int Smallest = 4096;

    private byte[] _buffer = new byte[Smallest];

    /// <summary>Bytes written.</summary>
    public long Count { get; private set; }

    public void Advance(int count) => Count += count;

    public Memory<byte> GetMemory(int sizeHint = 0)
    {
        if (sizeHint > _buffer.Length)
            _buffer = new byte[Math.Max(sizeHint, _buffer.Length * 2)];
        return _buffer;
    }

    public Span<byte> GetSpan(int sizeHint = 0) => GetMemory(sizeHint).Span;
}
