using System.Buffers;

namespace CommerceEventConsole.Engine.Subscriptions.Matching;

/// <summary>Writes the brackets, commas and raw names of one JSON object or array.</summary>
internal ref struct Punctuation
{
    private readonly IBufferWriter<byte> _output;
    private readonly bool _isArray;
    private bool _isStarted;

    public Punctuation(IBufferWriter<byte> output, bool isArray)
    {
        _output = output;
        _isArray = isArray;
        _output.Write(isArray ? "["u8 : "{"u8);
    }

    /// <summary>Before an element.</summary>
    public void Next()
    {
        if (_isStarted) _output.Write(","u8);
        _isStarted = true;
    }

    /// <summary>Before a member's value; the name is already escaped and without quotes.</summary>
    public void Next(ReadOnlySpan<byte> rawName)
    {
        Next();
        _output.Write("\""u8);
        _output.Write(rawName);
        _output.Write("\":"u8);
    }

    public readonly void End() => _output.Write(_isArray ? "]"u8 : "}"u8);
}
