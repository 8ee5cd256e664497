using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using CommerceEventConsole.Engine.Catalogue;

namespace CommerceEventConsole.Db.Sqlite;

/// <summary>A row of <c>UnmergedSearchKeys</c>: what an event is found by, before it stands in <c>EventSearchKeys</c>.</summary>
internal sealed class UnmergedSearchKeys
{
    /// <summary>The event.</summary>
    public long EventSeq { get; init; }

    /// <summary>For each key: its kind (1 byte), the length of its value (2 bytes, little-endian) and its value in UTF-8.</summary>
    public required byte[] Keys { get; init; }
}

/// <summary>
/// Search keys on their way into their index. E-mail addresses and SKUs come in no order: each would dirty a page of the index by itself,
/// and a flush writes whole pages. So a commit appends an event's keys here, in order of arrival, and many of them are sorted and merged
/// into the index at once. Whoever searches has the rest merged first: nothing that is stored is ever not found.
/// </summary>
internal sealed class SearchKeyLog
{
    /// <summary>Keys that wait at most before the writer merges them by itself.</summary>
    public const int Limit = 16_384;

    private const int KeyHead = 3;

    private readonly SqliteStatement _append;
    private readonly SqliteStatement _read;
    private readonly SqliteStatement _insert;
    private readonly SqliteStatement _clear;
    private readonly List<Entry> _entries = [];
    private byte[] _buffer = new byte[1024];
    private int _count;

    public SearchKeyLog(SqliteWriterConnection connection)
    {
        _append = connection.Prepare("INSERT INTO UnmergedSearchKeys (EventSeq, Keys) VALUES (?, ?)");
        _read = connection.Prepare("SELECT EventSeq, Keys FROM UnmergedSearchKeys");
        _insert = connection.Prepare("INSERT OR IGNORE INTO EventSearchKeys (Value, Kind, EventSeq) VALUES (?, ?, ?)");
        _clear = connection.Prepare("DELETE FROM UnmergedSearchKeys");
        _count = (int)connection.Prepare("SELECT count(*) FROM UnmergedSearchKeys").RunScalar();
    }

    /// <summary>Keys that wait; read by any thread. Of a log that another process left, its events.</summary>
    public int Count => Volatile.Read(ref _count);

    /// <summary>Appends the keys of an event, in the caller's transaction.</summary>
    public void Append(long seq, IReadOnlyList<SearchKey> keys)
    {
        if (keys.Count == 0)
            return;
        var length = 0;
        for (var i = 0; i < keys.Count; i++)
        {
            var key = keys[i];
            var most = length + KeyHead + Encoding.UTF8.GetMaxByteCount(key.Value.Length);
            if (_buffer.Length < most)
                Array.Resize(ref _buffer, Math.Max(most, 2 * _buffer.Length));
            var bytes = Encoding.UTF8.GetBytes(key.Value, _buffer.AsSpan(length + KeyHead));
            _buffer[length] = (byte)key.Kind;
            BinaryPrimitives.WriteUInt16LittleEndian(_buffer.AsSpan(length + 1), (ushort)bytes);
            length += KeyHead + bytes;
        }

        _append.Bind(seq).BindBytes(_buffer.AsSpan(0, length)).Run();
        // Before the commit: who reads the event afterwards also sees that its keys wait.
        Interlocked.Add(ref _count, keys.Count);
    }

    /// <summary>Moves everything into the index, in the caller's transaction. Call <see cref="Merged"/> after its commit.</summary>
    public void Merge()
    {
        _entries.Clear();
        var length = 0;
        _read.ReadRows((seq, keys) =>
        {
            if (_buffer.Length < length + keys.Length)
                Array.Resize(ref _buffer, Math.Max(length + keys.Length, 2 * _buffer.Length));
            keys.CopyTo(_buffer.AsSpan(length));
            for (var end = length + keys.Length; length < end;)
            {
                var value = BinaryPrimitives.ReadUInt16LittleEndian(_buffer.AsSpan(length + 1));
                _entries.Add(new Entry(length + KeyHead, value, _buffer[length], seq));
                length += KeyHead + value;
            }
        });
        // In the order of the index: neighbours share a page, and the next place is near the last.
        var text = _buffer;
        _entries.Sort((a, b) => Compare(text, a, b));
        foreach (ref readonly var entry in CollectionsMarshal.AsSpan(_entries))
            _insert.BindText(text.AsSpan(entry.Start, entry.Length)).Bind((long)entry.Kind).Bind(entry.EventSeq).Run();
        _clear.Run();
    }

    /// <summary>The merge is committed.</summary>
    public void Merged() => Volatile.Write(ref _count, 0);

    private static int Compare(byte[] text, in Entry a, in Entry b)
    {
        var order = text.AsSpan(a.Start, a.Length).SequenceCompareTo(text.AsSpan(b.Start, b.Length));
        if (order == 0)
            order = a.Kind.CompareTo(b.Kind);
        return order != 0 ? order : a.EventSeq.CompareTo(b.EventSeq);
    }

    private readonly record struct Entry(int Start, int Length, byte Kind, long EventSeq);
}
