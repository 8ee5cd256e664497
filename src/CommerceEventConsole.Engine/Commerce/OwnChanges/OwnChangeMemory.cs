using System.Collections.Immutable;
using System.Data.Common;
using System.Text.Json;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Storage;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;

namespace CommerceEventConsole.Engine.Commerce.OwnChanges;

/// <summary>
/// The loop guard (spec 8.5; 9.7, check 92). One node alone knows all from memory, which it reads at its start. Several nodes look every
/// second whether any of them has written; while one has, each asks the store about the entities of the events that it takes in.
/// </summary>
internal sealed class OwnChangeMemory(
    OwnChangeStore store, OwnChangeSources sources, EventCatalogue catalogue, EntityExtractor extractor, StorageInfo storage, TimeProvider time,
    IOptions<OwnChangeOptions> options, ILogger<OwnChangeMemory> logger) : BackgroundService, IOwnChanges, IOwnChangeFinder
{
    private static readonly TimeSpan SweepEvery = TimeSpan.FromMinutes(1);

    [ThreadStatic]
    private static List<SearchKey>? t_keys;

    // Events about a part of an order: comparing an order with its item, payment or comment would tell nothing.
    private readonly ImmutableArray<string> _parts =
        [.. catalogue.Types.Where(t => t.EntityKind == EntityKind.Order && !t.EntityKeys.Any(k => k.Path == "increment_id")).Select(t => t.Name)];

    private readonly OwnChangeIndex _index = new(options.Value.MemoryLimit);
    private long _watchUntil;
    private long _lookedAt;

    /// <inheritdoc />
    public bool IsWatching
    {
        get
        {
            if (!_index.IsEmpty)
                return true;
            var now = time.GetUtcNow().UtcTicks;
            return now < Volatile.Read(ref _watchUntil) || now - Volatile.Read(ref _lookedAt) > StaleAfter;
        }
    }

    // A single node knows what it wrote; it has only to have read once what was there.
    private long StaleAfter => storage.SingleNode
        ? (Volatile.Read(ref _lookedAt) == 0 ? -1 : long.MaxValue)
        : (options.Value.PollInterval * 1.5).Ticks;

    /// <inheritdoc />
    public async Task RememberAsync(IReadOnlyList<OwnChange> changes, CancellationToken cancellationToken)
    {
        var now = time.Now();
        var rows = new List<OwnChangeRow>();

        // A paper that is being made has no event before it.
        var newest = await store.NewestAsync(
            changes.Where(c => c.BaselineSeq is null && !IsPaper(c.Kind) && !c.Keys.IsDefaultOrEmpty)
                .SelectMany(c => c.Keys.Select(k => new BaselineQuestion(c.InstanceId, c.Kind, k))),
            (await sources.GetAsync(cancellationToken)).Of,
            _parts,
            cancellationToken);
        foreach (var change in changes)
        {
            var fields = WrittenFields.Write(change.Kind, change.Written);
            if (fields.Length == 0 || change.Keys.IsDefaultOrEmpty)
                continue;
            var baseline = change.BaselineSeq
                ?? change.Keys.Select(k => newest.TryGetValue(new BaselineQuestion(change.InstanceId, change.Kind, k), out var seq) ? seq : (long?)null).Max();
            rows.AddRange(change.Keys.Select(key => new OwnChangeRow
            {
                InstanceId = change.InstanceId,
                EntityKind = change.Kind,
                KeyKind = key.Kind,
                Key = key.Value,
                Fields = fields,
                DestinationIds = Joined(change.DestinationIds),
                BaselineSeq = baseline,
                WrittenAt = now,
                ExpiresAt = now + options.Value.Window,
            }));
        }

        if (rows.Count == 0)
            return;
        await store.AddAsync(rows, cancellationToken);
        _index.Add(rows, now);
        if (!storage.SingleNode)
            await UntilAllWatchAsync(now, cancellationToken);
    }

    /// <inheritdoc />
    public async ValueTask<OwnChangeMatch?> FindAsync(ResolvedEventType type, JsonElement data, string source, CancellationToken cancellationToken)
    {
        var payload = PayloadRoot.Find(data, type.Info);
        var keys = t_keys ??= [];
        var kind = extractor.Extract(type, payload, keys).Kind;
        List<SearchKey> own = [.. keys.Where(k => EntityKeys.NamesSame(kind, k.Kind) || (IsPaper(kind) && k.Kind == SearchKeyKind.OrderId))];
        if (own.Count == 0)
            return null;
        try
        {
            var now = time.Now();
            var rows = _index.Find(kind, own, now);
            if (rows.Count == 0 && (!storage.SingleNode || Volatile.Read(ref _lookedAt) == 0 || _index.HasForgotten(now)))
                rows = await store.FindAsync(kind, own, now, cancellationToken);
            var ties = rows.Count == 0 ? null : await sources.GetAsync(cancellationToken);
            foreach (var row in rows)
            {
                if (ties!.MayBeOf(row.InstanceId, source) && await IsOwnAsync(row, type, kind, payload.Entity, cancellationToken))
                    return new OwnChangeMatch(OwnChangeMatch.DestinationsOf(row.DestinationIds));
            }
        }
        catch (Exception e) when (e is DbException or FormatException)
        {
            logger.LogWarning(e, "Whether an event tells of a change of the console's own could not be found out; it is treated as somebody's change");
        }

        return null;
    }

    /// <summary>Looks once whether any node has written, and removes what has had its time.</summary>
    internal async Task LookAsync(CancellationToken cancellationToken)
    {
        var now = time.Now();
        if (storage.SingleNode)
        {
            if (Volatile.Read(ref _lookedAt) == 0)
                _index.Add(await store.CurrentAsync(now, options.Value.MemoryLimit, cancellationToken), now);
        }
        else
        {
            Volatile.Write(ref _watchUntil, (await store.LastExpiryAsync(now, cancellationToken))?.UtcTicks ?? 0);
        }

        // The time before the question: what was written since may not be in the answer.
        Volatile.Write(ref _lookedAt, now.UtcTicks);
        _index.Sweep(now);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var interval = storage.SingleNode ? SweepEvery : options.Value.PollInterval;
        var sweepAt = time.GetUtcNow();
        while (true)
        {
            try
            {
                await LookAsync(stoppingToken);
                if (time.GetUtcNow() >= sweepAt)
                {
                    while (await store.SweepAsync(time.Now(), options.Value.SweepBatch, stoppingToken) == options.Value.SweepBatch)
                        await Task.Yield();
                    sweepAt = time.GetUtcNow() + SweepEvery;
                }

                await Task.Delay(interval, time, stoppingToken);
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
                return;
            }
            catch (Exception e)
            {
                logger.LogWarning(e, "The changes that the console made itself could not be read");
                await Task.Delay(options.Value.PollInterval, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                if (stoppingToken.IsCancellationRequested)
                    return;
            }
        }
    }

    private static bool IsPaper(EntityKind kind) => kind is EntityKind.Shipment or EntityKind.Invoice or EntityKind.CreditMemo;

    // More than fit are sent the echo: too much is better than too little.
    private static string Joined(ImmutableArray<int> destinationIds)
    {
        var text = string.Join(',', destinationIds.IsDefault ? [] : destinationIds);
        return text.Length <= OwnChangeRow.MaxDestinations ? text : text[..text.LastIndexOf(',', OwnChangeRow.MaxDestinations)];
    }

    private async Task<bool> IsOwnAsync(OwnChangeRow row, ResolvedEventType type, EntityKind kind, JsonElement entity, CancellationToken cancellationToken)
    {
        var written = WrittenFields.Read(row.Fields);

        // Without the event before: most events fall out here, and cost no question to the store.
        if (!OwnChangeMatcher.IsOwn(kind, written, entity, before: default, onlyShared: false))
            return false;
        if (row.BaselineSeq is not { } seq || await store.BaselineAsync(seq, cancellationToken) is not { } baseline)
            return true;
        using var envelope = EventEnvelope.Parse(baseline.Body, baseline.Mode, baseline.Headers);
        var before = PayloadRoot.Find(envelope.Data, catalogue.Find(baseline.Type)).Entity;
        return OwnChangeMatcher.IsOwn(kind, written, entity, before, onlyShared: !string.Equals(baseline.Type, type.Name, StringComparison.Ordinal));
    }

    // A node that saw nothing remembered looks again within an interval: until then it would take an echo for somebody's change.
    private async Task UntilAllWatchAsync(DateTimeOffset now, CancellationToken cancellationToken)
    {
        var twice = options.Value.PollInterval * 2;
        if (!await store.WasWatchedAsync(before: now - twice, beyond: now + twice, cancellationToken))
            await Task.Delay(twice, time, cancellationToken);
    }
}
