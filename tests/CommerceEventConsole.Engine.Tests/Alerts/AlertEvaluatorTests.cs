using CommerceEventConsole.Engine.Alerts;
using CommerceEventConsole.Engine.Alerts.Conditions;
using CommerceEventConsole.Engine.Alerts.Rules;
using CommerceEventConsole.Engine.Alerts.Running;

namespace CommerceEventConsole.Engine.Tests.Alerts;

public sealed class AlertEvaluatorTests
{
    private static readonly DateTimeOffset Now = new(2026, 5, 4, 9, 0, 0, TimeSpan.Zero);

    private readonly AlertRule _rule = new() { Id = 1, Name = "ERP", Kind = AlertKind.Unreachable, Enabled = true, IsCritical = true };

    [Fact]
    public void What_is_found_for_the_first_time_opens_an_alert()
    {
        var alert = Assert.Single(Look([], Found("destination:3")).Opened);

        Assert.Equal((1, "ERP", AlertKind.Unreachable, "destination:3", true), (alert.RuleId, alert.RuleName, alert.Kind, alert.Subject, alert.IsCritical));
        Assert.Equal((Now, Now, Now.AddMinutes(-7)), (alert.OpenedAt, alert.ToldAt, alert.Since));
    }

    [Fact]
    public void What_goes_on_is_no_second_alert() => Assert.True(Look([Active("destination:3")], Found("destination:3")).IsEmpty);

    [Fact]
    public void The_same_found_twice_in_one_look_is_one_alert() => Assert.Single(Look([], Found("destination:3", "destination:3")).Opened);

    [Fact]
    public void What_is_not_found_any_more_is_over()
    {
        var changes = Look([Active("destination:3"), Active("destination:4")], Found("destination:4"));

        Assert.Equal("destination:3", Assert.Single(changes.Resolved).Subject);
        Assert.Empty(changes.Ended);
    }

    [Fact]
    public void A_look_that_did_not_see_everything_ends_nothing() =>
        Assert.True(Look([Active("destination:3")], Found("destination:4") with { All = [], IsComplete = false }).IsEmpty);

    [Fact]
    public void A_rule_that_could_not_look_leaves_its_alerts_as_they_are() => Assert.True(Look([Active("destination:3")], found: null).IsEmpty);

    [Fact]
    public void Alerts_of_a_rule_that_is_gone_end_without_being_called_resolved()
    {
        var changes = AlertEvaluator.Evaluate([], new Dictionary<int, AlertFindings>(), [Active("destination:3")], Now);

        Assert.Single(changes.Ended);
        Assert.Empty(changes.Resolved);
    }

    [Fact]
    public void Alerts_of_a_rule_that_watches_something_else_now_end()
    {
        _rule.Kind = AlertKind.Backlog;

        var changes = Look([Active("destination:3")], Found("destination:3"));

        Assert.Single(changes.Ended);
    }

    [Fact]
    public void An_alert_that_goes_on_is_told_again_after_the_reminder_interval_and_not_before()
    {
        _rule.ReminderMinutes = 60;

        Assert.Empty(Look([Active("destination:3", toldAt: Now.AddMinutes(-59))], Found("destination:3")).Reminded);
        Assert.Single(Look([Active("destination:3", toldAt: Now.AddMinutes(-60))], Found("destination:3")).Reminded);
    }

    [Fact]
    public void Nobody_is_reminded_of_what_somebody_looks_after()
    {
        _rule.ReminderMinutes = 60;
        var alert = Active("destination:3", toldAt: Now.AddHours(-5));
        alert.AcknowledgedAt = Now.AddHours(-4);

        Assert.True(Look([alert], Found("destination:3")).IsEmpty);
    }

    [Fact]
    public void Without_a_reminder_interval_nothing_is_told_twice() =>
        Assert.True(Look([Active("destination:3", toldAt: Now.AddDays(-5))], Found("destination:3")).IsEmpty);

    [Fact]
    public void Two_rules_may_alert_for_the_same_subject()
    {
        var other = new AlertRule { Id = 2, Name = "All", Kind = AlertKind.Unreachable, Enabled = true };

        var changes = AlertEvaluator.Evaluate(
            [_rule, other], new Dictionary<int, AlertFindings> { [1] = Found("destination:3"), [2] = Found("destination:3") }, [Active("destination:3")], Now);

        Assert.Equal(2, Assert.Single(changes.Opened).RuleId);
    }

    [Fact]
    public void Long_texts_with_line_breaks_become_lines_that_fit()
    {
        var finding = new AlertFinding("group:1@1", "a\r\nb" + new string('x', 300), new string('y', 2000), "failures", Now);

        var alert = Assert.Single(Look([], new AlertFindings([finding])).Opened);

        Assert.Equal((200, 1000), (alert.Title.Length, alert.Text.Length));
        Assert.StartsWith("a bxxx", alert.Title, StringComparison.Ordinal);
    }

    private AlertChanges Look(IReadOnlyList<Alert> active, AlertFindings? found) => AlertEvaluator.Evaluate(
        [_rule], found is null ? new Dictionary<int, AlertFindings>() : new Dictionary<int, AlertFindings> { [_rule.Id] = found }, active, Now);

    private static AlertFindings Found(params string[] subjects) =>
        new([.. subjects.Select(s => new AlertFinding(s, "ERP is unreachable", "It does not answer.", "destinations", Now.AddMinutes(-7)))]);

    private static Alert Active(string subject, DateTimeOffset? toldAt = null) => new()
    {
        Id = 7,
        RuleId = 1,
        RuleName = "ERP",
        Kind = AlertKind.Unreachable,
        Subject = subject,
        Title = "ERP is unreachable",
        Text = "It does not answer.",
        Path = "destinations",
        OpenedAt = Now.AddHours(-6),
        ToldAt = toldAt ?? Now.AddHours(-6),
    };
}
