using CommerceEventConsole.Engine.Alerts.Conditions;
using CommerceEventConsole.Engine.Alerts.Registrations;
using CommerceEventConsole.Engine.Alerts.Rules;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Destinations;
using CommerceEventConsole.Engine.Failures;
using CommerceEventConsole.Engine.Sources;
using CommerceEventConsole.Storage.Tests.Stores;
using CommerceEventConsole.Storage.Tests.Suite;

namespace CommerceEventConsole.Storage.Tests.Alerts;

public abstract class AlertConditionTests(StoreFixture store) : StoreSuite(store)
{
    private AlertNode? _node;

    private AlertNode Node => _node ??= new AlertNode(Store);

    [Fact]
    public async Task An_open_failure_group_is_found_and_one_that_somebody_looks_after_is_not()
    {
        var destination = await Node.AddDestinationAsync();
        var rule = await Node.AddRuleAsync(AlertKind.GroupOpened, destination.Id);
        await AddGroupAsync(destination.Id, FailureGroupState.Acknowledged);
        await AddGroupAsync(destination.Id, FailureGroupState.Snoozed);
        await AddGroupAsync(destination.Id, FailureGroupState.Resolved);
        var open = await AddGroupAsync(destination.Id, FailureGroupState.Open);

        var found = await Node.FindAsync(rule);

        var finding = Assert.Single(found.All);
        Assert.True(found.IsComplete);
        Assert.StartsWith($"group:{open.Id}@", finding.Subject, StringComparison.Ordinal);
        Assert.Equal(($"{destination.Name} refuses deliveries", Batches.Noon), (finding.Title, finding.Since));
        Assert.Contains("status 422: “SKU # is unknown”", finding.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_group_that_comes_back_is_another_subject()
    {
        var destination = await Node.AddDestinationAsync();
        var rule = await Node.AddRuleAsync(AlertKind.GroupOpened, destination.Id);
        var group = await AddGroupAsync(destination.Id, FailureGroupState.Open);
        var before = Assert.Single((await Node.FindAsync(rule)).All).Subject;
        await using (var db = Store.CreateContext())
        {
            db.Update(group);
            (group.OpenedAt, group.Reopened) = (Batches.Noon.AddHours(1), 1);
            await db.SaveChangesAsync(Cancellation);
        }

        var after = Assert.Single((await Node.FindAsync(rule)).All);

        Assert.NotEqual(before, after.Subject);
        Assert.Contains("has come back", after.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task More_groups_than_fit_are_cut_and_the_rest_is_not_taken_for_settled()
    {
        var destination = await Node.AddDestinationAsync();
        var rule = await Node.AddRuleAsync(AlertKind.GroupOpened, destination.Id);
        for (var i = 0; i <= GroupOpenedCondition.MaxGroups; i++)
            await AddGroupAsync(destination.Id, FailureGroupState.Open);

        var found = await Node.FindAsync(rule);

        Assert.Equal((GroupOpenedCondition.MaxGroups, false), (found.All.Count, found.IsComplete));
    }

    [Fact]
    public async Task A_destination_is_unreachable_from_the_minute_that_the_rule_names()
    {
        var destination = (await Node.AddDestinationAsync()).Id;
        var rule = await Node.AddRuleAsync(AlertKind.Unreachable, destination);
        await Node.SetOpenAsync(destination, isOpen: true);

        Node.Time.Advance(TimeSpan.FromMinutes(5) - TimeSpan.FromMilliseconds(1));
        Assert.Empty((await Node.FindAsync(rule)).All);
        Node.Time.Advance(TimeSpan.FromMilliseconds(1));
        Assert.Equal($"destination:{destination}", Assert.Single((await Node.FindAsync(rule)).All).Subject);
        await Node.SetOpenAsync(destination, isOpen: false);
        Node.Time.Advance(TimeSpan.FromHours(1));
        Assert.Empty((await Node.FindAsync(rule)).All);
    }

    [Fact]
    public async Task A_destination_that_somebody_paused_is_not_called_unreachable()
    {
        var destination = (await Node.AddDestinationAsync()).Id;
        var rule = await Node.AddRuleAsync(AlertKind.Unreachable, destination);
        await Node.SetOpenAsync(destination, isOpen: true);
        AlertNode.Value(await Node.Get<DestinationStore>().PauseAsync(destination, "anna", Cancellation));

        Node.Time.Advance(TimeSpan.FromHours(1));

        Assert.Empty((await Node.FindAsync(rule)).All);
    }

    [Theory]
    [InlineData(DeliveryState.Pending)]
    [InlineData(DeliveryState.Held)]
    [InlineData(DeliveryState.Retrying)]
    public async Task A_delivery_that_waits_longer_than_the_rule_says_is_a_backlog(DeliveryState state)
    {
        var (mine, other) = ((await Node.AddDestinationAsync()).Id, (await Node.AddDestinationAsync()).Id);
        var rule = await Node.AddRuleAsync(AlertKind.Backlog, mine);
        foreach (var id in new[] { mine, other })
            await CommitAsync(Batches.Event(Store.NextId(), $"e{id}", deliveries: Batches.To(id, state: state)));

        Node.Time.Advance(TimeSpan.FromMinutes(4));
        Assert.Empty((await Node.FindAsync(rule)).All);
        Node.Time.Advance(TimeSpan.FromMinutes(1));

        var finding = Assert.Single((await Node.FindAsync(rule)).All);
        Assert.Equal(($"destination:{mine}", Batches.Noon), (finding.Subject, finding.Since));
        Assert.Contains("more than 5 minutes", finding.Text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(DeliveryState.Delivered)]
    [InlineData(DeliveryState.Failed)]
    [InlineData(DeliveryState.Dismissed)]
    public async Task What_is_delivered_or_given_up_is_no_backlog(DeliveryState state)
    {
        var destination = (await Node.AddDestinationAsync()).Id;
        var rule = await Node.AddRuleAsync(AlertKind.Backlog, destination);
        await CommitAsync(Batches.Event(Store.NextId(), $"e{destination}", deliveries: Batches.To(destination, state: state)));
        Node.Time.Advance(TimeSpan.FromHours(1));

        Assert.Empty((await Node.FindAsync(rule)).All);
    }

    [Fact]
    public async Task A_source_that_sent_once_and_no_more_is_silent_until_it_sends_again()
    {
        var source = await AddSourceAsync(Verification.None);
        var rule = await Node.AddRuleAsync(AlertKind.Silence, source.Id);
        await CommitAsync(Batches.Event(source.Id, "first"));

        Node.Time.Advance(TimeSpan.FromMinutes(4));
        Assert.Empty((await Node.FindAsync(rule)).All);
        Node.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(($"source:{source.Id}", Batches.Noon), Assert.Single((await Node.FindAsync(rule)).All) is var f ? (f.Subject, f.Since) : default);
        var again = Batches.Event(source.Id, "second");
        again.Row.ReceivedAt = Batches.Noon.AddMinutes(5);
        await CommitAsync(again);
        Assert.Empty((await Node.FindAsync(rule)).All);
    }

    [Fact]
    public async Task A_source_that_never_sent_is_not_silent() => Assert.Empty(await SilentAsync(await AddSourceAsync(Verification.None)));

    [Fact]
    public async Task A_source_that_is_switched_off_is_not_silent_and_gets_its_time_when_it_is_switched_on()
    {
        var source = await AddSourceAsync(Verification.None);
        await CommitAsync(Batches.Event(source.Id, "first"));
        AlertNode.Value(await Node.Get<SourceStore>().SetEnabledAsync(source.Id, enabled: false, "anna", Cancellation));

        Assert.Empty(await SilentAsync(source));
        AlertNode.Value(await Node.Get<SourceStore>().SetEnabledAsync(source.Id, enabled: true, "anna", Cancellation));
        Assert.Empty(await SilentAsync(source, wait: TimeSpan.FromMinutes(4)));
        Assert.Single(await SilentAsync(source, wait: TimeSpan.FromMinutes(1)));
    }

    [Theory]
    [InlineData(9, 9, false)] // Adobe leaves a registration alone below ten attempts (spec 2.8).
    [InlineData(10, 5, true)]
    [InlineData(10, 4, false)]
    public async Task A_registration_is_at_risk_from_ten_requests_and_the_rules_share_of_failures_on(int requests, int failed, bool atRisk)
    {
        var source = await AddSourceAsync(Verification.AdobeSignature);
        var rule = await Node.AddRuleAsync(AlertKind.RegistrationAtRisk, source.Id);

        await AnswerAsync(source.Id, requests, failed);

        var found = (await Node.FindAsync(rule)).All;
        Assert.Equal(atRisk, found.Count == 1);
        Assert.All(found, f => Assert.Contains($"did not take {failed} of {requests} requests ({100 * failed / requests} %)", f.Text, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Answers_of_all_nodes_count_for_a_day()
    {
        var source = await AddSourceAsync(Verification.AdobeSignature);
        var rule = await Node.AddRuleAsync(AlertKind.RegistrationAtRisk, source.Id);
        await AnswerAsync(source.Id, 6, 6);
        await AnswerAsync(source.Id, 6, 6, new AlertNode(Store, Node));

        Node.Time.Advance(TimeSpan.FromHours(23));
        Assert.Single((await Node.FindAsync(rule)).All);
        Node.Time.Advance(TimeSpan.FromHours(1));
        Assert.Empty((await Node.FindAsync(rule)).All);
        // What is older than two days goes.
        Node.Time.Advance(TimeSpan.FromHours(25));
        await AnswerAsync(Store.NextId(), 1, 0);
        Assert.Empty(await ReadAsync(c => c.Set<IntakeAnswerHour>().Where(h => h.SourceId == source.Id)));
    }

    [Fact]
    public async Task Only_Adobe_disables_registrations()
    {
        var source = await AddSourceAsync(Verification.None);
        var rule = await Node.AddRuleAsync(AlertKind.RegistrationAtRisk, source.Id);

        await AnswerAsync(source.Id, 20, 20);

        Assert.Empty((await Node.FindAsync(rule)).All);
    }

    private async Task<IReadOnlyList<AlertFinding>> SilentAsync(Source source, TimeSpan? wait = null)
    {
        var rule = await Node.AddRuleAsync(AlertKind.Silence, source.Id);
        Node.Time.Advance(wait ?? TimeSpan.FromHours(1));
        return (await Node.FindAsync(rule)).All;
    }

    private static async Task AnswerAsync(AlertNode node, int sourceId, int requests, int failed)
    {
        var answers = node.Get<IntakeAnswers>();
        for (var i = 0; i < requests; i++)
            answers.Count(sourceId, i < failed ? 503 : 200, answers.Start());
        await node.Get<IntakeAnswerLog>().FlushAsync(Cancellation);
    }

    private Task AnswerAsync(int sourceId, int requests, int failed, AlertNode? node = null) => AnswerAsync(node ?? Node, sourceId, requests, failed);

    private async Task<Source> AddSourceAsync(Verification verification) => AlertNode.Value(await Node.Get<SourceStore>().CreateAsync(
        new SourceDraft($"shop-{Store.NextId()}", $"Shop {Store.NextId()}", verification, Secret: null, "client", ConfirmChallenges: true, [], Enabled: true),
        "anna",
        Cancellation));

    private async Task<FailureGroup> AddGroupAsync(int destinationId, FailureGroupState state)
    {
        await using var db = Store.CreateContext();
        var group = new FailureGroup
        {
            DestinationId = destinationId,
            Signature = Store.NextId(),
            Class = FailureClass.Refused,
            StatusCode = 422,
            Message = "SKU # is unknown",
            State = state,
            FirstSeenAt = Batches.Noon,
            LastSeenAt = Batches.Noon,
            OpenedAt = Batches.Noon,
        };
        db.Add(group);
        await db.SaveChangesAsync(Cancellation);
        return group;
    }
}

public sealed class AlertConditionTestsOnSqlite(SqliteStore store) : AlertConditionTests(store), IClassFixture<SqliteStore>;

public sealed class AlertConditionTestsOnSqlServer(SqlServerStore store) : AlertConditionTests(store), IClassFixture<SqlServerStore>;
