using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.Db.Sqlite;

/// <summary>A row of <c>UnmergedSearchKeys</c>: what the events of one commit are found by, before it stands in <c>EventSearchKeys</c>.</summary>
internal sealed class UnmergedSearchKeys
{
    /// <summary>The first of the events.</summary>
    public long FirstEventSeq { get; init; }

    /// <summary>
    /// For each key: how far after the first its event came (4 bytes), its kind (1 byte), the length of its value (2 bytes; numbers
    /// little-endian) and its value in UTF-8.
    /// </summary>
    public required byte[] Keys { get; init; }
}

/// <summary>
/// Search keys on their way into their index. E-mail addresses and SKUs come in no order: each would dirty a page of the index by itself,
/// and a flush writes whole pages. So a commit appends the keys of its events here, in one row, and many of them are sorted and merged
/// into the index together: a run, of which each commit takes a slice along, so that none has to wait for the whole. Whoever searches has
/// the rest merged first: nothing that is stored is ever not found.
/// </summary>
internal sealed class SearchKeyLog
{
    /// <summary>Keys that wait when the writer begins a run by itself. At most half as many again gather until its end.</summary>
    public const int Limit = 131_072;

    private const int KeyHead = 7;
    // Twice what came: a run ends before the next is due.
    private const int SlicePerAppended = 2;

    private readonly SqliteStatement _append;
    private readonly SqliteStatement _read;
    private readonly SqliteStatement _insert;
    private readonly SqliteStatement _clear;
    private readonly List<Entry> _run = [];
    private byte[] _runText = [];
    private byte[] _buffer = new byte[16 * 1024];
    private int _length;
    private long _firstSeq;
    private long _lastRow;
    private int _next;
    private int _count;
    private int _appended;

    public SearchKeyLog(SqliteWriterConnection connection)
    {
        _append = connection.Prepare("INSERT INTO UnmergedSearchKeys (FirstEventSeq, Keys) VALUES (?, ?)");
        _read = connection.Prepare("SELECT FirstEventSeq, Keys FROM UnmergedSearchKeys ORDER BY FirstEventSeq");
        _insert = connection.Prepare("INSERT OR IGNORE INTO EventSearchKeys (Value, Kind, EventSeq) VALUES (?, ?, ?)");
        _clear = connection.Prepare("DELETE FROM UnmergedSearchKeys WHERE FirstEventSeq <= ?");
        _count = (int)connection.Prepare("SELECT count(*) FROM UnmergedSearchKeys").RunScalar();
    }

    /// <summary>Keys that wait; read by any thread. Of a log that another process left, its rows.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Whether a run has begun that has not ended.</summary>
    public bool IsMerging => _next < _run.Count;

    /// <summary>Takes the keys of an event; <see cref="Flush"/> writes them.</summary>
    public void Append(long seq, IReadOnlyList<SearchKey> keys)
    {
        if (_length == 0)
            _firstSeq = seq;
        for (var i = 0; i < keys.Count; i++)
        {
            var key = keys[i];
            var most = _length + KeyHead + Encoding.UTF8.GetMaxByteCount(key.Value.Length);
            if (_buffer.Length < most)
                Array.Resize(ref _buffer, Math.Max(most, 2 * _buffer.Length));
            var head = _buffer.AsSpan(_length);
            var bytes = Encoding.UTF8.GetBytes(key.Value, head[KeyHead..]);
            BinaryPrimitives.WriteUInt32LittleEndian(head, (uint)(seq - _firstSeq));
            head[4] = (byte)key.Kind;
            BinaryPrimitives.WriteUInt16LittleEndian(head[5..], (ushort)bytes);
            _length += KeyHead + bytes;
        }

        _appended += keys.Count;
    }

    /// <summary>
    /// Writes what was appended, in the caller's transaction, and takes the slice of a run along that it calls for. Whether a run has ended.
    /// A transaction that fails takes the log's memory with it: open another.
    /// </summary>
    public bool Flush()
    {
        if (_appended == 0)
            return false;
        _append.Bind(_firstSeq).BindBytes(_buffer.AsSpan(0, _length)).Run();
        // Before the commit: who reads the events afterwards also sees that their keys wait.
        Interlocked.Add(ref _count, _appended);
        var slice = _appended * SlicePerAppended;
        _appended = 0;
        _length = 0;
        return (IsMerging || Count >= Limit) && Merge(slice);
    }

    /// <summary>
    /// Moves up to <paramref name="keys"/> keys into the index, in the caller's transaction, and begins a run if none has begun. Whether the
    /// run has ended.
    /// </summary>
    public bool Merge(int keys)
    {
        if (!IsMerging)
            Begin();
        // In the order of the index: neighbours share a page, and the next place is near the last.
        var end = Math.Min(_run.Count, _next + keys);
        foreach (ref readonly var entry in CollectionsMarshal.AsSpan(_run)[_next..end])
            _insert.BindText(_runText.AsSpan(entry.Start, entry.Length)).Bind((long)entry.Kind).Bind(entry.EventSeq).Run();
        _next = end;
        if (IsMerging)
            return false;
        _clear.Bind(_lastRow).Run();
        return true;
    }

    /// <summary>A run has ended and is committed.</summary>
    public void Merged() => Interlocked.Add(ref _count, -_run.Count);

    // Everything in the log, whoever wrote it.
    private void Begin()
    {
        _run.Clear();
        _next = 0;
        _lastRow = 0;
        var length = 0;
        _read.ReadRows((seq, keys) =>
        {
            if (_runText.Length < length + keys.Length)
                Array.Resize(ref _runText, Math.Max(length + keys.Length, 2 * _runText.Length));
            keys.CopyTo(_runText.AsSpan(length));
            for (var end = length + keys.Length; length < end;)
            {
                var head = _runText.AsSpan(length);
                var value = BinaryPrimitives.ReadUInt16LittleEndian(head[5..]);
                _run.Add(new Entry(length + KeyHead, value, head[4], seq + BinaryPrimitives.ReadUInt32LittleEndian(head)));
                length += KeyHead + value;
            }

            _lastRow = seq;
        });
        var text = _runText;
        _run.Sort((a, b) => Compare(text, a, b));
        Volatile.Write(ref _count, _run.Count);
    }

    private static int Compare(byte[] text, in Entry a, in Entry b)
    {
        var order = text.AsSpan(a.Start, a.Length).SequenceCompareTo(text.AsSpan(b.Start, b.Length));
        if (order == 0)
            order = a.Kind.CompareTo(b.Kind);
        return order != 0 ? order : a.EventSeq.CompareTo(b.EventSeq);
    }

    private readonly record struct Entry(int Start, int Length, byte Kind, long EventSeq);
}
