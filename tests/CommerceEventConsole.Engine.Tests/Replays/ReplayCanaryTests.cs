using CommerceEventConsole.Engine.Deliveries;
using CommerceEventConsole.Engine.Replays;

namespace CommerceEventConsole.Engine.Tests.Replays;

public sealed class ReplayCanaryTests
{
    [Fact]
    public void It_begins_with_one() => Assert.Equal(1, Of(sent: 0, judged: 0).MaySend);

    [Theory]
    [InlineData(1)]
    [InlineData(11)]
    [InlineData(111)]
    public void At_the_end_of_a_stage_nothing_goes_until_all_of_it_has_an_outcome(int sent)
    {
        var verdict = Of(sent, judged: sent / 10, delivered: sent - 1, waiting: 1);

        Assert.Equal((0, null), (verdict.MaySend, verdict.Judged));
        Assert.Null(verdict.Stop);
    }

    [Theory]
    [InlineData(1, 10)]
    [InlineData(11, 100)]
    public void A_stage_that_arrived_lets_the_next_one_go(int sent, int next)
    {
        var verdict = Of(sent, judged: sent / 10, delivered: sent);

        Assert.Equal((next, sent), (verdict.MaySend, verdict.Judged));
        Assert.Null(verdict.Stop);
    }

    [Fact]
    public void After_the_last_stage_the_rest_goes() => Assert.Null(Of(sent: 111, judged: 11, delivered: 111).MaySend);

    [Theory]
    [InlineData(1, false)]
    [InlineData(2, true)]
    public void Above_the_share_that_may_fail_it_stops(int failed, bool stops)
    {
        var verdict = Of(sent: 11, judged: 1, delivered: 11 - failed, failed: failed);

        Assert.Equal(stops, verdict.Stop is not null);
        Assert.Equal((11, failed), (verdict.Judged, verdict.JudgedFailed));
    }

    [Fact]
    public void What_is_being_retried_has_not_arrived()
    {
        var counts = new ScopeCounts(new Dictionary<DeliveryState, int> { [DeliveryState.Retrying] = 1 }, 1);

        Assert.NotNull(ReplayCanary.Of(Replay(1, 0, 0), 10, counts).Stop);
    }

    [Fact]
    public void What_failed_in_a_stage_before_does_not_count_again()
    {
        Assert.Null(Of(sent: 11, judged: 1, judgedFailed: 1, delivered: 10, failed: 1).Stop);
        Assert.NotNull(Of(sent: 11, judged: 1, judgedFailed: 1, delivered: 7, failed: 4).Stop);
    }

    [Fact]
    public void The_rest_is_judged_by_the_hundred()
    {
        Assert.Null(Of(sent: 1000, judged: 111, delivered: 160, failed: 50, waiting: 790).Judged);

        var verdict = Of(sent: 1000, judged: 111, delivered: 161, failed: 50, waiting: 789);
        Assert.Equal((211, 50), (verdict.Judged, verdict.JudgedFailed));
        Assert.Contains("50 of the last 100 failed", verdict.Stop, StringComparison.Ordinal);
    }

    private static ReplayCanary.Verdict Of(
        int sent, int judged, int judgedFailed = 0, int delivered = 0, int failed = 0, int waiting = 0) => ReplayCanary.Of(
        Replay(sent, judged, judgedFailed),
        maxFailedPercent: 10,
        new ScopeCounts(
            new Dictionary<DeliveryState, int>
            {
                [DeliveryState.Delivered] = delivered, [DeliveryState.Failed] = failed, [DeliveryState.Pending] = waiting,
            },
            1));

    private static Replay Replay(int sent, int judged, int judgedFailed) => new()
    {
        Title = "A group", CreatedBy = "anna", Created = sent, Judged = judged, JudgedFailed = judgedFailed,
    };
}
