using System.Globalization;
using CommerceEventConsole.Benchmarks.Intake;
using CommerceEventConsole.Db.Sqlite;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Intake;
using CommerceEventConsole.Engine.Storage;

namespace CommerceEventConsole.Benchmarks.Dispatch;

/// <summary>Puts events with deliveries into the product's store, through the product's own committer.</summary>
internal sealed class Backlog(DispatchProduct product)
{
    private const int BatchSize = 1_000;
    private const string Owner = "benchmark";
    private const int GivenUpAfter = 12;

    // Due long after the benchmark, until all are there.
    private static readonly TimeSpan Later = TimeSpan.FromDays(1);
    private static readonly byte[] SmallBody = "{\"specversion\":\"1.0\"}"u8.ToArray();

    private readonly int _source = (int)product.Ask($"SELECT Id FROM Sources WHERE Slug = '{DispatchProduct.Slug}'");
    private readonly int _type = (int)product.Ask($"SELECT Id FROM EventTypes WHERE Name = '{DispatchProduct.EventType}'");
    private readonly int _route = (int)product.Ask("SELECT Id FROM Routes");
    private readonly int _destination = (int)product.Ask("SELECT Id FROM Destinations");
    private readonly int _revision = (int)product.Ask("SELECT Id FROM SubscriptionRevisions");
    private int _made;

    /// <summary>Makes deliveries that all become due at the end, in one moment.</summary>
    public async Task MakeDueAsync(int count, int versions)
    {
        await InsertAsync(count, versions, DeliveryState.Pending, small: false);
        product.Change(string.Create(
            CultureInfo.InvariantCulture, $"UPDATE Deliveries SET DueAt = {TimeProvider.System.Now().ToUnixMicroseconds()} WHERE State = 1"));
    }

    /// <summary>Makes deliveries that have failed, each with a recorded attempt.</summary>
    public async Task MakeFailedAsync(int count, int versions, bool small = false)
    {
        var before = product.Ask("SELECT Value FROM Counters WHERE Name = 'DeliveryId'");
        await InsertAsync(count, versions, DeliveryState.Sending, small);
        product.Change($"UPDATE Deliveries SET LeaseOwner = '{Owner}' WHERE State = 2");
        await using var committer = new SqliteBatchCommitter(new SqliteDatabase(product.ConnectionString));
        for (var done = 0; done < count; done += BatchSize)
        {
            var now = TimeProvider.System.Now();
            var batch = new WriteBatch { At = now };
            for (var i = done; i < Math.Min(done + BatchSize, count); i++)
                batch.Attempts.Add(new AttemptResult(Attempt(before + i + 1, now), _destination, Owner, DeliveryState.Failed, GivenUpAfter, now));
            await committer.CommitAsync(batch, CancellationToken.None);
        }
    }

    private async Task InsertAsync(int count, int versions, DeliveryState state, bool small)
    {
        await using var committer = new SqliteBatchCommitter(new SqliteDatabase(product.ConnectionString));
        var entities = Math.Max(1, count / versions);
        for (var done = 0; done < count; done += BatchSize)
        {
            var size = Math.Min(BatchSize, count - done);
            var bodies = small ? null : Requests.Unsigned(size, DispatchProduct.Slug);
            var batch = new WriteBatch { At = TimeProvider.System.Now() + Later };
            for (var i = 0; i < size; i++)
                batch.Events.Add(Event((done + i) % entities, state, bodies is null ? SmallBody : Body(bodies[i])));
            await committer.CommitAsync(batch, CancellationToken.None);
        }
    }

    private NewEvent Event(int entity, DeliveryState state, byte[] body)
    {
        var id = string.Create(CultureInfo.InvariantCulture, $"prepared-{++_made}");
        var about = new EntityRef(EntityKind.Order, string.Create(CultureInfo.InvariantCulture, $"{entity:D9}"));
        return new NewEvent
        {
            Row = new StoredEvent
            {
                SourceId = _source, EventTypeId = _type, IdentityHash = EventIdentity.OfAdobeEvent(id), EventId = id,
                ReceivedAt = TimeProvider.System.Now(), EntityKind = about.Kind, EntityKey = about.Key, DeliveryCount = 1, Body = body,
            },
            Deliveries = [new NewDelivery(_route, _destination, _revision, OrderKey.Of(about), state)],
        };
    }

    private static DeliveryAttempt Attempt(long delivery, DateTimeOffset at) => new()
    {
        DeliveryId = delivery, Number = GivenUpAfter, StartedAt = at, DurationMs = 7, Outcome = AttemptOutcome.Transient, StatusCode = 503,
        Error = "ERP answered 503 (it is not available now)",
    };

    // What follows the head of a ready-made request.
    private static byte[] Body(byte[] request) => request[(request.AsSpan().IndexOf("\r\n\r\n"u8) + 4)..];
}
