using CommerceEventConsole.Engine.Alerts.Channels;
using CommerceEventConsole.Engine.Alerts.Notices;
using CommerceEventConsole.Engine.Alerts.Rules;
using CommerceEventConsole.Engine.Alerts.Running;
using CommerceEventConsole.Storage.Tests.Stores;
using CommerceEventConsole.Storage.Tests.Suite;
using Microsoft.EntityFrameworkCore;

namespace CommerceEventConsole.Storage.Tests.Alerts;

public abstract class AlertRunTests(StoreFixture store) : StoreSuite(store)
{
    [Fact]
    public async Task A_destination_that_stays_unreachable_is_told_once_and_its_end_once()
    {
        var (node, channel, rule, destination) = await BeginAsync();
        await node.SetOpenAsync(destination, isOpen: true, "Connections are refused.");

        await node.LookAsync(TimeSpan.FromMinutes(4));
        Assert.Empty(await node.AlertsOfAsync(rule));
        await node.LookAsync(TimeSpan.FromMinutes(1));
        await node.LookAsync(TimeSpan.FromMinutes(1));
        await node.SetOpenAsync(destination, isOpen: false);
        await node.LookAsync(TimeSpan.FromMinutes(1));
        await node.LookAsync(TimeSpan.FromMinutes(1));

        var alert = Assert.Single(await node.AlertsOfAsync(rule));
        Assert.Equal((Batches.Noon, Batches.Noon.AddMinutes(5), Batches.Noon.AddMinutes(7)), (alert.Since, alert.OpenedAt, alert.ResolvedAt));
        Assert.Contains("Connections are refused.", alert.Text, StringComparison.Ordinal);
        Assert.Equal([NoticeKind.Opened, NoticeKind.Resolved], node.Out.To(channel).Select(m => Assert.Single(m.Items).Kind));
        Assert.All(await node.NoticesOfAsync(channel), n => Assert.Equal((NoticeState.Sent, true), (n.State, n.SentAt is not null)));
    }

    [Fact]
    public async Task What_one_look_finds_goes_out_in_one_message()
    {
        var (node, channel, _, first) = await BeginAsync();
        var second = (await node.AddDestinationAsync()).Id;
        await node.AddRuleAsync(AlertKind.Unreachable, second, d => d with { Channels = [channel.Id] });
        await node.SetOpenAsync(first, isOpen: true);
        await node.SetOpenAsync(second, isOpen: true);

        await node.LookAsync(TimeSpan.FromMinutes(5));

        Assert.Equal(2, Assert.Single(node.Out.To(channel)).Items.Count);
    }

    [Fact]
    public async Task An_alert_that_goes_on_is_told_again_until_somebody_takes_it()
    {
        var (node, channel, rule, destination) = await BeginAsync(r => r with { ReminderMinutes = 60 });
        await node.SetOpenAsync(destination, isOpen: true);
        await node.LookAsync(TimeSpan.FromMinutes(5));

        await node.LookAsync(TimeSpan.FromMinutes(59));
        Assert.Single(node.Out.To(channel));
        await node.LookAsync(TimeSpan.FromMinutes(1));
        Assert.Equal(NoticeKind.Reminder, Assert.Single(node.Out.To(channel)[1].Items).Kind);
        Assert.Null(await node.Alerts.AcknowledgeAsync((await node.AlertsOfAsync(rule))[0].Id, "anna", Cancellation));
        await node.LookAsync(TimeSpan.FromHours(5));

        Assert.Equal(2, node.Out.To(channel).Count);
    }

    [Fact]
    public async Task In_quiet_hours_only_critical_alerts_go_out_and_the_rest_in_one_message_after_them()
    {
        // It is noon in UTC.
        var (node, channel, _, first) = await BeginAsync(channel: c => c with { QuietFrom = "12:00", QuietTo = "13:00" });
        var (second, critical) = ((await node.AddDestinationAsync()).Id, (await node.AddDestinationAsync()).Id);
        await node.AddRuleAsync(AlertKind.Unreachable, second, d => d with { Channels = [channel.Id] });
        await node.AddRuleAsync(AlertKind.Unreachable, critical, d => d with { Channels = [channel.Id], IsCritical = true });
        foreach (var id in new[] { first, second, critical })
            await node.SetOpenAsync(id, isOpen: true);

        await node.LookAsync(TimeSpan.FromMinutes(5));
        Assert.True(Assert.Single(Assert.Single(node.Out.To(channel)).Items).Alert.IsCritical);
        await node.LookAsync(TimeSpan.FromMinutes(54));
        Assert.Single(node.Out.To(channel));
        await node.LookAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(2, node.Out.To(channel)[1].Items.Count);
    }

    [Fact]
    public async Task What_began_and_ended_in_quiet_hours_is_told_to_nobody()
    {
        var (node, channel, rule, destination) = await BeginAsync(channel: c => c with { QuietFrom = "12:00", QuietTo = "13:00" });
        await node.SetOpenAsync(destination, isOpen: true);
        await node.LookAsync(TimeSpan.FromMinutes(5));
        await node.SetOpenAsync(destination, isOpen: false);
        await node.LookAsync(TimeSpan.FromMinutes(5));

        await node.LookAsync(TimeSpan.FromHours(1));

        Assert.Empty(node.Out.To(channel));
        Assert.Equal(NoticeState.Dropped, Assert.Single(await node.NoticesOfAsync(channel)).State);
        Assert.NotNull(Assert.Single(await node.AlertsOfAsync(rule)).ResolvedAt);
    }

    [Fact]
    public async Task A_message_that_did_not_arrive_before_the_quiet_hours_holds_up_nothing_critical_in_them()
    {
        var (node, channel, _, destination) = await BeginAsync(channel: c => c with { QuietFrom = "12:06", QuietTo = "13:00" });
        var critical = (await node.AddDestinationAsync()).Id;
        await node.AddRuleAsync(AlertKind.Unreachable, critical, d => d with { Channels = [channel.Id], IsCritical = true, Minutes = 10 });
        foreach (var id in new[] { destination, critical })
            await node.SetOpenAsync(id, isOpen: true);
        node.Out.Answer = _ => NoticeOutcome.Failed("It has trouble.");
        await node.LookAsync(TimeSpan.FromMinutes(5));
        node.Out.Answer = null;

        await node.LookAsync(TimeSpan.FromMinutes(5));
        await node.LookAsync(TimeSpan.FromMinutes(50));

        Assert.Equal([false, true, false], node.Out.To(channel).Select(m => Assert.Single(m.Items).Alert.IsCritical));
        Assert.Equal(node.Out.To(channel)[0].Id, node.Out.To(channel)[2].Id);
    }

    [Fact]
    public async Task What_does_not_arrive_is_tried_again_later_and_later_under_the_same_id()
    {
        var (node, channel, _, destination) = await BeginAsync();
        node.Out.Answer = _ => NoticeOutcome.Failed("It has trouble.");
        await node.SetOpenAsync(destination, isOpen: true);
        await node.LookAsync(TimeSpan.FromMinutes(5));

        foreach (var minutes in new[] { 1, 1, 1, 3, 1 })
            await node.LookAsync(TimeSpan.FromMinutes(minutes));

        // At once, then after one, two and four minutes.
        Assert.Equal(4, node.Out.To(channel).Count);
        Assert.Single(node.Out.To(channel).Select(m => m.Id).Distinct());
        Assert.Equal("It has trouble.", (await node.Channels.GetAsync(channel.Id, Cancellation))!.LastError);
        node.Out.Answer = null;
        await node.LookAsync(TimeSpan.FromMinutes(8));
        Assert.Equal((NoticeState.Sent, 4), await StateAsync(node, channel));
    }

    [Fact]
    public async Task After_a_day_a_message_is_given_up()
    {
        var (node, channel, _, destination) = await BeginAsync();
        node.Out.Answer = _ => NoticeOutcome.Failed("It has trouble.");
        await node.SetOpenAsync(destination, isOpen: true);
        await node.LookAsync(TimeSpan.FromMinutes(5));

        await node.LookAsync(TimeSpan.FromHours(25));

        Assert.Equal((NoticeState.GivenUp, 2), await StateAsync(node, channel));
    }

    [Fact]
    public async Task A_message_that_was_begun_when_the_process_died_goes_out_again_as_it_was()
    {
        var (node, channel, _, destination) = await BeginAsync();
        node.Out.Answer = _ => throw new InvalidOperationException("The process dies here.");
        await node.SetOpenAsync(destination, isOpen: true);
        await node.LookAsync(TimeSpan.FromMinutes(5));
        var (begun, second) = (Assert.Single(node.Out.To(channel)), (await node.AddDestinationAsync()).Id);
        await node.AddRuleAsync(AlertKind.Unreachable, second, d => d with { Channels = [channel.Id] });
        await node.SetOpenAsync(second, isOpen: true);

        // Its lease runs out, another node follows. More is to be told by now.
        var other = new AlertNode(Store, node);
        await other.LookAsync(TimeSpan.FromMinutes(5));

        var messages = other.Out.To(channel);
        Assert.Equal((begun.Id, begun.Items.Count), (messages[0].Id, messages[0].Items.Count));
        Assert.Equal((2, 1), (messages.Count, messages[1].Items.Count));
    }

    [Fact]
    public async Task Of_two_nodes_one_looks_until_its_lease_is_over_or_given_back()
    {
        var (node, channel, rule, destination) = await BeginAsync();
        await node.LookAsync();
        var other = new AlertNode(Store, node);
        await node.SetOpenAsync(destination, isOpen: true);
        node.Time.Advance(TimeSpan.FromMinutes(5));
        await node.LookAsync();

        await node.SetOpenAsync(destination, isOpen: false);
        await other.LookAsync();
        Assert.Null(Assert.Single(await node.AlertsOfAsync(rule)).ResolvedAt);
        Assert.True(other.Board.Current.Open > 0);
        await other.LookAsync(TimeSpan.FromMinutes(3));

        Assert.NotNull(Assert.Single(await node.AlertsOfAsync(rule)).ResolvedAt);
        Assert.Equal((1, 1), (node.Out.To(channel).Count, other.Out.To(channel).Count));
    }

    [Fact]
    public async Task A_deleted_rule_ends_its_alerts_and_nobody_is_told_that_they_are_over()
    {
        var (node, channel, rule, destination) = await BeginAsync();
        await node.SetOpenAsync(destination, isOpen: true);
        await node.LookAsync(TimeSpan.FromMinutes(5));
        AlertNode.Value(await node.Rules.UpdateAsync(rule.Id, rule.Version, AlertRuleDraft.From(rule) with { Enabled = false }, "anna", Cancellation));

        await node.LookAsync(TimeSpan.FromMinutes(1));

        var alert = Assert.Single(await node.AlertsOfAsync(rule));
        Assert.NotNull(alert.ResolvedAt);
        Assert.Contains("rule", alert.Ending, StringComparison.Ordinal);
        Assert.Single(node.Out.To(channel));
    }

    [Fact]
    public async Task What_waits_for_a_channel_that_is_switched_off_is_dropped()
    {
        var (node, channel, _, destination) = await BeginAsync();
        node.Out.Answer = _ => NoticeOutcome.Failed("It has trouble.");
        await node.SetOpenAsync(destination, isOpen: true);
        await node.LookAsync(TimeSpan.FromMinutes(5));
        AlertNode.Value(await node.Channels.UpdateAsync(channel.Id, channel.Version, AlertChannelDraft.Of(channel) with { Enabled = false }, "anna", Cancellation));

        await node.LookAsync(TimeSpan.FromMinutes(1));

        Assert.Equal(NoticeState.Dropped, Assert.Single(await node.NoticesOfAsync(channel)).State);
    }

    private async Task<(AlertNode Node, AlertChannel Channel, AlertRule Rule, int Destination)> BeginAsync(
        Func<AlertRuleDraft, AlertRuleDraft>? rule = null, Func<AlertChannelDraft, AlertChannelDraft>? channel = null)
    {
        var node = new AlertNode(Store);
        // Tests share the database, and each has its own clock: none may wait for the lease of the one before.
        await using (var db = Store.CreateContext())
            await db.Settings.Where(s => s.Name == AlertLease.Setting).ExecuteDeleteAsync(Cancellation);
        var way = await node.AddChannelAsync(channel);
        var destination = (await node.AddDestinationAsync()).Id;
        var watch = await node.AddRuleAsync(AlertKind.Unreachable, destination, d => (rule?.Invoke(d) ?? d) with { Channels = [way.Id] });
        return (node, way, watch, destination);
    }

    private static async Task<(NoticeState State, int Attempts)> StateAsync(AlertNode node, AlertChannel channel)
    {
        var notice = Assert.Single(await node.NoticesOfAsync(channel));
        return (notice.State, notice.Attempts);
    }
}

public sealed class AlertRunTestsOnSqlite(SqliteStore store) : AlertRunTests(store), IClassFixture<SqliteStore>;

public sealed class AlertRunTestsOnSqlServer(SqlServerStore store) : AlertRunTests(store), IClassFixture<SqlServerStore>;
