using CommerceEventConsole.Engine.Alerts;
using CommerceEventConsole.Engine.Alerts.Channels;
using CommerceEventConsole.Engine.Alerts.Notices;
using CommerceEventConsole.Engine.Alerts.Rules;
using CommerceEventConsole.Engine.Alerts.Running;
using CommerceEventConsole.Engine.Jobs.Retention;
using CommerceEventConsole.Engine.Setup;
using CommerceEventConsole.Engine.Storage;
using CommerceEventConsole.Storage.Tests.Stores;
using CommerceEventConsole.Storage.Tests.Suite;
using Microsoft.EntityFrameworkCore;
using Microsoft.Extensions.DependencyInjection;

namespace CommerceEventConsole.Storage.Tests.Alerts;

public abstract class AlertSetupTests(StoreFixture store) : StoreSuite(store)
{
    private AlertNode? _node;

    private AlertNode Node => _node ??= new AlertNode(Store);

    [Fact]
    public async Task A_new_installation_begins_with_four_rules_and_whoever_deletes_one_has_deleted_it()
    {
        await Node.Get<AlertDefaults>().EnsureAsync(Cancellation);

        var rules = (await Node.Rules.ListAsync(Cancellation)).Where(r => r.ChangedBy == "console").OrderBy(r => r.Kind).ToList();
        Assert.Equal(
            [(AlertKind.GroupOpened, 0, ""), (AlertKind.Unreachable, 5, ""), (AlertKind.Backlog, 30, ""), (AlertKind.PromiseBroken, 0, "")],
            rules.Select(r => (r.Kind, r.Minutes, r.Channels)));
        foreach (var rule in rules)
            AlertNode.Value(await Node.Rules.DeleteAsync(rule.Id, "anna", Cancellation));
        await new AlertNode(Store).Get<AlertDefaults>().EnsureAsync(Cancellation);
        Assert.DoesNotContain(await Node.Rules.ListAsync(Cancellation), r => r.ChangedBy == "console");

        // One that is older than promises gets their rule, and no other again.
        await using (var db = Store.CreateContext())
            await db.Settings.Where(s => s.Name == AlertDefaults.PromiseSetting).ExecuteDeleteAsync(Cancellation);
        await new AlertNode(Store).Get<AlertDefaults>().EnsureAsync(Cancellation);
        Assert.Equal(AlertKind.PromiseBroken, Assert.Single(await Node.Rules.ListAsync(Cancellation), r => r.ChangedBy == "console").Kind);
    }

    [Fact]
    public async Task A_password_is_stored_encrypted_kept_when_it_is_not_typed_and_in_no_audit_entry()
    {
        var name = $"Mail {Store.NextId()}";
        var draft = new AlertChannelDraft(name, AlertChannelKind.Mail)
        {
            Host = "smtp.example.com", From = "console@example.com", To = "anna@example.com; ben@example.com", UserName = "console", Secret = "hunter2-hunter2",
        };
        var channel = AlertNode.Value(await Node.Channels.CreateAsync(draft, "anna", Cancellation));
        channel = AlertNode.Value(await Node.Channels.UpdateAsync(
            channel.Id, channel.Version, AlertChannelDraft.Of(channel) with { Port = 25 }, "ben", Cancellation));

        Assert.Equal(("anna@example.com, ben@example.com", 25), (channel.To, channel.Port));
        Assert.DoesNotContain("hunter2", channel.ProtectedSecret, StringComparison.Ordinal);
        Assert.True(Node.Get<ISecretProtector>().TryUnprotect(SecretPurpose.AlertSecret, channel.ProtectedSecret!, out var password));
        Assert.Equal("hunter2-hunter2", password);
        var audit = await ReadAsync(c => c.AuditEntries.Where(a => a.Subject == $"Alert channel {name}").OrderBy(a => a.Id));
        Assert.Equal([("alert-channel.created", "anna"), ("alert-channel.changed", "ben")], audit.Select(a => (a.Action, a.Who)));
        Assert.All(audit, a => Assert.DoesNotContain("hunter2", a.Before + a.After, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_channel_that_becomes_another_kind_forgets_the_secret_of_the_old_one()
    {
        var channel = await Node.AddChannelAsync(d => d with { Secret = "signing-secret" });

        var changed = AlertNode.Value(await Node.Channels.UpdateAsync(
            channel.Id,
            channel.Version,
            AlertChannelDraft.Of(channel) with { Kind = AlertChannelKind.Mail, Host = "smtp.example.com", From = "a@example.com", To = "b@example.com" },
            "anna",
            Cancellation));

        Assert.Equal(((string?)null, (string?)null), (changed.ProtectedSecret, changed.Url));
    }

    [Fact]
    public async Task Two_who_edit_at_once_do_not_undo_each_other()
    {
        var rule = await Node.AddRuleAsync(AlertKind.Backlog, Store.NextId());
        var draft = AlertRuleDraft.From(rule);
        AlertNode.Value(await Node.Rules.UpdateAsync(rule.Id, rule.Version, draft with { Minutes = 10 }, "anna", Cancellation));

        var late = await Node.Rules.UpdateAsync(rule.Id, rule.Version, draft with { Minutes = 20 }, "ben", Cancellation);

        Assert.Equal(ChangeOutcome.Conflict, late.Outcome);
        Assert.Equal(10, (await Node.Rules.GetAsync(rule.Id, Cancellation))!.Minutes);
    }

    [Fact]
    public async Task A_channel_that_a_rule_uses_cannot_be_deleted_and_the_rule_is_named()
    {
        var channel = await Node.AddChannelAsync();
        var rule = await Node.AddRuleAsync(AlertKind.Backlog, Store.NextId(), d => d with { Channels = [channel.Id] });

        var refused = await Node.Channels.DeleteAsync(channel.Id, "anna", Cancellation);
        AlertNode.Value(await Node.Rules.DeleteAsync(rule.Id, "anna", Cancellation));

        Assert.Equal(ChangeOutcome.InUse, refused.Outcome);
        Assert.Contains(rule.Name, refused.Problems[0].Message, StringComparison.Ordinal);
        AlertNode.Value(await Node.Channels.DeleteAsync(channel.Id, "anna", Cancellation));
        Assert.Null(await Node.Channels.GetAsync(channel.Id, Cancellation));
    }

    [Fact]
    public async Task Everything_that_is_wrong_with_a_draft_is_named_at_once()
    {
        var mail = await Node.Channels.CreateAsync(
            new AlertChannelDraft("", AlertChannelKind.Mail)
            {
                Host = "http://smtp", Port = 0, From = "x", To = "anna", UserName = "a", UsesTls = false, QuietFrom = "25:00", QuietTo = "", TimeZone = "Mars",
            },
            "anna",
            Cancellation);
        var rule = await Node.Rules.CreateAsync(
            new AlertRuleDraft("x", AlertKind.Silence) { Minutes = 0, ReminderMinutes = -1, Channels = [-5] }, "anna", Cancellation);

        Assert.Equal(
            ["from", "host", "name", "port", "quietFrom", "quietTo", "secret", "timeZone", "to", "usesTls"],
            mail.Problems.Select(p => p.Field).Distinct().Order(StringComparer.Ordinal));
        Assert.Equal(["channels", "minutes", "reminderMinutes"], rule.Problems.Select(p => p.Field).Order(StringComparer.Ordinal));
    }

    [Fact]
    public async Task A_port_that_the_console_cannot_speak_to_is_refused_before_anybody_waits_for_mail()
    {
        var result = await Node.Channels.CreateAsync(
            new AlertChannelDraft($"Mail {Store.NextId()}", AlertChannelKind.Mail) { Host = "smtp.example.com", Port = 465, From = "a@example.com", To = "b@example.com" },
            "anna",
            Cancellation);

        Assert.Contains("587", Assert.Single(result.Problems).Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_tells_what_became_of_it_and_the_channel_remembers()
    {
        var channel = await Node.AddChannelAsync(d => d with { Enabled = false });
        var tester = Node.Get<AlertChannelTester>();

        Assert.True((await tester.SendAsync(channel.Id, Cancellation)).Arrived);
        Node.Out.Answer = _ => NoticeOutcome.Failed("Nobody is there.");
        Assert.Equal("Nobody is there.", (await tester.SendAsync(channel.Id, Cancellation)).Problem);

        var after = (await Node.Channels.GetAsync(channel.Id, Cancellation))!;
        Assert.Equal((true, "Nobody is there.", channel.Version), (after.LastSentAt is not null, after.LastError, after.Version));
        Assert.All(Node.Out.To(channel), m => Assert.True(m.IsTest));
        Assert.False((await tester.SendAsync(-1, Cancellation)).Arrived);
    }

    [Fact]
    public async Task Taking_an_alert_is_audited_and_cannot_be_done_twice()
    {
        var alert = await AddAlertAsync(Batches.Noon, resolvedAt: null);

        Assert.Null(await Node.Alerts.AcknowledgeAsync(alert.Id, "anna", Cancellation));
        Assert.NotNull(await Node.Alerts.AcknowledgeAsync(alert.Id, "ben", Cancellation));

        Assert.Equal("anna", Assert.Single(await ReadAsync(c => c.Alerts.Where(a => a.Id == alert.Id))).AcknowledgedBy);
        Assert.Single(await ReadAsync(c => c.AuditEntries.Where(a => a.Subject == $"Alert {alert.Title}")));
    }

    [Fact]
    public async Task The_board_tells_screens_when_something_else_is_wrong_and_only_then()
    {
        var changes = 0;
        Node.Board.Changed += () => changes++;
        await Node.Board.RefreshAsync(Cancellation);
        changes = 0;
        var before = Node.Board.Current.Open;

        await AddAlertAsync(Batches.Noon, resolvedAt: null);
        await Node.Board.RefreshAsync(Cancellation);
        await Node.Board.RefreshAsync(Cancellation);

        Assert.Equal((1, before + 1), (changes, Node.Board.Current.Open));
    }

    [Fact]
    public async Task There_is_one_alert_at_a_time_for_a_rule_and_subject()
    {
        var alert = await AddAlertAsync(Batches.Noon, resolvedAt: null);

        await Assert.ThrowsAsync<DbUpdateException>(() => AddAlertAsync(Batches.Noon, resolvedAt: null, like: alert));
        await AddAlertAsync(Batches.Noon, resolvedAt: Batches.Noon, like: alert);
    }

    [Fact]
    public async Task The_history_is_paged_newest_first()
    {
        var ids = new List<long>();
        for (var i = 0; i < 3; i++)
            ids.Add((await AddAlertAsync(Batches.Noon, resolvedAt: Batches.Noon)).Id);

        var first = await Node.Alerts.HistoryAsync(before: null, 2, Cancellation);
        var second = await Node.Alerts.HistoryAsync(first.Next, 1, Cancellation);

        Assert.Equal([ids[2], ids[1], ids[0]], first.Rows.Concat(second.Rows).Select(r => r.Id));
    }

    [Fact]
    public async Task The_clean_up_removes_what_has_long_been_over_with_its_notices_and_keeps_what_goes_on()
    {
        var old = Batches.Noon.AddYears(-1);
        var (over, active, late) = (await AddAlertAsync(old, old), await AddAlertAsync(old, resolvedAt: null), await AddAlertAsync(old, Batches.Noon));
        var channel = await Node.AddChannelAsync();
        await using (var db = Store.CreateContext())
        {
            db.AddRange(new[] { over, active }.Select(a => new AlertNotice { AlertId = a.Id, ChannelId = channel.Id, Kind = NoticeKind.Opened, State = NoticeState.Sent }));
            await db.SaveChangesAsync(Cancellation);
        }

        var step = await new AlertSweep(Store.Services.GetRequiredService<IDbContextFactory<ConsoleDbContext>>())
            .StepAsync(over.Id - 1, Batches.Noon.AddDays(-180), 500, Cancellation);

        Assert.Equal(1, step.Removed);
        Assert.Equal([active.Id, late.Id], await ReadAsync(c => c.Alerts.Where(a => a.Id >= over.Id && a.Id <= late.Id).OrderBy(a => a.Id).Select(a => a.Id)));
        Assert.Equal(active.Id, Assert.Single(await Node.NoticesOfAsync(channel)).AlertId);
    }

    private async Task<Alert> AddAlertAsync(DateTimeOffset openedAt, DateTimeOffset? resolvedAt, Alert? like = null)
    {
        await using var db = Store.CreateContext();
        var alert = new Alert
        {
            RuleId = like?.RuleId ?? Store.NextId(),
            RuleName = "Rule",
            Kind = AlertKind.Backlog,
            Subject = "destination:1",
            Title = $"Number {Store.NextId()}",
            Text = "",
            Path = "destinations",
            Since = openedAt,
            OpenedAt = openedAt,
            ToldAt = openedAt,
            ResolvedAt = resolvedAt,
        };
        db.Add(alert);
        await db.SaveChangesAsync(Cancellation);
        return alert;
    }
}

public sealed class AlertSetupTestsOnSqlite(SqliteStore store) : AlertSetupTests(store), IClassFixture<SqliteStore>;

public sealed class AlertSetupTestsOnSqlServer(SqlServerStore store) : AlertSetupTests(store), IClassFixture<SqlServerStore>;
