using System.Globalization;
using CommerceEventConsole.Engine.Alerts.Notices;
using CommerceEventConsole.Engine.Alerts.Rules;
using CommerceEventConsole.Engine.Alerts.Running;
using CommerceEventConsole.Engine.BackOffice;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Freshness;
using CommerceEventConsole.Engine.Jobs.Plans;
using CommerceEventConsole.Engine.Jobs.Runs;
using CommerceEventConsole.Engine.Resync.Definitions;
using CommerceEventConsole.Engine.Resync.Runs;
using CommerceEventConsole.Storage.Tests.Alerts;
using CommerceEventConsole.Storage.Tests.Stores;
using CommerceEventConsole.Storage.Tests.Suite;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Storage.Tests.Freshness;

/// <summary>Promises that something ran, and what alerts tell of promises.</summary>
public abstract class FreshnessRunTests(StoreFixture store) : StoreSuite(store)
{
    private PromiseNode? _node;

    private PromiseNode Node => _node ??= new PromiseNode(Store);

    [Fact]
    public async Task A_resync_that_never_came_to_its_end_has_the_whole_limit_from_when_it_was_promised()
    {
        var (_, promise) = await ResyncAsync();

        var kept = await Node.LookAsync(promise, TimeSpan.FromHours(24));
        Assert.Equal((PromiseState.Kept, false), (kept.State, kept.HasRun));
        var broken = await Node.LookAsync(promise, TimeSpan.FromMilliseconds(1));

        Assert.Equal((PromiseState.Broken, Node.Start.AddHours(24)), (broken.State, broken.BrokenSince));
        Assert.Equal("No run came to a good end.", FreshnessWords.Offence(broken));
    }

    [Fact]
    public async Task Only_a_run_of_all_records_that_came_to_its_end_and_repaired_keeps_a_resync_fresh()
    {
        var (id, promise) = await ResyncAsync();
        await RunAsync(id, ResyncState.Finished, hours: 1);
        await RunAsync(id, ResyncState.Finished, hours: 20, r => r.IsDryRun = true);
        await RunAsync(id, ResyncState.Finished, hours: 21, r => r.KeysOfRunId = 1);
        await RunAsync(id, ResyncState.Failed, hours: 22, r => r.Error = "The ERP answered 500.");

        var kept = await Node.LookAsync(promise, TimeSpan.FromHours(25));
        Assert.Equal((PromiseState.Kept, Node.Start.AddHours(1)), (kept.State, kept.OldestAt));
        var broken = await Node.LookAsync(promise, TimeSpan.FromSeconds(1));
        Assert.Equal(PromiseState.Broken, broken.State);
        Assert.Equal("The last good run ended on 4 May 2026, 13:00 (UTC). The newest failed: The ERP answered 500.", FreshnessWords.Offence(broken));

        await RunAsync(id, ResyncState.Finished, hours: 25);
        Assert.Equal(PromiseState.Kept, (await Node.LookAsync(promise)).State);
    }

    [Theory]
    [InlineData(ResyncState.Running, "One is under way and waits: The ERP does not answer.")]
    [InlineData(ResyncState.Paused, "The newest was paused.")]
    [InlineData(ResyncState.Stopped, "The newest was stopped.")]
    [InlineData(ResyncState.CutOff, "The newest had made as many requests as it may.")]
    public async Task What_became_of_the_newest_run_is_told(ResyncState state, string text)
    {
        var (id, promise) = await ResyncAsync();
        await RunAsync(id, state, hours: 1, r => r.Waiting = state == ResyncState.Running ? "The ERP does not answer." : null);

        Assert.Equal("No run came to a good end. " + text, (await Node.LookAsync(promise, TimeSpan.FromDays(2))).Why);
    }

    [Fact]
    public async Task A_job_is_as_fresh_as_its_last_success()
    {
        var job = $"export:{Store.NextId()}";
        await using (var db = Store.CreateContext())
        {
            db.Add(new JobPlan { Job = job, Title = "Events to BI", Default = "{}" });
            db.Add(JobRun(job, JobOutcome.Succeeded, hours: 1));
            db.Add(JobRun(job, JobOutcome.Failed, hours: 2));
            await db.SaveChangesAsync(Cancellation);
        }

        var promise = await Node.AddAsync(new FreshnessDraft(Node.Name("BI"), PromiseKind.Job) { Job = job, Minutes = 24 * 60 });

        Assert.Equal(PromiseState.Kept, (await Node.LookAsync(promise, TimeSpan.FromHours(25))).State);
        var broken = await Node.LookAsync(promise, TimeSpan.FromSeconds(1));
        Assert.Equal("The last good run ended on 4 May 2026, 13:00 (UTC). The newest run failed: The disk is full.", broken.Why);
        var names = await Node.Store.NamesAsync(Cancellation);
        Assert.Equal("The job “Events to BI” succeeded no longer than 24 hours ago.", FreshnessWords.Sentence(broken, names));
        await using (var db = Store.CreateContext())
            await db.JobPlans.Where(p => p.Job == job).ExecuteDeleteAsync(Cancellation);
        Assert.Equal(PromiseState.Groundless, (await Node.LookAsync(promise)).State);
    }

    [Fact]
    public async Task A_resync_is_no_job_to_promise_something_about_and_one_that_is_gone_leaves_nothing_to_look_at()
    {
        var (id, promise) = await ResyncAsync();
        await using (var db = Store.CreateContext())
        {
            db.Add(new JobPlan { Job = $"resync:{id}", Title = "Stock", Default = "{}" });
            await db.SaveChangesAsync(Cancellation);
            Assert.DoesNotContain($"resync:{id}", (await Node.Store.NamesAsync(Cancellation)).Jobs.Keys);
            await db.ResyncDefinitions.Where(d => d.Id == id).ExecuteDeleteAsync(Cancellation);
        }

        Assert.Equal(PromiseState.Groundless, (await Node.LookAsync(promise, TimeSpan.FromDays(9))).State);
    }

    [Fact]
    public async Task A_broken_promise_is_told_with_its_sentence_and_its_oldest_offender_and_so_is_its_end()
    {
        var alerts = await AlertsAsync();
        var (route, promise) = await Node.PromiseAsync();
        var channel = await alerts.AddChannelAsync();
        var rule = await alerts.AddRuleAsync(AlertKind.PromiseBroken, route.DestinationId, d => d with { Channels = [channel.Id] });
        var number = await Node.OrderAsync(route, DeliveryState.Failed);
        await Node.OrderAsync(route, DeliveryState.Held);

        await alerts.LookAsync(TimeSpan.FromMinutes(5));
        Assert.Empty(await alerts.AlertsOfAsync(rule));
        await alerts.LookAsync(TimeSpan.FromSeconds(30));
        await alerts.LookAsync(TimeSpan.FromSeconds(30));
        var alert = Assert.Single(await alerts.AlertsOfAsync(rule));
        Assert.Equal(($"promise:{promise.Id}", $"Promise broken: {promise.Name}", Node.Start.AddMinutes(5)), (alert.Subject, alert.Title, alert.Since));
        Assert.StartsWith("Promised is: Orders are in ERP ", alert.Text, StringComparison.Ordinal);
        Assert.EndsWith($" within 5 minutes. Order {number} has not arrived. It was given up: The answer was 503. 1 more is late.", alert.Text, StringComparison.Ordinal);
        Assert.Equal($"events/{(await Node.ReadAsync(promise)).OldestSeq}", alert.Path);

        await Node.SetStateAsync(route, DeliveryState.Delivered);
        await alerts.LookAsync(TimeSpan.FromSeconds(30));

        Assert.NotNull(Assert.Single(await alerts.AlertsOfAsync(rule)).ResolvedAt);
        Assert.Equal([NoticeKind.Opened, NoticeKind.Resolved], alerts.Out.To(channel).Select(m => Assert.Single(m.Items).Kind));
    }

    [Fact]
    public async Task A_rule_without_a_destination_is_about_every_promise_and_one_that_is_switched_off_is_over()
    {
        var alerts = await AlertsAsync();
        var (_, promise) = await ResyncAsync();
        var every = await alerts.AddRuleAsync(AlertKind.PromiseBroken, 0, d => d with { DestinationId = null });
        var other = await alerts.AddRuleAsync(AlertKind.PromiseBroken, (await alerts.AddDestinationAsync()).Id);
        await alerts.LookAsync(TimeSpan.FromDays(2));
        var subject = $"promise:{promise.Id}";
        Assert.Contains(await alerts.AlertsOfAsync(every), a => a.Subject == subject && a.Path == "freshness");
        Assert.Empty(await alerts.AlertsOfAsync(other));

        AlertNode.Value(await Node.Store.UpdateAsync(promise.Id, promise.Version, FreshnessDraft.From(promise) with { Enabled = false }, "anna", Cancellation));
        await alerts.LookAsync(TimeSpan.FromSeconds(30));

        Assert.NotNull((await alerts.AlertsOfAsync(every)).Single(a => a.Subject == subject).ResolvedAt);
    }

    // Tests share the database, and each has its own clock: none may wait for the lease of the one before.
    private async Task<AlertNode> AlertsAsync()
    {
        await using var db = Store.CreateContext();
        await db.Settings.Where(s => s.Name == AlertLease.Setting).ExecuteDeleteAsync(Cancellation);
        return Node.Alerts;
    }

    private async Task<(int Id, FreshnessPromise Promise)> ResyncAsync()
    {
        var definition = new ResyncDefinition
        {
            Name = Node.Name("Stock"), Kind = RecordKind.Stock, Direction = ResyncDirection.ToCommerce, CommerceId = 1, SystemId = 1, ChangedBy = "anna",
        };
        await using var db = Store.CreateContext();
        db.Add(definition);
        await db.SaveChangesAsync(Cancellation);
        var draft = new FreshnessDraft(Node.Name("Stock"), PromiseKind.Resync) { ResyncId = definition.Id, Minutes = 24 * 60 };
        return (definition.Id, await Node.AddAsync(draft));
    }

    private async Task RunAsync(int id, ResyncState state, int hours, Action<ResyncRun>? change = null)
    {
        var at = Node.Start.AddHours(hours);
        var run = new ResyncRun { DefinitionId = id, Name = "Stock", Plan = "{}", StartedBy = "anna", State = state, CreatedAt = at, FinishedAt = at };
        change?.Invoke(run);
        await using var db = Store.CreateContext();
        db.Add(run);
        await db.SaveChangesAsync(Cancellation);
    }

    private JobRun JobRun(string job, JobOutcome outcome, int hours) => new()
    {
        Job = job,
        Node = string.Create(CultureInfo.InvariantCulture, $"node {hours}"),
        StartedAt = Node.Start.AddHours(hours),
        EndedAt = Node.Start.AddHours(hours),
        SeenAt = Node.Start.AddHours(hours),
        Outcome = outcome,
        Error = outcome == JobOutcome.Failed ? "The disk is full." : null,
    };
}

public sealed class FreshnessRunTestsOnSqlite(SqliteStore store) : FreshnessRunTests(store), IClassFixture<SqliteStore>;

public sealed class FreshnessRunTestsOnSqlServer(SqlServerStore store) : FreshnessRunTests(store), IClassFixture<SqlServerStore>;
