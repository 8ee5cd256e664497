using System.Globalization;
using System.Text;
using CommerceEventConsole.Engine.BackOffice.Mapping;
using CommerceEventConsole.Engine.BackOffice.Systems;

namespace CommerceEventConsole.Engine.BackOffice.Csv;

/// <summary>A system that is talked to by files with separated values.</summary>
internal sealed class CsvSystem : IRawRecordSystem
{
    private const int MostNamesOfAMoment = 1_000;

    private readonly CsvConnection _connection;
    private readonly IReadOnlyDictionary<RecordKind, CsvRecords> _records;
    private readonly ICsvStore _store;
    private readonly Encoding _encoding;
    private readonly string _separator;
    private readonly bool _decimalComma;
    private readonly TimeProvider _time;
    private long _calls;

    public CsvSystem(string name, CsvConnection connection, IReadOnlyDictionary<RecordKind, CsvRecords> records, ICsvStore store, TimeProvider time)
    {
        (Name, _connection, _records, _store, _time) = (name, connection, records, store, time);
        _encoding = CsvRules.TryEncoding(connection.Encoding) is { } encoding
            ? encoding is UTF8Encoding ? new UTF8Encoding(encoderShouldEmitUTF8Identifier: false) : encoding
            : throw new FormatException($"There is no encoding {connection.Encoding}.");
        _separator = CsvRules.Separator(connection);
        _decimalComma = connection.Culture.Length > 0 && CsvRules.TryCulture(connection.Culture)?.NumberFormat.NumberDecimalSeparator == ",";
    }

    public string Name { get; }

    public long Calls => Interlocked.Read(ref _calls) + _store.Calls;

    public bool CanRead(RecordKind kind) => _records.TryGetValue(kind, out var of) && of.Read is not null;

    public bool CanReadChanges(RecordKind kind) => _records.TryGetValue(kind, out var of) && of.Read is { Files: CsvFiles.All } read && _store.KnowsChanges(read);

    public bool CanWrite(RecordKind kind) => _records.TryGetValue(kind, out var of) && of.Write is not null;

    public async Task<RecordPage> ReadAsync(RecordQuery query, CancellationToken cancellationToken) =>
        (await ReadRawAsync(query, cancellationToken).ConfigureAwait(false)).Mapped(query);

    public async Task<RawPage> ReadRawAsync(RecordQuery query, CancellationToken cancellationToken)
    {
        if (!_records.TryGetValue(query.Kind, out var of) || of.Read is not { } read)
            throw new NotSupportedException($"{Name} has no {query.Kind} to read.");
        if (query.ChangedSince is not null && !CanReadChanges(query.Kind))
            throw new NotSupportedException($"What changed of {query.Kind} cannot be asked for.");
        try
        {
            return await PageAsync(query, read, of.Fields, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new RecordSystemException($"The files of {Name} cannot be read: {e.Message}", e);
        }
    }

    public async Task<IReadOnlyList<RecordOutcome>> WriteAsync(RecordKind kind, IReadOnlyList<SystemRecord> records, CancellationToken cancellationToken)
    {
        if (!_records.TryGetValue(kind, out var of) || of.Write is not { } write)
            throw new NotSupportedException($"{Name} takes no {kind}.");
        var (content, outcomes) = new CsvDocument(Numbers(of.Fields), _encoding, _separator).Write(records);
        if (content is null)
            return outcomes;
        try
        {
            Interlocked.Increment(ref _calls);
            await _store.WriteAsync(FileName(write), content, cancellationToken).ConfigureAwait(false);
            return outcomes;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or FormatException)
        {
            throw new RecordSystemException($"No file can be written for {Name}: {e.Message}", e);
        }
    }

    public async Task<string> TestAsync(CancellationToken cancellationToken)
    {
        if (_records.FirstOrDefault(r => r.Value.Read is not null) is not { Value.Read: { } read } first)
            return _store.Test(Name);
        var files = await _store.FilesAsync(read, since: null, cancellationToken).ConfigureAwait(false);
        if (files.Count == 0)
            return $"The place is there. No file {read.File} is complete yet.";
        var page = await ReadRawAsync(new RecordQuery(first.Key, 1), cancellationToken).ConfigureAwait(false);
        return page.Records.Count > 0
            ? FormattableString.Invariant($"{files.Count:N0} files {read.File} are there, and the first row can be read.")
            : page.Problems.Count > 0 ? throw new RecordSystemException(page.Problems[0]) : $"{files[0].Name} is there, and is empty.";
    }

    private async Task<RawPage> PageAsync(RecordQuery query, CsvRead read, IReadOnlyList<FieldRule> rules, CancellationToken cancellationToken)
    {
        var position = CsvPosition.Parse(query.Position);
        if (position is null && query.ChangedSince is { } done)
            _store.PutAway(read, done);
        var files = await _store.FilesAsync(read, query.ChangedSince, cancellationToken).ConfigureAwait(false);
        if (query.ChangedBefore is { } before && _store.KnowsTimes)
            files = [.. files.Where(f => f.At < before)];
        var index = position is null ? 0 : Index(files, position);
        if (index >= files.Count)
            return new RawPage([], null, null, []);
        var file = files[index];
        (int, long)? from = position is not null && position.Name == file.Name && position.Mark == file.At.UtcTicks ? (position.Line, position.Offset) : null;
        await using var stream = await _store.OpenAsync(file, cancellationToken).ConfigureAwait(false);
        var table = new CsvTable(query.Kind, Numbers(rules), _encoding, _separator);
        var part = await table.ReadAsync(stream, file.Name, from, _store.KnowsTimes ? file.At : null, Math.Max(1, query.PageSize), cancellationToken).ConfigureAwait(false);
        var next = part.Next is { } at ? new CsvPosition(file.At.UtcTicks, at.Line, at.Offset, file.Name)
            : index + 1 < files.Count ? new CsvPosition(files[index + 1].At.UtcTicks, 0, 0, files[index + 1].Name)
            : null;
        return new RawPage(part.Records, next?.ToString(), null, part.Problems);
    }

    // The file itself; where it is gone or was written anew, the next one after it.
    private static int Index(IReadOnlyList<DroppedFile> files, CsvPosition position)
    {
        for (var i = 0; i < files.Count; i++)
        {
            var order = files[i].At.UtcTicks.CompareTo(position.Mark);
            if (order > 0 || (order == 0 && string.CompareOrdinal(files[i].Name, position.Name) >= 0))
                return i;
        }

        return files.Count;
    }

    private List<FieldRule> Numbers(IReadOnlyList<FieldRule> rules) => [.. rules.Select(r => _decimalComma ? r with { DecimalComma = true } : r)];

    private string FileName(CsvWrite write)
    {
        var moment = _time.GetUtcNow().UtcDateTime.ToString("yyyyMMdd-HHmmss-fff", CultureInfo.InvariantCulture);
        for (var i = 1; i < MostNamesOfAMoment; i++)
        {
            var name = write.File.Replace("{time}", string.Create(CultureInfo.InvariantCulture, $"{moment}-{i:000}"), StringComparison.Ordinal);
            if (!_store.Has(name))
                return name;
        }

        throw new IOException("There are too many files of the same moment.");
    }
}
