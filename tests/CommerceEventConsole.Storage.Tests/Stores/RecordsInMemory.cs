using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json.Nodes;
using CommerceEventConsole.Engine.BackOffice;

namespace CommerceEventConsole.Storage.Tests.Stores;

/// <summary>A request to <see cref="RecordsInMemory"/>.</summary>
/// <param name="Query">What is read; null for a write.</param>
/// <param name="Written">What is written; empty for a read.</param>
internal sealed record RecordCall(RecordQuery? Query, IReadOnlyList<SystemRecord> Written)
{
    public bool IsByKey => Query?.Keys is not null;
}

/// <summary>A record system that holds its records in memory, counts the requests, and can be slow, break, refuse, or say a wrong total.</summary>
internal sealed class RecordsInMemory(string name) : IRecordSystem
{
    private readonly ConcurrentDictionary<string, SystemRecord> _records = new(StringComparer.Ordinal);
    private readonly ConcurrentQueue<RecordCall> _made = new();

    public string Name => name;

    public long Calls => _made.Count;

    /// <summary>All requests, in their order.</summary>
    public IReadOnlyCollection<RecordCall> Made => _made;

    public IReadOnlyDictionary<string, SystemRecord> Records => _records;

    /// <summary>Whether it can say what changed since a time.</summary>
    public bool HasChanges { get; set; }

    public bool IsReadOnly { get; set; }

    /// <summary>What it says how many records there are; null for the truth.</summary>
    public long? Total { get; set; }

    /// <summary>Called with each request before it is served: it may wait or throw.</summary>
    public Func<RecordCall, CancellationToken, Task> Before { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Called with each write that was made, before it is answered.</summary>
    public Func<RecordCall, CancellationToken, Task> AfterWrite { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Why it does not take a record; null where it does.</summary>
    public Func<SystemRecord, RecordOutcome?> Refuses { get; set; } = _ => null;

    public RecordsInMemory Put(RecordKind kind, string key, string field, JsonNode? value, DateTimeOffset? changedAt = null)
    {
        _records[key] = new SystemRecord(kind, key, new JsonObject { [field] = value }, changedAt);
        return this;
    }

    public void Remove(string key) => _records.TryRemove(key, out _);

    public bool CanRead(RecordKind kind) => true;

    public bool CanReadChanges(RecordKind kind) => HasChanges;

    public bool CanWrite(RecordKind kind) => !IsReadOnly;

    public async Task<RecordPage> ReadAsync(RecordQuery query, CancellationToken cancellationToken)
    {
        var call = new RecordCall(query, []);
        _made.Enqueue(call);
        await Before(call, cancellationToken);
        if (query.Keys is { } keys)
        {
            Assert.InRange(keys.Length, 1, query.PageSize);
            return new RecordPage([.. keys.Where(_records.ContainsKey).Select(k => _records[k])], null, null, []);
        }

        var all = _records.Values.Where(r => query.ChangedSince is null || r.ChangedAt >= query.ChangedSince)
            .Where(r => query.ChangedBefore is null || r.ChangedAt < query.ChangedBefore)
            .OrderBy(r => r.Key, StringComparer.Ordinal).ToList();
        var from = query.Position is { } position ? int.Parse(position, CultureInfo.InvariantCulture) : 0;
        var to = from + query.PageSize;
        return new RecordPage(
            all[Math.Min(from, all.Count)..Math.Min(to, all.Count)], to < all.Count ? to.ToString(CultureInfo.InvariantCulture) : null, Total ?? all.Count, []);
    }

    public async Task<IReadOnlyList<RecordOutcome>> WriteAsync(RecordKind kind, IReadOnlyList<SystemRecord> records, CancellationToken cancellationToken)
    {
        var call = new RecordCall(null, records);
        _made.Enqueue(call);
        await Before(call, cancellationToken);
        var outcomes = new List<RecordOutcome>();
        foreach (var record in records)
        {
            var refused = Refuses(record);
            if (refused is null)
                _records[record.Key] = record with { Fields = (JsonObject)record.Fields.DeepClone() };
            outcomes.Add(refused ?? new RecordOutcome(record.Key));
        }

        await AfterWrite(call, cancellationToken);
        return outcomes;
    }
}
