using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Deliveries.Edits;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Replays;
using CommerceEventConsole.Engine.Routing;
using CommerceEventConsole.Engine.Sources;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Engine.Subscriptions.Matching;
using CommerceEventConsole.Storage.Tests.Stores;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Storage.Tests.Suite;

/// <summary>What people do with deliveries: edit, dismiss, restore.</summary>
public abstract class DeliveryChangeTests(StoreFixture store) : StoreSuite(store)
{
    private const string Type = "observer.sales_order_save_commit_after";

    [Fact]
    public async Task An_edit_supersedes_the_original_and_is_sent_in_its_place_with_what_it_says()
    {
        var (node, destination, ids) = await ReadyAsync(1, DeliveryState.Failed);
        var editor = node.GetRequiredService<DeliveryEditor>();
        var shown = (await editor.OpenAsync(ids[0], Cancellation)).Value!;

        var result = await editor.SaveAsync(
            ids[0], new DeliveryEditDraft(shown.Body.Replace("\"new\"", "\"paid\"", StringComparison.Ordinal), shown.Headers, "Stuck"), "anna", Cancellation);

        Assert.True(result.Succeeded, string.Join(' ', result.Problems.Select(p => p.Message)));
        var rows = await RowsAsync(destination);
        Assert.Equal([DeliveryState.Superseded, DeliveryState.Pending], rows.Select(d => d.State));
        Assert.Equal((rows[0].EventSeq, rows[0].OrderKey), (rows[1].EventSeq, rows[1].OrderKey));
        Assert.Equal([EditMarks.IsReplaced, EditMarks.IsEdited], rows.Select(d => d.Edits));
        var claims = node.GetRequiredService<ClaimedDeliveries>();
        var (leased, until) = await claims.LeaseAsync(destination, 10, "dispatcher", TimeSpan.FromMinutes(1), Cancellation);
        var claimed = Assert.Single(await claims.LoadAsync(leased, "dispatcher", until, Cancellation));
        Assert.Equal(rows[1].Id, claimed.Lease.Id);
        Assert.Contains("\"paid\"", System.Text.Encoding.UTF8.GetString(claimed.Edit!.Body), StringComparison.Ordinal);
        var line = Assert.Single((await editor.CompareAsync(rows[1].Id, Cancellation))!.Lines, l => !l.IsSame);
        Assert.Contains("\"new\"", line.Before, StringComparison.Ordinal);

        // Ids of edited deliveries and of new ones do not meet.
        await CommitAsync(Batches.Event(Store.NextId(), "later", deliveries: Batches.To(destination)));
        Assert.Equal(3, (await RowsAsync(destination)).Select(d => d.Id).Distinct().Count());
    }

    [Fact]
    public async Task A_second_edit_of_one_original_is_refused()
    {
        var (node, destination, ids) = await ReadyAsync(1, DeliveryState.Dismissed);
        var editor = node.GetRequiredService<DeliveryEditor>();
        var shown = (await editor.OpenAsync(ids[0], Cancellation)).Value!;
        DeliveryEditDraft Draft(string status) => new(shown.Body.Replace("\"new\"", $"\"{status}\"", StringComparison.Ordinal), [], "Stuck");

        var results = await Task.WhenAll(
            Task.Run(() => editor.SaveAsync(ids[0], Draft("a"), "anna", Cancellation), Cancellation),
            Task.Run(() => editor.SaveAsync(ids[0], Draft("b"), "ben", Cancellation), Cancellation));

        Assert.Single(results, r => r.Succeeded);
        Assert.Equal(2, (await RowsAsync(destination)).Count);
    }

    [Fact]
    public async Task A_replay_of_many_leaves_out_what_was_edited()
    {
        var (node, destination, ids) = await ReadyAsync(2, DeliveryState.Superseded);
        var editor = node.GetRequiredService<DeliveryEditor>();
        var shown = (await editor.OpenAsync(ids[0], Cancellation)).Value!;
        await editor.SaveAsync(
            ids[0], new DeliveryEditDraft(shown.Body.Replace("\"new\"", "\"paid\"", StringComparison.Ordinal), [], "Stuck"), "anna", Cancellation);
        var replay = new Replay
        {
            Kind = ReplayKind.Resend, Title = "Two", CreatedBy = "anna", State = ReplayState.Running, CreatedAt = Batches.Noon, LeaseOwner = "node",
        };
        await using (var context = Store.CreateContext())
        {
            context.Add(replay);
            await context.SaveChangesAsync(Cancellation);
        }

        var result = await new ResendCommitter(
            Store.Services.GetRequiredService<IDbContextFactory<ConsoleDbContext>>(), Store.Services.GetRequiredService<IBatchCommitter>()).CommitAsync(
            new ResendStep(
                replay.Id, "node", From: 0, Next: 10, IsLast: true, Examined: 2, [.. ids.Select(id => new ResendChange(id, DeliveryState.Superseded, null))],
                [], [], CopyTo: null, CopyAgain: false, Batches.Noon, Batches.Noon.AddMinutes(1)),
            Cancellation);

        Assert.Equal(1, result!.Value.Sent);
        Assert.Equal(
            [DeliveryState.Superseded, DeliveryState.Pending, DeliveryState.Pending], (await RowsAsync(destination)).Select(d => d.State));
    }

    [Fact]
    public async Task All_of_a_scope_are_dismissed_and_each_is_what_it_was_after_the_undo()
    {
        var (node, destination, ids) = await ReadyAsync(7, DeliveryState.Failed);
        await ChangeAsync(destination, d => d.Id == ids[2], DeliveryState.Held, attempts: 0);
        await ChangeAsync(destination, d => d.Id == ids[3], DeliveryState.Retrying, attempts: 2);
        await ChangeAsync(destination, d => d.Id == ids[4], DeliveryState.Sending, attempts: 2);
        var actions = node.GetRequiredService<DeliveryActions>();

        var dismissed = await actions.DismissAsync(new DeliveryScope { DestinationId = destination }, "anna", progress: null, Cancellation);

        Assert.Equal(6, dismissed.Changed);
        Assert.Equal(6, (await RowsAsync(destination)).Count(d => d.State == DeliveryState.Dismissed));
        Assert.Equal(6, (await actions.UndoDismissalAsync(dismissed.DismissalId!.Value, "anna", progress: null, Cancellation)).Changed);
        Assert.Equal(
            [
                DeliveryState.Failed, DeliveryState.Failed, DeliveryState.Pending, DeliveryState.Retrying, DeliveryState.Sending,
                DeliveryState.Failed, DeliveryState.Failed,
            ],
            (await RowsAsync(destination)).Select(d => d.State));
    }

    [Fact]
    public async Task Dismissed_deliveries_are_restored_by_their_filter()
    {
        var (node, destination, ids) = await ReadyAsync(3, DeliveryState.Failed);
        var actions = node.GetRequiredService<DeliveryActions>();
        await actions.DismissAsync(ids, "anna", Cancellation);

        var result = await actions.RestoreAsync(
            new DeliveryScope { States = [DeliveryState.Dismissed], DestinationId = destination, EventType = Type }, "anna", progress: null, Cancellation);

        Assert.Equal(3, result.Changed);
        Assert.All(await RowsAsync(destination), d => Assert.Equal((DeliveryState.Failed, null), (d.State, d.DismissalId)));
    }

    private async Task<(IServiceProvider Node, int Destination, List<long> Ids)> ReadyAsync(int count, DeliveryState state)
    {
        var destination = Store.NextId();
        var source = Store.NextId();
        int type;
        await using (var context = Store.CreateContext())
        {
            context.Add(new Source { Slug = $"source-{source}", Name = $"Source {source}" });
            context.Add(new Destination { Name = $"Destination {destination}", Url = "https://erp.example" });
            if (!await context.EventTypes.AnyAsync(t => t.Name == Type, Cancellation))
                context.Add(new EventType { Name = Type });
            await context.SaveChangesAsync(Cancellation);
            source = await context.Sources.OrderByDescending(s => s.Id).Select(s => s.Id).FirstAsync(Cancellation);
            destination = await context.Destinations.OrderByDescending(d => d.Id).Select(d => d.Id).FirstAsync(Cancellation);
            type = await context.EventTypes.Where(t => t.Name == Type).Select(t => t.Id).SingleAsync(Cancellation);
        }

        var events = Enumerable.Range(0, count).Select(i =>
        {
            var item = Batches.Event(
                source,
                $"edit {destination} {i}",
                System.Text.Encoding.UTF8.GetBytes($$"""{"specversion":"1.0","id":"{{i}}","source":"shop","type":"{{Type}}","data":{"status":"new"} }"""),
                deliveries: Batches.To(destination, orderKey: i));
            item.Row.EventTypeId = type;
            return item;
        }).ToArray();
        await CommitAsync(events);
        await ChangeAsync(destination, _ => true, state, attempts: 3);
        var ids = (await RowsAsync(destination)).ConvertAll(d => d.Id);
        var node = Store.AddNode(services => services
            .AddSingleton<IRouting>(new OneDestination(destination))
            .AddDelivery(new ConfigurationBuilder().AddInMemoryCollection([new("Delivery:ChunkSize", "2")]).Build()));
        return (node, destination, ids);
    }

    private Task<List<Delivery>> RowsAsync(int destination) =>
        ReadAsync(c => c.Deliveries.AsNoTracking().Where(d => d.DestinationId == destination).OrderBy(d => d.Id));

    private async Task ChangeAsync(int destination, Func<Delivery, bool> which, DeliveryState state, int attempts)
    {
        await using var context = Store.CreateContext();
        foreach (var row in await context.Deliveries.Where(d => d.DestinationId == destination).ToListAsync(Cancellation))
        {
            if (which(row))
                (row.State, row.Attempts) = (state, attempts);
        }

        await context.SaveChangesAsync(Cancellation);
    }

    private sealed class OneDestination : IRouting
    {
        private readonly CompiledSubscription _revision = CompiledSubscription.Compile(new SubscriptionDefinition(Type, [], []), out _)!;

        public OneDestination(int id)
        {
            var destination = new DestinationConfiguration(
                id, "ERP", DestinationKind.Erp, new Uri("https://erp.example"), null, [], AllowPrivateAddress: false, DestinationState.Active,
                MaxConcurrency: 4, TimeSpan.FromSeconds(30), MaxAttempts: 5, TimeSpan.FromSeconds(5), TimeSpan.FromHours(1));
            Current = new RoutingTable
            {
                Version = 1,
                Destinations = System.Collections.Frozen.FrozenDictionary.ToFrozenDictionary([KeyValuePair.Create(id, destination)]),
            };
        }

        public event Action? Changed
        {
            add { }
            remove { }
        }

        public RoutingTable Current { get; }

        public Task ReloadAsync(CancellationToken cancellationToken) => Task.CompletedTask;

        public ValueTask<CompiledSubscription?> RevisionAsync(int revisionId, CancellationToken cancellationToken) => new(_revision);
    }
}

public sealed class DeliveryChangeTestsOnSqlite(SqliteStore store) : DeliveryChangeTests(store), IClassFixture<SqliteStore>;

public sealed class DeliveryChangeTestsOnSqlServer(SqlServerStore store) : DeliveryChangeTests(store), IClassFixture<SqlServerStore>;
