using CommerceEventConsole.Engine.Activity;
using CommerceEventConsole.Engine.Audit;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Intake;
using CommerceEventConsole.Engine.Jobs;
using CommerceEventConsole.Engine.Jobs.Retention;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Storage.Tests.Stores;
using CommerceEventConsole.Storage.Tests.Suite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using OptionsFactory = Microsoft.Extensions.Options.Options;

namespace CommerceEventConsole.Storage.Tests.Jobs;

public abstract class RetentionTests(StoreFixture store) : StoreSuite(store)
{
    private static readonly DateTimeOffset Old = Batches.Noon;
    private static readonly DateTimeOffset Young = Batches.Noon.AddDays(50);

    // Long enough after the old ones for every setting of Options.
    private static readonly DateTimeOffset Now = Batches.Noon.AddDays(100);

    private int Source { get; } = store.Missing is null ? store.NextId() : 0;

    private RetentionOptions Options { get; } = new()
    {
        EventDays = 90, RejectedDays = 90, ActivityDays = 90, AuditDays = 90, BatchSize = 3, Pause = TimeSpan.Zero,
    };

    [Fact]
    public async Task An_old_finished_event_goes_with_all_that_belongs_to_it()
    {
        var destination = Store.NextId();
        var gone = await OrderAsync("1", Old, Batches.To(destination));
        await DeliverAsync(destination);
        Assert.NotEmpty(await AttemptsAsync(destination));
        Assert.True((await KeysAsync([gone])).Count >= 5);

        await RunAsync();

        Assert.Empty(await SeqsAsync());
        Assert.Empty(await ReadAsync(c => c.Deliveries.Where(d => d.DestinationId == destination)));
        Assert.Empty(await ReadAsync(c => c.DeliveryAttempts.Where(a => !c.Deliveries.Any(d => d.Id == a.DeliveryId))));
        Assert.Empty(await KeysAsync([gone]));
    }

    [Fact]
    public async Task What_was_edited_of_an_old_event_goes_with_it()
    {
        var destination = Store.NextId();
        var seq = await OrderAsync("1", Old, Batches.To(destination));
        await DeliverAsync(destination);
        var delivery = Assert.Single(await ReadAsync(c => c.Deliveries.Where(d => d.EventSeq == seq)));
        await using (var context = Store.CreateContext())
        {
            context.DeliveryEdits.Add(new() { DeliveryId = delivery.Id, OriginalId = 1_000_000 + delivery.Id, Body = [1], EditedBy = "anna", Reason = "Why" });
            await context.SaveChangesAsync(Cancellation);
        }

        await RunAsync();

        Assert.Empty(await ReadAsync(c => c.DeliveryEdits.Where(e => e.DeliveryId == delivery.Id)));
    }

    [Theory]
    [InlineData(DeliveryState.Pending, true)]
    [InlineData(DeliveryState.Sending, true)]
    [InlineData(DeliveryState.Retrying, true)]
    [InlineData(DeliveryState.Held, true)]
    [InlineData(DeliveryState.Delivered, false)]
    [InlineData(DeliveryState.Failed, false)]
    [InlineData(DeliveryState.Superseded, false)]
    [InlineData(DeliveryState.Dismissed, false)]
    public async Task One_unfinished_delivery_keeps_the_event_and_all_that_belongs_to_it(DeliveryState state, bool stays)
    {
        var (first, second) = (Store.NextId(), Store.NextId());
        var seq = await OrderAsync("1", Old, Batches.To(first), Batches.To(second));
        await DeliverAsync(first);
        await SetStateAsync(second, state);
        var keys = await KeysAsync([seq]);

        await RunAsync();

        Assert.Equal(stays ? [seq] : [], await SeqsAsync());
        Assert.Equal(stays ? 2 : 0, (await ReadAsync(c => c.Deliveries.Where(d => d.EventSeq == seq))).Count);
        Assert.Equal(stays ? 1 : 0, (await AttemptsAsync(first)).Count);
        Assert.Equal(stays ? keys.Count : 0, (await KeysAsync([seq])).Count);
        await RemoveLeftoversAsync();
    }

    [Fact]
    public async Task A_younger_event_stays_whatever_stands_around_it()
    {
        await OrderAsync("1", Old);
        var young = await OrderAsync("2", Young);
        await OrderAsync("3", Old);

        await RunAsync();

        Assert.Equal([young], await SeqsAsync());
        Assert.NotEmpty(await KeysAsync([young]));
    }

    [Fact]
    public async Task Events_received_by_a_clock_that_was_ahead_hide_no_older_ones()
    {
        var ahead = new List<long>();
        for (var i = 0; i < 7; i++)
            ahead.Add(await OrderAsync("1", Young));
        await OrderAsync("2", Old);

        await RunAsync();

        Assert.Equal(ahead, await SeqsAsync());
    }

    [Fact]
    public async Task An_event_is_kept_for_exactly_the_days_that_are_set()
    {
        var atTheLimit = await OrderAsync("1", Now.AddDays(-90));
        await OrderAsync("2", Now.AddDays(-90).AddMicroseconds(-1));

        await RunAsync();

        Assert.Equal([atTheLimit], await SeqsAsync());
    }

    [Fact]
    public async Task Search_keys_are_found_again_however_the_event_came()
    {
        var type = await TypeIdAsync(Arrivals.OrderSaved);
        var rest = await TypeIdAsync(EventTypeIds.Rest);
        const string order = """{"value":{"increment_id":"000000077","entity_id":77,"customer_email":"bo@example.test"}}""";
        NewEvent[] events =
        [
            Arrivals.Structured(Source, type, Arrivals.Order("plain", "11"), Old),
            Arrivals.Structured(Source, type, Arrivals.Order("marked", "12"), Old, byteOrderMark: true),
            Arrivals.Structured(Source, rest, Arrivals.Order("rest", "13"), Old),
            Arrivals.Structured(Source, type, Arrivals.Order("adobe", "14").Replace("\"id\"", "\"recipientclientid\":\"me\",\"eventid\":\"a-b\",\"id\"", StringComparison.Ordinal), Old),
            Arrivals.Binary(Source, type, "binary", order, Old),
        ];
        await CommitAsync(events);
        var seqs = events.Select(e => e.Row.Seq).ToList();
        Assert.All(events, e => Assert.True(e.SearchKeys.Count >= 3));
        Assert.Contains(events, e => e.SearchKeys.All(k => k.Kind != SearchKeyKind.EventId));

        await RunAsync();

        Assert.Empty(await SeqsAsync());
        Assert.Empty(await KeysAsync(seqs));
    }

    [Fact]
    public async Task A_key_that_other_events_share_stays_theirs()
    {
        await OrderAsync("1", Old);
        var young = await OrderAsync("1", Young);

        await RunAsync();

        Assert.Equal([young], await ReadAsync(c => c.EventSearchKeys
            .Where(k => k.Value == "1" && k.Kind == SearchKeyKind.OrderNumber && c.Events.Any(e => e.Seq == k.EventSeq && e.SourceId == Source))
            .Select(k => k.EventSeq)));
    }

    [Fact]
    public async Task A_batch_is_bounded_and_the_next_one_goes_on_behind_it()
    {
        var seqs = new List<long>();
        for (var i = 0; i < 7; i++)
            seqs.Add(await OrderAsync("1", Old));
        var sweep = Sweep(Factory);

        var first = await sweep.StepAsync(seqs[0] - 1, Old.AddDays(1), 3, Cancellation);

        Assert.Equal(new SweepStep(3, seqs[2]), first);
        Assert.Equal(seqs[3..], await SeqsAsync());
        Assert.Equal(new SweepStep(3, seqs[5]), await sweep.StepAsync(seqs[2], Old.AddDays(1), 3, Cancellation));
        Assert.Equal(new SweepStep(1, null), await sweep.StepAsync(seqs[5], Old.AddDays(1), 3, Cancellation));
        Assert.Empty(await SeqsAsync());
    }

    [Fact]
    public async Task A_batch_of_large_bodies_is_cut_short()
    {
        var padding = new string('x', 6 * 1024 * 1024);
        var events = Enumerable.Range(0, 4).Select(i => Batches.Event(Source, $"large {i}", System.Text.Encoding.UTF8.GetBytes($"\"{padding}\""))).ToArray();
        await CommitAsync(events);

        var step = await Sweep(Factory).StepAsync(events[0].Row.Seq - 1, Old.AddDays(1), 100, Cancellation);

        Assert.Equal(new SweepStep(2, events[1].Row.Seq), step);
        Assert.Equal(new SweepStep(2, null), await Sweep(Factory).StepAsync(step.Next!.Value, Old.AddDays(1), 100, Cancellation));
        Assert.Empty(await SeqsAsync());
    }

    [Fact]
    public async Task Deliveries_sent_again_meanwhile_save_their_event()
    {
        var destination = Store.NextId();
        var seq = await OrderAsync("1", Old, Batches.To(destination));
        await SetStateAsync(destination, DeliveryState.Failed);
        var keys = await KeysAsync([seq]);
        // The second context of a step is the one that removes.
        var factory = new WatchedFactory(Factory, async call =>
        {
            if (call == 2)
                await SetStateAsync(destination, DeliveryState.Pending);
        });

        var step = await Sweep(factory).StepAsync(seq - 1, Old.AddDays(1), 1, Cancellation);

        Assert.Equal(0, step.Removed);
        Assert.Equal([seq], await SeqsAsync());
        Assert.Equal(keys.Count, (await KeysAsync([seq])).Count);
        await RemoveLeftoversAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    [InlineData(10)]
    [InlineData(12)]
    [InlineData(13)]
    public async Task A_run_cut_off_after_any_statement_leaves_every_event_whole_or_gone_and_the_next_goes_on(int statements)
    {
        await RunAsync();
        var destination = Store.NextId();
        var seqs = new List<long>();
        for (var i = 0; i < 5; i++)
            seqs.Add(await OrderAsync($"{i}", Old, Batches.To(destination)));
        await DeliverAsync(destination);
        var keys = await KeysAsync(seqs);
        using var cut = new CancellationTokenSource();
        var node = Store.AddNode(services => services.AddLogging(log => log.AddProvider(new CutAfter(statements, cut))));

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => RunAsync(node, cut.Token));

        var left = await SeqsAsync();
        Assert.Equal(left, (await ReadAsync(c => c.Deliveries.Where(d => d.DestinationId == destination))).Select(d => d.EventSeq).Order());
        Assert.Equal(left.Count, (await AttemptsAsync(destination)).Count);
        Assert.Equal(keys.Count(k => left.Contains(k.EventSeq)), (await KeysAsync(seqs)).Count);
        await RunAsync();
        Assert.Empty(await SeqsAsync());
        Assert.Empty(await KeysAsync(seqs));
    }

    [Fact]
    public async Task Old_rejected_requests_audit_entries_and_counts_go_and_younger_ones_stay()
    {
        var scope = Store.NextId();
        await FillAsync(scope, 7, Old, "old");
        await FillAsync(scope, 2, Young, "young");

        var context = await RunAsync();

        Assert.Equal(2, (await ReadAsync(c => c.RejectedRequests.Where(r => r.SourceId == scope))).Count);
        Assert.Equal(["young", "young"], await ReadAsync(c => c.AuditEntries.Where(a => a.Who == $"{scope}").Select(a => a.Subject)));
        Assert.Equal(2, (await ReadAsync(c => c.ActivityMinutes.Where(a => a.ScopeId == scope))).Count);
        Assert.Contains(new JobCount("audit entries removed", 7), context.Counts);
        Assert.Contains("7 audit entries removed", context.Summary, StringComparison.Ordinal);
    }

    private IDbContextFactory<ConsoleDbContext> Factory => FactoryOf(Store.Services);

    private static IDbContextFactory<ConsoleDbContext> FactoryOf(IServiceProvider node) =>
        node.GetRequiredService<IDbContextFactory<ConsoleDbContext>>();

    private EventSweep Sweep(IDbContextFactory<ConsoleDbContext> factory) => new(factory, Store.Services.GetRequiredService<ISearchIndex>(), new StoredSearchKeys(
        EventCatalogue.Default, Arrivals.Types, new EntityExtractor(EventCatalogue.Default), new EventNames(factory, TimeProvider.System)));

    private Task<JobContext> RunAsync() => RunAsync(Store.Services, Cancellation);

    private async Task<JobContext> RunAsync(IServiceProvider node, CancellationToken cancellationToken)
    {
        var time = new FixedTime(Now);
        var context = new JobContext(NullLogger.Instance, time);
        var job = new RetentionJob(FactoryOf(node), Sweep(FactoryOf(node)), time, OptionsFactory.Create(Options));
        await job.RunAsync(context, cancellationToken);
        return context;
    }

    private async Task<long> OrderAsync(string number, DateTimeOffset at, params NewDelivery[] deliveries)
    {
        var item = Arrivals.Structured(
            Source, await TypeIdAsync(Arrivals.OrderSaved), Arrivals.Order($"order {Guid.NewGuid()}", number), at, deliveries: deliveries);
        await CommitAsync(item);
        return item.Row.Seq;
    }

    private async Task<int> TypeIdAsync(string name) => await new EventTypeIds(Factory).GetAsync(name, Cancellation);

    private async Task DeliverAsync(int destination)
    {
        foreach (var leased in await ClaimAsync(destination))
            await CommitAsync(Batches.OfAttempts(Batches.Attempt(leased, "dispatcher", DeliveryState.Delivered)));
    }

    private async Task SetStateAsync(int destination, DeliveryState state)
    {
        await using var context = Store.CreateContext();
        await context.Deliveries.Where(d => d.DestinationId == destination)
            .ExecuteUpdateAsync(set => set.SetProperty(d => d.State, state), Cancellation);
    }

    // Kept events would stand in the way of the other tests of the class.
    private async Task RemoveLeftoversAsync()
    {
        await using var context = Store.CreateContext();
        await context.Deliveries.ExecuteUpdateAsync(set => set.SetProperty(d => d.State, DeliveryState.Dismissed), Cancellation);
        await RunAsync();
    }

    private async Task FillAsync(int scope, int count, DateTimeOffset at, string subject)
    {
        await using var context = Store.CreateContext();
        for (var i = 0; i < count; i++)
        {
            var rejected = Batches.Rejected(scope, [1]);
            rejected.ReceivedAt = at;
            context.Add(rejected);
            context.Add(new AuditEntry { At = at, Who = $"{scope}", Action = "a", Subject = subject });
            context.Add(new ActivityMinute
            {
                Minute = (int)(at.AddMinutes(i).ToUnixTimeSeconds() / 60), Measure = ActivityMeasure.Received, ScopeId = scope, Count = 1,
            });
        }

        await context.SaveChangesAsync(Cancellation);
    }

    private Task<List<long>> SeqsAsync() => ReadAsync(c => c.Events.Where(e => e.SourceId == Source).OrderBy(e => e.Seq).Select(e => e.Seq));

    private Task<List<EventSearchKey>> KeysAsync(List<long> seqs) => ReadAsync(c => c.EventSearchKeys.Where(k => seqs.Contains(k.EventSeq)));

    private Task<List<DeliveryAttempt>> AttemptsAsync(int destination) =>
        ReadAsync(c => c.DeliveryAttempts.Where(a => c.Deliveries.Any(d => d.Id == a.DeliveryId && d.DestinationId == destination)));
}

public sealed class RetentionTestsOnSqlite(SqliteStore store) : RetentionTests(store), IClassFixture<SqliteStore>;

public sealed class RetentionTestsOnSqlServer(SqlServerStore store) : RetentionTests(store), IClassFixture<SqlServerStore>;
