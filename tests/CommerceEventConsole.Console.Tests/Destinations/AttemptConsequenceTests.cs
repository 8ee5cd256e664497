using Bunit;
using CommerceEventConsole.Components.Events;
using CommerceEventConsole.Console.Tests.Overview;
using CommerceEventConsole.Engine.Access;
using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Subscriptions.Stages;

namespace CommerceEventConsole.Console.Tests.Destinations;

public sealed class AttemptConsequenceTests
{
    [Theory]
    [InlineData(AttemptOutcome.Permanent, "given up: the answer is final")]
    [InlineData(AttemptOutcome.Exhausted, "given up: it was the last try")]
    [InlineData(AttemptOutcome.Expired, "given up: the delivery is too old")]
    [InlineData(AttemptOutcome.Uncounted, "costs no try: the destination was not available")]
    public async Task An_attempt_says_why_it_was_the_last_or_did_not_count(AttemptOutcome outcome, string expected)
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Viewer);

        var attempt = screens.Page.Render<AttemptView>(p => p.Add(
            x => x.Attempt, new AttemptSummary(1, 1, 3, DateTimeOffset.UnixEpoch, 12, outcome, 503, "ERP answered 503")));

        Assert.Contains(expected, attempt.Find(".attempt-head").TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(StageKind.WriteBack, "comment", 503, "Failed at: write back “comment”", "Commerce answered 503")]
    [InlineData(StageKind.Enrich, "order", 404, "Failed at: ask Commerce for “order”", "Commerce answered 404")]
    [InlineData(StageKind.Map, null, null, "Failed at: mapping", "Attempt 3")]
    [InlineData(StageKind.Send, null, 422, "Failed at: send", "answered 422")]
    public async Task An_attempt_names_the_stage_that_failed_and_who_answered(StageKind stage, string? name, int? status, string expected, string answer)
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Viewer);

        var attempt = screens.Page.Render<AttemptView>(p => p.Add(
            x => x.Attempt, new AttemptSummary(1, 1, 3, DateTimeOffset.UnixEpoch, 12, AttemptOutcome.Transient, status, "It did not work") { Stage = stage, StageName = name }));

        var head = attempt.Find(".attempt-head").TextContent;
        Assert.Contains(expected, head, StringComparison.Ordinal);
        Assert.Contains(answer, head, StringComparison.Ordinal);
        Assert.Equal(stage is StageKind.Enrich or StageKind.WriteBack, head.Contains("Commerce answered", StringComparison.Ordinal));
        Assert.DoesNotContain("no answer", head, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_attempt_that_is_followed_by_another_says_nothing_of_that()
    {
        await using var screens = await Screens.OpenAsync(ConsoleRoles.Viewer);

        var attempt = screens.Page.Render<AttemptView>(p => p.Add(
            x => x.Attempt, new AttemptSummary(1, 1, 3, DateTimeOffset.UnixEpoch, 12, AttemptOutcome.Transient, 503, "ERP answered 503")));

        Assert.Contains("answered 503", attempt.Markup, StringComparison.Ordinal);
        Assert.DoesNotContain("given up", attempt.Markup, StringComparison.Ordinal);
    }
}
