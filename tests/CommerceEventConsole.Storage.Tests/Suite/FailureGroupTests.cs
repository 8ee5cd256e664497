using System.Text;
using CommerceEventConsole.Engine.Activity;
using CommerceEventConsole.Engine.Catalogue;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Events;
using CommerceEventConsole.Engine.Failures;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Storage.Tests.Stores;
using CommerceEventConsole.Tests.Shared;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace CommerceEventConsole.Storage.Tests.Suite;

public abstract class FailureGroupTests(StoreFixture store) : StoreSuite(store)
{
    private readonly ManualTime _time = new(Batches.Noon);

    [Fact]
    public async Task A_failure_puts_its_delivery_into_a_group_with_what_it_holds_up()
    {
        var (group, leased) = await FailingAsync(1);

        await FailAsync(leased, group, new Stake(EntityKind.Order, 42, 999_500, "EUR"));

        var row = Assert.Single(await ReadAsync(c => c.Deliveries.Where(d => d.Id == leased[0].Id)));
        Assert.Equal(group, row.FailureGroupId);
        Assert.Equal((EntityKind.Order, 42, 999_500, "EUR"), (row.StakeKind, row.StakeKey, row.StakeValue, row.StakeCurrency));
        var kept = await GroupAsync(group);
        Assert.Equal((FailureGroupState.Open, 1, 0), (kept.State, kept.Attempts, kept.Reopened));
        Assert.Equal(1, (await ReadAsync(c => c.ActivityMinutes.Where(a => a.Measure == ActivityMeasure.GroupFailed && a.ScopeId == group))).Sum(a => a.Count));
    }

    [Fact]
    public async Task What_arrives_keeps_its_group_and_counts_for_it_no_more()
    {
        var (group, leased) = await FailingAsync(1);
        await FailAsync(leased, group, new Stake(EntityKind.Order, 42), DeliveryState.Retrying);
        var again = await Store.Queue.ClaimAsync(
            leased[0].DestinationId, 1, "dispatcher", Batches.Noon.AddMinutes(5), Batches.Noon.AddMinutes(6), Cancellation);

        await CommitAsync(Batches.OfAttempts(Batches.Attempt(again[0], "dispatcher", DeliveryState.Delivered)));

        Assert.Equal(group, Assert.Single(await ReadAsync(c => c.Deliveries.Where(d => d.Id == leased[0].Id))).FailureGroupId);
        Assert.Equal(1, (await GroupAsync(group)).Attempts);
        Assert.Equal(0, (await Figures().ReadAsync(Cancellation)).Of(group).Failing);
    }

    [Fact]
    public async Task All_failures_of_a_batch_count_in_their_groups()
    {
        var (group, leased) = await FailingAsync(70);
        var other = await Groups().GetAsync(leased[0].DestinationId, Signature("another"), Cancellation);

        await CommitAsync(Batches.OfAttempts([.. leased.Select((d, i) => Failed(d, i < 3 ? other : group, new Stake(EntityKind.Order, i)))]));

        Assert.Equal((67, 3), ((await GroupAsync(group)).Attempts, (await GroupAsync(other)).Attempts));
    }

    [Fact]
    public async Task A_failure_opens_a_resolved_group_again()
    {
        var (group, leased) = await FailingAsync(2);
        await FailAsync([leased[0]], group, new Stake(EntityKind.Order, 1));
        var people = new FailureGroupStore(Contexts(), _time);
        Assert.Null(await people.ResolveAsync(group, (await GroupAsync(group)).Version, "anna", Cancellation));
        var resolved = await GroupAsync(group);
        Assert.Equal(FailureGroupState.Resolved, resolved.State);

        var batch = Batches.OfAttempts(Failed(leased[1], group, new Stake(EntityKind.Order, 2)));
        batch.At = Batches.Noon.AddHours(1);
        await CommitAsync(batch);

        var back = await GroupAsync(group);
        Assert.Equal((FailureGroupState.Open, 1, batch.At, batch.At), (back.State, back.Reopened, back.OpenedAt, back.LastSeenAt));
        Assert.NotNull(await people.ResolveAsync(group, resolved.Version, "ben", Cancellation));
    }

    [Theory]
    [InlineData(FailureGroupState.Acknowledged)]
    [InlineData(FailureGroupState.Snoozed)]
    public async Task A_failure_leaves_a_group_alone_that_somebody_looks_after(FailureGroupState state)
    {
        var (group, leased) = await FailingAsync(1);
        await using (var context = Store.CreateContext())
            await context.FailureGroups.Where(g => g.Id == group).ExecuteUpdateAsync(set => set.SetProperty(g => g.State, state), Cancellation);

        await FailAsync(leased, group, new Stake(EntityKind.Order, 1));

        var kept = await GroupAsync(group);
        Assert.Equal((state, 0, 1), (kept.State, kept.Reopened, kept.Attempts));
    }

    [Fact]
    public async Task An_attempt_that_is_recorded_again_counts_once()
    {
        var (group, leased) = await FailingAsync(1);
        var result = Failed(leased[0], group, new Stake(EntityKind.Order, 1));

        await CommitAsync(Batches.OfAttempts(result));
        await CommitAsync(Batches.OfAttempts(result));

        Assert.Equal(1, (await GroupAsync(group)).Attempts);
    }

    [Fact]
    public async Task An_order_that_fails_twice_is_one_order_and_is_worth_its_total_once()
    {
        var (group, leased) = await FailingAsync(6);
        Stake[] stakes =
        [
            new(EntityKind.Order, 1, 100_000, "EUR"), new(EntityKind.Order, 1, 120_000, "EUR"), new(EntityKind.Order, 1),
            new(EntityKind.Order, 2, 50_000, "USD"), new(EntityKind.Product, 7), new(EntityKind.None),
        ];
        await CommitAsync(Batches.OfAttempts([.. leased.Select((d, i) => Failed(d, group, stakes[i], i == 3 ? DeliveryState.Retrying : DeliveryState.Failed))]));

        var figures = (await Figures().ReadAsync(Cancellation)).Of(group);

        Assert.Equal((5, 1, 2), (figures.Failed, figures.Retrying, figures.Orders));
        Assert.Equal([new EntityCount(EntityKind.Order, 2), new EntityCount(EntityKind.Product, 1)], figures.Entities);
        Assert.Equal([new OrderValue("EUR", 12m), new OrderValue("USD", 5m)], figures.Values);
        Assert.Equal(leased.Min(d => d.Id), figures.OldestDelivery);
    }

    [Fact]
    public async Task The_most_valuable_open_group_comes_first_and_what_fails_no_more_last()
    {
        var (cheap, leased) = await FailingAsync(4);
        var destination = leased[0].DestinationId;
        var dear = await Groups().GetAsync(destination, Signature("dear"), Cancellation);
        var many = await Groups().GetAsync(destination, Signature("many"), Cancellation);
        var quiet = await Groups().GetAsync(destination, Signature("quiet"), Cancellation);
        var snoozed = await Groups().GetAsync(destination, Signature("snoozed"), Cancellation);
        await CommitAsync(Batches.OfAttempts(
            Failed(leased[0], cheap, new Stake(EntityKind.Order, 1, 10_000, "EUR")),
            Failed(leased[1], dear, new Stake(EntityKind.Order, 2, 90_000, "EUR")),
            Failed(leased[2], many, new Stake(EntityKind.Product, 3)),
            Failed(leased[3], snoozed, new Stake(EntityKind.Order, 4, 500_000, "EUR"))));
        var people = new FailureGroupStore(Contexts(), _time);
        Assert.Null(await people.SnoozeAsync(snoozed, 0, Batches.Noon.AddHours(4), "anna", Cancellation));
        var queries = Queries();

        var list = await queries.ListAsync(new FailureGroupFilter(DestinationId: destination), 0, 10, Cancellation);
        var open = await queries.ListAsync(new FailureGroupFilter(FailureGroupState.Open, destination), 1, 2, Cancellation);

        Assert.Equal([dear, cheap, many, quiet, snoozed], list.Rows.Select(r => r.Group.Id));
        Assert.Equal([cheap, many], open.Rows.Select(r => r.Group.Id));
        Assert.Equal(4, open.Total);
        Assert.Equal((4, 1), (open.Counts[FailureGroupState.Open], open.Counts[FailureGroupState.Snoozed]));
        Assert.Equal((Batches.Noon, 1), (list.Rows[0].Since, list.Rows[0].Trend[^1]));
        _time.Advance(TimeSpan.FromHours(5));
        Assert.Equal(snoozed, (await queries.ListAsync(new FailureGroupFilter(FailureGroupState.Open, destination), 0, 10, Cancellation)).Rows[0].Group.Id);
    }

    [Fact]
    public async Task A_group_shows_its_deliveries_by_pages_its_examples_and_the_dearest_orders()
    {
        var source = Store.NextId();
        var destination = Store.NextId();
        await AddEventTypeAsync();
        await CommitAsync(Enumerable.Range(0, 5).Select(i => Order(source, $"00000100{i}", destination)).ToArray());
        var leased = await ClaimAsync(destination);
        var group = await Groups().GetAsync(destination, Signature("orders"), Cancellation);
        await CommitAsync(Batches.OfAttempts([.. leased.Select((d, i) => Failed(d, group, new Stake(EntityKind.Order, i, (i + 1) * 10_000, "EUR")))]));
        var pages = new FailureGroupPages(Contexts(), Queries());

        var first = await pages.ReadAsync(group, before: null, 3, Cancellation);
        var second = await pages.ReadAsync(group, first!.Members.Next, 3, Cancellation);

        Assert.Equal(leased.Select(d => d.Id).OrderDescending(), [.. first.Members.Rows.Select(r => r.Id), .. second!.Members.Rows.Select(r => r.Id)]);
        Assert.Null(second.Members.Next);
        Assert.Equal(["000001004", "000001003"], first.HeldUp.Take(2).Select(h => h.Entity.Key));
        Assert.Equal(new OrderValue("EUR", 5m), first.HeldUp[0].Value);
        Assert.Equal(["000001004", "000001003", "000001002"], first.Examples.Select(e => e.Entity.Key));
        Assert.Equal("POST /", first.Examples[0].Attempt.RequestHead);
        Assert.Null(await pages.ReadAsync(group + 1_000, before: null, 3, Cancellation));
    }

    [Fact]
    public async Task The_worst_group_is_one_that_fails_now_and_is_not_snoozed()
    {
        var (group, leased) = await FailingAsync(2);
        var resting = await Groups().GetAsync(leased[0].DestinationId, Signature("resting"), Cancellation);
        await CommitAsync(Batches.OfAttempts(
            Failed(leased[0], group, new Stake(EntityKind.Order, 1, 90_000_000_000, "EUR")),
            Failed(leased[1], resting, new Stake(EntityKind.Order, 2, 900_000_000_000, "EUR"))));
        Assert.Null(await new FailureGroupStore(Contexts(), _time).SnoozeAsync(resting, 0, Batches.Noon.AddHours(1), "anna", Cancellation));

        Assert.Equal(group, (await Queries().WorstAsync(Cancellation))?.Group.Id);
    }

    [Fact]
    public async Task What_is_held_tells_each_order_once_with_its_total()
    {
        var (source, destination) = (Store.NextId(), Store.NextId());
        await AddEventTypeAsync();
        NewEvent[] events =
        [
            Order(source, "000002001", destination, DeliveryState.Held, total: "10.50"),
            Order(source, "000002001", destination, DeliveryState.Held, total: "12.50"),
            Order(source, "000002002", destination, DeliveryState.Held, total: "7"),
            Order(source, "000002003", destination),
        ];
        await CommitAsync(events);
        var held = new HeldStakes(Contexts(), new StakeReader(EventCatalogue.Default, new EntityExtractor(EventCatalogue.Default)), _time);

        var figures = await held.ReadAsync(destination, Cancellation);

        Assert.Equal([new EntityCount(EntityKind.Order, 2)], figures!.Entities);
        Assert.Equal([new OrderValue("EUR", 19.5m)], figures.Values);
        Assert.Equal((false, Batches.Noon), (figures.IsLowerBound, figures.Since));
        Assert.Null(await held.ReadAsync(Store.NextId(), Cancellation));
    }

    [Fact]
    public async Task Of_two_people_who_change_a_group_at_once_the_second_is_told_and_each_change_is_in_the_audit_log()
    {
        var (group, _) = await FailingAsync(0);
        var people = new FailureGroupStore(Contexts(), _time);

        Assert.Null(await people.WriteAsync(group, 0, new FailureGroupNotes(" anna ", "first", "https://tickets.example.com/7?a=b"), "anna", Cancellation));
        Assert.NotNull(await people.WriteAsync(group, 0, new FailureGroupNotes("ben", "second", null), "ben", Cancellation));

        var kept = await GroupAsync(group);
        Assert.Equal(("anna", "first", "https://tickets.example.com/7?a=b"), (kept.Owner, kept.Note, kept.TicketUrl));
        var entry = Assert.Single(await ReadAsync(c => c.AuditEntries.Where(a => a.Subject.StartsWith($"failure group {group}:"))));
        Assert.Equal(("anna", "failures.noted"), (entry.Who, entry.Action));
        Assert.Contains("first", entry.After, StringComparison.Ordinal);
        Assert.DoesNotContain("first", entry.Before, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("tickets.example.com/7")]
    [InlineData("javascript:alert(1)")]
    [InlineData("ftp://tickets.example.com/7")]
    [InlineData("https://anna:secret@tickets.example.com/7")]
    public async Task A_ticket_is_a_web_address_or_nothing(string ticket)
    {
        var (group, _) = await FailingAsync(0);

        Assert.NotNull(await new FailureGroupStore(Contexts(), _time).WriteAsync(group, 0, new FailureGroupNotes(null, null, ticket), "anna", Cancellation));

        Assert.Null((await GroupAsync(group)).TicketUrl);
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(400 * 24)]
    public async Task A_snooze_ends_within_a_year_from_now(int hours)
    {
        var (group, _) = await FailingAsync(0);

        Assert.NotNull(await new FailureGroupStore(Contexts(), _time).SnoozeAsync(group, 0, Batches.Noon.AddHours(hours), "anna", Cancellation));

        Assert.Equal(FailureGroupState.Open, (await GroupAsync(group)).State);
    }

    [Fact]
    public async Task Two_nodes_that_meet_a_new_failure_at_once_share_its_group()
    {
        var destination = Store.NextId();
        var nodes = Enumerable.Range(0, 2).Select(_ => Groups(Store.AddNode())).ToList();

        var ids = await Task.WhenAll(nodes.SelectMany(n => Enumerable.Range(0, 8).Select(_ => n.GetAsync(destination, Signature("new"), Cancellation).AsTask())));

        Assert.Single(ids.Distinct());
        Assert.Single(await ReadAsync(c => c.FailureGroups.Where(g => g.DestinationId == destination)));
    }

    [Fact]
    public async Task A_destination_that_invents_messages_fills_no_table()
    {
        var destination = Store.NextId();
        await using (var context = Store.CreateContext())
        {
            context.FailureGroups.AddRange(Enumerable.Range(0, FailureGroups.Capacity).Select(i => new FailureGroup
            {
                DestinationId = destination, Signature = i, Message = $"{i}", State = FailureGroupState.Open, Class = FailureClass.Refused,
            }));
            await context.SaveChangesAsync(Cancellation);
        }

        var groups = Groups();
        var one = await groups.GetAsync(destination, Signature("one"), Cancellation);
        var other = await groups.GetAsync(destination, Signature("other"), Cancellation);

        Assert.Equal(one, other);
        Assert.Equal(FailureSignature.Rest, (await GroupAsync(one)).Message);
    }

    private IDbContextFactory<ConsoleDbContext> Contexts(IServiceProvider? node = null) =>
        (node ?? Store.Services).GetRequiredService<IDbContextFactory<ConsoleDbContext>>();

    private FailureGroups Groups(IServiceProvider? node = null) => new(Contexts(node), _time);

    private FailureFigures Figures() => new(Contexts(), _time, NullLogger<FailureFigures>.Instance);

    private FailureGroupQueries Queries() => new(Contexts(), Figures(), _time);

    private static FailureSignature Signature(string message) => new(FailureClass.Refused, 422, message);

    private async Task<FailureGroup> GroupAsync(int id) => Assert.Single(await ReadAsync(c => c.FailureGroups.AsNoTracking().Where(g => g.Id == id)));

    /// <summary>A new group, and leased deliveries of its destination.</summary>
    private async Task<(int Group, IReadOnlyList<LeasedDelivery> Leased)> FailingAsync(int count)
    {
        var (source, destination) = (Store.NextId(), Store.NextId());
        if (count > 0)
            await CommitAsync(Enumerable.Range(0, count).Select(i => Batches.Event(source, $"e{i}", deliveries: Batches.To(destination))).ToArray());
        return (await Groups().GetAsync(destination, Signature("it fails"), Cancellation), await ClaimAsync(destination));
    }

    private async Task AddEventTypeAsync()
    {
        await using var context = Store.CreateContext();
        if (await context.EventTypes.AnyAsync(Cancellation))
            return;
        context.EventTypes.Add(new EventType { Name = "observer.sales_order_save_commit_after" });
        await context.SaveChangesAsync(Cancellation);
    }

    private static NewEvent Order(int source, string number, int destination, DeliveryState state = DeliveryState.Pending, string total = "1")
    {
        var body = $$$"""{"specversion":"1.0","data":{"key":"k","value":{"increment_id":"{{{number}}}","grand_total":"{{{total}}}","order_currency_code":"EUR"} } }""";
        var item = Batches.Event(source, number + total, Encoding.UTF8.GetBytes(body), deliveries: Batches.To(destination, state: state));
        item.Row.EntityKind = EntityKind.Order;
        item.Row.EntityKey = number;
        return item;
    }

    private Task FailAsync(IReadOnlyList<LeasedDelivery> leased, int group, Stake stake, DeliveryState state = DeliveryState.Failed) =>
        CommitAsync(Batches.OfAttempts([.. leased.Select(d => Failed(d, group, stake, state))]));

    private static AttemptResult Failed(LeasedDelivery delivery, int group, Stake stake, DeliveryState state = DeliveryState.Failed) =>
        Batches.Attempt(delivery, "dispatcher", state, state == DeliveryState.Failed ? AttemptOutcome.Permanent : AttemptOutcome.Transient) with
        {
            Failure = new FailureMark(group, stake),
        };
}

public sealed class FailureGroupTestsOnSqlite(SqliteStore store) : FailureGroupTests(store), IClassFixture<SqliteStore>;

public sealed class FailureGroupTestsOnSqlServer(SqlServerStore store) : FailureGroupTests(store), IClassFixture<SqlServerStore>;
