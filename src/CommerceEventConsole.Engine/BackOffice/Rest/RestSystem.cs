using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice.Mapping;
using CommerceEventConsole.Engine.BackOffice.Systems;

namespace CommerceEventConsole.Engine.BackOffice.Rest;

/// <summary>A system behind its REST or OData interface, as its configuration describes it.</summary>
internal sealed class RestSystem : IRawRecordSystem
{
    private readonly RestClient _client;
    private readonly string _testPath;
    private readonly Dictionary<RecordKind, (RestReader? Reader, RestWriter? Writer)> _kinds = [];

    /// <exception cref="FormatException">A path of the configuration is none.</exception>
    public RestSystem(BackOfficeSystem system, RestConnection connection, IReadOnlyDictionary<RecordKind, RestRecords> records, SystemConnections connections)
    {
        Name = system.Name;
        _client = connections.Open(system, connection);
        _testPath = connection.TestPath;
        foreach (var (kind, of) in records)
        {
            var map = FieldMap.Of(of.Fields);
            var reader = of.Read is { } read ? new RestReader(kind, read, map, _client) : null;
            _kinds[kind] = (reader, of.Write is { } write ? new RestWriter(kind, write, map, reader, _client) : null);
        }
    }

    public string Name { get; }

    public long Calls => _client.Calls;

    public bool CanRead(RecordKind kind) => Reader(kind) is not null;

    public bool CanReadChanges(RecordKind kind) => Reader(kind) is { KnowsChanges: true };

    public bool CanWrite(RecordKind kind) => _kinds.TryGetValue(kind, out var of) && of.Writer is not null;

    public async Task<RecordPage> ReadAsync(RecordQuery query, CancellationToken cancellationToken) =>
        (await ReadRawAsync(query, cancellationToken).ConfigureAwait(false)).Mapped(query);

    public Task<RawPage> ReadRawAsync(RecordQuery query, CancellationToken cancellationToken) => Reader(query.Kind) is { } reader
        ? AddressedAsync(() => reader.ReadAsync(query, cancellationToken))
        : throw new NotSupportedException($"{Name} has no {query.Kind} to read.");

    public Task<IReadOnlyList<RecordOutcome>> WriteAsync(RecordKind kind, IReadOnlyList<SystemRecord> records, CancellationToken cancellationToken) =>
        _kinds.TryGetValue(kind, out var of) && of.Writer is { } writer
            ? AddressedAsync(() => writer.WriteAsync(records, cancellationToken))
            : throw new NotSupportedException($"{Name} takes no {kind}.");

    public async Task<string> TestAsync(CancellationToken cancellationToken)
    {
        if (_testPath.Length > 0)
        {
            var address = new Uri(_client.Base, _testPath);
            var answer = await _client.CallAsync("GET", address, (JsonNode?)null, headers: null, mayRepeat: true, cancellationToken).ConfigureAwait(false);
            return answer.Succeeded
                ? $"{Name} answers, and accepts the credentials."
                : throw new RecordSystemException(_client.Told(answer, $"{address.Host} answered {answer.Status} at {address.AbsolutePath}"));
        }

        if (_kinds.FirstOrDefault(k => k.Value.Reader is not null) is not { Value.Reader: { } reader } first)
            return $"{Name} is only written to: nothing can be asked without changing something.";
        var page = await reader.ReadAsync(new RecordQuery(first.Key, 1), cancellationToken).ConfigureAwait(false);
        return page.Total is { } total
            ? FormattableString.Invariant($"{Name} answers. It has {total:N0} records of the kind {first.Key}.")
            : $"{Name} answers, and accepts the credentials.";
    }

    // A value that is missing in an address, or that would lead it elsewhere; an address of the system that is none.
    private async Task<T> AddressedAsync<T>(Func<Task<T>> call)
    {
        try
        {
            return await call().ConfigureAwait(false);
        }
        catch (FormatException e)
        {
            throw new RecordSystemException($"{Name} cannot be addressed: {e.Message}.", e);
        }
    }

    private RestReader? Reader(RecordKind kind) => _kinds.TryGetValue(kind, out var of) ? of.Reader : null;
}
