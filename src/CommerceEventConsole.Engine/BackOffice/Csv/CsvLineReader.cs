using System.Text;

namespace CommerceEventConsole.Engine.BackOffice.Csv;

/// <summary>A line of a file.</summary>
/// <param name="Number">Counted from 1.</param>
/// <param name="Offset">The byte at which it begins.</param>
/// <param name="Text">Its text, without its end; null where it is longer than is read.</param>
internal readonly record struct CsvLine(int Number, long Offset, string? Text);

/// <summary>
/// Reads a file line by line and knows at which byte each begins, so that a later read goes on there at once, however long the file is.
/// </summary>
internal sealed class CsvLineReader(Stream stream, Encoding encoding, long offset, int number)
{
    /// <summary>Bytes of one line; a longer one is no line of such a file.</summary>
    public const int MaxLine = 1024 * 1024;

    private readonly byte[] _buffer = new byte[64 * 1024];
    private readonly Stack<CsvLine> _back = new();
    private readonly MemoryStream _line = new();
    private int _at;
    private int _end;
    private long _offset = offset;
    private int _number = number;

    /// <summary>The next line; null at the end.</summary>
    public async ValueTask<CsvLine?> ReadAsync(CancellationToken cancellationToken)
    {
        if (_back.TryPop(out var returned))
            return returned;
        var start = _offset;
        _line.SetLength(0);
        var tooLong = false;
        while (true)
        {
            if (_at == _end)
            {
                _at = 0;
                _end = await stream.ReadAsync(_buffer, cancellationToken).ConfigureAwait(false);
                if (_end == 0)
                    return _offset == start ? null : Line(start, tooLong);
            }

            var cut = _buffer.AsSpan(_at, _end - _at).IndexOf((byte)'\n');
            var taken = cut < 0 ? _end - _at : cut + 1;
            if (_line.Length + taken > MaxLine)
                tooLong = true;
            else
                _line.Write(_buffer, _at, taken);
            _at += taken;
            _offset += taken;
            if (cut >= 0)
                return Line(start, tooLong);
        }
    }

    /// <summary>Gives lines back: they are read again, the first of them first.</summary>
    public void Return(IEnumerable<CsvLine> lines)
    {
        foreach (var line in lines.Reverse())
            _back.Push(line);
    }

    private CsvLine Line(long start, bool tooLong)
    {
        var bytes = _line.GetBuffer().AsSpan(0, (int)_line.Length);
        if (start == 0 && bytes.StartsWith(Encoding.UTF8.Preamble))
            bytes = bytes[Encoding.UTF8.Preamble.Length..];
        return new CsvLine(_number++, start, tooLong ? null : encoding.GetString(bytes).TrimEnd('\n').TrimEnd('\r'));
    }
}
